"""Whether a process can do its work, and its figures, asked for by however many at once.

Owns that the database is asked by one at a time and that nobody who asks waits long for it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.health.tally import Counting, Tally
from bot.health.vitals import RoleState, Vitals
from briefings.errors import StorageError

PATIENCE = 4.0
"""Seconds for the database to answer. Prometheus waits ten for a reply, our container check five."""

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Readiness:
    """What keeps a process from its work, if anything does."""

    database: str | None
    """Why the database cannot be used, in one sentence; None where it can."""
    roles: Mapping[str, RoleState]

    @property
    def ready(self) -> bool:
        """Whether everything is as it should be."""
        return self.database is None and all(each is RoleState.PLAYING for each in self.roles.values())


class _Together(Generic[_Found]):
    """A question that those who ask at the same time share."""

    def __init__(self, ask: Callable[[], Awaitable[_Found]], patience: float) -> None:
        self._ask = ask
        self._patience = patience
        self._asked: asyncio.Future[_Found] | None = None

    async def answer(self) -> _Found:
        """Raises StorageError as the question does, and when there is no answer in time."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.ensure_future(self._ask())
        asked = self._asked
        done, _ = await asyncio.wait({asked}, timeout=self._patience)
        if not done:
            raise StorageError(f"The database has not answered for {self._patience:g} seconds.")
        return asked.result()

    async def close(self) -> None:
        """Ask no longer."""
        if self._asked is not None:
            self._asked.cancel()
            await asyncio.gather(self._asked, return_exceptions=True)


class Examining:
    """Examines one process. `reach` uses the database for a moment; it raises StorageError."""

    def __init__(
        self,
        vitals: Vitals,
        reach: Callable[[], Awaitable[None]],
        counting: Counting,
        patience: float = PATIENCE,
    ) -> None:
        self.vitals = vitals
        self._reach = _Together(reach, patience)
        self._counting = _Together(counting, patience)

    async def readiness(self) -> Readiness:
        """How it stands now. Raises nothing of its own.

        A database may answer and take nothing, as on a full disk: what deliveries met there counts as well.
        """
        try:
            await self._reach.answer()
        except StorageError as error:
            return Readiness(str(error), dict(self.vitals.roles))
        return Readiness(self.vitals.waits_for_database, dict(self.vitals.roles))

    async def tally(self) -> Tally | None:
        """The ledger's figures; None where the database cannot be used."""
        try:
            return await self._counting.answer()
        except StorageError:
            return None

    async def close(self) -> None:
        """Let go of what is still being asked."""
        await self._reach.close()
        await self._counting.close()
