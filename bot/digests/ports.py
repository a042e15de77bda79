"""What managing digests asks of storage: subscriptions, drafts, follows, versions seen.

Owns the promises, not their keeping. Every method raises StorageError when the database cannot be read
or written, and each change is one transaction.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.delivery.records import PlannedSlot
from bot.subscriptions import Channel, Subscription

DRAFTS_KEPT = timedelta(hours=1)
"""How long something that was echoed can still be confirmed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many subscriptions there may be; paused ones count, removed ones do not."""

    channel: int = 10
    person: int = 25
    """In one place."""
    place: int = 100


Full = Literal["channel", "person", "place"]
"""Whose subscriptions are as many as there may be."""
Sending = Literal["added", "used", "quiet"]
"""What became of a wish to post at once: written down; its draft was used already; the digest is paused."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A subscription and how far its slots are written down."""

    subscription: Subscription
    planned_through: datetime
    next_slot_at: datetime | None


@dataclass(frozen=True, slots=True)
class Draft:
    """Something to be confirmed by whoever began it, in the channel where they did."""

    id: str
    channel: Channel
    author: str
    content: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Settling:
    """A draft that is used up by a change; `content` is what it says from then on."""

    draft: Draft
    content: str


class Subscriptions(ABC):
    """Subscriptions and their drafts."""

    @abstractmethod
    async def now(self) -> datetime:
        """The moment by the clock that all processes share."""

    @abstractmethod
    async def listed(
        self, platform: str | None = None, place: str | None = None, channel: str | None = None
    ) -> tuple[Subscription, ...]:
        """Those not removed, oldest first: of a channel, of a place, of a platform, or all."""

    @abstractmethod
    async def get(self, name: str) -> Kept | None:
        """The subscription of that id, also a removed one."""

    @abstractmethod
    async def add(self, made: Kept, limits: Limits, settling: Settling | None = None) -> Full | bool:
        """Keep a new one. False: its draft was used already; a `Full`: there are as many as there may be."""

    @abstractmethod
    async def change(self, changed: Kept, settling: Settling | None = None) -> bool:
        """Keep the next revision. False when it is not the next one any more, or its draft was used."""

    @abstractmethod
    async def put_draft(self, draft: Draft) -> None:
        """Keep a draft; forgets those that have expired."""

    @abstractmethod
    async def draft(self, name: str) -> Draft | None:
        """The draft of that id, unless it has expired."""

    @abstractmethod
    async def send(self, name: str, slot: PlannedSlot, settling: Settling) -> Sending:
        """Use a draft up and write down the slot that it asked for: both or neither."""

    @abstractmethod
    async def settle(self, settling: Settling) -> bool:
        """Use a draft up without a further change. False when it was used already."""


@dataclass(frozen=True, slots=True)
class Follow:
    """A person who is told of a topic. `channel`: their direct messages."""

    id: str
    channel: Channel
    topic: str
    """As `TopicRef` is written in subscriptions, such as "country:IN"."""


class Follows(ABC):
    """Who follows what."""

    @abstractmethod
    async def follow(self, wanted: Follow, most: int) -> Literal["added", "there", "full"]:
        """Keep it, once; `most` topics each person."""

    @abstractmethod
    async def unfollow(self, person: Channel, topic: str | None = None) -> int:
        """Forget a person's follow of a topic, or all of theirs; returns how many there were."""

    @abstractmethod
    async def of(self, person: Channel) -> tuple[str, ...]:
        """The topics a person follows, in the order in which they began."""

    @abstractmethod
    async def everybody(self) -> tuple[Follow, ...]:
        """All follows, those of a person together."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a briefing as it stood when it was noticed. `content`: its claims as JSON."""

    article: str
    version: int
    sha256: str
    content: str


class Versions(ABC):
    """Versions of briefings that this installation has seen."""

    @abstractmethod
    async def latest(self) -> tuple[Version, ...]:
        """The one noticed last of each article."""

    @abstractmethod
    async def notice(self, versions: Sequence[Version]) -> None:
        """Write them down, in place of the same version with another content."""
