"""Which session hears of what, and how much of it.

Owns the filter by shard and intents and the removal of content from messages an app may not read.
"""

from typing import Any

from tests.standins.discord import payloads
from tests.standins.discord.gateway import Gateway
from tests.standins.discord.permissions import in_channel
from tests.standins.discord.sessions import DIRECT_MESSAGES, GUILD_MESSAGES, GUILDS, MESSAGE_CONTENT
from tests.standins.discord.state import State
from tests.standins.discord.world import Channel, Guild, Message, Permission


class Announcements:
    """Turns what happened into gateway events."""

    def __init__(self, state: State, gateway: Gateway) -> None:
        self._state = state
        self._gateway = gateway

    def message(self, event: str, message: Message) -> None:
        """MESSAGE_CREATE, MESSAGE_UPDATE or MESSAGE_DELETE."""
        channel = message.channel
        if Permission.VIEW_CHANNEL not in in_channel(channel, self._state.bot):
            return
        intent = DIRECT_MESSAGES if channel.guild is None else GUILD_MESSAGES
        if event == "MESSAGE_DELETE":
            made: dict[str, Any] = {"id": str(message.id), "channel_id": str(channel.id)}
            made |= {"guild_id": str(channel.guild.id)} if channel.guild else {}
            self._send(event, made, channel.guild, intent)
            return
        listening = [
            each
            for each in self._gateway.sessions.values()
            if each.serves(channel.guild) and each.wants(intent)
        ]
        if not listening:
            return
        whole = payloads.message_event(message, self._state.base)
        stripped = whole if self.may_read(message) else payloads.without_content(whole)
        for session in listening:
            session.dispatch(event, whole if session.intents & MESSAGE_CONTENT else stripped)

    def may_read(self, message: Message) -> bool:
        """Whether the bot may read it without the privileged intent: its own, direct ones, mentions."""
        bot = self._state.bot
        return message.author is bot or message.channel.guild is None or bot in message.mentions

    def thread(self, event: str, thread: Channel) -> None:
        """THREAD_CREATE, THREAD_UPDATE or THREAD_DELETE."""
        self.channel(event, thread)

    def channel(self, event: str, channel: Channel) -> None:
        """CHANNEL_CREATE, CHANNEL_UPDATE or CHANNEL_DELETE."""
        self._send(event, payloads.channel(channel), channel.guild, GUILDS)

    def guild(self, event: str, guild: Guild, *, unavailable: bool = False) -> None:
        """GUILD_CREATE or GUILD_DELETE."""
        if event == "GUILD_CREATE":
            made = payloads.guild(guild, self._state.bot)
        else:
            made = {"id": str(guild.id), **({"unavailable": True} if unavailable else {})}
        self._send(event, made, guild, GUILDS)

    def interaction(self, payload: dict[str, Any], guild: Guild | None) -> None:
        """INTERACTION_CREATE; needs no intent."""
        self._send("INTERACTION_CREATE", payload, guild, 0)

    def _send(self, event: str, made: dict[str, Any], guild: Guild | None, intents: int) -> None:
        for session in list(self._gateway.sessions.values()):
            if session.serves(guild) and session.wants(intents):
                session.dispatch(event, made)
