"""Our bot, run by the real SDK against the stand-in."""

import asyncio
import warnings
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import yarl

from bot.handlers import Handlers
from bot.secret import Secret
from bot.settings import Settings
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.source_texts import SourceTextsInMemory
from tests.standins.discord.readers import Reader
from tests.standins.discord.standin import DiscordStandIn
from tests.wire.running import Bot, Parts, Start

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # the SDK imports audioop, which Python deprecated
    import discord

    from bot.adapters.discord import gateway
    from bot.adapters.discord.answering import Patience


async def _at_once(_: float) -> None:
    """Waits for nothing; for the pauses that Discord asks for."""
    await asyncio.sleep(0)


FAST = gateway.Pace(settle=0.0, pause=_at_once)


@pytest.fixture
def expected() -> set[int]:
    """Codes of refusals that a test provokes; any other refusal of what we send fails the test."""
    return set()


@pytest_asyncio.fixture
async def standin(monkeypatch: pytest.MonkeyPatch, expected: set[int]) -> AsyncIterator[DiscordStandIn]:
    """A running stand-in, judged at the end: nothing refused, nobody pinged.

    What the role changes in the SDK is put back afterwards.
    """
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    default = yarl.URL(str(discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY))
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", default)
    async with DiscordStandIn() as running:
        yield running
        assert [refused for _, refused in running.refusals if refused.code not in expected] == []
        ours = [each for channel in running.world.channels.values() for each in channel.log]
        assert all(not each.pings for each in ours if each.author is running.world.bot)


@pytest.fixture
def parts(service: BriefingService) -> Parts:
    """The application's parts, in memory."""
    return Parts(Handlers(service, SourceTextsInMemory(SetClock())))


@pytest.fixture
def settings(standin: DiscordStandIn) -> Settings:
    """Settings that point at the stand-in."""
    return Settings(
        discord_token=Secret(standin.settings.token or ""),
        discord_api_url=standin.api_url,
        discord_gateway_url=standin.gateway_url,
    )


@pytest_asyncio.fixture
async def start(standin: DiscordStandIn, parts: Parts, settings: Settings) -> AsyncIterator[Start]:
    """Starts the role; all are stopped at the end, and none may have failed unseen."""
    started: list[Bot] = []

    async def run(
        parts: Parts = parts,
        settings: Settings = settings,
        pace: gateway.Pace = FAST,
        *,
        connected: bool = True,
    ) -> Bot:
        stop = asyncio.Event()
        task = asyncio.create_task(gateway.run(parts, settings, stop, parts.lease, pace=pace))
        started.append(Bot(task, stop))
        if connected:
            ready = asyncio.create_task(standin.gateway.until_ready())
            await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
            ready.cancel()
            if task.done():
                task.result()
        return started[-1]

    yield run
    for each in started:
        if not each.task.done():
            await each.leave()


@pytest_asyncio.fixture
async def bot(start: Start) -> Bot:
    """The role, connected."""
    return await start()


@pytest.fixture
def mira(standin: DiscordStandIn) -> Reader:
    """A reader."""
    return standin.user("Mira")


__all__ = ["FAST", "Bot", "Parts", "Patience", "Start"]
