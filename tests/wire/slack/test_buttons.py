"""Buttons, menus, pages, sharing and feedback, before and after a restart."""

import asyncio
import json
import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from bot import notices
from bot.adapters.slack.limits import VALUE
from bot.adapters.slack.own_messages import claims_in
from bot.desk.action_text import encode
from bot.rendering.actions import ShowEvidence
from bot.rendering.sources import numbers_in
from bot.rendering.unseen import NO_PICTURE
from tests.fakes.feedback import FeedbackInMemory
from tests.standins.faults import Effect, Match, Reset
from tests.standins.slack.readers import Reader
from tests.standins.slack.refusals import slack_error
from tests.standins.slack.standin import SlackStandIn
from tests.standins.slack.world import Message
from tests.wire.slack.conftest import FAST, Bot, Parts, Patience, Start


def buttons(message: Message) -> list[str]:
    """The labels of a message's buttons."""
    return [
        each["text"]["text"]
        for block in message.blocks
        if block["type"] == "actions"
        for each in block["elements"]
        if each["type"] == "button"
    ]


def lists(message: Message) -> list[dict[str, object]]:
    """The lists of a message to choose from."""
    return [
        each
        for block in message.blocks
        if block["type"] == "actions"
        for each in block["elements"]
        if each["type"] != "button"
    ]


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_every_button_of_an_answer_does_something(
    start: Start, standin: SlackStandIn, mira: Reader, http: bool
) -> None:
    """Each button is acknowledged and leads to a message, a form or another page; none is refused."""
    await start(http=http)
    message = await mira.slash("brief", "India").message()
    labels = buttons(message)
    assert {"Evidence", "Share", "Wrong", "Unsupported", "Missing"} <= set(labels)
    for label in [each for each in labels if each != "Share"]:
        pressed = mira.press(message, label)
        await pressed.acknowledged()
        if label in {"Wrong", "Unsupported", "Missing"}:
            await pressed.opened_view()
            mira.close_view()
        else:
            assert (await pressed.message()).ephemeral
    assert standin.refusals == []


@pytest.mark.usefixtures("bot")
async def test_every_list_offers_what_can_be_chosen(mira: Reader) -> None:
    """A choice from each list of the overview is answered for the reader alone."""
    message = await mira.slash("brief", "").message()
    found = lists(message)
    assert found
    for each in found:
        options = each.get("options")
        assert isinstance(options, list)
        name = str(each["action_id"])
        chosen = mira.choose(message, str(options[0]["value"]), select=name)
        assert (await chosen.message()).ephemeral


@pytest.mark.usefixtures("bot")
async def test_evidence_is_of_what_was_pressed(mira: Reader) -> None:
    """The sentences behind an answer come in a message of their own; the answer stays."""
    message = await mira.slash("ask", "Why would Japan rearm?").message()
    evidence = await mira.press(message, "Evidence").message()
    assert evidence is not message
    assert evidence.text.startswith("Evidence")
    assert message in mira.sees()


@pytest.mark.usefixtures("bot")
async def test_pages_turn_in_place(mira: Reader) -> None:
    """The next page takes the place of the one that was read, and back again."""
    message = await mira.slash("gaps", "").message()
    before = len(mira.sees())
    first = message.text
    turned = await mira.press(message, "2/3 ›").message()
    assert turned.text != first
    assert len(mira.sees()) == before
    back = await mira.press(turned, "‹ 1/3").message()
    assert back.text == first


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_a_page_is_shared_once(start: Start, standin: SlackStandIn, mira: Reader, http: bool) -> None:
    """Everybody sees it, with no "Share" on it; the private one says that it was shared."""
    await start(http=http)
    tom = standin.user("Tom")
    message = await mira.slash("brief", "India").message()
    pressed = mira.press(message, "Share")
    await pressed.messages(2)
    public = [each for each in tom.sees() if each.author is standin.bot]
    assert len(public) == 1
    assert not public[0].ephemeral
    assert "India" in public[0].text
    assert "Share" not in buttons(public[0])
    kept = [each for each in mira.sees() if each.ephemeral]
    assert all("Share" not in buttons(each) for each in kept)


async def test_sharing_at_once_posts_once(start: Start, standin: SlackStandIn, mira: Reader) -> None:
    """Pressed three times at once, one page of one message is posted once."""
    first = await start()
    message = await mira.slash("brief", "India").message()
    pressed = [mira.press(message, "Share") for _ in range(3)]
    for each in pressed:
        await each.acknowledged()
    await standin.answer_in(standin.channel)
    await standin.dispatcher.idle()
    await first.leave()
    assert len([each for each in standin.channel.messages if not each.ephemeral]) == 1


