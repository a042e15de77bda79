"""Watching that the event loop is never held up: a long step would delay every answer."""

import asyncio
from collections.abc import Callable

from bot.leasing import REAL_TIME, Timing, first_of
from bot.logs import logger

EVERY = 0.5
"""Seconds between two looks."""
TOO_LATE = 0.25
"""Seconds by which a look may come too late before it is worth a line; readers notice about that much."""
QUIET = 30.0
"""Seconds for which no second line is written."""

_log = logger(__name__)


async def watch(
    stop: asyncio.Event, timing: Timing = REAL_TIME, seen: Callable[[float], object] = lambda seconds: None
) -> None:
    """Writes a warning when the loop was held up, until `stop` is set.

    `seen` is told by how many seconds each look came too late.
    """
    told = -QUIET
    while not stop.is_set():
        due = timing.elapsed() + EVERY
        await first_of(stop.wait(), timing.pause(EVERY))
        now = timing.elapsed()
        if not stop.is_set():
            seen(now - due)
        if now - due > TOO_LATE and now - told >= QUIET:
            told = now
            _log.warning("the event loop was held up", seconds=round(now - due, 2))
