"""Planning: which slots a subscription has had, and what becomes of each at once.

Owns the rule for what was missed: within the catch-up window one digest, never several; later none, and
one notice. Pure; the ledger writes it down.
"""

import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

from bot.delivery.records import Plan, PlannedSlot
from bot.slots import Slot, slots
from bot.subscriptions import Subscription

MOST_MISSED: Final = 500
"""Missed slots that are written down one by one; of more, the last ones are."""
_INSTANT = timedelta(microseconds=1)


def slot_key(slot: Slot) -> str:
    """What a slot is known by within its subscription: its local date and time, whatever the zone."""
    return f"{slot.date.isoformat()}T{slot.time:%H:%M}"


_ASKED = "now-"


def now_key(press: str) -> str:
    """The key of a slot that somebody asked for at that moment; `press` tells one asking from another."""
    return f"{_ASKED}{press}"


def is_asked_for(key: str) -> bool:
    """Whether a slot is no schedule's, but was asked for by somebody."""
    return key.startswith(_ASKED)


def coming(subscription: Subscription, after: datetime) -> Iterator[Slot]:
    """The slots after a moment, by their instants; dates before a change of zone keep the former one."""
    schedule, since, former = subscription.schedule, subscription.zone_since, subscription.former_zone
    if since is None or former is None:
        return slots(schedule, after + _INSTANT)
    before = takewhile(
        lambda slot: slot.date < since, slots(replace(schedule, zone=former), after + _INSTANT)
    )
    from_then = (slot for slot in slots(schedule, after + _INSTANT) if slot.date >= since)
    return heapq.merge(before, from_then, key=lambda slot: slot.utc)


def next_slot_at(subscription: Subscription, after: datetime) -> datetime | None:
    """The moment of the next slot; None where there is none, or none is wanted any more."""
    if subscription.state == "removed":
        return None
    found = next(coming(subscription, after), None)
    return None if found is None else found.utc


def plan(subscription: Subscription, planned_through: datetime, now: datetime) -> Plan:
    """What the slots from `planned_through` (not included) to `now` (included) come to."""
    missed: deque[Slot] = deque(maxlen=MOST_MISSED)
    following: datetime | None = None
    for slot in coming(subscription, planned_through):
        if slot.utc > now:
            following = slot.utc
            break
        missed.append(slot)
    return Plan(
        subscription=subscription.id,
        revision=subscription.revision,
        slots=tuple(_settled(subscription, tuple(missed), now)),
        next_slot_at=following,
        planned_through=now,
    )


def _settled(subscription: Subscription, found: tuple[Slot, ...], now: datetime) -> Iterator[PlannedSlot]:
    """Each slot with what becomes of it: of those in time the last one is due."""
    for slot in found:
        planned = PlannedSlot(slot_key(slot), slot.date, f"{slot.time:%H:%M}", slot.utc, slot.note)
        quiet = subscription.quiet(slot.utc)
        if quiet is not None:
            yield replace(planned, state="skipped", reason=quiet)
        elif now - slot.utc >= subscription.catch_up:
            yield replace(planned, state="late", reason="late")
        elif slot is not found[-1]:
            yield replace(planned, state="skipped", reason="merged")
        else:
            yield planned


def missed(plan: Plan) -> tuple[PlannedSlot, ...]:
    """The slots of a plan that came too late to be posted."""
    return tuple(each for each in plan.slots if each.state == "late")