@pytest.mark.usefixtures("bot")
async def test_what_could_not_be_shared_can_be_tried_again(standin: SlackStandIn, mira: Reader) -> None:
    """A post that failed is said, and the button comes back."""
    message = await mira.slash("brief", "India").message()
    standin.faults.add(slack_error("no_permission"), Match(path="/response/.*"), skip=1)
    pressed = mira.press(message, "Share")
    [said] = await mira.received(after=pressed)
    assert "could not be posted" in said.text
    again = mira.press(message, "Share")
    await standin.answer_in(standin.channel, after=again)


@pytest.mark.usefixtures("bot")
async def test_the_picture_comes_with_a_share(standin: SlackStandIn, mira: Reader) -> None:
    """What is shared of a map is the words and the picture, uploaded once."""
    message = await mira.slash("map", "India").message()
    mira.press(message, "Share")
    [public] = await standin.answer_in(standin.channel)
    images = [each for each in public.blocks if each["type"] == "image"]
    assert len(images) == 1
    assert images[0]["alt_text"]
    assert "India" in public.text


@pytest.mark.usefixtures("bot")
async def test_without_its_scope_the_picture_is_words(
    standin: SlackStandIn, mira: Reader, expected: set[str]
) -> None:
    """An upload that is refused costs the picture and not the answer."""
    expected.add("missing_scope")
    message = await mira.slash("map", "India").message()
    standin.settings.scopes = frozenset({"commands", "chat:write"})
    mira.press(message, "Share")
    [public] = await standin.answer_in(standin.channel)
    assert "India" in public.text
    assert NO_PICTURE in public.text
    assert "Picture of" not in f"{public.text}{public.blocks}"
    assert not [each for each in public.blocks if each["type"] == "image"]


@pytest.mark.parametrize("kind", ["Wrong", "Unsupported", "Missing"])
async def test_feedback_is_kept_with_what_it_is_about(
    start: Start, parts: Parts, mira: Reader, kind: str
) -> None:
    """Question, answer, claims and comment are kept, and who wrote it is not; thanks follow in place."""
    await start()
    message = await mira.slash("ask", "Why would Japan rearm?").message()
    await mira.press(message, kind).opened_view()
    sent = mira.submit({"comment": "It was the council."})
    await sent.acknowledged()
    assert notices.THANKS in json.dumps(mira.modal.blocks, ensure_ascii=False)
    (kept,) = await parts.feedback.latest()
    assert (kept.platform, kept.kind, kept.comment) == ("slack", kind.lower(), "It was the council.")
    assert kept.question == "/ask Why would Japan rearm?"
    assert "Japan" in kept.answer_text
    assert kept.claims
    assert mira.user.id not in repr(kept)


async def test_feedback_is_on_the_page_it_was_pressed_on(start: Start, parts: Parts, mira: Reader) -> None:
    """A comment on the second page of a private answer keeps that page's words and claims."""
    await start()
    message = await mira.slash("map", "").message()
    for page in (1, 2):
        await mira.press(message, "Wrong").opened_view()
        await mira.submit({"comment": "No."}).acknowledged()
        mira.close_view()
        latest = [each for each in await parts.feedback.latest() if f"Page {page} of" in each.answer_text]
        assert [each.claims for each in latest] == [claims_in(message.blocks)]
        if page == 1:
            message = await mira.press(message, "2/3 ›").message()


async def test_evidence_of_a_private_page_keeps_its_numbers(start: Start, mira: Reader) -> None:
    """The numbers that evidence shows are those of the page it was asked on."""
    await start()
    message = await mira.slash("map", "").message()
    message = await mira.press(message, "2/3 ›").message()
    numbers = {str(number) for _, number in numbers_in(message.text)}
    evidence = await mira.press(message, "Evidence").message()
    marked = set(re.findall(r"\[(\d+)\]", evidence.text))
    assert marked
    assert marked & numbers


async def test_feedback_after_a_restart(start: Start, parts: Parts, mira: Reader) -> None:
    """Buttons and open forms mean the same to a new process: nothing is kept in memory."""
    first = await start()
    message = await mira.slash("brief", "India").message()
    await mira.press(message, "Wrong").opened_view()
    await first.leave()
    await start()
    sent = mira.submit({"comment": "No."})
    await sent.acknowledged()
    assert len(await parts.feedback.latest()) == 1
    evidence = await mira.press(message, "Evidence").message()
    assert evidence.text.startswith("Evidence")


