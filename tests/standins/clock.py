"""The time a stand-in lives by.

Owns the two clocks: one that runs, one that moves only when a test moves it. Refuses to sleep for real: who
waits on a stepped clock waits for the step.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class StandInClock(Protocol):
    """Tells the time, and waits for a moment of it."""

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        """Move the time forward, where it can be moved."""

    def now(self) -> datetime:
        """The present moment, in UTC."""

    async def until(self, moment: datetime) -> None:
        """Return once `moment` has come."""


class SteppedClock:
    """Stands still until `advance` is called."""

    def __init__(self, moment: datetime = START) -> None:
        self._moment = moment
        self._waiting: list[tuple[datetime, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        """The moment it was last moved to."""
        return self._moment

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        """Move forward and wake whoever waited for a moment that has now come."""
        self._moment += timedelta(seconds=seconds, minutes=minutes, hours=hours)
        waiting, self._waiting = self._waiting, []
        for moment, future in waiting:
            if moment > self._moment:
                self._waiting.append((moment, future))
            elif not future.done():
                future.set_result(None)

    async def until(self, moment: datetime) -> None:
        """Return once the clock was moved to `moment` or past it."""
        if moment <= self._moment:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((moment, future))
        await future


class RunningClock:
    """The machine's own time; for looking by hand, for campaigns and for benchmarks."""

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        """Refuse: this clock runs by itself."""
        message = f"a running clock cannot be moved by {hours} h {minutes} min {seconds} s"
        raise TypeError(message)

    def now(self) -> datetime:
        """The machine's time."""
        return datetime.now(UTC)

    async def until(self, moment: datetime) -> None:
        """Sleep until `moment`."""
        await asyncio.sleep(max(0.0, (moment - self.now()).total_seconds()))
