"""Answers that take long, answers that fail, and connections that break while one is on its way."""

import asyncio
import logging
from dataclasses import replace

import pytest

from bot import notices
from bot.commands import Command
from bot.desk import desk
from bot.handlers import NOWHERE, Context, Handlers
from bot.ports import Feedback
from bot.rendering.unseen import NO_PICTURE
from briefings.errors import StorageError
from briefings.reply import Picture, Reply
from tests.fakes.clock import SetClock
from tests.fakes.feedback import FeedbackInMemory
from tests.fakes.source_texts import SourceTextsInMemory
from tests.standins.discord.interactions import ResponseKind
from tests.standins.discord.readers import Reader
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.faults import Effect, Hang, Match, Reset, server_error
from tests.wire.discord.conftest import FAST, Parts, Patience, Start
from tests.wire.discord.test_buttons import onward
from tests.wire.discord.test_commands import text_of

CALLBACK = Match("POST", r".*/callback")
MESSAGES = Match("POST", r"/channels/\d+/messages")
IMPATIENT = replace(FAST, patience=Patience(defer=0.0))


class Gated(Handlers):
    """Answers when let go, or fails."""

    def __init__(self, parts: Parts, failure: Exception | None = None) -> None:
        super().__init__(parts.handlers.service, SourceTextsInMemory(SetClock()))
        self.gate = asyncio.Event()
        self.failure = failure

    async def handle(self, command: Command, context: Context = NOWHERE) -> Reply:
        """Wait at the gate, then answer as ever or fail."""
        await self.gate.wait()
        if self.failure:
            raise self.failure
        return await super().handle(command, context)


async def test_a_slow_answer_is_deferred_and_then_given(start: Start, mira: Reader, parts: Parts) -> None:
    """When an answer takes too long Discord is told at once, privately, and the answer comes after it."""
    handlers = Gated(parts)
    await start(replace(parts, handlers=handlers), pace=IMPATIENT)
    used = await mira.slash("map", {"topic": "India"}).first_response()
    assert used.response is ResponseKind.DEFERRED_MESSAGE
    assert used.original is not None
    assert used.original.ephemeral
    handlers.gate.set()
    answer = await used.message()
    assert answer.ephemeral
    assert answer.attachments["map.png"].startswith(b"\x89PNG")
    assert len(mira.sees()) == 1


async def test_a_slow_page_is_deferred_in_place(start: Start, mira: Reader, parts: Parts) -> None:
    """A page that takes long changes the message it belongs to, and no second one appears."""
    first = await start()
    brief = await mira.slash("brief", {"topic": "India"}).message()
    await first.leave()
    handlers = Gated(parts)
    await start(replace(parts, handlers=handlers), pace=IMPATIENT)
    used = await mira.press(brief, onward(brief)).first_response()
    assert used.response is ResponseKind.DEFERRED_UPDATE
    handlers.gate.set()
    assert await used.message() is brief
    assert "Page 2 of " in brief.embeds[0]["footer"]["text"]
    assert len(mira.sees()) == 1


@pytest.mark.parametrize("pace", [FAST, IMPATIENT], ids=["at once", "deferred"])
async def test_a_failure_is_one_sentence_with_an_id(
    start: Start, mira: Reader, parts: Parts, caplog: pytest.LogCaptureFixture, pace: object
) -> None:
    """Whatever breaks, the reader gets a sentence whose id stands in exactly one line of the log."""
    handlers = Gated(parts, RuntimeError("the cellar is flooded"))
    await start(replace(parts, handlers=handlers), pace=pace)
    used = mira.slash("brief", {"topic": "India"})
    handlers.gate.set()
    answer = await used.message()
    assert answer.ephemeral
    assert "flooded" not in answer.content
    incident = answer.content.rpartition(" ")[2].rstrip(".")
    found = [each for each in caplog.records if incident in each.getMessage()]
    assert len(found) == 1
    assert found[0].levelno == logging.ERROR


async def test_a_failure_in_place_leaves_the_message(start: Start, mira: Reader, parts: Parts) -> None:
    """A page that fails after its deferral leaves what stood there, and says so beside it."""
    first = await start()
    brief = await mira.slash("brief", {"topic": "India"}).message()
    before = brief.embeds
    await first.leave()
    handlers = Gated(parts, RuntimeError("no"))
    await start(replace(parts, handlers=handlers), pace=IMPATIENT)
    used = await mira.press(brief, onward(brief)).first_response()
    handlers.gate.set()
    (told,) = await used.messages(1)
    assert told.ephemeral
    assert "tell the operator" in told.content
    assert brief.embeds == before


