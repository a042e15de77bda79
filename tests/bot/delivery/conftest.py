"""A small installation: subscriptions, a ledger on SQLite, an outlet that records."""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.adapters.discord import outlet_parts as of_discord
from bot.app import build
from bot.delivery.composing import EditionComposer
from bot.delivery.pacing import Pacing, Rhythm
from bot.delivery.planner import next_slot_at
from bot.delivery.ports import Composer, Outlet
from bot.delivery.probing import Probe, unwatched
from bot.delivery.records import FrozenEdition, Nothing, OpenSlot, Part, Shown
from bot.delivery.rounds import Rounds
from bot.delivery.states import Step
from bot.delivery.worker import Worker
from bot.schedules import parse_schedule
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.delivery_rows import written
from bot.storage.delivery_tables import subscription as table
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.storage.place import Place
from bot.subscriptions import Channel, Subscription, edition_id, part_key
from tests.fakes.clock import SetClock
from tests.fakes.outlet import RecordingOutlet
from tests.servers.blank import put_blank

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""Half an hour before the first slot."""


@dataclass
class Pages:
    """Composes editions of so many parts; `nothing` makes it have nothing to say."""

    parts: int = 1
    nothing: Nothing | None = None
    breaks: set[str] = field(default_factory=set)
    """Subscriptions that it fails on."""
    asked: list[tuple[str, Shown]] = field(default_factory=list)
    """For which subscription it was asked, and what had been shown."""

    async def compose(
        self, slot: OpenSlot, subscription: Subscription, shown: Shown, outlet: Outlet
    ) -> FrozenEdition | Nothing:
        """Parts that say which slot, number and history they were made for."""
        self.asked.append((subscription.id, shown))
        number = shown.last + 1
        if subscription.id in self.breaks:
            raise ValueError("poison")
        if self.nothing is not None:
            return self.nothing
        text = f"{slot.key} #{number} after {shown.own} {' '.join(subscription.topics)}".strip()
        return FrozenEdition(
            id=edition_id(subscription.id, slot.key),
            number=number,
            content=text,
            sha256="0" * 64,
            history=slot.key,
            revision=subscription.revision,
            text=text,
            parts=tuple(
                Part(
                    each,
                    part_key(subscription.id, slot.key, each),
                    {"text": f"{text} {each}"},
                    in_thread=each > 1,
                )
                for each in range(1, self.parts + 1)
            ),
        )


@dataclass
class Installation:
    """Everything, on one clock that stands still until it is moved."""

    database: Database
    clock: SetClock
    ledger: SqlLedger
    outlet: RecordingOutlet
    pages: Pages

    def rounds(
        self, holder: str = "one", probe: Probe = unwatched, composer: Composer | None = None
    ) -> Rounds:
        """A process that plans and posts; pages that say what they were made for, unless told otherwise."""
        return Rounds(
            Worker(
                self.ledger,
                composer or self.pages,
                {"discord": self.outlet},
                {"discord": Pacing(Rhythm(0, 0, 0), lambda: 0.0)},
                holder,
                probe,
                random.Random(1),  # noqa: S311 - the same each time
            )
        )

    async def subscribe(
        self, name: str = "s-1", days: str = "every day 08:30", **more: object
    ) -> Subscription:
        """A subscription of a channel of its own, unless another is named."""
        made = Subscription(
            id=name,
            channel=Channel("discord", "guild", f"channel of {name}"),
            owner="owner",
            schedule=parse_schedule(days, "UTC"),
            created_at=self.clock.moment,
            channel_name="general",
        )
        made = replace(made, **more)  # type: ignore[arg-type] # fields by name
        now = self.clock.moment
        async with self.database.writing() as connection:
            await connection.execute(
                table.insert().values(
                    **written(made),
                    changed_at=now,
                    planned_through=now,
                    next_slot_at=next_slot_at(made, now),
                )
            )
        return made

    async def change(self, changed: Subscription) -> Subscription:
        """An edit, as managing commands make it."""
        now = self.clock.moment
        async with self.database.writing() as connection:
            values = written(changed) | {"changed_at": now, "planned_through": now}
            await connection.execute(
                table.update()
                .where(table.c.id == changed.id)
                .values(**values, next_slot_at=next_slot_at(changed, now))
            )
        return changed

    def wind(self, **by: float) -> None:
        """Move the clock on."""
        self.clock.moment += timedelta(**by)


@pytest_asyncio.fixture
async def place(tmp_path: Path) -> AsyncIterator[Installation]:
    clock = SetClock(MONDAY)
    file = tmp_path / "delivery.sqlite3"
    put_blank(file)
    database = Database(Place(file))
    database.stay_open()
    ledger = SqlLedger(database, ClockMoments(clock))
    yield Installation(database, clock, ledger, RecordingOutlet(clock), Pages())
    await database.close()


class RealParts(RecordingOutlet):
    """Records what a real outlet would render."""

    def parts(self, replies: object, edition: str) -> object:  # type: ignore[override] # as rendered there
        """As on Discord."""
        return of_discord.parts(replies, edition)  # type: ignore[arg-type] # replies


@pytest_asyncio.fixture
async def real(place: Installation) -> Installation:
    """An installation whose outlet renders as Discord's does."""
    return replace(place, outlet=RealParts(place.clock))


@pytest.fixture(scope="session")
def composer() -> EditionComposer:
    """The real one, over the shipped library."""
    app = build(Settings())
    return EditionComposer(lambda: app.handlers.service.sources)


class Killed(BaseException):
    """The process ends here: nothing that follows happens."""


@dataclass
class KillAt:
    """Ends the process when a step is reached for the n-th time."""

    step: Step
    nth: int = 1

    async def __call__(self, step: Step, channel: Channel) -> None:
        """Count, and end."""
        if step == self.step:
            self.nth -= 1
            if self.nth == 0:
                raise Killed


@pytest.fixture
def monday() -> datetime:
    return MONDAY
