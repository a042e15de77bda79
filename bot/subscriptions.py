"""Subscriptions as values: a channel, what it wants to read, and when.

Owns what a subscription may hold and what state it is in. Refuses to know how one is stored, who may
change it, and what is sent.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from bot.schedules import Schedule

Style = Literal["headlines", "full", "thread"]
STYLES: tuple[Style, ...] = ("headlines", "full", "thread")
EmptyPolicy = Literal["skip", "line"]
"""What is posted when there is nothing to say: nothing, or one line that says so."""
EMPTY_POLICIES: tuple[EmptyPolicy, ...] = ("skip", "line")
OnDoubt = Literal["never-double", "never-lose"]
"""What is done about a post of which nobody can know whether it arrived."""
ON_DOUBT: tuple[OnDoubt, ...] = ("never-double", "never-lose")
State = Literal["active", "paused", "removed"]

CATCH_UP = timedelta(hours=6)
"""How late a digest may be posted, unless its subscription says otherwise (RELIABILITY: time rule)."""
SHORTEST_CATCH_UP, LONGEST_CATCH_UP = timedelta(minutes=5), timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Channel:
    """Where posts go: a channel, or one person's direct messages as `@` and their id."""

    platform: str
    place: str
    """The guild or workspace by the platform's id."""
    id: str

    @property
    def person(self) -> str | None:
        """Whose direct messages these are; None for a channel."""
        return self.id[1:] if self.id.startswith("@") else None


@dataclass(frozen=True, slots=True)
class Pause:
    """Why nothing is posted. `by`: the person who asked for it; None when the platform refused us."""

    reason: str
    since: datetime
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """One schedule of one channel."""

    id: str
    channel: Channel
    owner: str
    """Who is told when something is wrong, by the platform's id."""
    schedule: Schedule
    created_at: datetime
    channel_name: str = ""
    """What people call the channel, as it was when the subscription was made; for telling its owner."""
    topics: tuple[str, ...] = ()
    """Topics as `TopicRef.key` writes them, such as "country:IN"; none means all."""
    style: Style = "full"
    empty: EmptyPolicy = "skip"
    catch_up: timedelta = CATCH_UP
    on_doubt: OnDoubt = "never-double"
    state: State = "active"
    pause: Pause | None = None
    snoozed_until: datetime | None = None
    zone_since: date | None = None
    """First local date in the present zone, where it was changed; a change begins with the next day."""
    former_zone: str | None = None
    """The zone of the dates before `zone_since`."""
    revision: int = 1
    """Rises with every change, so that work begun on an older state shows."""

    def quiet(self, moment: datetime) -> Literal["removed", "paused", "snoozed"] | None:
        """Why a slot at that moment is passed over, if it is."""
        if self.state == "removed":
            return "removed"
        if self.state == "paused":
            return "paused"
        if self.snoozed_until is not None and moment < self.snoozed_until:
            return "snoozed"
        return None

    def changed(self, **changes: object) -> "Subscription":
        """The next revision."""
        return replace(self, revision=self.revision + 1, **changes)  # type: ignore[arg-type] # fields by name


def edition_id(subscription: str, key: str) -> str:
    """The visible short id of what a slot posts: the same in a preview, on every attempt and machine."""
    return f"d-{_digest(subscription, key)[:7]}"


def part_key(subscription: str, key: str, part: int) -> str:
    """What tells a platform that two requests are the same post; 24 characters (LIMITS: nonce ≤ 25)."""
    return _digest(subscription, key, str(part))[:24]


_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are read as other letters (Crockford's base 32)."""


def _digest(*parts: str) -> str:
    number = int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest())
    letters = []
    for _ in range(30):
        number, rest = divmod(number, 32)
        letters.append(_ALPHABET[rest])
    return "".join(letters)
