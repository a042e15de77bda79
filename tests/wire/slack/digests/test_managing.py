"""Digests on Slack: text, the form, buttons through the real SDK; who may do what."""

from dataclasses import replace

import pytest

from bot.settings import Settings
from tests.fakes.office import Office
from tests.standins.faults import Match
from tests.standins.slack.readers import Reader
from tests.standins.slack.refusals import slack_error
from tests.standins.slack.standin import SlackStandIn
from tests.wire.slack.conftest import Start

ADD = "add weekdays 08:30 Europe/London topics India, China"


async def test_an_admin_begins_a_digest_by_text(start: Start, boss: Reader, office: Office) -> None:
    """The echo is for them alone, Save takes its place, and pressing again saves nothing more."""
    await start()
    echo = await boss.slash("digest", ADD).message()
    assert echo.ephemeral
    assert "on weekdays at 08:30, Europe/London time" in echo.text
    await boss.press(echo, "Save").message()
    [kept] = await office.subscriptions.listed()
    assert (kept.channel.id, kept.channel_name) == (boss.channel.id, boss.channel.name)
    listed = await boss.slash("digest", "list").message()
    assert kept.id in listed.text


async def test_the_form_begins_and_edits(start: Start, boss: Reader, office: Office) -> None:
    """`/digest add` alone opens a form; a field that cannot be read is named in it; Edit fills it in."""
    await start()
    asked = boss.slash("digest", "add")
    view = await asked.opened_view()
    assert view.title == "New digest"
    typed = boss.suggest(view, "kolk", select="Time zone")
    assert ("Asia/Kolkata (Kolkata)", "Asia/Kolkata") in await typed.offered()
    sent = boss.submit({"Days": "sometimes", "Times": "08:30", "Time zone": "Asia/Kolkata"})
    await sent.acknowledged()
    assert "sometimes" in sent.view_errors["days"]
    sent = boss.submit({"Days": "weekdays", "Times": "08:30", "Time zone": "Asia/Kolkata"})
    await sent.acknowledged()
    echo = await asked.message()
    await boss.press(echo, "Save").message()
    [kept] = await office.subscriptions.listed()
    listed = await boss.slash("digest", "list").message()
    pressed = boss.press(listed, "Edit")
    opened_form = await pressed.opened_view()
    assert opened_form.title == "Edit digest"
    sent = boss.submit({"Times": "09:15"})
    await sent.acknowledged()
    assert sent.view_errors == {}
    changed = await pressed.message()
    await boss.press(changed, "Save").message()
    after = await office.subscriptions.get(kept.id)
    assert after is not None
    assert [f"{each:%H:%M}" for each in after.subscription.schedule.times] == ["09:15"]
    assert after.subscription.schedule.days == kept.schedule.days


async def test_a_reader_may_look_and_change_nothing(
    start: Start, boss: Reader, mira: Reader, office: Office
) -> None:
    """By command, by form and by a forged press."""
    await start()
    for text in (ADD, "add", "pause", "edit"):
        refused = await mira.slash("digest", text).message()
        assert "Only those who manage" in refused.text, text
    assert "no digest" in (await mira.slash("digest", "list").message()).text
    echo = await boss.slash("digest", ADD).message()
    save = next(
        each["value"]
        for block in echo.blocks
        if block["type"] == "actions"
        for each in block["elements"]
        if each["text"]["text"] == "Save"
    )
    listed = await mira.slash("digest", "list").message()
    await mira.forge(listed, "press-0", value=save).message()
    assert await office.subscriptions.listed() == ()


async def test_the_form_begins_as_a_digest_does(start: Start, boss: Reader, office: Office) -> None:
    """Defaults are those of a digest; topics are chosen from a list; the echo names the channel."""
    await start()
    asked = boss.slash("digest", "add")
    view = await asked.opened_view()
    (style,) = [each["element"] for each in view.blocks if each["block_id"] == "style"]
    assert style["initial_option"]["value"] == "full"
    assert ("India", "India") in await boss.suggest(view, "ind", select="Topics").offered()


