"""The stand-in, and the real library talking to it."""

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
import yarl

from tests.standins.discord.standin import DiscordStandIn
from tests.wire.standins.bots import Bot, discord

Api = Callable[..., Coroutine[Any, Any, tuple[int, Any]]]


@pytest_asyncio.fixture
async def standin(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordStandIn]:
    """A running stand-in that the library is pointed at."""
    async with DiscordStandIn() as running:
        monkeypatch.setattr(discord.http.Route, "BASE", running.api_url)
        gateway = yarl.URL(running.gateway_url)
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
        yield running


@pytest_asyncio.fixture
async def make_bot(standin: DiscordStandIn) -> AsyncIterator[Callable[..., Bot]]:
    """Makes bots that are not connected yet; all are closed at the end."""
    made: list[Bot] = []

    def make(intents: discord.Intents | None = None, shard: tuple[int, int] | None = None) -> Bot:
        wanted = intents or discord.Intents(guilds=True, messages=True)
        made.append(Bot(standin, intents=wanted, shard=shard))
        return made[-1]

    yield make
    for each in made:
        await each.leave()


@pytest_asyncio.fixture
async def bot(make_bot: Callable[..., Bot]) -> Bot:
    """A bot that is not connected yet, so that commands can be added."""
    return make_bot()


@pytest_asyncio.fixture
async def api(standin: DiscordStandIn) -> AsyncIterator[Api]:
    """Plain requests with the bot's token; gives the status and the parsed body, None where it is no JSON."""
    async with aiohttp.ClientSession() as session:

        async def ask(method: str, path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
            headers = {"Authorization": f"Bot {standin.settings.token}", **more.pop("headers", {})}
            json = {} if body is None else {"json": body}
            async with session.request(
                method, standin.api_url + path, headers=headers, **json, **more
            ) as response:
                told = response.content_type == "application/json" and response.content_length
                return response.status, await response.json() if told else None

        yield ask


@pytest_asyncio.fixture
async def plain() -> AsyncIterator[DiscordStandIn]:
    """A stand-in without the published document, so that its own rules are what refuses."""
    async with DiscordStandIn(validate=False) as running:
        yield running


@pytest_asyncio.fixture
async def ask(plain: DiscordStandIn) -> AsyncIterator[Api]:
    """Plain requests to it."""
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {plain.settings.token}"}) as session:

        async def send(method: str, path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
            json = {} if body is None else {"json": body}
            async with session.request(method, plain.api_url + path, **json, **more) as response:
                told = response.content_type == "application/json" and response.content_length
                return response.status, await response.json() if told else None

        yield send
