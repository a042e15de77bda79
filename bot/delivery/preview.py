"""Previewing: what a subscription's coming slots would post, given the library and earlier slots as planned.

Owns the order in which editions build on one another. It runs the code that posting runs, and nothing is
written, sent or claimed.
"""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from typing import Final

from bot.delivery.composing import Dated, EditionComposer
from bot.delivery.planner import coming, plan, slot_key
from bot.delivery.policy import sift
from bot.delivery.ports import Ledger, Render
from bot.delivery.records import FrozenEdition, Nothing, OpenSlot, PlannedSlot, Standing
from bot.subscriptions import Subscription
from briefings.errors import BadInput

MOST_AHEAD: Final = 400
"""Slots that one preview works its way through; more than a year of daily digests."""


@dataclass(frozen=True, slots=True)
class Previewed:
    """A slot and what it would post."""

    slot: PlannedSlot
    edition: FrozenEdition | Nothing


async def preview(
    ledger: Ledger,
    composer: EditionComposer,
    render: Render,
    subscription: Subscription,
    now: datetime,
    count: int = 1,
) -> tuple[Previewed, ...]:
    """The next slots, at most `count`; fewer where the schedule ends. Raises StorageError.

    What is paused is shown as if it went on now, and what is not saved yet as if it were.
    """
    standing = await ledger.standing(subscription.id)
    run = _run(composer, render, _going_on(subscription), standing, now)
    return await asyncio.to_thread(lambda: tuple(islice(run, min(count, MOST_AHEAD))))


async def preview_on(
    ledger: Ledger,
    composer: EditionComposer,
    render: Render,
    subscription: Subscription,
    now: datetime,
    on: date,
) -> tuple[Previewed, ...]:
    """The slots of one local date; none where the schedule leaves it out.

    Raises BadInput for a date that is too far ahead, StorageError.
    """
    standing = await ledger.standing(subscription.id)
    run = _run(composer, render, _going_on(subscription), standing, now)
    return await asyncio.to_thread(lambda: tuple(_of_date(run, on)))


def _of_date(run: Iterable[Previewed], on: date) -> Iterator[Previewed]:
    for count, each in enumerate(run, 1):
        if each.slot.date > on + timedelta(days=1):  # a slot in a gap at midnight comes after its date
            return
        if count > MOST_AHEAD:
            raise BadInput(f"That is more than {MOST_AHEAD} digests ahead; ask for a date that is nearer.")
        if each.slot.date == on:
            yield each


def _going_on(subscription: Subscription) -> Subscription:
    return replace(subscription, state="active", pause=None)


def _run(
    composer: EditionComposer,
    render: Render,
    subscription: Subscription,
    standing: Standing | None,
    now: datetime,
) -> Iterator[Previewed]:
    """Slot after slot, each on the history that the one before leaves."""
    history = standing.history if standing else None
    for slot, frozen in _ahead(subscription, standing, now):
        made = frozen or composer.edition(
            Dated(slot.key, slot.date, slot.time), subscription, history, render
        )
        yield Previewed(slot, made)
        if isinstance(made, FrozenEdition):
            history = made.history


def _ahead(
    subscription: Subscription, standing: Standing | None, now: datetime
) -> Iterator[tuple[PlannedSlot, FrozenEdition | None]]:
    """What is due and not begun, then what the schedule brings; with what is frozen already."""
    if standing is not None:
        yield from _due(subscription, standing, now)
    for _, together in groupby(coming(subscription, now), key=lambda slot: slot.utc):
        *_, slot = together  # of two at one instant the last one stands for both
        if subscription.quiet(slot.utc) is None:
            yield PlannedSlot(slot_key(slot), slot.date, f"{slot.time:%H:%M}", slot.utc, slot.note), None


def _due(
    subscription: Subscription, standing: Standing, now: datetime
) -> Iterator[tuple[PlannedSlot, FrozenEdition | None]]:
    new = [each for each in plan(subscription, standing.planned_through, now).slots if each.state == "due"]
    if new:
        yield new[-1], None
        return
    for slot in sift(standing.open, now)[1]:
        planned = None if slot.begun else _as_planned(slot)
        if planned is not None:
            edition = slot.edition
            unchanged = edition is not None and edition.revision == subscription.revision
            yield planned, edition if unchanged else None


def _as_planned(slot: OpenSlot) -> PlannedSlot | None:
    if slot.date is None or slot.time is None:
        return None
    return PlannedSlot(slot.key, slot.date, slot.time, slot.due_at, slot.note)
