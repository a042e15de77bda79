"""Digests on Slack: text, the form, buttons through the real SDK; who may do what."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.handlers import Handlers
from bot.schedules.zones import Zones
from bot.settings import Settings
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.office import Office, opened
from tests.fakes.source_texts import SourceTextsInMemory
from tests.standins.slack.readers import Reader
from tests.standins.slack.standin import SlackStandIn
from tests.wire.slack.conftest import Parts, StandInTime, Start

ADD = "add weekdays 08:30 Europe/London topics India, China"


@pytest_asyncio.fixture
async def office(tmp_path: Path, service: BriefingService) -> AsyncIterator[Office]:
    """What is kept."""
    made = opened(tmp_path / "digests.sqlite3", service, Zones(service.gazetteer))
    yield made
    await made.database.close()


@pytest.fixture
def parts(service: BriefingService, office: Office, standin: SlackStandIn) -> Parts:
    """The application's parts, digests among them."""
    handlers = Handlers(service, SourceTextsInMemory(SetClock()), digests=lambda: office.digests)
    return Parts(handlers, StandInTime(standin))


@pytest.fixture
def boss(standin: SlackStandIn) -> Reader:
    """A workspace admin."""
    return standin.user("Boss", manager=True)


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
    assert ("Asia/Kolkata", "Asia/Kolkata") in await typed.offered()
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


async def test_creators_and_named_members_manage(
    start: Start, standin: SlackStandIn, settings: Settings, mira: Reader, office: Office
) -> None:
    """Whoever the operator names may, without any question to Slack."""
    await start(settings=replace(settings, slack_managers=frozenset({mira.user.id})))
    assert "Nothing is saved yet" in (await mira.slash("digest", ADD).message()).text
    assert standin.serving.asked("GET", "/users.info") == []
