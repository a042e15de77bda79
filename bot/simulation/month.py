"""The run of a simulation: the real planner, worker, composer and renderers, driven from moment to moment.

Owns the order of moments: whatever comes next, be it a slot, another try, the housekeeping or an event.
Everything goes through the ledger, in a database that is thrown away.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, get_args

from bot.delivery.composing import EditionComposer
from bot.delivery.housekeeping import KEPT, forgotten, rechecked
from bot.delivery.pacing import Pacing
from bot.delivery.planner import next_slot_at
from bot.delivery.ports import Outlet, Render
from bot.delivery.records import FrozenEdition, Nothing, OpenSlot, PastSlot
from bot.delivery.rounds import Rounds
from bot.delivery.worker import Worker
from bot.digests.ports import Kept, Limits
from bot.failures import Permanent, Reason
from bot.process.digests import RHYTHMS
from bot.simulation.clock import WoundClock
from bot.simulation.samples import START, Event, samples, script
from bot.simulation.sender import Sender
from bot.storage.database import Database
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.storage.place import Place
from bot.storage.subscriptions import SqlSubscriptions
from bot.subscriptions import Pause, Subscription

HOUR: Final = timedelta(hours=1)
SOON: Final = timedelta(seconds=2)
"""After which the ticker would look again."""
FLAKY: Final = 0.03
"""The share of requests that get lost or are told to slow down, beside what the script says."""
_ALL: Final = 10_000

Progress = Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class Held:
    """What a simulation comes to."""

    start: datetime
    end: datetime
    subscriptions: tuple[Subscription, ...]
    """As they are in the end."""
    past: Mapping[str, tuple[PastSlot, ...]]
    """Oldest first."""
    editions: Mapping[str, FrozenEdition]
    """Every one that was composed, by its id."""
    senders: Mapping[str, Sender]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Remembering:
    """A composer that keeps what it made."""

    composer: EditionComposer
    made: dict[str, FrozenEdition] = field(default_factory=dict)

    async def compose(
        self, slot: OpenSlot, subscription: Subscription, number: int, history: str | None, outlet: Outlet
    ) -> FrozenEdition | Nothing:
        """As the real one does."""
        made = await self.composer.compose(slot, subscription, number, history, outlet)
        if isinstance(made, FrozenEdition):
            self.made[made.id] = made
        return made


@dataclass(frozen=True, slots=True)
class Platform:
    """What the simulation takes of a platform's real outlet."""

    render: Render
    same_within: timedelta


async def simulate(
    composer: EditionComposer,
    platforms: Mapping[str, Platform],
    folder: Path,
    days: int,
    seed: int,
    progress: Progress,
) -> Held:
    """Runs so many days; the database is made in `folder`. The same seed gives the same month."""
    clock = WoundClock(START)
    database = Database(Place(folder / "simulation.sqlite3"))
    database.stay_open()
    try:
        month = Month.begun(composer, platforms, database, clock, random.Random(seed))  # noqa: S311 - no secret
        return await month.run(START + timedelta(days=days), progress)
    finally:
        await database.close()


