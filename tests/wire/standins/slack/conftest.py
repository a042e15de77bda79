"""The stand-in, and the real libraries talking to it."""

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest_asyncio

from tests.standins.slack.standin import SlackStandIn
from tests.wire.standins.slack.bots import Bot

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[SlackStandIn]:
    """A running stand-in."""
    async with SlackStandIn() as running:
        yield running


@pytest_asyncio.fixture
async def bot(slack: SlackStandIn) -> AsyncIterator[Bot]:
    """An app that is not connected yet, so that listeners can be added."""
    made = Bot(slack)
    yield made
    await made.leave()


@pytest_asyncio.fixture
async def plain() -> AsyncIterator[SlackStandIn]:
    """A stand-in without the published schemas, so that its own rules are what refuses."""
    async with SlackStandIn(validate=False) as running:
        yield running


@pytest_asyncio.fixture
async def api(plain: SlackStandIn) -> AsyncIterator[Api]:
    """Plain calls to it with the bot's token; gives the parsed body."""
    async with aiohttp.ClientSession() as session:

        async def call(method: str, *, token: str | None = None, **arguments: Any) -> dict[str, Any]:
            headers = {"Authorization": f"Bearer {token or plain.settings.bot_token}"}
            async with session.post(plain.api_url + method, json=arguments, headers=headers) as response:
                told: dict[str, Any] = await response.json()
                return told

        yield call
