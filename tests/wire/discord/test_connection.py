"""The connection's life: what is registered, who holds the role, drops, resumes, and what ends it."""

import asyncio
import logging
import warnings
from dataclasses import replace

import pytest

from bot.adapters.discord.budget import A_DAY, RESERVE
from bot.adapters.discord.commands_sync import note_key
from bot.adapters.discord.definitions import command_payloads
from bot.adapters.discord.manifest import permissions_value
from bot.failures import Lost, PlatformError
from bot.leasing import Timing
from bot.roles import NeedsAttention
from bot.secret import Secret
from bot.settings import Settings
from tests.standins.calls import Answer as StandInAnswer
from tests.standins.discord.readers import Reader
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.world import Permission
from tests.standins.faults import Fail, Hang, Match, server_error
from tests.wire.discord.conftest import FAST, Parts, Start
from tests.wire.discord.test_commands import text_of
from tests.wire.discord.test_slow_and_failing import Gated

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # as in conftest
    from discord import shard

    from bot.adapters.discord.connecting import LONGEST_WAIT, BoundedWaits, no_answer


def registrations(standin: DiscordStandIn) -> int:
    """How often commands were registered."""
    return sum(
        each.call.method in {"PUT", "POST"} and each.call.path.endswith("/commands")
        for each in standin.serving.log
    )


async def test_commands_are_registered_once(start: Start, standin: DiscordStandIn) -> None:
    """The second start registers nothing: the definitions are the same."""
    await (await start()).leave()
    await (await start()).leave()
    assert registrations(standin) == 1
    registered = [each["name"] for each in standin.state.global_commands.values()]
    assert registered == [each["name"] for each in command_payloads()]


async def test_changed_commands_are_registered_again(
    start: Start, standin: DiscordStandIn, parts: Parts
) -> None:
    """Another hash than the one noted leads to one registration."""
    await parts.notes.put(note_key(str(standin.state.application_id)), "of an earlier release")
    await (await start()).leave()
    assert registrations(standin) == 1


async def test_a_failed_registration_is_tried_at_the_next_start(
    start: Start, standin: DiscordStandIn, parts: Parts
) -> None:
    """What could not be registered is not noted; the bot answers meanwhile."""
    planned = standin.faults.add(server_error(503), Match("PUT", ".*/commands"))
    await (await start()).leave()
    assert planned.struck == 1
    assert parts.notes.notes == {}
    await start()
    assert registrations(standin) == 2
    assert len(parts.notes.notes) == 1


async def test_only_the_intents_that_are_needed(start: Start, standin: DiscordStandIn) -> None:
    """Guilds, guild messages, direct messages; never message content or another privileged one."""
    await start()
    assert standin.gateway.identifies[0]["intents"] == (1 << 0) | (1 << 9) | (1 << 12)


@pytest.mark.parametrize("drop", ["reconnect", "close", "cut"])
async def test_a_drop_is_resumed(
    start: Start, standin: DiscordStandIn, mira: Reader, parts: Parts, drop: str
) -> None:
    """Op 7, close 4000 and a cut line lead to a RESUME, not to another IDENTIFY; nothing is missed."""
    await start()
    match drop:
        case "reconnect":
            standin.gateway.ask_to_reconnect()
        case "close":
            standin.gateway.close(4000)
        case _:
            standin.gateway.drop()
    await standin.changes.until(lambda: standin.gateway.resumes == 1)
    assert (await mira.slash("brief", {"topic": "India"}).message()).embeds
    assert len(standin.gateway.identifies) == len(parts.notes.identified) == 1


async def test_a_lost_session_is_identified_anew_and_counted(
    start: Start, standin: DiscordStandIn, mira: Reader, parts: Parts
) -> None:
    """Op 9 without resuming costs a second IDENTIFY, and the count of it outlives the run."""
    await start()
    standin.gateway.invalidate(resumable=False)
    await standin.changes.until(lambda: len(standin.gateway.identifies) == 2 and standin.gateway.ready)
    assert (await mira.slash("about").message()).embeds
    assert len(parts.notes.identified) == 2


