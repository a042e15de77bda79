"""Previewing: what a subscription's coming slots would post, given the library and earlier slots as planned.

Owns the order in which editions build on one another, those of the channel's other digests among them. It
runs the code that posting runs, and nothing is written, sent or claimed.
"""

import asyncio
import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from typing import Any, Final

from bot.delivery.composing import Dated, EditionComposer, dated
from bot.delivery.planner import coming, plan, slot_key
from bot.delivery.policy import sift
from bot.delivery.ports import Ledger, Render
from bot.delivery.records import (
    FrozenEdition,
    LastEdition,
    Nothing,
    NothingReason,
    OpenSlot,
    PlannedSlot,
    Shown,
    Standing,
    Standings,
)
from bot.delivery.shown import shown_to
from bot.subscriptions import Channel, Subscription
from briefings.editions.compose import Composed
from briefings.editions.edition import NothingNew
from briefings.errors import BadInput
from briefings.reply import Reply

MOST_AHEAD: Final = 400
"""Slots that one preview works its way through; more than a year of daily digests."""
MOST_BESIDE: Final = 4000
"""Slots of the channel's other digests on that way; ten daily ones for more than a year."""


@dataclass(frozen=True, slots=True)
class Previewed:
    """A slot and what it would post."""

    slot: PlannedSlot
    edition: FrozenEdition | Nothing


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the library carries a digest, as it is now and with no digest changed."""

    count: int
    """Slots with something new, one after the other."""
    last: PlannedSlot | None
    """The last one of them."""
    then: NothingReason | None = None
    """Why nothing is new after it; None where it is not known to end."""


async def preview(
    ledger: Ledger,
    composer: EditionComposer,
    render: Render,
    subscription: Subscription,
    now: datetime,
    count: int = 1,
) -> tuple[Previewed, ...]:
    """The next slots, at most `count`; fewer where the schedule ends.

    What is paused is shown as if it went on now, and what is not saved yet as if it were. Raises BadInput
    where too many digests come before, StorageError.
    """
    standings = await ledger.standings(subscription.channel)
    run = _run(composer, render, _going_on(subscription), standings, now)
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
    standings = await ledger.standings(subscription.channel)
    run = _run(composer, render, _going_on(subscription), standings, now)
    return await asyncio.to_thread(lambda: tuple(_of_date(run, on)))


async def reach(
    ledger: Ledger, composer: EditionComposer, subscription: Subscription, now: datetime, most: int
) -> Reach:
    """How many of the next slots, at most so many, have something new. Raises BadInput, StorageError."""
    standings = await ledger.standings(subscription.channel)
    run = _run(composer, _unwritten, replace(_going_on(subscription), empty="skip"), standings, now)
    return await asyncio.to_thread(_reach, run, most)


async def waiting(
    ledger: Ledger, composer: EditionComposer, channel: Channel, now: datetime
) -> Mapping[str, NothingReason]:
    """The channel's digests that have nothing new after what it was shown, and why. Raises StorageError."""
    standings = await ledger.standings(channel)
    return await asyncio.to_thread(_waiting, composer, standings, now)


def _unwritten(replies: Sequence[Reply], edition: str) -> tuple[tuple[Mapping[str, Any], bool], ...]:
    """No parts, where only their number is asked for."""
    del replies, edition
    return ()


def _reach(run: Iterable[Previewed], most: int) -> Reach:
    last: PlannedSlot | None = None
    for count, each in enumerate(islice(run, most)):
        if isinstance(each.edition, Nothing):
            return Reach(count, last, each.edition.reason)
        last = each.slot
    return Reach(most, last)


def _waiting(composer: EditionComposer, standings: Standings, now: datetime) -> dict[str, NothingReason]:
    found: dict[str, NothingReason] = {}
    for each in standings.digests:
        subscription = replace(_going_on(each.subscription), empty="skip")
        coming = next(_ahead(subscription, each, now), None)
        if coming is None or coming.frozen is not None:
            continue
        made = composer.content(_dated(coming), subscription, shown_to(subscription, standings.editions))
        if isinstance(made, NothingNew):
            found[subscription.id] = made.reason
    return found


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


