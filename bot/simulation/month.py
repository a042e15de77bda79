"""The run of a simulation: the real handlers, planner, worker, composer and renderers, from moment to moment.

Owns the order of moments: whatever comes next, be it a slot, another try, the housekeeping, an event or a
line that somebody types.
Everything goes through the ledger, in a database that is thrown away.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, get_args

from bot.delivery.composing import EditionComposer
from bot.delivery.housekeeping import KEPT, forgotten, rechecked
from bot.delivery.pacing import Pacing
from bot.delivery.planner import next_slot_at
from bot.delivery.ports import Outlet, Render
from bot.delivery.records import FrozenEdition, Nothing, OpenSlot, PastSlot, Shown
from bot.delivery.rounds import Rounds
from bot.delivery.worker import Worker
from bot.digests.wording import Name
from bot.failures import Permanent, Reason
from bot.process.digests import RHYTHMS
from bot.simulation.clock import WoundClock
from bot.simulation.people import Answered, People
from bot.simulation.samples import START, Event, Happening, Said, script
from bot.simulation.sender import Sender
from bot.simulation.shelf import Shelf
from bot.storage.database import Database
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.storage.place import Place
from bot.storage.subscriptions import SqlSubscriptions
from bot.subscriptions import Subscription
from briefings.service import BriefingService

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
    answered: tuple[Answered, ...]
    name: Name
    """How readers see a topic."""


@dataclass(frozen=True, slots=True)
class Remembering:
    """A composer that keeps what it made."""

    composer: EditionComposer
    made: dict[str, FrozenEdition] = field(default_factory=dict)

    async def compose(
        self, slot: OpenSlot, subscription: Subscription, shown: Shown, outlet: Outlet
    ) -> FrozenEdition | Nothing:
        """As the real one does."""
        made = await self.composer.compose(slot, subscription, shown, outlet)
        if isinstance(made, FrozenEdition):
            self.made[made.id] = made
        return made


@dataclass(frozen=True, slots=True)
class Platform:
    """What the simulation takes of a platform's real outlet."""

    render: Render
    same_within: timedelta


async def simulate(
    service: BriefingService,
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
        chance = random.Random(seed)  # noqa: S311 - no secret
        month = Month.begun(Shelf(service), platforms, database, clock, chance)
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
    people: People
    coming: list[Happening]
    past: list[Event] = field(default_factory=list)
    asleep: bool = False
    due: datetime = START
    """When there is something to plan or to post, as far as is known."""
    begun_: dict[str, Subscription] = field(default_factory=dict)
    """Every subscription there ever was, as it is."""
    following: dict[tuple[str, int], datetime | None] = field(default_factory=dict)
    """The next slot of each revision of a subscription."""

    @classmethod
    def begun(
        cls,
        shelf: Shelf,
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
        remembering = Remembering(EditionComposer(lambda: shelf.sources))
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
            people=People.of(shelf, ledger, senders, database, moments),
            coming=list(script(chance, shelf.topic_name)),
        )

    async def run(self, end: datetime, progress: Progress) -> Held:
        """From the beginning to `end`."""
        await self.people.noticed()
        hourly = START
        while (now := self.clock.now()) < end:
            await self._happened(now)
            if now >= hourly:
                hourly = now + HOUR
                await self._housekeeping(now)
            if now >= self.due and not self.asleep:
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
            slots = (self._next_slot(each, now) for each in self.begun_.values())
            due = [each for each in (again and max(again, now + SOON), *slots) if each is not None]
            self.due = min(due, default=hourly)
            moments.append(self.due)
        return min(moments)

    def _next_slot(self, subscription: Subscription, now: datetime) -> datetime | None:
        name = (subscription.id, subscription.revision)
        known = self.following.get(name, now)
        if known is not None and known <= now:
            known = self.following[name] = next_slot_at(subscription, now)
        return known

    async def _happened(self, now: datetime) -> None:
        while self.coming and self.coming[0].at <= now:
            happening = self.coming.pop(0)
            if isinstance(happening, Said):
                await self.people.says(happening)
                await self._looked_at()
            else:
                self.past.append(happening)
                await self._happen(happening)

    async def _happen(self, event: Event) -> None:
        match event.what:
            case "asleep" | "awake":
                self.asleep, self.due = event.what == "asleep", event.at
            case "down" | "up":
                self.senders[event.subject].down = event.what == "down"
            case "corrected":
                self.people.shelf.correct()
                await self.people.noticed()
            case _:
                for sender in self.senders.values():
                    _befalls(event, sender)

    async def _looked_at(self) -> None:
        """What people made of the subscriptions."""
        for each in await self.store.listed():
            self.begun_[each.id] = each
        for name in self.begun_:
            found = await self.store.get(name)
            if found is not None:
                self.begun_[name] = found.subscription

    async def _held(self, end: datetime) -> Held:
        await self._looked_at()
        past = {name: tuple(reversed(await self.ledger.past(name, _ALL))) for name in self.begun_}
        return Held(
            start=START,
            end=end,
            subscriptions=tuple(self.begun_.values()),
            past=past,
            editions=self.composer.made,
            senders=self.senders,
            events=tuple(self.past),
            answered=tuple(self.people.answered),
            name=self.people.shelf.service.topics.name,
        )


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
