"""Claims of many events at once, written down together.

Owns that events which arrive while the database writes wait for the next write, all in one: so a
receiver keeps up with many a second. What a claim means is the store's promise.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection

from bot.ports import SeenEvents
from briefings.errors import StorageError

RETRIES = (0.5, 1.0, 2.0)
"""Seconds between tries, each of which waits for a busy database by itself."""

Pause = Callable[[float], Awaitable[object]]


class Together(SeenEvents):
    """A store whose claims are gathered. For one event loop."""

    def __init__(self, store: SeenEvents, pause: Pause = asyncio.sleep) -> None:
        self._store = store
        self._pause = pause
        self._waiting: list[tuple[Collection[str], asyncio.Future[frozenset[str]]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def claim(self, keys: Collection[str]) -> frozenset[str]:
        """Those that were free; a key that two claim at once goes to the first. Raises StorageError."""
        claimed: asyncio.Future[frozenset[str]] = asyncio.get_running_loop().create_future()
        self._waiting.append((keys, claimed))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return await claimed

    async def forget(self, key: str) -> None:
        """Free it. Raises StorageError."""
        await self._store.forget(key)

    async def expire(self) -> int:
        """Drop the old ones. Raises StorageError."""
        return await self._store.expire()

    async def _write(self) -> None:
        try:
            while self._waiting:
                waiting, self._waiting = self._waiting, []
                await self._settle(waiting)
        finally:
            self._writing = None

    async def _claimed(self, keys: set[str]) -> frozenset[str]:
        """Tries again while the database is busy: to go on without it may answer twice."""
        for seconds in RETRIES:
            try:
                return await self._store.claim(keys)
            except StorageError:
                await self._pause(seconds)
        return await self._store.claim(keys)

    async def _settle(self, waiting: list[tuple[Collection[str], asyncio.Future[frozenset[str]]]]) -> None:
        """One write for all that wait; a failure is everybody's."""
        try:
            left = set(await self._claimed({key for keys, _ in waiting for key in keys}))
        except Exception as error:  # noqa: BLE001 - handed on to those who asked
            for _, claimed in waiting:
                if not claimed.done():
                    claimed.set_exception(error)
            return
        for keys, claimed in waiting:
            own = left.intersection(keys)
            left -= own
            if not claimed.done():
                claimed.set_result(frozenset(own))