async def test_topics_are_chosen_and_taken_away(start: Start, boss: Reader, office: Office) -> None:
    """Several at once, also one that nothing is known on; emptied in the form it is all of them again."""
    await start()
    asked = boss.slash("digest", "add")
    view = await asked.opened_view()
    zone = boss.suggest(view, "london", select="Time zone")
    await zone.offered()
    assert ("Germany", "Germany") in await boss.suggest(view, "germany", select="Topics").offered()
    for typed in ("india", "chin"):
        await boss.suggest(view, typed, select="Topics").offered()
    given = {"Days": "weekdays", "Times": "08:30", "Time zone": "Europe/London", "Topics": ["India", "China"]}
    boss.submit(given)
    echo = await asked.message()
    assert f"#{boss.channel.name}" in echo.text
    await boss.press(echo, "Save").message()
    [kept] = await office.subscriptions.listed()
    assert kept.topics == ("country:IN", "country:CN")
    assert kept.channel_name == boss.channel.name
    edited = boss.slash("digest", "edit")
    form = await edited.opened_view()
    (topics,) = [each["element"] for each in form.blocks if each["block_id"] == "topics"]
    assert [each["value"] for each in topics["initial_options"]] == ["India", "China"]
    boss.submit({"Topics": []})
    await boss.press(await edited.message(), "Save").message()
    [kept] = await office.subscriptions.listed()
    assert kept.topics == ()


async def test_named_members_manage(
    start: Start, standin: SlackStandIn, settings: Settings, mira: Reader, office: Office
) -> None:
    """Whoever the operator names may, without any question to Slack."""
    await start(settings=replace(settings, slack_managers=frozenset({mira.user.id})))
    assert "Nothing is saved yet" in (await mira.slash("digest", ADD).message()).text
    assert standin.serving.asked("GET", "/users.info") == []


async def test_the_channels_creator_manages(
    start: Start, standin: SlackStandIn, mira: Reader, office: Office
) -> None:
    """Whoever made the channel may, there and nowhere else; by command, by form and by button."""
    await start()
    standin.channel.creator = mira.user.id
    echo = await mira.slash("digest", ADD).message()
    await mira.press(echo, "Save").message()
    [kept] = await office.subscriptions.listed()
    assert kept.owner == mira.user.id
    assert (await mira.slash("digest", "edit").opened_view()).title == "Edit digest"
    elsewhere = standin.moderator.add_channel("elsewhere", members=(mira.user,))
    refused = await mira.slash("digest", ADD, channel=elsewhere).message()
    assert "Only those who manage" in refused.text


async def test_where_slack_does_not_say_nobody_manages(
    start: Start, standin: SlackStandIn, expected: set[str], mira: Reader
) -> None:
    """A question about members or channels that Slack refuses leaves the right out, and says so."""
    expected.add("internal_error")
    await start()
    standin.channel.creator = mira.user.id
    standin.faults.add(slack_error("internal_error"), Match(path="/api/conversations.info"), times=9)
    assert "Only those who manage" in (await mira.slash("digest", ADD).message()).text


async def test_status_tells_of_the_channels_digests(
    start: Start, standin: SlackStandIn, boss: Reader, mira: Reader
) -> None:
    """Anybody in the channel reads what was sent last and what comes next; elsewhere nothing of it."""
    await start()
    echo = await boss.slash("digest", ADD).message()
    await boss.press(echo, "Save").message()
    status = await mira.slash("about", "status").message()
    assert "nothing sent yet" in status.text
    assert "Mon 2 Mar 2026 at 08:30" in status.text
    other = standin.moderator.add_channel("other", members=(mira.user,))
    elsewhere = await mira.slash("about", "status", channel=other).message()
    assert "Mon 2 Mar 2026" not in elsewhere.text


@pytest.mark.parametrize(("typed", "shown"), [("add", "/digest add weekdays"), ("edit", "/digest edit time")])
async def test_a_form_that_cannot_be_opened_is_said(
    start: Start, standin: SlackStandIn, boss: Reader, office: Office, typed: str, shown: str
) -> None:
    """By command it is shown how to type it; a press is asked for again."""
    await start()
    echo = await boss.slash("digest", ADD).message()
    await boss.press(echo, "Save").message()
    standin.faults.add(slack_error("expired_trigger_id"), Match(path="/api/views.open"), times=2)
    assert shown in (await boss.slash("digest", typed).message()).text
    listed = await boss.slash("digest", "list").message()
    assert "could not be opened" in (await boss.press(listed, "Edit").message()).text