@dataclass(frozen=True, slots=True)
class _Coming:
    """A slot to come, of one of the channel's digests, with what is frozen of it already."""

    slot: PlannedSlot
    subscription: Subscription
    frozen: FrozenEdition | None = None

    @property
    def order(self) -> tuple[datetime, str]:
        """As the slots of a channel are worked off."""
        return self.slot.due_at, self.subscription.id


@dataclass(slots=True)
class _Channel:
    """What the channel has been shown, slot after slot."""

    composer: EditionComposer
    render: Render
    editions: dict[str, LastEdition]
    silent: set[str] = field(default_factory=set)
    """Digests that have nothing to post any more, whatever else is shown: the library stays as it is."""

    def posted(self, coming: _Coming) -> FrozenEdition | Nothing:
        """What a slot posts, on what was shown before it."""
        subscription, shown = coming.subscription, self._shown(coming)
        frozen = coming.frozen
        if frozen is None or not frozen.follows(shown, subscription):
            made = self.composer.edition(_dated(coming), subscription, shown, self.render)
            if isinstance(made, Nothing):
                return made
            frozen = made
        self._told(coming, frozen.number, frozen.history)
        return frozen

    def passed(self, coming: _Coming) -> None:
        """The same of another digest's slot, which nobody looks at."""
        subscription, shown = coming.subscription, self._shown(coming)
        if coming.frozen is not None and coming.frozen.follows(shown, subscription):
            self._told(coming, coming.frozen.number, coming.frozen.history)
            return
        if subscription.id in self.silent:
            return
        made = self.composer.content(_dated(coming), subscription, shown)
        if isinstance(made, Composed):
            self._told(coming, made.edition.number, made.history.to_json())
        else:
            self.silent.add(subscription.id)

    def _shown(self, coming: _Coming) -> Shown:
        return shown_to(coming.subscription, self.editions.values())

    def _told(self, coming: _Coming, number: int, history: str) -> None:
        name = coming.subscription.id
        self.editions[name] = LastEdition(name, number, history)


def _dated(coming: _Coming) -> Dated:
    return dated(coming.slot.key, coming.slot.date, coming.slot.time, coming.slot.due_at)


def _run(
    composer: EditionComposer,
    render: Render,
    subscription: Subscription,
    standings: Standings,
    now: datetime,
) -> Iterator[Previewed]:
    """Slot after slot, each on what the channel has been shown by the slots before, whosesoever they are."""
    channel = _Channel(composer, render, {each.subscription: each for each in standings.editions})
    standing = next((each for each in standings.digests if each.subscription.id == subscription.id), None)
    others = [
        _ahead(each.subscription, each, now)
        for each in standings.digests
        if each is not standing and each.subscription.state == "active"
    ]
    beside = heapq.merge(*others, key=lambda each: each.order)
    following, passed = next(beside, None), 0
    for own in _ahead(subscription, standing, now):
        while following is not None and following.order < own.order:
            passed += 1
            if passed > MOST_BESIDE:
                raise BadInput(f"More than {MOST_BESIDE} digests of this channel come before; ask for less.")
            channel.passed(following)
            following = next(beside, None)
        yield Previewed(own.slot, channel.posted(own))


def _ahead(subscription: Subscription, standing: Standing | None, now: datetime) -> Iterator[_Coming]:
    """What is due and not begun, then what the schedule brings; with what is frozen already."""
    if standing is not None:
        yield from _due(subscription, standing, now)
    for _, together in groupby(coming(subscription, now), key=lambda slot: slot.utc):
        *_, slot = together  # of two at one instant the last one stands for both
        if subscription.quiet(slot.utc) is None:
            planned = PlannedSlot(slot_key(slot), slot.date, f"{slot.time:%H:%M}", slot.utc, slot.note)
            yield _Coming(planned, subscription)


def _due(subscription: Subscription, standing: Standing, now: datetime) -> Iterator[_Coming]:
    new = [each for each in plan(subscription, standing.planned_through, now).slots if each.state == "due"]
    if new:
        yield _Coming(new[-1], subscription)
        return
    for slot in sift(standing.open, now)[1]:
        planned = None if slot.begun else _as_planned(slot)
        if planned is not None:
            yield _Coming(planned, subscription, slot.edition)


def _as_planned(slot: OpenSlot) -> PlannedSlot | None:
    if slot.date is None or slot.time is None:
        return None
    return PlannedSlot(slot.key, slot.date, slot.time, slot.due_at, slot.note)
