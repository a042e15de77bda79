"""Playing a role only while its lease is held: waiting for it, renewing it, letting go of it.

Owns the rhythm: a role whose process died is taken over within `LEASE_LASTS` and `LOOK_AGAIN`, 32 s, and
at once where it can be known that it died. Refuses to go on when it cannot know that it still holds the
lease.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.holders import has_ended, holder_name
from bot.logs import logger
from bot.ports import LEASE_LASTS, Hold, Lease
from bot.roles import Work
from briefings.errors import StorageError

LOOK_AGAIN = 2.0
"""Seconds between two attempts to get a lease that somebody else holds."""
RENEW_EVERY = 10.0
"""Seconds between two renewals; two of them may fail before the lease is in doubt."""
RENEW_AGAIN = 2.0
"""Seconds until the next attempt after a renewal that failed."""
LET_GO_BEFORE = 5.0
"""Seconds before the lease runs out by this process's own count, at which it stops playing the role."""
LAST_WORDS = 2.0
"""Seconds that the work has to end by itself once the lease is lost. Less than `LET_GO_BEFORE`."""

_log = logger(__name__)


async def _has_ended(holder: str) -> bool:
    return await asyncio.to_thread(has_ended, holder)  # on some systems another program is asked


@dataclass(frozen=True, slots=True)
class Timing:
    """What only the world outside knows of time.

    `pause` waits some seconds, `elapsed` counts seconds and never goes back, `has_ended` says whether the
    process that a holder's name tells of is known to have ended.
    """

    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    elapsed: Callable[[], float] = time.monotonic
    has_ended: Callable[[str], Awaitable[bool]] = _has_ended


REAL_TIME = Timing()


async def while_held(
    lease: Lease, role: str, work: Work, stop: asyncio.Event, *, holder: str = "", timing: Timing = REAL_TIME
) -> None:
    """Does `work` while this process holds `role`; waits for it first, and again after losing it.

    `work` gets an event of its own, set when the lease is lost as well as when `stop` is. Returns once
    `stop` is set and the work has ended, or the work returned by itself; raises what it raises, and
    StorageError when the lease cannot be asked for.
    """
    name = holder or await asyncio.to_thread(holder_name)
    while not stop.is_set():
        asked_at = timing.elapsed()
        hold = await lease.acquire(role, name) or await _from_the_dead(lease, role, name, timing)
        if hold is None:
            await _wait(lease, role, stop, timing)
            continue
        _log.info("role taken", role=role, fence=hold.fence)
        if await _play(_Keeper(lease, hold, asked_at, timing), work, stop):
            return


async def _from_the_dead(lease: Lease, role: str, name: str, timing: Timing) -> Hold | None:
    """The role of a process that is known to have ended without giving it back; None otherwise."""
    other = await lease.held(role)
    if other is None or not await timing.has_ended(other.holder):
        return None
    _log.warning("the process that played this role has ended unseen", role=role, holder=other.holder)
    return await lease.take_over(other, name)


async def _wait(lease: Lease, role: str, stop: asyncio.Event, timing: Timing) -> None:
    """Waits until nobody who lives holds the role, or for `stop`."""
    other = await lease.held(role)
    if other is not None:
        _log.warning("another process plays this role; waiting for it to end", role=role, holder=other.holder)
    while other is not None and not stop.is_set():
        await first_of(stop.wait(), timing.pause(LOOK_AGAIN))
        other = await lease.held(role)
        if other is not None and await timing.has_ended(other.holder):
            return


async def first_of(*waits: Awaitable[object]) -> None:
    """Waits for whichever ends first and cancels the others; raises what it raised."""
    tasks = [asyncio.ensure_future(each) for each in waits]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        await _cancelled(*tasks)


@dataclass(slots=True)
class _Keeper:
    """Keeps a lease for as long as that is possible."""

    lease: Lease
    hold: Hold
    asked_at: float
    """When the last renewal that succeeded was begun, by this process's count."""
    timing: Timing

    async def until_lost(self) -> None:
        """Renews again and again; returns when the lease is lost or in doubt."""
        await first_of(self._refused(), self._doubtful())

    async def _refused(self) -> None:
        """Renews until the lease turns out to be somebody else's."""
        wait = RENEW_EVERY
        while True:
            await self.timing.pause(wait)
            asked_at = self.timing.elapsed()
            try:
                renewed = await self.lease.renew(self.hold)
            except StorageError as error:
                if wait != RENEW_AGAIN:  # once is enough until it can be renewed again
                    _log.warning("the lease could not be renewed", role=self.hold.role, reason=str(error))
                wait = RENEW_AGAIN
                continue
            if renewed is None:
                return
            self.asked_at, wait = asked_at, RENEW_EVERY

    async def _doubtful(self) -> None:
        """Returns when no renewal has succeeded for so long that the lease may run out; one may hang."""
        lasts = LEASE_LASTS.total_seconds() - LET_GO_BEFORE
        while (left := self.asked_at + lasts - self.timing.elapsed()) > 0:
            await self.timing.pause(left)

    async def let_go(self) -> None:
        """Gives the role back, so that nobody has to wait for the lease to run out."""
        with suppress(StorageError):
            await self.lease.release(self.hold)


async def _play(keeper: _Keeper, work: Work, stop: asyncio.Event) -> bool:
    """Works while the lease is kept. True when the work is over for good, False when the lease was lost."""
    told = asyncio.Event()
    working = asyncio.ensure_future(work(told))
    kept = asyncio.ensure_future(keeper.until_lost())
    asked = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, kept, asked}, return_when=asyncio.FIRST_COMPLETED)
        told.set()
        if not working.done():
            await asyncio.wait({working, kept}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            _log.error("the lease is lost; the role stops here", role=keeper.hold.role)
            await first_of(asyncio.wait({working}), keeper.timing.pause(LAST_WORDS))
        if kept.done():
            kept.result()
        if not working.done():
            return stop.is_set()
        await working
        return stop.is_set() or not kept.done()
    finally:
        await _cancelled(working, kept, asked)
        await keeper.let_go()


async def _cancelled(*tasks: asyncio.Future[Any]) -> None:
    """Cancels what still runs and waits for its end, whatever that is."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
