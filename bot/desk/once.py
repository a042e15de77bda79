"""What may happen a single time, and whether it did: shared pages, by a key that names them.

Owns that a key is let through once: in memory, and over restarts where a store of events is given.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from typing import TypeVar

from bot.logs import logger
from bot.ports import SeenEvents
from briefings.errors import StorageError

PATIENCE = 1.0
"""Seconds for the store; the platforms want an answer within three."""
TIDY_EVERY = 3_600.0
"""Seconds between two looks for what need not be remembered any more."""
_MOST = 10_000
"""Keys kept in mind, 1 MB; the oldest is forgotten beyond."""

_Found = TypeVar("_Found")

_log = logger(__name__)


class Once:
    """Lets each key through once.

    When the store fails or takes longer than `patience`, memory decides: a reader is not refused because
    a database is busy.
    """

    def __init__(self, seen: SeenEvents | None = None, patience: float = PATIENCE) -> None:
        self._seen = seen
        self._patience = patience
        self._recent: OrderedDict[str, None] = OrderedDict()
        self._late: set[asyncio.Task[None]] = set()

    async def first(self, key: str) -> bool:
        """Whether the key comes for the first time."""
        if key in self._recent:
            return False
        self._recent[key] = None
        if len(self._recent) > _MOST:
            self._recent.popitem(last=False)
        claimed = None if self._seen is None else await self._stored(self._seen.claim([key]))
        return claimed is None or key in claimed

    async def forget(self, key: str) -> None:
        """Let the key through again."""
        self._recent.pop(key, None)
        if self._seen is not None:
            await self._stored(self._seen.forget(key))

    async def tidy(self, pause: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        """Drop from the store what is old, now and from time to time, until cancelled."""
        while self._seen is not None:
            await self._stored(self._seen.expire())
            await pause(TIDY_EVERY)

    async def _stored(self, work: Coroutine[object, object, _Found]) -> _Found | None:
        """What the store says; None when it fails, or has not answered yet and goes on by itself."""
        found: list[_Found] = []

        async def finish() -> None:
            try:
                found.append(await work)
            except StorageError as error:
                _log.warning("what may happen once could not be stored", reason=str(error))

        task = asyncio.create_task(finish())
        self._late.add(task)
        task.add_done_callback(self._late.discard)
        await asyncio.wait({task}, timeout=self._patience)
        return found[0] if found else None
