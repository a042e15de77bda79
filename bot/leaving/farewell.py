"""What a platform's connection does about leaving and being back: told once, tried again, never in doubt.

Owns the rule that nothing is taken for a removal but what says so: an event of the platform's that names
the place, or its absence from the full list together with the platform's word that it is not there.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection
from typing import Final

from bot.leaving.ports import PLACE_OF, Departures, OfPlace
from bot.logs import logger
from bot.ports import Notes
from briefings.errors import StorageError

RETRIES: Final = (0.5, 1.0, 2.0)
"""Seconds between tries, each of which waits for a busy database by itself."""

Pause = Callable[[float], Awaitable[object]]

_log = logger(__name__)


class Farewell:
    """Leaving and returning on one platform. A database that fails ends no connection."""

    def __init__(self, departures: Departures, platform: str, pause: Pause = asyncio.sleep) -> None:
        self._departures = departures
        self._platform = platform
        self._pause = pause

    async def left(self, place: str) -> None:
        """The platform says that the bot was removed there."""

        async def write() -> None:
            if await self._departures.left(OfPlace(self._platform, place)):
                _log.warning("the bot was removed", platform=self._platform, place=place)

        await self._tried(write)

    async def back(self, places: Collection[str]) -> None:
        """The bot is in these places."""

        async def write() -> None:
            for place in await self._departures.returned(self._platform, places):
                _log.info("the bot is back", platform=self._platform, place=place)

        if places:
            await self._tried(write)

    async def compared(self, members: Collection[str], is_gone: Callable[[str], Awaitable[bool]]) -> None:
        """The platform names all places: `is_gone` asks it about one of ours that is not among them."""

        async def write() -> None:
            kept = await self._departures.places(self._platform)
            await self.back(kept.intersection(members))
            for place in sorted(kept.difference(members)):
                if await is_gone(place):
                    await self.left(place)

        await self._tried(write)

    async def known(self, notes: Notes, token: str, place: str) -> None:
        """The place that a token belongs to; the bot is there."""
        key = _key(self._platform, token)

        async def write() -> None:
            if await notes.get(key) != place:
                await notes.put(key, place)

        await self._tried(write)
        await self.back((place,))

    async def ended(self, notes: Notes, token: str) -> None:
        """The platform says of a token that the bot was removed from the place it belongs to."""

        async def write() -> None:
            place = await notes.get(_key(self._platform, token))
            if place:
                await self.left(place)

        await self._tried(write)

    async def _tried(self, write: Callable[[], Awaitable[None]]) -> None:
        for seconds in RETRIES:
            try:
                return await write()
            except StorageError:
                await self._pause(seconds)
        try:
            await write()
        except StorageError as error:
            _log.error("a removal or return was not written down", reason=str(error))


def _key(platform: str, token: str) -> str:
    return f"{PLACE_OF}{platform} {hashlib.sha256(token.encode()).hexdigest()[:12]}"
