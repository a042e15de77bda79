"""Roles are restarted alone, give up when they must, and end together in time."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.process.backoff import Backoff
from bot.process.supervisor import CANCEL_WITHIN, FINISH_WITHIN, Conditions, Ending, run_roles
from bot.roles import NeedsAttention, Role
from briefings.errors import ConfigurationError, StorageError
from tests.fakes.timing import WoundTime, settled

Step = Callable[[asyncio.Event], Awaitable[None]]


async def obedient(stop: asyncio.Event) -> None:
    """Works until told to stop."""
    await stop.wait()


async def broken(_: asyncio.Event) -> None:
    """Fails at once."""
    raise ZeroDivisionError


async def refused(_: asyncio.Event) -> None:
    """Cannot go on without a person."""
    raise NeedsAttention("The token is refused; set another one.")


async def idle(_: asyncio.Event) -> None:
    """Ends at once, unasked."""


class Run:
    """A run of roles under wound time. Each role does its steps in turn, the last one again and again."""

    def __init__(self, **roles: Sequence[Step]) -> None:
        self.time = WoundTime()
        self.stop = asyncio.Event()
        self.starts = dict.fromkeys(roles, 0)
        made = [Role(name, self._work(name, steps)) for name, steps in roles.items()]
        given = Conditions(timing=self.time.timing, source=random.Random(7))  # noqa: S311 - a test's
        self.task = asyncio.create_task(run_roles(made, self.stop, given))

    def _work(self, name: str, steps: Sequence[Step]) -> Step:
        async def work(stop: asyncio.Event) -> None:
            step = steps[min(self.starts[name], len(steps) - 1)]
            self.starts[name] += 1
            await step(stop)

        return work

    async def ended(self) -> Mapping[str, Ending]:
        """Tells it to stop and says how the roles ended."""
        self.stop.set()
        await settled()
        return await self.task


async def test_roles_run_until_told_to_stop() -> None:
    """Nothing is restarted that works, and all end when told to, at once."""
    run = Run(a=[obedient], b=[obedient])
    await run.time.pass_by(10_000)
    assert run.starts == {"a": 1, "b": 1}
    assert await run.ended() == {"a": Ending.STOPPED, "b": Ending.STOPPED}
    assert run.time.now == 10_000


async def test_a_role_that_fails_is_started_again_alone() -> None:
    """Two failures of one role are two restarts of it, and the other role never notices."""
    run = Run(a=[broken, broken, obedient], b=[obedient])
    await run.time.pass_by(60)
    assert run.starts == {"a": 3, "b": 1}
    assert await run.ended() == {"a": Ending.STOPPED, "b": Ending.STOPPED}


async def test_a_role_that_ends_unasked_is_started_again() -> None:
    """Ending without having been told to is a failure like another."""
    run = Run(a=[idle, obedient])
    await run.time.pass_by(5)
    assert run.starts == {"a": 2}
    await run.ended()


async def test_a_role_whose_inside_was_cancelled_is_started_again() -> None:
    """A cancellation that somebody else caused inside the role does not end the process."""

    async def cancelled_inside(_: asyncio.Event) -> None:
        inner = asyncio.ensure_future(asyncio.Event().wait())
        inner.cancel()
        await inner

    run = Run(a=[cancelled_inside, obedient])
    await run.time.pass_by(5)
    assert run.starts == {"a": 2}
    assert await run.ended() == {"a": Ending.STOPPED}


async def test_restarts_come_at_growing_distances() -> None:
    """A role that always fails is tried ever more seldom: not 25 times within the first ten minutes."""
    run = Run(a=[broken])
    await run.time.pass_by(600)
    waits = [seconds for seconds in run.time.paused if seconds not in {FINISH_WITHIN, CANCEL_WITHIN}]
    assert 5 < run.starts["a"] < 25
    assert waits[:4] == sorted(waits[:4])
    assert waits[0] <= 1.0
    assert max(waits) <= Backoff().longest
    await run.ended()


async def test_what_was_foreseen_is_one_sentence(caplog: pytest.LogCaptureFixture) -> None:
    """A failure that says in its own words what to do is told by those words alone, and tried again."""

    async def away(_: asyncio.Event) -> None:
        raise StorageError("The disk is full; make room.")

    run = Run(a=[away, broken, obedient])
    await run.time.pass_by(10)
    assert run.starts == {"a": 3}
    foreseen, unforeseen = (each for each in caplog.records if each.levelno >= logging.ERROR)
    assert "The disk is full; make room." in foreseen.getMessage()
    assert "exc_info" not in foreseen.getMessage()
    assert "exc_info" in unforeseen.getMessage()
    await run.ended()


async def test_a_calm_while_is_forgiven() -> None:
    """After running well for some minutes a failure is again the first one."""

    async def fails_after_a_while(_: asyncio.Event) -> None:
        await run.time.timing.pause(Backoff().calm)
        raise ZeroDivisionError

    run = Run(a=[broken, broken, broken, broken, fails_after_a_while, obedient])
    await run.time.pass_by(Backoff().calm + 40)
    assert run.starts["a"] == 6
    assert run.time.paused[-1] <= Backoff().first
    await run.ended()


@pytest.mark.parametrize("error", [NeedsAttention("x"), ConfigurationError("x")])
async def test_a_role_that_needs_a_person_is_not_started_again(error: Exception) -> None:
    """A refused token is tried once, whatever time passes; the other role goes on."""

    async def gives_up(_: asyncio.Event) -> None:
        raise error

    run = Run(a=[gives_up], b=[obedient])
    await run.time.pass_by(100_000)
    assert run.starts == {"a": 1, "b": 1}
    assert await run.ended() == {"a": Ending.NEEDS_ATTENTION, "b": Ending.STOPPED}


async def test_the_process_ends_when_no_role_is_left() -> None:
    """When every role needs a person there is nothing to wait for, and nobody has to send a signal."""
    run = Run(a=[refused], b=[broken, refused])
    await run.time.pass_by(5)
    assert run.task.done()
    assert await run.task == {"a": Ending.NEEDS_ATTENTION, "b": Ending.NEEDS_ATTENTION}


async def test_what_was_begun_is_finished() -> None:
    """A role that needs some seconds for its last answers has them, and is not cancelled."""
    finished: list[str] = []

    async def busy(stop: asyncio.Event) -> None:
        await stop.wait()
        await run.time.timing.pause(FINISH_WITHIN - 1)
        finished.append("answer")

    run = Run(a=[busy], b=[obedient])
    await settled()
    run.stop.set()
    await run.time.pass_by(FINISH_WITHIN - 2)
    assert not run.task.done()
    await run.time.pass_by(1)
    assert await run.task == {"a": Ending.STOPPED, "b": Ending.STOPPED}
    assert finished == ["answer"]


async def test_a_role_that_does_not_listen_is_cancelled() -> None:
    """After the time to finish, what still works is cancelled and may clean up."""
    cleaned: list[str] = []

    async def deaf(_: asyncio.Event) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.append("up")

    run = Run(a=[deaf])
    await settled()
    run.stop.set()
    await run.time.pass_by(FINISH_WITHIN)
    assert await run.task == {"a": Ending.STOPPED}
    assert cleaned == ["up"]


async def test_not_even_a_stubborn_role_holds_up_the_end() -> None:
    """What ignores its cancellation is left behind: the whole end takes less than ten seconds."""
    released = asyncio.Event()

    async def stubborn(_: asyncio.Event) -> None:
        while not released.is_set():
            try:
                await released.wait()
            except asyncio.CancelledError:
                continue

    run = Run(a=[stubborn], b=[obedient])
    await settled()
    run.stop.set()
    await run.time.pass_by(FINISH_WITHIN + CANCEL_WITHIN)
    assert await run.task == {"a": Ending.LEFT_BEHIND, "b": Ending.STOPPED}
    assert FINISH_WITHIN + CANCEL_WITHIN < 10
    released.set()
    await settled()


async def test_stopping_does_not_wait_for_a_restart() -> None:
    """A role that waits to be tried again ends at once when told to."""
    run = Run(a=[broken])
    await run.time.pass_by(300)
    before = run.time.now
    assert await run.ended() == {"a": Ending.STOPPED}
    assert run.time.now == before


async def test_a_failure_while_stopping_is_an_end() -> None:
    """A role that fails after it was told to stop is not started again."""

    async def fails_at_the_end(stop: asyncio.Event) -> None:
        await stop.wait()
        raise ZeroDivisionError

    run = Run(a=[fails_at_the_end])
    await settled()
    assert await run.ended() == {"a": Ending.STOPPED}
    assert run.starts == {"a": 1}


@given(failures=st.integers(1, 100_000), seed=st.integers())
def test_waits_are_bounded_and_scattered(failures: int, seed: int) -> None:
    """Each wait lies in the upper half of a doubling one, never past the longest, whatever the count."""
    backoff = Backoff(first=1.0, longest=60.0)
    full = min(60.0, 2.0 ** min(failures - 1, 60))
    wait = backoff.delay(failures, random.Random(seed))  # noqa: S311 - a test's
    assert full / 2 <= wait <= full
