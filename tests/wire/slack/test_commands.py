"""Commands, shortcuts and half-typed topics, from a reader to a reply, by Socket Mode and over HTTP."""

import asyncio
import logging
from dataclasses import replace

import pytest

from bot.adapters.slack.definitions import slash_commands
from bot.adapters.slack.manifest import manifest
from bot.settings import Settings
from tests.standins.slack.readers import Reader
from tests.standins.slack.standin import SlackStandIn
from tests.wire.slack.conftest import FAST, Bot, Parts, Patience, Start
from tests.wire.slack.slow import Gated, gated

EXAMPLES = {
    "brief": "India",
    "ask": "Why would Japan rearm?",
    "compare": "India China on trade",
    "scenarios": "China",
    "watch": "nuclear",
    "gaps": "",
    "map": "India",
    "about": "sources",
}


def test_every_command_is_driven() -> None:
    """The examples cover all that is registered; what manages digests is driven with the digests."""
    registered = {each.definition.name for each in slash_commands()}
    assert registered - {"digest", "follow", "unfollow"} == set(EXAMPLES)


@pytest.mark.parametrize(
    ("name", "http"), [*((each, False) for each in EXAMPLES), ("brief", True), ("ask", True)]
)
async def test_every_command_is_answered_in_its_acknowledgement(
    start: Start, mira: Reader, name: str, http: bool
) -> None:
    """The answer is the acknowledgement itself, for the reader alone, with basis and disclaimer."""
    await start(http=http)
    asked = mira.slash(name, EXAMPLES[name])
    message = await asked.message()
    assert message.ephemeral
    assert message.via == "ack"
    assert message.viewer is mira.user
    if name != "about":
        assert "unsigned, undated" in message.text


@pytest.mark.usefixtures("bot")
async def test_an_abstention_and_a_misspelling_are_answers_too(mira: Reader) -> None:
    """What is not covered is said; a guess is told."""
    assert "Peru" in (await mira.slash("brief", "Peru").message()).text
    assert "North Korea" in (await mira.slash("brief", "norht korea").message()).text


@pytest.mark.usefixtures("bot")
async def test_nobody_is_pinged_by_what_was_typed(standin: SlackStandIn, mira: Reader) -> None:
    """Mentions that are typed into a command come back as words at most."""
    message = await mira.slash("ask", "<!channel> <!here> @here *why* would <@U0001> rearm?").message()
    assert message.pings == frozenset()
    assert standin.refusals == []


@pytest.mark.usefixtures("bot")
async def test_the_map_is_words_in_private(standin: SlackStandIn, mira: Reader) -> None:
    """A private message carries no uploaded file, so nothing is uploaded for it."""
    message = await mira.slash("map", "India").message()
    assert message.files == []
    assert "India" in message.text
    assert not standin.serving.asked("POST", "/api/files.getUploadURLExternal")


async def test_a_slow_answer_comes_later(start: Start, parts: Parts, mira: Reader) -> None:
    """What is not ready in time is acknowledged without it and follows, for the reader alone."""
    gate = gated(parts)
    await start(pace=replace(FAST, patience=Patience(acknowledge=0.02)))
    asked = mira.slash("brief", "India")
    await asked.acknowledged()
    assert not asked.ack
    gate.set()
    message = await asked.message()
    assert message.via == "response_url"
    assert message.ephemeral


async def test_a_failure_is_one_sentence_with_an_id(
    start: Start, parts: Parts, mira: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    """The reader is told that it is our fault and an id; the log has the id and not the question."""
    parts.handlers = Gated(parts.handlers.service, error=RuntimeError("boom secretquestion"))
    await start()
    with caplog.at_level(logging.DEBUG):
        message = await mira.slash("ask", "secretquestion").message()
    assert "Something went wrong" in message.text


async def test_a_command_with_a_prefix(
    start: Start, standin: SlackStandIn, settings: Settings, mira: Reader
) -> None:
    """With a prefix the manifest, the commands and the help all have it."""
    standin.install(manifest("c-"))
    await start(settings=replace(settings, slack_prefix="c-"))
    assert "India" in (await mira.slash("c-brief", "India").message()).text
    assert "/c-brief" in (await mira.slash("c-about", "help").message()).text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("name", ["ask", "compare"])
async def test_a_command_without_its_words_opens_a_form(mira: Reader, name: str) -> None:
    """The form asks for them, and what is sent is answered where the command was used."""
    asked = mira.slash(name, "")
    view = await asked.opened_view()
    assert view.callback_id == name
    if name == "ask":
        sent = mira.submit({"question": "Why would Japan rearm?"})
    else:
        for block, typed in (("a", "ind"), ("b", "chi")):
            assert await mira.suggest(view, typed, select=f"topic:{block}").offered()
        sent = mira.submit({"a": "India", "b": "China"})
    await sent.acknowledged()
    message = await asked.message()
    assert message.ephemeral
    assert ("Japan" if name == "ask" else "India") in message.text


@pytest.mark.usefixtures("bot")
async def test_a_form_says_what_is_wrong_with_it(mira: Reader) -> None:
    """The same topic twice keeps the form open, with a sentence at the field."""
    view = await mira.slash("compare", "").opened_view()
    for block in ("a", "b"):
        await mira.suggest(view, "ind", select=f"topic:{block}").offered()
    sent = mira.submit({"a": "India", "b": "India"})
    await sent.acknowledged()
    assert sent.view_errors


@pytest.mark.usefixtures("bot")
async def test_the_message_shortcut_briefs_on_a_message(standin: SlackStandIn, mira: Reader) -> None:
    """The shortcut on a message answers for what a message mentions, privately."""
    theirs = standin.user("Tom").say(standin.channel, "Tokyo and New Delhi met today.")
    message = await mira.shortcut("Brief me on this", message=theirs).message()
    assert message.ephemeral
    assert "Japan" in message.text
    assert "India" in message.text


@pytest.mark.usefixtures("bot")
async def test_thirty_two_at_a_time_get_their_own_answers(standin: SlackStandIn) -> None:
    """Answers do not cross: each reader gets the country they asked about."""
    countries = ("India", "China", "Japan", "Russia") * 8
    readers = [standin.user(f"Reader {number}") for number in range(32)]
    asked = [reader.slash("brief", country) for reader, country in zip(readers, countries, strict=True)]
    messages = await asyncio.gather(*(each.message() for each in asked))
    for reader, country, message in zip(readers, countries, messages, strict=True):
        assert message.viewer is reader.user
        assert country in message.text


async def test_too_many_requests_are_refused_kindly(bot: Bot, mira: Reader) -> None:
    """Beyond the quota a reader is told to wait; the others are not."""
    assert bot.port == 0
    for _ in range(30):
        await mira.slash("about", "help").message()
    assert "That was a lot" in (await mira.slash("about", "help").message()).text
