"""What leaving and erasing ask of storage: places left, what is kept of whom, and its end.

Owns the promises, not their keeping. Every method raises StorageError when the database cannot be read
or written, and each change is one transaction.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

ERASE_AFTER: Final = timedelta(days=7)
"""How long what was removed can be had back, unless the settings say otherwise: an app removed by mistake
on a Friday is missed on Monday."""
FEEDBACK_KEPT: Final = timedelta(days=365)
"""How long feedback is kept; a correction of an article takes months, not years."""
TOLD_KEPT: Final = timedelta(days=90)
"""How long it is kept what persons were told; as long as the texts of digests."""

PLACE_NOTE: Final = "token of "
"""How the names of notes begin that say which token a place goes by; platform and place come next."""


@dataclass(frozen=True, slots=True)
class OfPlace:
    """A guild or workspace, by the platform's name and the platform's id of it."""

    platform: str
    place: str


@dataclass(frozen=True, slots=True)
class OfPerson:
    """A person by the platform's id, wherever they are."""

    person: str


Whose = OfPlace | OfPerson
Counted = Mapping[str, int]
"""Rows by table; tables without any are left out."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A place that the bot was removed from."""

    whose: OfPlace
    left_at: datetime


class Departures(ABC):
    """Where the bot is no more. What it posted there is paused; to be there again lets it go on."""

    @abstractmethod
    async def left(self, whose: OfPlace) -> bool:
        """Write down that the bot was removed: nothing is posted there from now on, by any worker.

        False when that was known, or nothing is kept of that place.
        """

    @abstractmethod
    async def returned(self, platform: str, places: Collection[str]) -> tuple[str, ...]:
        """Those of `places` that were left are so no more, and what was paused for it goes on."""

    @abstractmethod
    async def places(self, platform: str) -> frozenset[str]:
        """Of which something is kept, those left among them."""

    @abstractmethod
    async def gone(self) -> tuple[Departure, ...]:
        """The places left, the longest ago first."""

    @abstractmethod
    def hear(self, platform: str) -> None:
        """It has said where the bot is, and that is written down. Of this process alone, and in memory."""

    @abstractmethod
    def heard(self) -> frozenset[str]:
        """Platforms that have said so since this process began."""


class Erasure(ABC):
    """What is kept of whom, and its end."""

    @abstractmethod
    async def counted(self, whose: Whose) -> Counted:
        """What is kept of them."""

    @abstractmethod
    async def kept(self) -> Mapping[OfPlace, Counted]:
        """What is kept of every place."""

    @abstractmethod
    async def erase(self, whose: Whose) -> Counted:
        """Erase it. No worker that is at it brings any of it back. Returns what there was."""

    @abstractmethod
    async def overdue(self, after: timedelta, platforms: Collection[str]) -> tuple[OfPlace, ...]:
        """Erase the places on these platforms that were left so long ago; returns which."""

    @abstractmethod
    async def expire(self, removed_after: timedelta) -> Counted:
        """Erase what has had its time; of digests what people removed so long ago."""

    @abstractmethod
    async def scrubbed(self) -> bool:
        """Overwrite what was erased, where the database is a file.

        False when another program reads it just now, so that some of it stays in the log beside it for
        a while.
        """