@dataclass(slots=True)
class Month:
    """A simulation on its way."""

    clock: WoundClock
    ledger: SqlLedger
    store: SqlSubscriptions
    senders: dict[str, Sender]
    composer: Remembering
    rounds: Rounds
    events: tuple[Event, ...]
    asleep: bool = False
    coming: list[Event] = field(default_factory=list)
    slots: tuple[Subscription, ...] = ()
    """Whose slots are waited for."""

    @classmethod
    def begun(
        cls,
        composer: EditionComposer,
        platforms: Mapping[str, Platform],
        database: Database,
        clock: WoundClock,
        chance: random.Random,
    ) -> "Month":
        """Everything put together, before the first moment."""
        moments = ClockMoments(clock)
        senders = {
            name: Sender(name, each.render, clock, each.same_within, chance, flaky=FLAKY)
            for name, each in platforms.items()
        }
        events, remembering = script(chance), Remembering(composer)
        ledger = SqlLedger(database, moments)
        pacings = {name: Pacing(RHYTHMS[name], clock.elapsed, clock.pause) for name in senders}
        worker = Worker(ledger, remembering, dict(senders), pacings, "simulation", chance=chance)
        return cls(
            clock=clock,
            ledger=ledger,
            store=SqlSubscriptions(database, moments),
            senders=senders,
            composer=remembering,
            rounds=Rounds(worker, at_once=1),  # one after the other, so that chance falls the same way
            events=events,
            coming=list(events),
        )

    async def run(self, end: datetime, progress: Progress) -> Held:
        """From the beginning to `end`."""
        for each in samples():
            await self.store.add(_kept(each, START), Limits())
        self.slots = await self.store.listed()
        hourly = START
        while (now := self.clock.now()) < end:
            await self._happened(now)
            if now >= hourly:
                hourly = now + HOUR
                await self._housekeeping(now)
            if not self.asleep:
                await self.rounds.settle()
            progress(self.clock.now())
            self.clock.wind_to(min(await self._next(hourly), end))
        return await self._held(end)

    async def _housekeeping(self, now: datetime) -> None:
        if self.asleep:
            return
        await rechecked(self.rounds.worker)
        if now - START >= KEPT:
            await forgotten(self.rounds.worker)

    async def _next(self, hourly: datetime) -> datetime:
        """The next moment at which anything can happen."""
        now = self.clock.now()
        moments = [hourly, *(each.at for each in self.coming[:1])]
        if not self.asleep:
            again = await self.ledger.next_try_at(tuple(self.senders))
            moments += [] if again is None else [max(again, now + SOON)]
            for each in self.slots:
                following = next_slot_at(each, now)
                moments += [] if following is None else [following]
        return min(moments)

    async def _happened(self, now: datetime) -> None:
        while self.coming and self.coming[0].at <= now:
            await self._happen(self.coming.pop(0))

    async def _happen(self, event: Event) -> None:
        match event.what:
            case "asleep" | "awake":
                self.asleep = event.what == "asleep"
            case "paused" | "resumed" | "removed":
                await self._managed(event)
            case "down" | "up":
                self.senders[event.subject].down = event.what == "down"
            case _:
                for sender in self.senders.values():
                    _befalls(event, sender)

    async def _managed(self, event: Event) -> None:
        """What somebody does to a subscription."""
        now = self.clock.now()
        found = await self.store.get(event.subject)
        if found is None:
            return
        match event.what:
            case "paused":
                changed = replace(
                    found.subscription, state="paused", pause=Pause("asked", now, found.subscription.owner)
                )
            case "resumed":
                changed = replace(found.subscription, state="active", pause=None)
            case _:
                changed = replace(found.subscription, state="removed", pause=None)
        await self.store.change(_kept(replace(changed, revision=changed.revision + 1), found.planned_through))
        self.slots = await self.store.listed()

    async def _held(self, end: datetime) -> Held:
        subscriptions, past = [], {}
        for each in samples():
            found = await self.store.get(each.id)
            subscriptions.append(found.subscription if found else each)
            past[each.id] = tuple(reversed(await self.ledger.past(each.id, _ALL)))
        return Held(
            start=START,
            end=end,
            subscriptions=tuple(subscriptions),
            past=past,
            editions=self.composer.made,
            senders=self.senders,
            events=tuple(each for each in self.events if each.at < end),
        )


def _kept(subscription: Subscription, planned_through: datetime) -> Kept:
    return Kept(subscription, planned_through, next_slot_at(subscription, planned_through))


def _befalls(event: Event, sender: Sender) -> None:
    """What happens to a channel, on the platform that has it."""
    match event.what:
        case "closed":
            channel, _, reason = event.subject.partition(":")
            sender.closed[channel] = Permanent(_reason(reason))
        case "open":
            sender.closed.pop(event.subject, None)
        case "unreadable":
            sender.unreadable.add(event.subject)
        case "lost before" | "lost after":
            sender.troubles.append((event.subject, event.what))
        case _:
            raise ValueError(f"no channel's event: {event.what}")


def _reason(word: str) -> Reason:
    for each in get_args(Reason):
        if each == word:
            known: Reason = each
            return known
    raise ValueError(f"no reason: {word}")
