"""What delivery asks of storage and of platforms: the ledger, and outlets that post.

Owns the promises, not their keeping. Every method of the ledger raises StorageError when the database
cannot be read or written; outlets return failures and raise nothing of their platform's.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.delivery.records import (
    CannotLook,
    Found,
    FrozenEdition,
    Hold,
    Nothing,
    NotThere,
    OpenSlot,
    PastSlot,
    Plan,
    PlannedSlot,
    Post,
    Sent,
    Shown,
    Standings,
    Told,
)
from bot.delivery.standstills import Hindrance, Standstill
from bot.delivery.states import Ended, SlotReason
from bot.failures import Failure
from bot.subscriptions import Channel, Subscription
from briefings.reply import Reply

TellOwners = Callable[[Sequence[Subscription]], Sequence[Told]]
"""What is told when subscriptions change together. Called within the transaction that changes them."""


class Ledger(ABC):
    """What is due, what was tried, what was posted. Every change is one transaction."""

    @abstractmethod
    async def now(self) -> datetime:
        """The moment by the clock that all processes share."""

    @abstractmethod
    async def present(self, holder: str, platforms: Sequence[str]) -> Mapping[str, int]:
        """Say that a worker is here; returns how many are, itself included, by platform."""

    @abstractmethod
    async def absent(self, holder: str, platforms: Sequence[str]) -> None:
        """Say that a worker is gone."""

    @abstractmethod
    async def to_plan(
        self, platforms: Sequence[str], limit: int
    ) -> tuple[tuple[Subscription, datetime], ...]:
        """Subscriptions whose next slot has come, with the moment through which each is planned."""

    @abstractmethod
    async def plan(self, plans: Sequence[Plan]) -> int:
        """Write slots down, each once; those of an older revision are let be. Returns how many are new."""

    @abstractmethod
    async def add(self, subscription: str, slot: PlannedSlot) -> bool:
        """Write one slot down that no schedule gives.

        False when it is there already, or the subscription is not active.
        """

    @abstractmethod
    async def tell(self, told: Sequence[Told]) -> int:
        """Queue what persons are to be told, each once for ever. Returns how many are new."""

    @abstractmethod
    async def next_try_at(self, platforms: Sequence[str]) -> datetime | None:
        """The first moment at which there is, or was, a channel to claim; None when nothing waits."""

    @abstractmethod
    async def claim(self, holder: str, platforms: Sequence[str], limit: int) -> tuple[Hold, ...]:
        """Channels of these platforms with something due that nobody else has, longest waiting first."""

    @abstractmethod
    async def open_slots(self, hold: Hold) -> tuple[Hold, tuple[OpenSlot, ...]] | None:
        """What is open in the channel, oldest first, and the hold as it stands; None when it is lost."""

    @abstractmethod
    async def history(self, subscription: Subscription) -> Shown:
        """What its channel has been shown, as far as it counts for that subscription."""

    @abstractmethod
    async def freeze(self, hold: Hold, slot: OpenSlot, edition: FrozenEdition) -> bool:
        """Keep the content, in place of one that nobody saw.

        False when the hold is lost, or its subscription has changed since it was read.
        """

    @abstractmethod
    async def begin(self, hold: Hold, slot: OpenSlot, part: int) -> Hold | None:
        """Write down that a part is being posted, before anything is sent; keeps the hold for longer.

        None when the hold is lost, or a first part's subscription was changed, paused or removed.
        """

    @abstractmethod
    async def keep(self, hold: Hold) -> Hold | None:
        """The hold for longer; None when it is lost."""

    @abstractmethod
    async def arrived(self, hold: Hold, slot: OpenSlot, part: int, message: str | None) -> bool:
        """Write down that a part is posted; the slot ends with its last part. False when the hold is lost."""

    @abstractmethod
    async def not_sent(self, hold: Hold, slot: OpenSlot, part: int) -> bool:
        """Write down that an attempt certainly posted nothing."""

    @abstractmethod
    async def doubted(self, hold: Hold, slot: OpenSlot, part: int) -> bool:
        """Write down that nobody can know whether a part was posted."""

    @abstractmethod
    async def end(
        self, hold: Hold, slot: OpenSlot, state: Ended, reason: SlotReason, told: Sequence[Told] = ()
    ) -> bool:
        """End a slot, and queue what is to be told of it, both or neither. False when the hold is lost."""

    @abstractmethod
    async def failed(self, hold: Hold, slot: OpenSlot) -> int:
        """Count a try that failed for no foreseen reason; returns how many that makes."""

    @abstractmethod
    async def held_up(
        self, platforms: Sequence[str], reason: Hindrance, since: datetime | None = None
    ) -> None:
        """Write down that nothing can be posted there since then (now, where it is not said), and why.

        It lasts until a worker is present there.
        """

    @abstractmethod
    async def standstills(self, platforms: Sequence[str]) -> Mapping[str, tuple[Standstill, ...]]:
        """The last times at which nothing could be posted, by platform, oldest first."""

    @abstractmethod
    async def pause(self, hold: Hold, reason: SlotReason, tell: TellOwners) -> None:
        """Pause every active subscription of the held channel, since the platform refuses us there."""

    @abstractmethod
    async def refused(self, platforms: Sequence[str]) -> tuple[Subscription, ...]:
        """Subscriptions that were paused since the platform refused us, by channel."""

    @abstractmethod
    async def resume(self, channel: Channel, tell: TellOwners) -> tuple[Subscription, ...]:
        """Let those of a channel go on that were paused so; what people paused stays paused.

        `tell` is given them as they were. Returns them as they were.
        """

    @abstractmethod
    async def release(self, hold: Hold, again_in: timedelta | None) -> None:
        """Let the channel go; `again_in`: not sooner from now, where something is left to do."""

    @abstractmethod
    async def standings(self, channel: Channel) -> Standings:
        """Where the digests of a channel stand, read at one moment."""

    @abstractmethod
    async def forget(self, before: datetime, limit: int) -> int:
        """Drop what was posted by slots that ended before; returns how many editions that were.

        The slots stay, and so does each subscription's last edition that readers saw, by its number.
        """

    @abstractmethod
    async def past(self, subscription: str, limit: int) -> tuple[PastSlot, ...]:
        """The last slots, newest first."""


Render = Callable[[Sequence[Reply], str], tuple[tuple[Mapping[str, Any], bool], ...]]
"""`Outlet.parts`: replies and an edition's id as payloads."""


