"""The role's life: who holds it, connections that drop or only look alive, and what ends it for good."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.slack import gateway
from bot.adapters.slack.gateway import Pace
from bot.adapters.slack.render import SlackRenderer
from bot.app import build
from bot.clock import SystemClock
from bot.commands import About
from bot.failures import PlatformError
from bot.ports import EVENTS_KEPT
from bot.rendering.asked import Asked
from bot.roles import NeedsAttention
from bot.secret import Secret
from bot.settings import Settings
from bot.standing import Standing, note_key
from tests.fakes.events import SeenEventsInMemory
from tests.standins.faults import Match
from tests.standins.slack.readers import Reader
from tests.standins.slack.refusals import server_page, slack_error
from tests.standins.slack.standin import SlackStandIn
from tests.wire.running import remembered
from tests.wire.slack.conftest import FAST, Parts, Start


async def test_two_processes_answer_once(start: Start, standin: SlackStandIn, mira: Reader) -> None:
    """By Socket Mode one process holds the role; the other takes over when it leaves."""
    first = await start()
    second = await start(connected=False)
    asked = mira.say(standin.channel, "@bot India")
    await standin.answer_in(standin.channel, after=asked)
    assert len(standin.sockets.live) == 1
    await first.leave()
    assert not second.task.done()
    second.stop.set()


@pytest.mark.parametrize("way", ["refresh_requested", "warning", "drop", "freeze"])
async def test_a_lost_connection_is_made_anew(
    start: Start, standin: SlackStandIn, mira: Reader, way: str
) -> None:
    """Asked to reconnect, cut off, or without a sign of life: a new connection answers."""
    await start()
    (old,) = standin.sockets.live
    match way:
        case "drop":
            standin.sockets.drop(old)
        case "freeze":
            standin.sockets.freeze(old)
        case _:
            standin.sockets.disconnect(old, way)
    await standin.changes.until(lambda: any(each is not old for each in standin.sockets.live))
    assert "India" in (await mira.slash("brief", "India").message()).text


@pytest.mark.usefixtures("bot")
async def test_a_revoked_token_ends_it_at_once(standin: SlackStandIn, parts: Parts, start: Start) -> None:
    """The event ends the role: it asks nothing more, says what to do, and leaves a note for the status."""
    bot = await start(http=True)
    before = len(standin.serving.log)
    standin.moderator.revoke_token()
    with pytest.raises(NeedsAttention, match="COMMUNIQUE_SLACK_BOT_TOKEN"):
        await bot.task
    assert len(standin.serving.log) <= before + 1
    assert "Slack does not accept" in (await parts.notes.get(note_key("slack")) or "")


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
@pytest.mark.parametrize("how", ["revoked", "uninstalled"])
async def test_the_end_of_the_installation_ends_it(
    start: Start, standin: SlackStandIn, how: str, http: bool
) -> None:
    """Revoked or removed, by Socket Mode or over HTTP."""
    bot = await start(http=http)
    (standin.moderator.revoke_token if how == "revoked" else standin.moderator.uninstall)()
    with pytest.raises(NeedsAttention):
        await bot.task


async def test_a_removed_app_forgets_the_workspaces_threads(
    start: Start, standin: SlackStandIn, parts: Parts
) -> None:
    """What threads of that workspace were about goes with it; other workspaces keep theirs."""
    await parts.threads.put({f"{standin.team_id}:C1:1": ("India",), "T0OTHER:C1:1": ("China",)})
    bot = await start()
    standin.moderator.uninstall()
    with pytest.raises(NeedsAttention):
        await bot.task
    assert set(remembered(parts)) == {"T0OTHER:C1:1"}


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_refused_answer_ends_it(start: Start, standin: SlackStandIn, mira: Reader, code: str) -> None:
    """Where no event tells, the first refusal does: one request, no loop."""
    bot = await start()
    standin.faults.add(slack_error(code), Match(path="/api/chat.postMessage"), times=99)
    mira.say(standin.channel, "@bot India")
    with pytest.raises(NeedsAttention):
        await bot.task
    assert len(standin.serving.asked("POST", "/api/chat.postMessage")) == 1


async def test_a_wrong_token_at_the_start(start: Start, standin: SlackStandIn, settings: Settings) -> None:
    """Each token that is refused is named, after one request; nothing is retried."""
    with pytest.raises(NeedsAttention, match="COMMUNIQUE_SLACK_BOT_TOKEN"):
        await start(settings=replace(settings, slack_bot_token=Secret("xoxb-wrong")))
    with pytest.raises(NeedsAttention, match="COMMUNIQUE_SLACK_APP_TOKEN"):
        await start(settings=replace(settings, slack_app_token=Secret("xapp-wrong")))
    assert len(standin.serving.asked("POST", "/api/apps.connections.open")) == 1


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"slack_bot_token": None}, "COMMUNIQUE_SLACK_BOT_TOKEN"),
        ({"slack_app_token": None}, "COMMUNIQUE_SLACK_APP_TOKEN"),
        ({"slack_signing_secret": None, "slack_http": True}, "COMMUNIQUE_SLACK_SIGNING_SECRET"),
    ],
)
async def test_what_is_not_set_is_named(
    start: Start, settings: Settings, changes: dict[str, object], named: str
) -> None:
    """Without a setting that its way of receiving needs, the role asks for it."""
    given = replace(settings, **changes)  # type: ignore[arg-type]
    with pytest.raises(NeedsAttention, match=named):
        await start(settings=given, http=given.slack_http)


async def test_a_dead_address_names_its_setting(start: Start, settings: Settings) -> None:
    """Trying again later may help, and the sentence says where the address comes from."""
    dead = replace(settings, slack_api_url="http://127.0.0.1:9/api")
    with pytest.raises(PlatformError, match="COMMUNIQUE_SLACK_API_URL"):
        await start(settings=dead)


async def test_slack_out_of_order_is_waited_for(
    start: Start, standin: SlackStandIn, mira: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    """While no connection is given the role asks again, ever more seldom, without a trace in the log."""
    waits: list[float] = []

    async def noted(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    for _ in range(4):
        standin.faults.add(server_page(503), Match(path="/api/apps.connections.open"))
    await start(pace=Pace(ping_every=0.2, pause=noted))
    assert "India" in (await mira.slash("brief", "India").message()).text
    asked = [each for each in waits if each in {1.0, 2.0, 4.0, 8.0}]
    assert asked == [1.0, 2.0, 4.0, 8.0]
    assert not [each for each in caplog.records if each.exc_info and each.levelno >= logging.ERROR]


async def test_the_status_says_that_slack_stopped(
    standin: SlackStandIn, settings: Settings, tmp_path: Path
) -> None:
    """`/about status`, asked anywhere on the same database, tells of it until the role runs again."""
    app = build(replace(settings, data_folder=tmp_path), SystemClock())
    try:
        standin.settings.token_problem = "token_revoked"  # noqa: S105 - an error word
        with pytest.raises(NeedsAttention):
            await gateway.run(app, app.settings, asyncio.Event(), app.lease, pace=FAST)
        told = SlackRenderer().render(
            await app.handlers.handle(About("status")), Asked("about"), 0, "private"
        )
        assert "Slack stopped on" in told.text
        assert "COMMUNIQUE_SLACK_BOT_TOKEN" in told.text
        await Standing(app.notes, app.clock, "slack").running()
        told = SlackRenderer().render(
            await app.handlers.handle(About("status")), Asked("about"), 0, "private"
        )
        assert "stopped" not in told.text
    finally:
        await app.close()


async def test_a_start_takes_the_note_of_the_last_end_away(start: Start, parts: Parts) -> None:
    """Once it runs again, the status says nothing of an end."""
    await parts.notes.put(note_key("slack"), "2026-01-01 00:00 UTC\nSlack does not accept the bot token.")
    await start()
    assert not await parts.notes.get(note_key("slack"))


async def test_old_events_are_forgotten(start: Start, parts: Parts, standin: SlackStandIn) -> None:
    """What need not be remembered any more is taken out, at the start and from time to time."""
    events = SeenEventsInMemory(parts.clock)
    await events.claim(["old"])
    standin.clock.advance(seconds=EVENTS_KEPT.total_seconds())
    await start(parts=replace(parts, events=events))
    await asyncio.sleep(0)
    assert events.seen == {}


@pytest.mark.usefixtures("mira")
async def test_a_stop_leaves_nothing_behind(start: Start, standin: SlackStandIn) -> None:
    """After an orderly end no connection and no task of the role is left."""
    bot = await start(pace=FAST)
    await bot.leave()
    await standin.changes.until(lambda: not standin.sockets.live)
    left = [
        each
        for each in asyncio.all_tasks()
        if "slack" in repr(each.get_coro()) and "standins" not in repr(each)
    ]
    assert [each for each in left if "bot/adapters" in repr(each) or "slack_sdk" in repr(each)] == []


async def test_swapped_tokens_are_told_before_anything_is_asked(
    start: Start, standin: SlackStandIn, settings: Settings
) -> None:
    """One sentence says that they are swapped, and no token goes where it does not belong."""
    before = len(standin.serving.log)
    swapped = replace(
        settings, slack_bot_token=settings.slack_app_token, slack_app_token=settings.slack_bot_token
    )
    with pytest.raises(NeedsAttention, match="swapped"):
        await start(settings=swapped)
    with pytest.raises(NeedsAttention, match="COMMUNIQUE_SLACK_BOT_TOKEN holds an app-level token"):
        await start(settings=replace(settings, slack_bot_token=settings.slack_app_token))
    with pytest.raises(NeedsAttention, match="COMMUNIQUE_SLACK_APP_TOKEN holds a bot token"):
        await start(settings=replace(settings, slack_app_token=settings.slack_bot_token))
    assert len(standin.serving.log) == before


async def test_a_token_of_the_wrong_kind_is_no_passing_trouble(start: Start, standin: SlackStandIn) -> None:
    """Where Slack says that the kind is wrong, only a person can help."""
    standin.faults.add(slack_error("not_allowed_token_type"), Match(path="/api/auth.test"), times=9)
    with pytest.raises(NeedsAttention, match="COMMUNIQUE_SLACK_BOT_TOKEN"):
        await start()


async def test_the_end_is_written_down_once(
    start: Start, standin: SlackStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    """A removed app is told of by two events, and by one line."""
    bot = await start()
    standin.moderator.uninstall()
    with pytest.raises(NeedsAttention):
        await bot.task
    said = [each for each in caplog.records if "the installation has ended" in each.getMessage()]
    assert len(said) == 1