async def test_few_identifications_left_hold_the_bot_back(
    start: Start, standin: DiscordStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    """With only the reserve left the bot says so, does not identify, and goes on once there are more."""
    standin.settings.identifies_left = RESERVE
    waited: list[float] = []
    again = asyncio.Event()

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        standin.changes.ring()
        await again.wait()

    bot = await start(pace=replace(FAST, pause=pause), connected=False)
    await standin.changes.until(lambda: waited)
    assert standin.gateway.identifies == []
    assert any("holding back" in each.getMessage() for each in caplog.records)
    standin.settings.identifies_left = A_DAY
    again.set()
    await standin.gateway.until_ready()
    await bot.leave()


async def test_our_own_count_holds_back_as_well(start: Start, standin: DiscordStandIn, parts: Parts) -> None:
    """What earlier runs spent counts even where Discord does not say so; stopping ends the wait."""
    name = str(standin.state.application_id)
    parts.notes.identified = [(name, 0, parts.clock.now())] * (A_DAY - RESERVE)
    waiting = asyncio.Event()

    async def pause(_: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    bot = await start(pace=replace(FAST, pause=pause), connected=False)
    await waiting.wait()
    await bot.leave()
    assert standin.gateway.identifies == []


@pytest.mark.parametrize("code", [4004, 4010, 4011, 4012, 4013, 4014])
async def test_a_final_close_code_asks_for_a_person(start: Start, standin: DiscordStandIn, code: int) -> None:
    """After these codes nothing is tried again; the sentence says what to do."""
    bot = await start()
    standin.gateway.close(code)
    with pytest.raises(NeedsAttention):
        await bot.task
    assert len(standin.gateway.identifies) == 1


async def test_a_wrong_token_asks_for_a_person_after_one_request(
    start: Start, standin: DiscordStandIn, settings: Settings
) -> None:
    """A token that Discord refuses is tried once; neither sentence nor log shows it."""
    wrong = replace(settings, discord_token=Secret("wrong.token.indeed"))
    with pytest.raises(NeedsAttention, match="COMMUNIQUE_DISCORD_TOKEN") as caught:
        await start(settings=wrong)
    assert "wrong.token" not in str(caught.value)
    assert len(standin.serving.log) == 1


async def test_a_token_revoked_while_answering_ends_the_role(
    start: Start, standin: DiscordStandIn, mira: Reader
) -> None:
    """The first 401 ends the role; nothing is asked again and again."""
    bot = await start()
    standin.settings.token = None
    mira.say(standin.channel, "@bot brief India")
    with pytest.raises(NeedsAttention, match="token"):
        await bot.task
    assert sum(each.status == 401 for each in standin.serving.log) == 1


async def test_an_unreachable_discord_is_for_trying_later(start: Start, standin: DiscordStandIn) -> None:
    """A server error at the start ends the run with an error that the process answers with a pause."""
    standin.faults.add(server_error(503), Match("GET", "/users/@me"))
    with pytest.raises(PlatformError):
        await start()


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (None, "cannot be reached"),
        (StandInAnswer(404, raw=b"<html>", content_type="text/html"), "status 404"),
        (StandInAnswer(200, raw=b"<html>", content_type="text/html"), "does not answer as Discord does"),
        (StandInAnswer(200, {"hello": "world"}), "does not answer as Discord does"),
    ],
)
async def test_a_wrong_address_is_one_sentence_that_names_the_setting(
    start: Start, standin: DiscordStandIn, settings: Settings, answer: StandInAnswer | None, says: str
) -> None:
    """Nobody there, or somebody who is not Discord: the sentence says which setting to look at."""
    if answer is None:
        settings = replace(settings, discord_api_url="http://127.0.0.1:9")
    else:
        standin.faults.add(Fail(answer), Match("GET", "/users/@me"), times=None)
    with pytest.raises(PlatformError, match="COMMUNIQUE_DISCORD_API_URL") as caught:
        await start(settings=settings)
    assert says in str(caught.value)


def test_without_the_setting_nothing_is_said_of_it() -> None:
    """Discord's own address is not one that an operator could have got wrong."""
    assert "COMMUNIQUE" not in str(no_answer(Settings(), Lost()))
    assert "discordstatus.com" in str(no_answer(Settings(), Lost()))


