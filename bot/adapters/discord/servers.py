"""Which servers the bot is in: what Discord tells of it, handed on.

Owns what counts as gone. Discord names every server once a connection is ready, also those it cannot reach
just now; one that it does not name is asked about, and is gone only where Discord says so.
"""

from typing import Final

import discord

from bot.adapters.discord.sending import delivered
from bot.failures import Permanent
from bot.leaving.farewell import Farewell

_NOT_THERE: Final = ("channel-gone", "no-access")
"""What 10004 Unknown Guild and 50001 Missing Access come to."""


class Servers:
    """Follows one client."""

    def __init__(self, client: discord.AutoShardedClient, farewell: Farewell) -> None:
        self._client = client
        self._farewell = farewell
        self._before: dict[int, discord.Guild] = {}
        self._anew: set[int] = set()
        self._ready = False

    def shard(self, shard_id: int) -> None:
        """A connection of this number began anew, with its servers named anew."""
        self._anew.add(shard_id)

    async def ready(self) -> None:
        """All connections are ready."""
        self._ready = True
        now = {each.id: each for each in self._client.guilds}
        # The SDK keeps servers of an earlier connection that the new one did not name, as they were.
        stale = {
            number
            for number, each in now.items()
            if self._before.get(number) is each and each.shard_id in self._anew
        }
        self._before, self._anew = now, set()
        await self._farewell.compared({str(each) for each in now.keys() - stale}, self._is_gone)

    async def left(self, guild: discord.Guild) -> None:
        """The bot was removed; an outage is told in another way."""
        self._before.pop(guild.id, None)
        await self._farewell.left(str(guild.id))

    async def there(self, guild: discord.Guild) -> None:
        """The bot was added, or the server can be reached again."""
        if self._ready:
            await self._farewell.back((str(guild.id),))

    async def _is_gone(self, place: str) -> bool:
        if not (place.isascii() and place.isdigit()):
            return False  # direct messages, and what never was a server

        async def ask() -> None:
            await self._client.http.get_guild(int(place), with_counts=False)

        failed = await delivered(ask)
        return isinstance(failed, Permanent) and failed.reason in _NOT_THERE