async def test_a_form_that_comes_twice_is_kept_once(
    start: Start, standin: SlackStandIn, parts: Parts, mira: Reader
) -> None:
    """A form that is delivered again, to whichever receiver, adds nothing."""
    for _ in range(2):
        await start(http=True)
    message = await mira.slash("brief", "India").message()
    await mira.press(message, "Wrong").opened_view()
    sent = mira.submit({"comment": "No."})
    await sent.acknowledged()
    body = urlencode({"payload": json.dumps(sent.payload)}).encode()
    for url in standin.http.receivers:
        kind = "application/x-www-form-urlencoded"
        assert await standin.http.attempt(url, body, content_type=kind) == (200, "")
    assert len(await parts.feedback.latest()) == 1


async def test_slow_feedback_is_thanked_for_later(start: Start, parts: Parts, mira: Reader) -> None:
    """A database that takes its time costs no acknowledgement; the thanks come as a message."""

    class Slow(FeedbackInMemory):
        def __init__(self) -> None:
            super().__init__()
            self.gate = asyncio.Event()

        async def add(self, feedback: object) -> None:
            await self.gate.wait()
            await super().add(feedback)  # type: ignore[arg-type]

    parts.feedback = slow = Slow()
    await start(pace=replace(FAST, patience=Patience(acknowledge=0.02)))
    message = await mira.slash("brief", "India").message()
    await mira.press(message, "Wrong").opened_view()
    sent = mira.submit({"comment": "No."})
    await sent.acknowledged()
    slow.gate.set()
    [thanks] = [each for each in await mira.received(after=sent) if notices.THANKS in each.text]
    assert thanks.ephemeral
    assert len(await slow.latest()) == 1


@pytest.mark.usefixtures("bot")
async def test_forged_and_outdated_buttons_get_a_sentence(mira: Reader) -> None:
    """What no button of ours says is answered kindly, and nothing else happens."""
    message = await mira.slash("brief", "India").message()
    forged = mira.forge(message, "whatever", value="no action of ours")
    assert notices.FORGED in (await forged.message()).text
    unknown = encode(ShowEvidence(("C999",)), VALUE)
    assert (await mira.forge(message, "x", value=unknown).message()).ephemeral
    assert (await mira.forge(message, "x", value="x" * 2_000).message()).ephemeral


@pytest.mark.usefixtures("bot")
async def test_a_press_in_a_thread_is_answered_there(standin: SlackStandIn, mira: Reader) -> None:
    """What a reader asks of an answer in a thread comes in that thread, for them alone."""
    asked = mira.say(standin.channel, "@bot India")
    [answer] = await standin.answer_in(standin.channel, after=asked, thread=asked)
    evidence = await mira.press(answer, "Evidence").message()
    assert evidence.ephemeral
    assert evidence.thread_ts == asked.ts


@pytest.mark.usefixtures("bot")
async def test_a_picture_that_slack_has_not_looked_at_yet_is_shown_later(
    standin: SlackStandIn, mira: Reader
) -> None:
    """Refused blocks are tried once more; a picture that stays refused leaves the words."""
    for refused, pictures in ((1, 1), (2, 0)):
        standin.faults.add(slack_error("invalid_blocks"), Match(path="/api/chat.postMessage"), times=refused)
        asked = mira.dm("map India")
        [answer] = await mira.received(after=asked, channel=mira.dm_channel)
        assert len([each for each in answer.blocks if each["type"] == "image"]) == pictures
        assert ("Picture of" in f"{answer.text}{answer.blocks}") is bool(pictures)


@pytest.mark.usefixtures("bot")
async def test_a_form_that_cannot_be_opened_is_said(standin: SlackStandIn, mira: Reader) -> None:
    """A press that led nowhere gets a sentence."""
    message = await mira.slash("brief", "India").message()
    standin.faults.add(slack_error("expired_trigger_id"), Match(path="/api/views.open"))
    said = await mira.press(message, "Wrong").message()
    assert "could not be opened" in said.text


async def test_a_lost_reply_is_not_sent_again(bot: Bot, standin: SlackStandIn, mira: Reader) -> None:
    """Where Slack took the answer and the reply was lost, the reader sees it once."""
    assert not bot.task.done()
    message = await mira.slash("brief", "India").message()
    standin.faults.add(Reset(Effect.ACCEPTED), Match(path="/response/.*"))
    pressed = mira.press(message, "Evidence")
    await pressed.message()
    await standin.dispatcher.idle()
    await mira.slash("about", "help").message()
    assert len([each for each in mira.sees() if each.text.startswith("Evidence")]) == 1
