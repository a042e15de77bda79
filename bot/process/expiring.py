"""What has had its time, erased every hour by whichever process runs.

Owns when. A place that was left is erased only by a process to which its platform has said since its start
where the bot is: nobody may have run for longer than the delay, or the platform may not answer.
"""

import asyncio
from datetime import timedelta
from typing import Final

from bot.leasing import REAL_TIME, Timing, first_of
from bot.leaving.ports import Departures, Erasure
from bot.logs import incident, logger
from briefings.errors import StorageError

EVERY: Final = 3_600.0
"""Seconds between two looks."""

_log = logger(__name__)


async def expiring(
    erasure: Erasure,
    departures: Departures,
    after: timedelta,
    stop: asyncio.Event,
    timing: Timing = REAL_TIME,
) -> None:
    """Until `stop` is set. `after`: how long what was left or removed is kept. Never raises."""
    while not stop.is_set():
        await _guarded(erasure, departures, after)
        await first_of(stop.wait(), timing.pause(EVERY))


async def erased(erasure: Erasure, departures: Departures, after: timedelta) -> None:
    """Once. Raises StorageError."""
    gone = await erasure.expire(after)
    if gone:
        _log.info("erased what has had its time", rows=gone)
    for each in await erasure.overdue(after, departures.heard()):
        _log.warning("erased all that was kept of a place that was left", platform=each.platform)
        gone = {"places": 1}
    if gone and not await erasure.scrubbed():
        _log.info("what was erased is overwritten in the file beside the database a little later")


async def _guarded(erasure: Erasure, departures: Departures, after: timedelta) -> None:
    try:
        await erased(erasure, departures, after)
    except StorageError as error:
        _log.warning("what has had its time waits for the database", reason=str(error))
    except Exception as error:  # noqa: BLE001 - the roles must go on
        incident(_log, "what has had its time could not be erased", error)
