"""How a subscription becomes its next revision: edited, paused, resumed, snoozed, removed. Pure.

Owns what a change means for the slots to come. A new zone begins with the first date that is still to
come in both zones, so that no date is sent twice or left out.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bot.delivery.composing import zone_at
from bot.delivery.planner import coming, next_slot_at
from bot.digests.ports import Kept
from bot.schedules.zone_data import zone
from bot.slots import Slot
from bot.subscriptions import Pause, Subscription

BY_HAND = "asked"
"""The reason of a pause that a person asked for."""


def kept(subscription: Subscription, now: datetime) -> Kept:
    """A subscription whose slots up to now are written down, or are none of its."""
    return Kept(subscription, now, next_slot_at(subscription, now))


def edited(old: Subscription, fields: dict[str, Any], now: datetime) -> Subscription:
    """The next revision with other wishes."""
    changed = old.changed(**fields)
    if changed.schedule.zone == old.schedule.zone:
        return changed
    current = zone_at(old, now)
    if changed.schedule.zone == current:
        return replace(changed, zone_since=None, former_zone=None)
    today = max(now.astimezone(zone(each)).date() for each in (current, changed.schedule.zone))
    return replace(changed, zone_since=today + timedelta(days=1), former_zone=current)


def next_slots(subscription: Subscription, now: datetime, count: int) -> tuple[Slot, ...]:
    """The next slots that no snooze covers; fewer where the dates end."""
    return tuple(
        islice((each for each in coming(subscription, now) if not _snoozed(subscription, each)), count)
    )


def next_send(subscription: Subscription, now: datetime) -> Slot | None:
    """The next slot that is worked off; None where the dates end, and while it is paused."""
    return None if subscription.state != "active" else next(iter(next_slots(subscription, now, 1)), None)


def _snoozed(subscription: Subscription, slot: Slot) -> bool:
    return subscription.snoozed_until is not None and slot.utc < subscription.snoozed_until


def paused(old: Subscription, by: str, now: datetime) -> Subscription:
    """Paused by a person; whatever the platform does, it stays so."""
    return old.changed(state="paused", pause=Pause(BY_HAND, now, by))


def resumed(old: Subscription) -> Subscription:
    """Posting again, neither paused nor snoozed."""
    return old.changed(state="active", pause=None, snoozed_until=None)


def snoozed(old: Subscription, until: datetime) -> Subscription:
    """Quiet until a moment."""
    return old.changed(snoozed_until=until)


def alike(one: Subscription, other: Subscription) -> bool:
    """Whether both do the same from now on, whoever made them so and when."""
    return replace(one, revision=0, pause=None) == replace(other, revision=0, pause=None)


def removed(old: Subscription) -> Subscription:
    """Ended for good; what it posted stays known."""
    return old.changed(state="removed", pause=None, snoozed_until=None)