class Outlet(ABC):
    """One platform, for posting. Refuses to try again by itself: that is the worker's decision."""

    platform: str
    same_within: timedelta
    """For how long after the first attempt the same part may be sent again and still appears once."""

    @abstractmethod
    def parts(self, replies: Sequence[Reply], edition: str) -> tuple[tuple[Mapping[str, Any], bool], ...]:
        """Replies as payloads in order, each with whether it belongs into the thread. Pure.

        The first reply is the card in the channel where there are several; the edition's id stands on
        every part, so that it can be found again.
        """

    def shared_by(self, workers: int) -> None:  # noqa: B027 - most platforms need not know
        """So many workers post with the same credentials, this one included."""

    @abstractmethod
    async def send(self, post: Post) -> Sent | Failure:
        """Post one part, one request, no retry."""

    @abstractmethod
    async def find(self, post: Post, since: datetime) -> Found | NotThere | CannotLook | Failure:
        """Look for a part in what was posted since."""

    @abstractmethod
    async def lacking(self, channel: Channel, *, thread: bool) -> tuple[str, ...] | Failure:
        """What is missing for posting there, each as a phrase to act on; none when all is well."""


class Composer(Protocol):
    """Makes editions."""

    async def compose(
        self, slot: OpenSlot, subscription: Subscription, shown: Shown, outlet: Outlet
    ) -> FrozenEdition | Nothing:
        """The edition for a slot, from the library as it is now, rendered for the outlet's platform.

        Its number is the one after the channel's last.
        """
