"""The platforms as managing digests needs them: how parts look, and what is missing for posting.

Owns that a platform which is not set up, or does not answer in time, is told apart from one that refuses.
"""

# What a platform needs is imported when it is asked for.
# ruff: noqa: PLC0415

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Final

from bot.delivery.ports import Outlet, Render
from bot.roles import NeedsAttention
from bot.settings import Settings
from bot.subscriptions import Channel
from briefings.errors import BadInput, CommuniqueError

PATIENCE: Final = 8.0
"""Seconds for asking a platform what is missing; a reader waits."""


class Outlets:
    """Discord and Slack, as the settings describe them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def lacking(self, channel: Channel, *, thread: bool) -> tuple[str, ...] | None:
        """What is missing for posting there; None where nobody could be asked."""
        connect = await asyncio.to_thread(self._connection, channel.platform)
        if connect is None:
            return None
        try:
            async with asyncio.timeout(PATIENCE), connect() as outlet:
                found = await outlet.lacking(channel, thread=thread)
        except (CommuniqueError, NeedsAttention, TimeoutError):
            return None
        return found if isinstance(found, tuple) else None

    def render(self, platform: str) -> Render:
        """How a platform writes an edition's parts. Raises BadInput for one there is not."""
        match platform:
            case "discord":
                from bot.adapters.discord.outlet_parts import parts as discord

                return discord
            case "slack":
                from bot.adapters.slack.outlet_parts import parts as slack

                return partial(slack, prefix=self._settings.slack_prefix)
            case _:
                raise BadInput(f"There is no platform {platform[:20]}; there is discord and slack.")

    def _connection(self, platform: str) -> Callable[[], AbstractAsyncContextManager[Outlet]] | None:
        settings = self._settings
        if platform == "discord" and settings.discord_token is not None:
            from bot.adapters.discord.outlet import connected as to_discord

            return lambda: to_discord(settings, patience=PATIENCE)
        if platform == "slack" and settings.slack_bot_token is not None:
            from bot.adapters.slack.outlet import connected as to_slack

            return lambda: to_slack(settings, patience=PATIENCE)
        return None
