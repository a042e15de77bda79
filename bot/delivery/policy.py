"""What is done about a slot, and after an outcome. Pure decisions over values.

Owns the order of reasons: what was removed or paused is not posted; what was edited away is not posted;
what is late is reported; of several slots of one subscription the last one stands for all.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

from bot.delivery.planner import coming, is_asked_for, slot_key
from bot.delivery.records import OpenSlot, Part
from bot.delivery.standstills import Standstill, in_the_way
from bot.delivery.states import Ended, SlotReason
from bot.subscriptions import Subscription

FIRST_WAIT: Final = 5.0
"""Seconds until the second try."""
LONGEST_WAIT: Final = 300.0
"""Seconds between two tries, at most."""
LONGEST_WAIT_ASKED: Final = 60.0
"""The same where the platform says when to come back, so that a digest gets through nine refusals of ten
well within its window."""
MOST_FAILURES: Final = 5
"""Tries with an unknown failure, after which a slot is given up."""
FINISH_WITHIN: Final = timedelta(hours=1)
"""How long after its window a digest of which readers saw a part may still be completed."""
SETTLED: Final = timedelta(seconds=20)
"""How long after an attempt without a reply a platform may still be about to accept it."""
SLACK: Final = timedelta(seconds=30)
"""How long before the end of a platform's window a repetition is not risked any more."""


@dataclass(frozen=True, slots=True)
class Over:
    """A slot that is to be ended instead of being posted."""

    slot: OpenSlot
    state: Ended
    reason: SlotReason


def sift(
    found: Sequence[OpenSlot], now: datetime, known: Sequence[Standstill] = ()
) -> tuple[tuple[Over, ...], tuple[OpenSlot, ...]]:
    """The open slots of a channel that are over, and those to be posted, oldest first.

    `known`: when nothing could be posted on its platform, so that late slots say why.
    """
    tried = any(slot.attempts for slot in found)  # what waits behind a slot that is tried waits for the same
    last = {slot.subject: slot.id for slot in found if slot.kind == "digest" and slot.due_at <= now}
    over: list[Over] = []
    wanted: list[OpenSlot] = []
    for slot in found:
        if slot.due_at > now:
            continue
        why = late_reason(slot, known, tried=tried)
        ended = _over(slot, now, why, merged=slot.kind == "digest" and last[slot.subject] != slot.id)
        if ended is None:
            wanted.append(slot)
        else:
            over.append(ended)
    return tuple(over), tuple(wanted)


def late_reason(slot: OpenSlot, known: Sequence[Standstill], *, tried: bool) -> SlotReason:
    """What kept an open slot, should it be late."""
    reason = slot.reason or in_the_way(known, slot.due_at, slot.expires_at)
    return "outage" if tried and reason == "late" else reason


def _over(slot: OpenSlot, now: datetime, why: SlotReason, *, merged: bool) -> Over | None:
    if slot.begun:
        return _unfinished(slot, now)
    if slot.kind == "digest":
        reason = _unwanted(slot, now)
        if reason is not None:
            return Over(slot, "skipped", reason)
    if now >= slot.expires_at:
        return Over(slot, "late", why)
    return Over(slot, "skipped", "merged") if merged else None


def _unfinished(slot: OpenSlot, now: datetime) -> Over | None:
    """What readers saw a part of is completed, unless its subscription is gone or it takes too long."""
    subscription = slot.subscription
    if slot.edition is not None and any(part.state in ("tried", "unknown") for part in slot.edition.parts):
        return None  # first it must be known what became of that attempt, or told that nobody can know
    if slot.kind == "digest" and (subscription is None or subscription.state == "removed"):
        return Over(slot, "skipped", "removed")
    return Over(slot, "failed", slot.reason or "outage") if now >= slot.expires_at + FINISH_WITHIN else None


def _unwanted(slot: OpenSlot, now: datetime) -> SlotReason | None:
    subscription = slot.subscription
    if subscription is None:
        return "removed"
    quiet = subscription.quiet(now)
    if is_asked_for(slot.key):
        return None if quiet == "snoozed" else quiet
    if quiet is not None:
        return quiet
    return None if _still_has(subscription, slot) else "edited"


def _still_has(subscription: Subscription, slot: OpenSlot) -> bool:
    """Whether the schedule, as it is now, has that date and time."""
    found = coming(subscription, slot.due_at - timedelta(minutes=1))
    return any(slot_key(each) == slot.key for each in takewhile(lambda each: each.utc <= slot.due_at, found))


def wait_after(failures: int, asked: float | None, chance: random.Random) -> timedelta:
    """How long until the next try: no sooner than the platform asks, longer with each failure."""
    most = LONGEST_WAIT if asked is None else LONGEST_WAIT_ASKED
    longest = min(most, FIRST_WAIT * 2.0 ** min(failures, 10))
    return timedelta(seconds=max(asked or 0.0, longest * chance.uniform(0.75, 1.0)))


def may_repeat(part: Part, now: datetime, same_within: timedelta) -> bool:
    """Whether sending a part again is known to appear once, since the platform still tells it apart."""
    return part.first_tried_at is not None and now - part.first_tried_at < same_within - SLACK


def unsettled_for(part: Part, now: datetime) -> timedelta | None:
    """How long an attempt without a reply may still be accepted; None when that is over."""
    left = SETTLED - (now - part.tried_at) if part.tried_at is not None else timedelta()
    return left if left > timedelta() else None