async def test_a_gateway_that_is_not_there_is_one_sentence_for_each_try(
    start: Start, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """No try to connect leaves a trace in the log; each names the setting."""
    wrong = replace(settings, discord_gateway_url="ws://127.0.0.1:9")
    said = asyncio.Event()

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.ERROR:
                said.set()

    listening = Listening()
    logging.getLogger("discord").addHandler(listening)
    try:
        bot = await start(settings=wrong, connected=False)
        await said.wait()
        await bot.leave()
    finally:
        logging.getLogger("discord").removeHandler(listening)
    told = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert len(told) == 1
    assert (
        told[0]
        .getMessage()
        .startswith("The connection to the address in COMMUNIQUE_DISCORD_GATEWAY_URL failed")
    )
    assert "shard_id" not in told[0].getMessage()
    assert all(each.exc_info is None for each in caplog.records)


def test_the_sdk_never_waits_for_long() -> None:
    """However often connecting failed, the next try is at most a minute away, and tries do spread."""
    waits = BoundedWaits()
    seconds = [waits.delay() for _ in range(200)]
    assert max(seconds) <= LONGEST_WAIT
    assert len(set(seconds[:5])) == 5


async def test_the_sdk_is_given_those_waits(start: Start, standin: DiscordStandIn) -> None:
    """Every connection that the role makes waits by them."""
    await start()
    assert vars(shard)["ExponentialBackoff"] is BoundedWaits
    assert len(standin.gateway.ready) == 1


async def test_a_second_process_waits_for_the_role(
    start: Start, standin: DiscordStandIn, mira: Reader
) -> None:
    """With the same token only one of two answers; the other takes over when the first one leaves."""
    looks = asyncio.Semaphore(0)

    async def pause(_: float) -> None:
        await looks.acquire()

    first = await start()
    patient = replace(FAST, leasing=Timing(pause=pause))
    await start(pace=patient, connected=False)
    assert len(await _answers(standin, mira)) == 1
    assert len(standin.gateway.identifies) == 1
    await first.leave()
    looks.release()
    await standin.gateway.until_ready()
    assert len(standin.gateway.identifies) == 2
    assert len(await _answers(standin, mira)) == 1


async def _answers(standin: DiscordStandIn, reader: Reader) -> list[object]:
    asked = reader.say(standin.channel, "@bot brief India")
    await standin.answer_in(standin.channel, after=asked)
    jun = standin.user("Jun")
    other = jun.dm("help")
    await standin.answer_in(jun.dm_channel, after=other)
    return list(await standin.answer_in(standin.channel, after=asked))


async def test_shards_are_as_many_as_set(start: Start, standin: DiscordStandIn, settings: Settings) -> None:
    """The number of shards in the settings is used, each identified and counted."""
    await start(settings=replace(settings, discord_shards=2), connected=False)
    await standin.gateway.until_ready(2)
    assert [each["shard"] for each in standin.gateway.identifies] == [[0, 2], [1, 2]]


async def test_shards_are_as_many_as_advised(start: Start, standin: DiscordStandIn) -> None:
    """Without a number Discord's advice is followed."""
    standin.settings.recommended_shards = 3
    await start(connected=False)
    await standin.gateway.until_ready(3)


async def test_stopping_finishes_what_was_begun(
    start: Start, standin: DiscordStandIn, mira: Reader, parts: Parts
) -> None:
    """An answer on its way when the role is stopped still arrives."""
    handlers = Gated(parts)
    bot = await start(replace(parts, handlers=handlers))
    used = mira.slash("brief", {"topic": "India"})
    await standin.changes.until(lambda: standin.gateway.ready)
    deferred = await used.first_response()
    bot.stop.set()
    handlers.gate.set()
    assert "India" in text_of(await deferred.message())
    await bot.task


async def test_the_log_says_where_to_invite_the_bot(
    start: Start, standin: DiscordStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    """Once connected, a line names the number of servers and the install link; none holds the token."""
    said = asyncio.Event()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "connected to Discord" in record.getMessage():
                said.set()

    caplog.set_level("INFO")
    listener = Listener()
    logging.getLogger().addHandler(listener)
    try:
        await start()
        await said.wait()
    finally:
        logging.getLogger().removeHandler(listener)
    assert f"client_id={standin.state.application_id}" in caplog.text
    assert str(standin.settings.token) not in caplog.text


async def test_commands_need_no_permission_in_the_channel(
    start: Start, standin: DiscordStandIn, mira: Reader
) -> None:
    """Where the bot may do nothing, not even see the channel, a command and its picture are answered."""
    standin.moderator.deny(standin.channel, Permission(permissions_value()))
    await start()
    assert (await mira.slash("brief", {"topic": "India"}).message()).embeds
    assert (await mira.slash("map").message()).attachments


async def test_an_orderly_end_leaves_no_trace(
    start: Start, standin: DiscordStandIn, mira: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    """A request that hangs when the role is told to stop is given up: told in one line, without a trace."""
    planned = standin.faults.add(Hang(), Match("POST", "/interactions/.*/callback"))
    bot = await start(pace=replace(FAST, finish=0.05))
    mira.slash("brief", {"topic": "India"})
    await standin.changes.until(lambda: planned.struck == 1)
    await bot.leave()
    planned.release()
    assert any("given up" in each.getMessage() for each in caplog.records)
    assert all(each.exc_info is None for each in caplog.records)
    assert all(each.levelno < logging.ERROR for each in caplog.records)