async def test_what_the_operator_should_do_is_not_told_to_readers(
    start: Start, mira: Reader, parts: Parts, caplog: pytest.LogCaptureFixture
) -> None:
    """A failing database is one sentence with an id for the reader; what to do about it is in the log."""
    handlers = Gated(parts, StorageError("The database is locked; stop the other program."))
    handlers.gate.set()
    await start(replace(parts, handlers=handlers))
    answer = await mira.slash("about", {"page": "status"}).message()
    assert "tell the operator this id" in answer.content
    assert "database" not in answer.content
    incident = answer.content.rpartition(" ")[2].rstrip(".")
    (line,) = [each for each in caplog.records if incident in each.getMessage()]
    assert "stop the other program" in str(line.exc_info and line.exc_info[1]) + line.getMessage()


class Busy(FeedbackInMemory):
    """A store that another program holds on to."""

    async def add(self, feedback: Feedback) -> None:
        """Fails."""
        raise StorageError("The database is in use by another program.")


async def test_a_remark_that_cannot_be_kept_is_handed_back(
    start: Start, mira: Reader, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader is told, privately, that the remark was not kept, and can copy what they wrote."""
    monkeypatch.setattr(desk, "RETRIES", (0.0,))
    await start(replace(parts, feedback=Busy()))
    form = mira.press(await mira.slash("brief", {"topic": "India"}).message(), "Missing")
    await form.opened_modal()
    told = await mira.submit_modal(form, {"comment": "The sea lanes are missing."}).message()
    assert told.ephemeral
    assert "not kept" in told.content
    assert "The sea lanes are missing." in told.content
    assert "another program" not in told.content


async def test_a_failing_mention_is_answered_too(
    start: Start, mira: Reader, parts: Parts, standin: DiscordStandIn
) -> None:
    """In the open a failure is one sentence as well."""
    handlers = Gated(parts, RuntimeError("no"))
    handlers.gate.set()
    await start(replace(parts, handlers=handlers))
    mira.say(standin.channel, "@bot brief India")
    (answer,) = await standin.answer_in(standin.channel)
    assert "tell the operator" in answer.content


class Undrawable(Handlers):
    """Answers with a picture whose relationships lead nowhere."""

    async def handle(self, command: Command, context: Context = NOWHERE) -> Reply:
        """The map, its parties gone."""
        reply = await super().handle(command, context)
        blocks = tuple(
            replace(each, nodes=()) if isinstance(each, Picture) else each for each in reply.blocks
        )
        return replace(reply, blocks=blocks)


async def test_a_picture_that_cannot_be_drawn_leaves_the_words(
    start: Start, mira: Reader, parts: Parts
) -> None:
    """Where drawing fails the map's text is sent alone."""
    handlers = Undrawable(parts.handlers.service, SourceTextsInMemory(SetClock()))
    await start(replace(parts, handlers=handlers))
    answer = await mira.slash("map", {"topic": "India"}).message()
    assert not answer.files
    assert "image" not in answer.embeds[0]
    assert "India" in text_of(answer)
    assert NO_PICTURE in text_of(answer)
    assert "Picture of" not in text_of(answer)


async def test_a_picture_is_promised_before_it_is_drawn(start: Start, mira: Reader) -> None:
    """Drawing and sending a file may take longer than Discord waits, so that it is told at once."""
    await start()
    used = await mira.slash("map", {"topic": "India"}).first_response()
    assert used.response is ResponseKind.DEFERRED_MESSAGE
    answer = await used.message()
    assert answer.ephemeral
    assert list(answer.attachments) == ["map.png"]
    shared = await mira.press(answer, "Share").message()
    assert list(shared.attachments) == ["map.png"]
    assert not shared.ephemeral


@pytest.mark.parametrize(
    "fault",
    [Reset(Effect.ACCEPTED), Reset(Effect.REFUSED), server_error(503, Effect.ACCEPTED)],
    ids=["reset after", "reset before", "503 after"],
)
async def test_a_broken_reply_to_an_interaction_is_one_answer(
    start: Start, mira: Reader, standin: DiscordStandIn, expected: set[int], fault: Reset
) -> None:
    """Whether the first request took effect or not, the reader sees one answer."""
    expected.add(40060)
    await start()
    planned = standin.faults.add(fault, CALLBACK)
    answer = await mira.slash("brief", {"topic": "India"}).message()
    assert planned.struck == 1
    await standin.user("Jun").slash("about").message()
    assert mira.sees() == [answer]


async def test_a_hanging_reply_is_one_answer(
    start: Start, mira: Reader, standin: DiscordStandIn, expected: set[int]
) -> None:
    """A request that took effect and never returned is asked about once more, and found to be done."""
    expected.add(40060)
    await start(pace=replace(FAST, patience=Patience(request=0.05)))
    planned = standin.faults.add(Hang(Effect.ACCEPTED), CALLBACK)
    answer = await mira.slash("brief", {"topic": "India"}).message()
    await standin.changes.until(lambda: any(each.code == 40060 for _, each in standin.refusals))
    planned.gate.open()
    assert mira.sees() == [answer]


@pytest.mark.parametrize(
    "fault",
    [Reset(Effect.ACCEPTED), Reset(Effect.REFUSED), server_error(500, Effect.ACCEPTED)],
    ids=["reset after", "reset before", "500 after"],
)
async def test_a_broken_reply_to_a_mention_is_one_message(
    start: Start, mira: Reader, standin: DiscordStandIn, fault: Reset
) -> None:
    """The nonce makes Discord drop a second message, whoever sends it again: we or the SDK."""
    await start()
    planned = standin.faults.add(fault, MESSAGES)
    mira.say(standin.channel, "@bot brief India")
    await standin.answer_in(standin.channel)
    asked = standin.serving.log
    await standin.changes.until(lambda: sum(MESSAGES(each.call) for each in asked) == 2)
    jun = standin.user("Jun")
    jun.dm("help")
    await standin.answer_in(jun.dm_channel)
    assert planned.struck == 1
    assert len(await standin.answer_in(standin.channel)) == 1


async def test_a_share_is_one_message_though_its_reply_is_lost(
    start: Start, mira: Reader, standin: DiscordStandIn, expected: set[int]
) -> None:
    """Sharing answers the press itself, so that a lost reply cannot post it twice."""
    expected.add(40060)
    await start()
    brief = await mira.slash("brief", {"topic": "India"}).message()
    standin.faults.add(Reset(Effect.ACCEPTED), CALLBACK)
    await mira.press(brief, "Share").message()
    await standin.user("Jun").slash("about").message()
    assert len(standin.channel.messages) == 1


async def test_a_share_that_failed_can_be_tried_again(
    start: Start, mira: Reader, parts: Parts, standin: DiscordStandIn
) -> None:
    """A page that is known not to have been posted is posted at the next press."""
    first = await start()
    brief = await mira.slash("brief", {"topic": "India"}).message()
    await first.leave()
    handlers = Gated(parts, RuntimeError("no"))
    handlers.gate.set()
    second = await start(replace(parts, handlers=handlers))
    told = await mira.press(brief, "Share").message()
    assert told.ephemeral
    assert standin.channel.messages == []
    await second.leave()
    await start()
    await mira.press(brief, "Share").message()
    assert len(standin.channel.messages) == 1


async def test_an_answer_that_comes_too_late_is_let_go(
    start: Start, mira: Reader, parts: Parts, standin: DiscordStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    """After Discord's three seconds nothing can be said any more; the log says so and the bot goes on."""
    handlers = Gated(parts)
    await start(replace(parts, handlers=handlers))
    late = mira.slash("brief", {"topic": "India"})
    standin.clock.advance(seconds=4)
    handlers.gate.set()
    assert (await late.refused()).code == 10062
    assert (await mira.slash("about").message()).embeds
    assert any("could not be delivered" in each.getMessage() for each in caplog.records)


async def test_a_request_that_hangs_ends_with_the_role(
    start: Start, mira: Reader, standin: DiscordStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    """Where Discord says nothing to an answer and the role must end, no trace of an error is left."""
    bot = await start()
    planned = standin.faults.add(Hang(Effect.REFUSED), CALLBACK)
    mira.slash("brief", {"topic": "India"})
    await planned.met()
    bot.task.cancel()
    await asyncio.gather(bot.task, return_exceptions=True)
    planned.gate.open()
    assert not [each for each in caplog.records if each.exc_info]
    assert any("given up" in each.getMessage() for each in caplog.records)


class Locked(FeedbackInMemory):
    """Keeps nothing until it is unlocked."""

    def __init__(self) -> None:
        super().__init__()
        self.unlocked = asyncio.Event()

    async def add(self, feedback: Feedback) -> None:
        """Wait for the lock."""
        await self.unlocked.wait()
        await super().add(feedback)


async def test_a_remark_that_waits_for_the_database_shows_a_sign(
    start: Start, mira: Reader, parts: Parts
) -> None:
    """While the database is locked the reader sees that the bot is at it, and is thanked afterwards."""
    store = Locked()
    await start(replace(parts, feedback=store), pace=IMPATIENT)
    brief = await mira.slash("brief", {"topic": "India"}).message()
    form = mira.press(brief, "Wrong")
    await form.opened_modal()
    sent = await mira.submit_modal(form, {"comment": "It left out the sea lanes."}).first_response()
    assert sent.response is ResponseKind.DEFERRED_MESSAGE
    assert sent.original is not None
    assert sent.original.ephemeral
    store.unlocked.set()
    assert notices.THANKS in text_of(await sent.message())
    assert [each.comment for each in store.kept] == ["It left out the sea lanes."]
