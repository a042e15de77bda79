"""Keeping roles going: each is restarted alone when it fails, and all end together when told to.

Owns what happens when a role fails, gives up or does not end. Refuses to know what a role does.
"""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from bot.health.vitals import RoleState
from bot.leasing import REAL_TIME, Timing, first_of
from bot.logs import incident, logger
from bot.process.backoff import Backoff
from bot.roles import NeedsAttention, Role
from briefings.errors import CommuniqueError, ConfigurationError

FINISH_WITHIN = 8.0
"""Seconds that roles have, once told to stop, to finish what they have begun; then they are cancelled."""
CANCEL_WITHIN = 1.0
"""Seconds that a cancelled role has to clean up before the process goes on without it."""

_log = logger(__name__)


class Ending(Enum):
    """How a role ended."""

    STOPPED = "stopped"
    """It was told to, and did."""
    NEEDS_ATTENTION = "needs attention"
    """It cannot go on until somebody changes something."""
    LEFT_BEHIND = "left behind"
    """It was told to stop and did not."""


_STATES = {
    Ending.STOPPED: RoleState.ENDED,
    Ending.NEEDS_ATTENTION: RoleState.NEEDS_ATTENTION,
    Ending.LEFT_BEHIND: RoleState.ENDED,
}


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the outside decides: how time passes, chance, how patient to be, and who is told of each role."""

    timing: Timing = REAL_TIME
    source: random.Random = field(default_factory=random.SystemRandom)
    backoff: Backoff = field(default_factory=Backoff)
    told: Callable[[str, RoleState], object] = lambda name, state: None


async def run_roles(
    roles: Sequence[Role], stop: asyncio.Event, conditions: Conditions | None = None
) -> Mapping[str, Ending]:
    """Runs every role until `stop` is set or none is left; says how each ended, by name.

    Returns within `FINISH_WITHIN` + `CANCEL_WITHIN` seconds after `stop` is set.
    """
    given = conditions or Conditions()
    tasks = {role.name: asyncio.create_task(_kept(role, stop, given), name=role.name) for role in roles}
    try:
        await first_of(asyncio.wait(tasks.values()), stop.wait())
        await _ended(tasks, given.timing, FINISH_WITHIN)
    finally:
        for task in tasks.values():
            task.cancel()
        await _ended(tasks, given.timing, CANCEL_WITHIN)
    return {name: _ending(name, task) for name, task in tasks.items()}


async def _ended(tasks: Mapping[str, asyncio.Task[Ending]], timing: Timing, within: float) -> None:
    """Waits until all have ended, but not longer than that."""
    left = [task for task in tasks.values() if not task.done()]
    if left:
        await first_of(asyncio.wait(left), timing.pause(within))


def _ending(name: str, task: asyncio.Task[Ending]) -> Ending:
    if not task.done():
        _log.error("a role did not end and is left behind", role=name)
        return Ending.LEFT_BEHIND
    return Ending.STOPPED if task.cancelled() else task.result()


async def _kept(role: Role, stop: asyncio.Event, given: Conditions) -> Ending:
    """Runs one role again and again."""
    failures = 0
    while not stop.is_set():
        begun = given.timing.elapsed()
        given.told(role.name, RoleState.PLAYING)
        ending = await _once(role, stop)
        if ending is not None:
            given.told(role.name, _STATES[ending])
            return ending
        given.told(role.name, RoleState.RESTARTING)
        calm = given.timing.elapsed() - begun >= given.backoff.calm
        failures = 1 if calm else failures + 1
        seconds = given.backoff.delay(failures, given.source)
        _log.warning("the role starts again", role=role.name, seconds=round(seconds, 1), failures=failures)
        await first_of(stop.wait(), given.timing.pause(seconds))
    return Ending.STOPPED


async def _once(role: Role, stop: asyncio.Event) -> Ending | None:
    """Runs one role once: how it ended, or None when it failed and may be tried again."""
    _log.info("the role starts", role=role.name)
    try:
        await role.work(stop)
    except (NeedsAttention, ConfigurationError) as error:
        _log.error("the role needs attention and stays stopped", role=role.name, reason=str(error))
        return Ending.NEEDS_ATTENTION
    except CommuniqueError as error:
        _log.error("the role failed", role=role.name, reason=str(error))  # foreseen, and says it all
    except asyncio.CancelledError as error:
        if _being_cancelled():
            raise
        incident(_log, "the role failed", error, role=role.name)
    except Exception as error:  # noqa: BLE001 - whatever a role fails with must not reach the others
        incident(_log, "the role failed", error, role=role.name)
    else:
        if not stop.is_set():
            _log.error("the role ended although nobody told it to", role=role.name)
    if stop.is_set():
        _log.info("the role has ended", role=role.name)
        return Ending.STOPPED
    return None


def _being_cancelled() -> bool:
    """Whether somebody cancels this task, as opposed to something it waited for having been cancelled."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
