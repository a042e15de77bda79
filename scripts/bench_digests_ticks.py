"""Ticks measured: an hour of them on a wound clock, with all that falls due in it.

Owns what one tick is: being counted, planning what has come, and the first claim.
"""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar, NoReturn

from bot.delivery.composing import EditionComposer
from bot.delivery.pacing import Pacing, Rhythm
from bot.delivery.rounds import Rounds
from bot.delivery.worker import AT_ONCE, Worker
from bot.storage.database import Database
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.ticker import TICK
from scripts.bench_digests_data import as_posted, fill
from tests.fakes.clock import SetClock
from tests.fakes.outlet import RecordingOutlet

BEGIN = datetime(2026, 11, 23, 6, 59, 59, tzinfo=UTC)
SPAN = timedelta(hours=1)
LOOK_EVERY = 0.005
"""Seconds between two looks at how late the loop is."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """What an hour of ticks took. Seconds."""

    size: int
    filling: float
    ticks: tuple[float, ...]
    due: tuple[int, ...]
    """Slots planned by each tick."""
    lag: float
    """The longest that the event loop was held up."""

    HEAD: ClassVar = (
        "| database | subscriptions | ticks | p50 ms | p99 ms | longest ms | its slots | slots in the hour "
        "| loop held up ms |\n|---|---|---|---|---|---|---|---|---|"
    )

    @property
    def p99(self) -> float:
        """Of a hundred ticks the second longest."""
        return sorted(self.ticks)[int(len(self.ticks) * 0.99)]

    def row(self, kind: str) -> str:
        """A line of the table."""
        longest = max(range(len(self.ticks)), key=self.ticks.__getitem__)
        half = sorted(self.ticks)[len(self.ticks) // 2]
        times = " | ".join(f"{seconds * 1_000:.1f}" for seconds in (half, self.p99, self.ticks[longest]))
        return (
            f"| {kind} | {self.size:,} | {len(self.ticks):,} | {times} | {self.due[longest]:,} "
            f"| {sum(self.due):,} | {self.lag * 1_000:.0f} |"
        )


async def ticked(database: Database, size: int) -> Ticked:
    """An hour of ticks with so many subscriptions."""
    clock = SetClock(BEGIN)
    ledger = SqlLedger(database, ClockMoments(clock))
    began = time.perf_counter()
    await fill(database, size, BEGIN, "discord")
    filling = time.perf_counter() - began
    worker = Worker(
        ledger,
        EditionComposer(_no_library),
        {"discord": RecordingOutlet(clock)},
        {"discord": Pacing(Rhythm(0, 0, 0), lambda: 0.0)},
        "bench",
    )
    rounds, ticks, due, lags = Rounds(worker), [], [], [0.0]
    looking = asyncio.create_task(_lags(lags))
    while clock.moment < BEGIN + SPAN:
        clock.moment += TICK
        start = time.perf_counter()
        await worker.count()
        due.append(await rounds.plan())
        await ledger.claim("bench", worker.platforms, AT_ONCE)
        ticks.append(time.perf_counter() - start)
        if due[-1]:
            await as_posted(database)
    looking.cancel()
    return Ticked(size, filling, tuple(ticks), tuple(due), max(lags))


async def _lags(seen: list[float]) -> None:
    while True:
        due = time.perf_counter() + LOOK_EVERY
        await asyncio.sleep(LOOK_EVERY)
        seen[0] = max(seen[0], time.perf_counter() - due)


def _no_library() -> NoReturn:
    raise AssertionError("nothing is composed here")
