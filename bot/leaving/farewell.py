"""What a platform's connection does about leaving and being back: told once, tried again, never in doubt.

Owns the rule that nothing is taken for a removal but what says so: an event of the platform's that names
the place, or its absence from the full list together with the platform's word that it is not there.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection
from typing import Final

from bot.leaving.ports import PLACE_NOTE, Departures, OfPlace
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
        await self._tried(lambda: self._back(places))

    async def compared(self, members: Collection[str], is_gone: Callable[[str], Awaitable[bool]]) -> None:
        """The platform names all places: `is_gone` asks it about one of ours that is not among them."""

        async def write() -> None:
            kept = await self._departures.places(self._platform)
            await self._back(kept.intersection(members))
            away = {each.whose for each in await self._departures.gone()}
            for place in sorted(kept.difference(members)):
                if await is_gone(place):
                    await self.left(place)
                    away.discard(OfPlace(self._platform, place))
            if not any(each.platform == self._platform for each in away):  # nothing left is in doubt
                self._departures.hear(self._platform)

        await self._tried(write)

    async def known(self, notes: Notes, token: str, place: str) -> None:
        """A token that was just put to use belongs to that place, which goes by it from now on."""
        await self._tried(lambda: self._works(notes, token, place, newest=True))

    async def still(self, notes: Notes, token: str, place: str) -> None:
        """The token works as before, though perhaps another one was put to use since."""
        await self._tried(lambda: self._works(notes, token, place, newest=False))

    async def ended(self, notes: Notes, token: str, place: str | None = None) -> None:
        """The platform says of a token that the bot was removed from its place, looked up where not given.

        Of a token that another one has taken the place of this says nothing.
        """

        async def write() -> None:
            known = {None, _mark(token)} if place is not None else {_mark(token)}
            kept = await self._departures.places(self._platform) if place is None else (place,)
            for each in sorted(kept):
                if await notes.get(self._note(each)) in known:
                    await self.left(each)
                    self._departures.hear(self._platform)

        await self._tried(write)

    async def _works(self, notes: Notes, token: str, place: str, *, newest: bool) -> None:
        known = await notes.get(self._note(place))
        if known is None or (newest and known != _mark(token)):
            await notes.put(self._note(place), _mark(token))
        await self._back((place,))
        self._departures.hear(self._platform)

    async def _back(self, places: Collection[str]) -> None:
        for place in await self._departures.returned(self._platform, places) if places else ():
            _log.info("the bot is back", platform=self._platform, place=place)

    def _note(self, place: str) -> str:
        return f"{PLACE_NOTE}{self._platform} {place}"

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


def _mark(token: str) -> str:
    """What tells tokens apart, and none can be had back from."""
    return hashlib.sha256(token.encode()).hexdigest()[:12]
