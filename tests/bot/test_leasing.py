"""A role is played by one process at a time, and taken over soon when that one is gone."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.holders import holder_name
from bot.leasing import LET_GO_BEFORE, LOOK_AGAIN, first_of, while_held
from bot.ports import LEASE_LASTS, Hold
from briefings.errors import StorageError
from briefings.ports import Clock
from tests.fakes.clock import EARLY
from tests.fakes.lease import LeaseInMemory
from tests.fakes.timing import WoundTime, settled

ROLE = "discord:1"


class WoundClock(Clock):
    """The clock that all processes share, which goes with the wound time."""

    def __init__(self, time: WoundTime) -> None:
        self._time = time

    def now(self) -> datetime:
        """As late as was wound."""
        return EARLY + timedelta(seconds=self._time.now)


class FailingLease(LeaseInMemory):
    """A database that can be away, or not answer."""

    away = False
    hangs = False

    async def acquire(self, role: str, holder: str) -> Hold | None:
        """As ever, unless the database is away."""
        await self._reached()
        return await super().acquire(role, holder)

    async def renew(self, hold: Hold) -> Hold | None:
        """As ever, unless the database is away."""
        await self._reached()
        return await super().renew(hold)

    async def release(self, hold: Hold) -> None:
        """As ever, unless the database is away."""
        await self._reached()
        await super().release(hold)

    async def _reached(self) -> None:
        if self.away:
            raise StorageError("The database is away.")
        if self.hangs:
            await asyncio.Event().wait()


class Process:
    """Something that plays a role while it may, and says so."""

    def __init__(self, name: str, lease: LeaseInMemory, time: WoundTime) -> None:
        self.playing = False
        self.times = 0
        self.stop = asyncio.Event()
        self.deaf = False
        """Whether it goes on although it is told to stop, until it is cancelled."""
        self.fails = asyncio.Event()
        self._time = time
        self.task = asyncio.create_task(self._run(name, lease))

    async def _run(self, name: str, lease: LeaseInMemory) -> None:
        while not self.stop.is_set():
            try:
                await while_held(lease, ROLE, self._work, self.stop, holder=name, timing=self._time.timing)
            except StorageError:  # as the process that runs it does
                await self._time.timing.pause(5.0)

    async def _work(self, told: asyncio.Event) -> None:
        self.playing, self.times = True, self.times + 1
        try:
            await first_of(self.fails.wait(), asyncio.Event().wait() if self.deaf else told.wait())
            if self.fails.is_set():
                raise ZeroDivisionError
        finally:
            self.playing = False


@pytest.fixture
def time() -> WoundTime:
    return WoundTime()


@pytest.fixture
def lease(time: WoundTime) -> FailingLease:
    return FailingLease(WoundClock(time))


@pytest.fixture
async def processes(lease: FailingLease, time: WoundTime) -> AsyncIterator[list[Process]]:
    """Two that want the same role; the first has it."""
    both = [Process(name, lease, time) for name in "ab"]
    await settled()
    yield both
    for each in both:
        each.task.cancel()
    await asyncio.gather(*(each.task for each in both), return_exceptions=True)


async def test_one_plays_and_the_other_waits(processes: list[Process], time: WoundTime) -> None:
    """Over hours of renewals the first keeps the role without a break, and the second never plays it."""
    first, second = processes
    for _ in range(200):
        await time.pass_by(17.0)
        assert (first.playing, second.playing) == (True, False)
    assert (first.times, second.times) == (1, 0)


async def test_a_death_that_is_known_is_taken_over_at_the_next_look(
    processes: list[Process], lease: FailingLease, time: WoundTime
) -> None:
    """Who is known to be dead is not waited for until the lease runs out, and its fence is passed."""
    first, second = processes
    before = await lease.held(ROLE)
    assert before is not None
    first.task.cancel()
    lease.away = True  # killed, it gives nothing back
    await settled()
    lease.away = False
    time.dead.add("a")
    await time.pass_by(LOOK_AGAIN)
    assert second.playing
    after = await lease.held(ROLE)
    assert after is not None
    assert (after.holder, after.fence) == ("b", before.fence + 1)


async def test_a_restart_after_a_known_death_waits_for_nothing(lease: FailingLease, time: WoundTime) -> None:
    """A process that starts and finds the hold of a dead one plays at once."""
    await lease.acquire(ROLE, "killed")
    time.dead.add("killed")
    only = Process("a", lease, time)
    await settled()
    assert (only.playing, time.now) == (True, 0.0)
    only.stop.set()
    await only.task


async def test_an_orderly_end_hands_over_at_the_next_look(processes: list[Process], time: WoundTime) -> None:
    """When the first is told to stop, the other plays after one look, not after the lease has run out."""
    first, second = processes
    first.stop.set()
    await settled()
    assert first.task.done()
    await time.pass_by(LOOK_AGAIN)
    assert (first.playing, second.playing) == (False, True)


async def test_a_crash_is_taken_over_within_35_seconds(lease: FailingLease, time: WoundTime) -> None:
    """A holder that vanished without a word is followed by the next one when its lease has run out."""
    await lease.acquire(ROLE, "vanished")
    second = Process("b", lease, time)
    await time.pass_by(LEASE_LASTS.total_seconds() - 1)
    assert second.times == 0
    await time.pass_by(35.0 - LEASE_LASTS.total_seconds() + 1)
    assert second.playing
    second.stop.set()
    await second.task


async def test_a_database_away_for_a_moment_does_not_matter(
    processes: list[Process], lease: FailingLease, time: WoundTime
) -> None:
    """Renewals that fail for a few seconds neither end the role nor start it elsewhere."""
    lease.away = True
    await time.pass_by(15.0)
    lease.away = False
    await time.pass_by(60.0)
    assert [each.playing for each in processes] == [True, False]
    assert processes[0].times == 1


@pytest.mark.parametrize("how", ["fails", "hangs"])
async def test_a_holder_in_doubt_stops_before_another_can_start(
    processes: list[Process], lease: FailingLease, time: WoundTime, how: str
) -> None:
    """When renewals fail or hang for too long, the first has stopped before its lease runs out."""
    first, second = processes
    lease.away, lease.hangs = how == "fails", how == "hangs"
    await time.pass_by(LEASE_LASTS.total_seconds() - LET_GO_BEFORE - 0.1)
    assert [each.playing for each in (first, second)] == [True, False]
    await time.pass_by(0.1)
    assert [each.playing for each in (first, second)] == [False, False]


async def test_work_that_does_not_listen_is_cancelled_in_time(lease: FailingLease, time: WoundTime) -> None:
    """Even work that ignores being told is over before the lease could be somebody else's."""
    deaf = Process("a", lease, time)
    deaf.deaf = True
    await settled()
    lease.away = True
    await time.pass_by(LEASE_LASTS.total_seconds() - 1)
    assert not deaf.playing
    deaf.task.cancel()
    await asyncio.gather(deaf.task, return_exceptions=True)


