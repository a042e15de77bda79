"""What the platforms and their roles ask of storage: notes, feedback, leases, events seen, threads.

Owns the promises, not their keeping: SQL lives in `bot.storage`, and the fakes of the tests are
subclasses of these. Every method raises StorageError when the database cannot be read or written.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

FeedbackKind = Literal["wrong", "unsupported", "missing"]
FEEDBACK_KINDS: tuple[FeedbackKind, ...] = ("wrong", "unsupported", "missing")

LONGEST_TEXT = 8_000
"""Characters kept of each text of a feedback; twice what a platform lets one person type at once."""
LEASE_LASTS = timedelta(seconds=30)
"""How long a lease holds without being renewed."""
BUDGET_WINDOW = timedelta(hours=24)
"""The time over which a platform counts how often a bot identifies itself."""
EVENTS_KEPT = timedelta(days=7)
"""How long an event is remembered; a platform delivers one again within hours, not days."""
THREADS_KEPT = timedelta(days=30)
"""How long the topics of a thread are remembered after they were last spoken of."""


class Notes(ABC):
    """Small facts a program keeps about itself from one run to the next, by name."""

    @abstractmethod
    async def get(self, key: str) -> str | None:
        """What was last put under `key`; None when nothing was."""

    @abstractmethod
    async def put(self, key: str, value: str) -> None:
        """Keep `value` under `key`, in place of what was there."""

    @abstractmethod
    async def count_identify(self, bot: str, shard: int) -> int:
        """Record that `bot` identifies one shard now.

        Returns how often it did within the last 24 hours, over all shards and runs, this time included.
        """

    @abstractmethod
    async def identifies(self, bot: str) -> int:
        """How often `bot` identified itself within the last 24 hours; records nothing."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader thought of one answer. Holds nothing that says who the reader is."""

    at: datetime
    """Aware."""
    platform: str
    place: str
    """The guild or workspace by the platform's id; "direct" for a direct message."""
    question: str
    answer_text: str
    claims: tuple[str, ...]
    """Ids of the claims the answer said: "C07", or "article:C07"."""
    kind: FeedbackKind
    comment: str | None = None

    def bounded(self) -> "Feedback":
        """The same, fit to be stored.

        Each text is cut to `LONGEST_TEXT` characters, the cut marked by "…"; what no database keeps
        (halves of characters, zero bytes) is replaced.
        """
        return replace(
            self,
            question=_bounded(self.question),
            answer_text=_bounded(self.answer_text),
            comment=None if self.comment is None else _bounded(self.comment),
        )


class FeedbackStore(ABC):
    """Feedback, kept for whoever looks after the library."""

    @abstractmethod
    async def add(self, feedback: Feedback) -> None:
        """Keep it, its texts bounded."""

    @abstractmethod
    async def latest(self, limit: int = 50) -> tuple[Feedback, ...]:
        """The last ones added, newest first."""

    @abstractmethod
    async def erase(self, platform: str, place: str | None = None) -> int:
        """Forget a place's feedback, or a whole platform's; returns how many were forgotten."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A lease as it was given. `fence` rises with each change of hands, so that a late holder shows."""

    role: str
    holder: str
    fence: int
    expires_at: datetime


class Lease(ABC):
    """Who may play a role that only one process may play at a time.

    One atomic step each, on a clock that all processes share.
    """

    @abstractmethod
    async def acquire(self, role: str, holder: str) -> Hold | None:
        """The role for `LEASE_LASTS`, with a higher fence than ever before; None while somebody holds it.

        `holder` is a name that no other process or task uses. Whoever holds the role renews, and is
        refused here like everybody else.
        """

    @abstractmethod
    async def renew(self, hold: Hold) -> Hold | None:
        """The same hold for another `LEASE_LASTS` from now; None when it ran out or changed hands."""

    @abstractmethod
    async def release(self, hold: Hold) -> None:
        """Let the role go at once. Does nothing when it is not held by this fence any more."""

    @abstractmethod
    async def take_over(self, hold: Hold, holder: str) -> Hold | None:
        """The role out of exactly this hold, with a higher fence, whether or not it has run out.

        Only for a hold whose process is known to have ended (`bot.holders.has_ended`). None when the role
        is not in this hold any more.
        """

    @abstractmethod
    async def held(self, role: str) -> Hold | None:
        """The hold in force, if there is one."""


class SeenEvents(ABC):
    """What was taken in hand already, so that what is delivered again has no second effect.

    Shared by every process that uses the same database.
    """

    @abstractmethod
    async def claim(self, keys: Collection[str]) -> frozenset[str]:
        """Those of `keys` that nobody has claimed within `EVENTS_KEPT`; they are claimed from now on."""

    @abstractmethod
    async def forget(self, key: str) -> None:
        """Let `key` be claimed anew: what was begun under it came to nothing."""

    @abstractmethod
    async def expire(self) -> int:
        """Drop what is older than `EVENTS_KEPT`; returns how many were dropped."""


class ThreadTopics(ABC):
    """Which topics a thread is about, by their names alone. Holds no word that anybody wrote."""

    @abstractmethod
    async def get(self, thread: str) -> tuple[str, ...]:
        """The topics last put for `thread` within `THREADS_KEPT`; none when there are none."""

    @abstractmethod
    async def put(self, topics: Mapping[str, tuple[str, ...]]) -> None:
        """Keep the topics of each thread in place of what was there."""

    @abstractmethod
    async def expire(self) -> int:
        """Drop what is older than `THREADS_KEPT`; returns how many were dropped."""

    @abstractmethod
    async def erase(self, start: str) -> int:
        """Forget every thread whose key begins like that; returns how many were forgotten."""


def _bounded(text: str) -> str:
    storable = text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    return storable if len(storable) <= LONGEST_TEXT else storable[: LONGEST_TEXT - 1] + "…"
