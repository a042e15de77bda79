"""What delivery keeps and hands on, as frozen values: slots, holds, editions with their parts, outcomes.

Owns their meaning, not how they are stored or sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from bot.delivery.states import PartState, SlotReason, SlotState
from bot.slots import Note
from bot.subscriptions import Channel, OnDoubt, Subscription

LANE_LEASE = timedelta(seconds=30)
"""How long a channel is one worker's without a sign of life."""

PRESENT_FOR = timedelta(seconds=10)
"""How long a worker counts as present without a sign of life: five ticks. So long the share of one that
died lies idle."""


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """A slot to be written down: open, or passed over from the start with its reason."""

    key: str
    """`2026-03-27T08:30`; unique within its subscription for ever."""
    date: date
    time: str
    due_at: datetime
    note: Note | None = None
    state: SlotState = "due"
    reason: SlotReason | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What one subscription's slots up to a moment come to."""

    subscription: str
    revision: int
    slots: tuple[PlannedSlot, ...]
    next_slot_at: datetime | None
    """None: there is no further slot."""
    planned_through: datetime
    told: "tuple[Told, ...]" = ()
    """What its owner is told, such as slots that were missed."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A channel that one worker has for itself. Writes with an older fence are refused."""

    channel: Channel
    holder: str
    fence: int
    expires_at: datetime

    @property
    def at(self) -> datetime:
        """The moment at which it was given or kept, by the clock that all processes share."""
        return self.expires_at - LANE_LEASE


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a frozen edition. `payload`: the platform's own form, frozen with the edition."""

    number: int
    """Counted from 1."""
    key: str
    payload: Mapping[str, Any]
    in_thread: bool = False
    """Whether it belongs into the thread under the first part."""
    state: PartState = "waiting"
    first_tried_at: datetime | None = None
    tried_at: datetime | None = None
    attempts: int = 0
    message: str | None = None
    """The platform's id of the message."""


@dataclass(frozen=True, slots=True)
class FrozenEdition:
    """Content that will not change any more, whatever happens to the library."""

    id: str
    number: int
    content: str
    """The edition as canonical JSON; what its hash is taken of."""
    sha256: str
    history: str
    """What readers have been shown once this edition is out, as JSON."""
    revision: int
    """The subscription's revision that it was composed for; 0 where there is none."""
    text: str
    """The edition in plain words, for `/digest history` and for people who operate the bot."""
    parts: tuple[Part, ...]

    def follows(self, shown: "Shown", subscription: Subscription) -> bool:
        """Whether it is still the one to post: for these wishes, right after the channel's last edition."""
        return self.revision == subscription.revision and self.number == shown.last + 1


SlotKind = Literal["digest", "notice", "follow"]


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """A slot that is not at its end yet, with everything that deciding needs."""

    id: int
    kind: SlotKind
    subject: str
    """The subscription's id; of a follow, the follow's."""
    channel: Channel
    key: str
    date: date | None
    time: str | None
    due_at: datetime
    note: Note | None
    state: SlotState
    attempts: int
    """Tries of composing and posting that failed."""
    on_doubt: OnDoubt
    expires_at: datetime
    """From then on it is late."""
    subscription: Subscription | None
    edition: FrozenEdition | None = None
    reason: SlotReason | None = None
    """What keeps it, where that is known beforehand to end it: a platform that refuses our credentials."""

    @property
    def begun(self) -> bool:
        """Whether readers may have seen some of it."""
        parts = self.edition.parts if self.edition else ()
        return any(part.state != "waiting" for part in parts)

    def holding(self, edition: FrozenEdition) -> "OpenSlot":
        """The same slot, its content frozen."""
        return replace(self, state="frozen", edition=edition)

    def with_part(self, number: int, state: PartState, message: str | None = None) -> "OpenSlot":
        """The same slot, one part of it in another state."""
        if self.edition is None:
            return self
        parts = tuple(
            replace(each, state=state, message=message or each.message) if each.number == number else each
            for each in self.edition.parts
        )
        return replace(self, edition=replace(self.edition, parts=parts))


@dataclass(frozen=True, slots=True)
class Told:
    """Something to be told to a person once, whatever happens: `key` is unique for its subject."""

    kind: Literal["notice", "follow"]
    subject: str
    key: str
    channel: Channel
    edition: FrozenEdition
    on_doubt: OnDoubt = "never-double"


@dataclass(frozen=True, slots=True)
class LastEdition:
    """The last edition of a digest of which readers saw, or may have seen, some."""

    subscription: str
    number: int
    """Counted in the channel."""
    history: str
    """What the digest has shown with it, as JSON."""
    removed_at: datetime | None = None
    """When the digest was removed, if it was."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a channel has been shown when an edition is composed: histories, each as JSON."""

    last: int = 0
    """The number of the channel's last edition, whichever digest's; 0 before there was one."""
    own: str | None = None
    """What the digest itself has shown; None before its first edition."""
    others: tuple[str, ...] = ()
    """What the channel's other digests have shown."""
    ended: tuple[str, ...] = ()
    """The same of those that were removed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a subscription stands: what is written down of it."""

    subscription: Subscription
    planned_through: datetime
    open: tuple[OpenSlot, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class Standings:
    """Where the digests of a channel stand, read at one moment."""

    digests: tuple[Standing, ...] = ()
    """Those that are not removed."""
    editions: tuple[LastEdition, ...] = ()
    """The last one of each, of removed ones as well; none of those that had none."""


@dataclass(frozen=True, slots=True)
class PastSlot:
    """A slot as history tells of it."""

    key: str
    date: date | None
    time: str | None
    due_at: datetime
    note: Note | None
    state: SlotState
    reason: SlotReason | None
    ended_at: datetime | None
    edition: str | None
    number: int | None
    parts: int
    parts_sent: int


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has it. `message`: its id there; None where the platform does not say."""

    message: str | None


@dataclass(frozen=True, slots=True)
class Post:
    """One part on its way. `under`: the first part's message, for parts of a thread."""

    channel: Channel
    part: Part
    edition: str
    under: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """It is there."""

    message: str


@dataclass(frozen=True, slots=True)
class NotThere:
    """Everything since then was read, and it is not there."""


@dataclass(frozen=True, slots=True)
class CannotLook:
    """The channel's history cannot be read."""


NothingReason = Literal["all-shown", "shown-elsewhere", "not-covered"]
"""Some of it was shown by other digests of the channel; or the library holds nothing on the topics."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to post, and the subscription asks for silence then."""

    reason: NothingReason
