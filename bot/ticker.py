"""The ticker: wakes the rounds every few seconds and the housekeeping every hour.

The only module that knows APScheduler. It decides no digest's time: a tick that comes late or not at all
changes nothing but the moment at which the planner looks.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, timedelta
from typing import Final

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent  # type: ignore[import-untyped] # no stubs
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped] # no stubs
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped] # no stubs

from bot.logs import incident, logger

TICK: Final = timedelta(seconds=2)
"""Between two looks at what is due; readers do not notice two seconds."""
HOUSEKEEPING: Final = timedelta(hours=1)
"""Owners are told that a channel is looked at again within the hour."""

_log = logger(__name__)


@asynccontextmanager
async def ticking(
    tick: Callable[[], None],
    housekeeping: Callable[[], Awaitable[None]],
    *,
    every: timedelta = TICK,
    seldom: timedelta = HOUSEKEEPING,
) -> AsyncIterator[None]:
    """Within it both are called again and again, the tick at once for the first time.

    Neither runs twice at the same time, and calls that were missed are made up for by one.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(_as_job(tick), IntervalTrigger(seconds=every.total_seconds(), timezone=UTC))
    scheduler.add_job(housekeeping, IntervalTrigger(seconds=seldom.total_seconds(), timezone=UTC))
    scheduler.add_listener(_failed, EVENT_JOB_ERROR)
    scheduler.start()
    tick()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def _as_job(tick: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    """A plain function would be called in a thread, which an event of the loop does not bear."""

    async def job() -> None:
        tick()

    return job


def _failed(event: JobExecutionEvent) -> None:
    incident(_log, "a scheduled task failed", event.exception)