async def test_never_both_while_the_database_comes_and_goes(
    processes: list[Process], lease: FailingLease, time: WoundTime
) -> None:
    """Over an hour in which the database is away half of the time, never both play, and one does mostly."""
    played = 0
    for step in range(720):
        lease.away = (step // 11) % 2 == 1
        await time.pass_by(5.0)
        assert sum(each.playing for each in processes) <= 1
        played += any(each.playing for each in processes)
    assert played > 360


async def test_after_a_loss_it_waits_in_line_again(lease: FailingLease, time: WoundTime) -> None:
    """A process that lost the role to an outage plays it again when it gets it again."""
    only = Process("a", lease, time)
    await settled()
    lease.away = True
    await time.pass_by(28.0)
    assert not only.playing
    lease.away = False
    await time.pass_by(35.0)
    assert (only.playing, only.times) == (True, 2)
    only.stop.set()
    await only.task


async def test_a_failure_gives_the_role_back(processes: list[Process], time: WoundTime) -> None:
    """What the work raises comes out, and the other process need not wait for the lease to run out."""
    first, second = processes
    first.fails.set()
    await settled()
    with pytest.raises(ZeroDivisionError):
        await first.task
    await time.pass_by(LOOK_AGAIN)
    assert second.playing


async def test_stopping_while_waiting_ends_the_wait(processes: list[Process]) -> None:
    """A process that never got the role ends at once when told to."""
    processes[1].stop.set()
    await settled()
    assert processes[1].task.done()
    assert processes[1].times == 0


async def test_a_cancelled_process_gives_the_role_back(lease: FailingLease, time: WoundTime) -> None:
    """A cancellation ends the work and the hold with it."""
    only = Process("a", lease, time)
    await settled()
    only.task.cancel()
    await asyncio.gather(only.task, return_exceptions=True)
    assert not only.playing
    assert await lease.held(ROLE) is None


async def test_a_lease_that_cannot_be_asked_for_is_an_error(time: WoundTime) -> None:
    """A database that is away at the start is told, so that the start can be tried again later."""
    lease = FailingLease()
    lease.away = True

    async def work(_: asyncio.Event) -> None:
        raise AssertionError

    with pytest.raises(StorageError):
        await while_held(lease, ROLE, work, asyncio.Event(), timing=time.timing)


def test_holders_are_told_apart() -> None:
    """No two have the same name, not even in one process."""
    assert len({holder_name() for _ in range(50)}) == 50
