"""The real libraries, and an app of them that keeps what it hears."""

import asyncio
import logging
import re
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.standins.slack.standin import SlackStandIn

QUIET = logging.getLogger("tests.slack")
QUIET.setLevel(logging.WARNING)


class Bot:
    """An app of the real slack-bolt, in Socket Mode. `heard` are the bodies of all it was sent."""

    def __init__(self, standin: SlackStandIn) -> None:
        self.standin = standin
        self.session = aiohttp.ClientSession()
        self.client = AsyncWebClient(
            token=standin.settings.bot_token, base_url=standin.api_url, session=self.session, logger=QUIET
        )
        self.client.retry_handlers = []
        self.app = AsyncApp(client=self.client, logger=QUIET, process_before_response=False)
        self.heard: list[dict[str, Any]] = []
        self.handlers: list[AsyncSocketModeHandler] = []
        self.app.middleware(self._keep)

    def take_everything(self) -> None:
        """Acknowledge every event that no listener added before takes."""

        @self.app.event(re.compile(".*"))
        async def taken() -> None:
            """Bolt acknowledges events by itself once there is a listener."""

    async def _keep(self, body: dict[str, Any], next: Any) -> None:  # noqa: A002 - bolt's name for it
        self.heard.append(body)
        self.standin.changes.ring()
        await next()

    async def connect(self) -> AsyncSocketModeHandler:
        """Open one more connection, and return once it stands."""
        handler = AsyncSocketModeHandler(self.app, self.standin.settings.app_token, logger=QUIET)
        self.handlers.append(handler)
        before = len(self.standin.sockets.connections)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await self.standin.changes.until(
            lambda: len(self.standin.sockets.connections) > before, what="the connection"
        )
        return handler

    async def ping(self) -> None:
        """Ping through the first connection."""
        session = self.handlers[0].client.current_session
        assert session is not None
        await session.ping(b"there?")

    async def until_heard(self, count: int) -> list[dict[str, Any]]:
        """What it was sent, once there is so much."""
        await self.standin.changes.until(lambda: len(self.heard) >= count, what=f"{count} requests")
        return self.heard

    async def leave(self) -> None:
        """Disconnect."""
        for each in self.handlers:
            await each.close_async()  # type: ignore[no-untyped-call]
            tasks = [
                each.client.message_processor,
                each.client.message_receiver,
                each.client.current_session_monitor,
            ]
            await asyncio.gather(*(one for one in tasks if one is not None), return_exceptions=True)
        await self.session.close()
