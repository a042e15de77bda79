"""What has had its time, erased every hour by whichever process runs.

Owns when. A place that was left is erased only by a process that has run for an hour: by then a platform
has said whether the bot is back there, even where nobody ran for longer than the delay.
"""

import asyncio
from datetime import timedelta
from typing import Final

from bot.leasing import REAL_TIME, Timing, first_of
from bot.leaving.ports import Erasure
from bot.logs import incident, logger
from briefings.errors import StorageError

EVERY: Final = 3_600.0
"""Seconds between two looks."""

_log = logger(__name__)


async def expiring(
    erasure: Erasure, after: timedelta, stop: asyncio.Event, timing: Timing = REAL_TIME
) -> None:
    """Until `stop` is set. `after`: how long what was left or removed is kept. Never raises."""
    await _guarded(erasure, after, left=False)
    while not stop.is_set():
        await first_of(stop.wait(), timing.pause(EVERY))
        if not stop.is_set():
            await _guarded(erasure, after, left=True)


async def erased(erasure: Erasure, after: timedelta, *, left: bool) -> None:
    """Once. `left`: also places that the bot left. Raises StorageError."""
    gone = await erasure.expire(after)
    if gone:
        _log.info("erased what has had its time", rows=gone)
    for each in await erasure.overdue(after) if left else ():
        _log.warning("erased all that was kept of a place that was left", platform=each.platform)
        gone = {"places": 1}
    if gone and not await erasure.scrubbed():
        _log.info("what was erased is overwritten in the file beside the database a little later")


async def _guarded(erasure: Erasure, after: timedelta, *, left: bool) -> None:
    try:
        await erased(erasure, after, left=left)
    except StorageError as error:
        _log.warning("what has had its time waits for the database", reason=str(error))
    except Exception as error:  # noqa: BLE001 - the roles must go on
        incident(_log, "what has had its time could not be erased", error)
