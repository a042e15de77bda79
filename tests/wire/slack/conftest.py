"""Our bot, run by the real SDK against the stand-in."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime

import pytest
import pytest_asyncio

from bot.adapters.slack import gateway
from bot.adapters.slack.answering import Patience
from bot.adapters.slack.manifest import manifest
from bot.handlers import Handlers
from bot.secret import Secret
from bot.settings import Settings
from briefings.ports import Clock
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.source_texts import SourceTextsInMemory
from tests.standins.slack.readers import Reader
from tests.standins.slack.standin import SlackStandIn
from tests.wire.running import Bot, Parts, Start


async def soon(seconds: float) -> None:
    """Waits for next to nothing, whatever is asked for."""
    await asyncio.sleep(min(seconds, 0.01))


FAST = gateway.Pace(ping_every=0.2, pause=soon)


class StandInTime(Clock):
    """The stand-in's clock, as the program reads it."""

    def __init__(self, standin: SlackStandIn) -> None:
        self._standin = standin

    def now(self) -> datetime:
        """What it shows."""
        return self._standin.clock.now()


@pytest.fixture
def expected() -> set[str]:
    """Refusals that a test provokes; any other refusal of what we send fails the test."""
    return set()


@pytest_asyncio.fixture
async def standin(expected: set[str]) -> AsyncIterator[SlackStandIn]:
    """A running stand-in with our manifest, judged at the end: nothing refused, nobody pinged."""
    async with SlackStandIn() as running:
        running.install(manifest())
        yield running
        assert [each for each in running.refusals if str(each).split()[0] not in expected] == []
        ours = [each for channel in running.world.channels.values() for each in channel.log]
        assert all(not each.pings for each in ours if each.author is running.bot)


@pytest.fixture
def parts(service: BriefingService, standin: SlackStandIn) -> Parts:
    """The application's parts, in memory."""
    return Parts(Handlers(service, SourceTextsInMemory(SetClock())), StandInTime(standin))


@pytest.fixture
def settings(standin: SlackStandIn) -> Settings:
    """Settings that point at the stand-in."""
    return Settings(
        slack_bot_token=Secret(standin.settings.bot_token),
        slack_app_token=Secret(standin.settings.app_token),
        slack_signing_secret=Secret(standin.settings.signing_secret),
        slack_api_url=standin.api_url.rstrip("/"),
        slack_http_port=0,
    )


@pytest_asyncio.fixture
async def start(standin: SlackStandIn, parts: Parts, settings: Settings) -> AsyncIterator[Start]:
    """Starts the role, by Socket Mode unless told otherwise; all are stopped at the end."""
    started: list[Bot] = []

    async def run(
        parts: Parts = parts,
        settings: Settings = settings,
        pace: gateway.Pace = FAST,
        *,
        http: bool = False,
        connected: bool = True,
    ) -> Bot:
        stop, ready = asyncio.Event(), asyncio.Event()
        bot = Bot(asyncio.create_task(asyncio.sleep(0)), stop)

        def listening(port: int) -> None:
            bot.port = port
            standin.http.receivers = [*standin.http.receivers, bot.url]
            ready.set()

        given = replace(settings, slack_http=http)
        paced = replace(pace, listening=listening)
        before = len(standin.sockets.live)
        bot.task = asyncio.create_task(gateway.run(parts, given, stop, parts.lease, pace=paced))
        started.append(bot)
        if connected:
            until = ready.wait() if http else standin.sockets.until_connected(before + 1)
            waiting = asyncio.ensure_future(until)
            await asyncio.wait({bot.task, waiting}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            if bot.task.done():
                bot.task.result()
        return bot

    yield run
    for each in started:
        if not each.task.done():
            await each.leave()


@pytest_asyncio.fixture
async def bot(start: Start) -> Bot:
    """The role, connected by Socket Mode."""
    return await start()


@pytest.fixture
def mira(standin: SlackStandIn) -> Reader:
    """A reader."""
    return standin.user("Mira")


__all__ = ["FAST", "Bot", "Parts", "Patience", "Start", "soon"]
