"""Composing a slot's edition from the library, frozen with the platform's own payloads.

Owns how a subscription's words become the core's, and which zone a date is counted in. What an edition
says is the core's affair, how it looks the outlet's.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from bot.delivery.planner import is_asked_for
from bot.delivery.ports import Outlet, Render
from bot.delivery.records import FrozenEdition, Nothing, OpenSlot, Part, Shown
from bot.delivery.topics import topic_ref
from bot.schedules.zone_data import zone
from bot.subscriptions import Subscription, edition_id, part_key
from briefings.editions.compose import Composed, compose_edition
from briefings.editions.edition import Edition, NothingNew
from briefings.editions.history import History
from briefings.editions.order import Order, Slot
from briefings.editions.sources import Sources
from briefings.editions.together import Neighbours
from briefings.present.editions import present_edition
from briefings.references import TopicRef
from briefings.reply import content


@dataclass(frozen=True, slots=True)
class Dated:
    """What composing needs of a slot."""

    key: str
    date: date
    time: str
    due_at: datetime | None = None
    """The instant of a slot that somebody asked for: its date alone does not say in which zone it is."""


def dated(key: str, on: date, at: str, due_at: datetime) -> Dated:
    """What composing needs of the slot of that key."""
    return Dated(key, on, at, due_at if is_asked_for(key) else None)


@dataclass(frozen=True, slots=True)
class EditionComposer:
    """Makes editions from the library that `sources` gives at that moment."""

    sources: Callable[[], Sources]

    async def compose(
        self, slot: OpenSlot, subscription: Subscription, shown: Shown, outlet: Outlet
    ) -> FrozenEdition | Nothing:
        """The edition for a slot; made in a thread, for it takes longer than the event loop may wait."""
        if slot.date is None or slot.time is None:
            raise ValueError("a digest has a date and a time")
        of_slot = dated(slot.key, slot.date, slot.time, slot.due_at)
        return await asyncio.to_thread(self.edition, of_slot, subscription, shown, outlet.parts)

    def edition(
        self, slot: Dated, subscription: Subscription, shown: Shown, render: Render
    ) -> FrozenEdition | Nothing:
        """The same in the calling thread: equal input gives equal bytes."""
        made = self.content(slot, subscription, shown)
        if isinstance(made, NothingNew):
            return Nothing(made.reason)
        return _frozen(made.edition, made.history, slot, subscription, render)

    def content(self, slot: Dated, subscription: Subscription, shown: Shown) -> Composed | NothingNew:
        """What it says, before any platform's form."""
        sources, order = self.sources(), order_of(subscription)
        known = tuple(each for each in order.topics if _is_known(sources, each))
        if order.topics and not known:
            return NothingNew(reason="not-covered")
        return compose_edition(
            sources,
            order.model_copy(update={"topics": known}),
            History() if shown.own is None else _read(shown.own),
            Slot(date=slot.date, time=slot.time, zone=_zone(subscription, slot)),
            edition_id(subscription.id, slot.key),
            _neighbours(shown),
        )


def _is_known(sources: Sources, topic: TopicRef) -> bool:
    """Whether the vocabulary still holds a topic: a subscription outlives it."""
    try:
        sources.name(topic)
    except KeyError:
        return False
    return True


def _neighbours(shown: Shown) -> Neighbours:
    going_on, ended = (tuple(_read(each) for each in some) for some in (shown.others, shown.ended))
    return Neighbours(going_on, shown.last, ended)


@lru_cache(maxsize=64)
def _read(history: str) -> History:
    """A history of its JSON; neighbours of one channel, and previews, ask for the same ones again."""
    return History.from_json(history)


def order_of(subscription: Subscription) -> Order:
    """The lasting wishes of a subscription, in the core's words."""
    topics = tuple(topic_ref(each) for each in subscription.topics)
    return Order(topics=topics, style=subscription.style, empty=subscription.empty)


def _zone(subscription: Subscription, slot: Dated) -> str:
    return zone_of(subscription, slot.date) if slot.due_at is None else zone_at(subscription, slot.due_at)


def zone_at(subscription: Subscription, moment: datetime) -> str:
    """The zone in force at a moment; the former one until the day of the change has come there."""
    since, former = subscription.zone_since, subscription.former_zone
    if since is not None and former is not None and moment.astimezone(zone(former)).date() < since:
        return former
    return subscription.schedule.zone


def zone_of(subscription: Subscription, on: date) -> str:
    """The zone that a date of the subscription is counted in; a change begins with a date of its own."""
    since, former = subscription.zone_since, subscription.former_zone
    if since is not None and former is not None and on < since:
        return former
    return subscription.schedule.zone


def _frozen(
    edition: Edition, after: History, slot: Dated, subscription: Subscription, render: Render
) -> FrozenEdition:
    replies = present_edition(edition)
    parts = tuple(
        Part(number, part_key(subscription.id, slot.key, number), payload, in_thread=below)
        for number, (payload, below) in enumerate(render(replies, edition.id), 1)
    )
    return FrozenEdition(
        id=edition.id,
        number=edition.number,
        content=edition.to_json(),
        sha256=edition.sha256,
        history=after.to_json(),
        revision=subscription.revision,
        text="\n\n".join(f"{each.title}\n{content(each)}" for each in replies),
        parts=parts,
    )
