"""The real library, and a bot of it that keeps what it hears."""

import asyncio
import warnings
from typing import Any

from tests.standins.discord.standin import DiscordStandIn

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it imports audioop, which is deprecated
    import discord
    from discord import app_commands

__all__ = ["Bot", "app_commands", "discord"]


class Bot(discord.Client):
    """A bot of the real library that keeps what it hears."""

    def __init__(
        self, standin: DiscordStandIn, *, intents: discord.Intents, shard: tuple[int, int] | None
    ) -> None:
        sharding: dict[str, Any] = {} if shard is None else {"shard_id": shard[0], "shard_count": shard[1]}
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.0,
            **sharding,
        )
        self.tree = app_commands.CommandTree(self)
        self.standin = standin
        self.heard: list[discord.Message] = []
        self.seen: list[discord.Interaction] = []
        self.running: asyncio.Task[None] | None = None

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify again at once instead of after five seconds."""

    async def setup_hook(self) -> None:
        """Register the commands."""
        if self.tree.get_commands():
            await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        """Keep it."""
        if message.author != self.user:
            self.heard.append(message)
            self.standin.changes.ring()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Keep it."""
        self.seen.append(interaction)
        self.standin.changes.ring()

    async def run_until_ready(self) -> None:
        """Connect, and return once the gateway said READY."""
        self.running = asyncio.create_task(self.start(self.standin.settings.token or "revoked"))
        ready = asyncio.create_task(self.standin.gateway.until_ready())
        await asyncio.wait({self.running, ready}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if self.running.done():
            self.running.result()
        await self.wait_until_ready()

    async def leave(self) -> None:
        """Disconnect."""
        await self.close()
        if self.running is not None:
            await asyncio.gather(self.running, return_exceptions=True)
