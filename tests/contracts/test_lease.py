"""What every keeper of leases promises, in memory and in SQLite alike."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import URL
from sqlalchemy.schema import CreateTable

from bot.clock import SystemClock
from bot.ports import LEASE_LASTS, Hold, Lease
from bot.storage.leases import SqlLease
from bot.storage.moments import ClockMoments, DatabaseMoments
from bot.storage.tables import lease as table
from briefings.ports import Clock
from tests.fakes.clock import EARLY, SetClock
from tests.fakes.lease import LeaseInMemory
from tests.servers.databases import KINDS, Databases

ROLE = "discord:1"
INSTANT = timedelta(microseconds=1)

EVERYWHERE = ("in memory", *KINDS)


def made(kind: str, databases: Databases, clock: Clock) -> Lease:
    """Leases kept there."""
    if kind == "in memory":
        return LeaseInMemory(clock)
    return SqlLease(databases.open(kind), ClockMoments(clock))


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(params=EVERYWHERE)
def lease(request: pytest.FixtureRequest, databases: Databases, clock: SetClock) -> Lease:
    return made(request.param, databases, clock)


async def taken(lease: Lease, holder: str, role: str = ROLE) -> Hold:
    hold = await lease.acquire(role, holder)
    assert hold is not None
    return hold


async def test_nobody_holds_a_role_at_first(lease: Lease) -> None:
    """Before the first time there is no hold."""
    assert await lease.held(ROLE) is None


async def test_the_first_gets_it_and_the_second_does_not(lease: Lease) -> None:
    """A role is held by one, who is refused like the others when asking for it a second time."""
    hold = await taken(lease, "a")
    assert hold == Hold(ROLE, "a", 1, EARLY + LEASE_LASTS)
    assert await lease.acquire(ROLE, "b") is None
    assert await lease.acquire(ROLE, "a") is None
    assert await lease.held(ROLE) == hold


async def test_roles_are_independent(lease: Lease) -> None:
    """Holding one role says nothing of another."""
    await taken(lease, "a")
    assert (await taken(lease, "b", "slack:2")).fence == 1


async def test_it_runs_out_to_the_instant(lease: Lease, clock: SetClock) -> None:
    """It holds until 30 seconds have passed, and from then on is anybody's, with a higher fence."""
    old = await taken(lease, "a")
    clock.moment += LEASE_LASTS - INSTANT
    assert await lease.acquire(ROLE, "b") is None
    clock.moment += INSTANT
    assert await lease.held(ROLE) is None
    new = await taken(lease, "b")
    assert (new.fence, new.expires_at) == (2, clock.moment + LEASE_LASTS)
    assert await lease.renew(old) is None
    assert await lease.held(ROLE) == new


async def test_renewing_keeps_it(lease: Lease, clock: SetClock) -> None:
    """Renewed in time it holds on and on, with the same fence, counted from the renewal."""
    hold = await taken(lease, "a")
    for _ in range(5):
        clock.moment += timedelta(seconds=10)
        renewed = await lease.renew(hold)
        assert renewed == replace(hold, expires_at=clock.moment + LEASE_LASTS)
        hold = renewed
    assert await lease.acquire(ROLE, "b") is None


async def test_what_ran_out_cannot_be_renewed(lease: Lease, clock: SetClock) -> None:
    """Even when nobody else has taken it, a hold that ran out is gone."""
    hold = await taken(lease, "a")
    clock.moment += LEASE_LASTS
    assert await lease.renew(hold) is None
    assert await lease.held(ROLE) is None


async def test_released_it_is_free_at_once(lease: Lease) -> None:
    """After a release the next one need not wait, and the fence still rises."""
    await lease.release(await taken(lease, "a"))
    assert await lease.held(ROLE) is None
    assert (await taken(lease, "b")).fence == 2


async def test_an_old_hold_cannot_release_or_renew(lease: Lease, clock: SetClock) -> None:
    """Who wakes up late, even under the same name, does no harm to the one who holds it now."""
    old = await taken(lease, "a")
    clock.moment += LEASE_LASTS
    now = await taken(lease, "a")
    await lease.release(old)
    assert await lease.renew(old) is None
    assert await lease.held(ROLE) == now


async def test_what_was_never_held_cannot_be_renewed(lease: Lease) -> None:
    """A made-up hold is refused, and releasing it does nothing."""
    made_up = Hold(ROLE, "a", 1, EARLY + LEASE_LASTS)
    assert await lease.renew(made_up) is None
    await lease.release(made_up)
    hold = await taken(lease, "b")
    assert await lease.renew(replace(hold, holder="c")) is None
    assert await lease.renew(replace(hold, fence=7)) is None


async def test_the_hold_of_a_dead_process_is_taken_over(lease: Lease, clock: SetClock) -> None:
    """Taken over before it ran out, a hold gives way to one with the next fence, and is worth nothing."""
    old = await taken(lease, "a")
    clock.moment += timedelta(seconds=3)
    new = await lease.take_over(old, "b")
    assert new == Hold(ROLE, "b", 2, clock.moment + LEASE_LASTS)
    assert await lease.renew(old) is None
    await lease.release(old)
    assert await lease.held(ROLE) == new


async def test_only_the_very_hold_is_taken_over(lease: Lease) -> None:
    """A hold that has changed hands, or never was, gives nothing."""
    old = await taken(lease, "a")
    now = await lease.take_over(old, "b")
    assert await lease.take_over(old, "c") is None
    assert now is not None
    assert await lease.take_over(replace(now, holder="a"), "c") is None
    assert await lease.take_over(replace(now, role="slack:2"), "c") is None
    assert await lease.held(ROLE) == now


async def test_of_many_heirs_one_gets_it(lease: Lease) -> None:
    """However many find the same holder dead, one of them is given the role."""
    old = await taken(lease, "dead")
    holds = await asyncio.gather(*(lease.take_over(old, f"heir {number}") for number in range(10)))
    assert sum(hold is not None for hold in holds) == 1


async def test_of_many_at_once_one_gets_it(lease: Lease) -> None:
    """However many ask at the same moment, one is given the role."""
    holds = await asyncio.gather(*(lease.acquire(ROLE, f"holder {number}") for number in range(10)))
    assert sum(hold is not None for hold in holds) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_the_databases_clock_is_this_machines(kind: str, databases: Databases) -> None:
    """By the database's own clock a hold lasts 30 seconds from now, as this machine counts."""
    lease = SqlLease(databases.open(kind), DatabaseMoments())
    before = SystemClock().now()
    hold = await taken(lease, "a")
    after = SystemClock().now()
    slack = timedelta(milliseconds=5)  # SQLite's clock counts in milliseconds
    assert before - slack <= hold.expires_at - LEASE_LASTS <= after + slack
    assert await lease.held(ROLE) == hold


def test_the_table_is_the_same_on_both_databases() -> None:
    """The statement that makes the table is plain enough for SQLite and PostgreSQL."""
    for name in ("sqlite", "postgresql"):
        made = str(CreateTable(table).compile(dialect=URL.create(name).get_dialect()()))
        assert "PRIMARY KEY (role)" in made
        assert "fence BIGINT NOT NULL" in made


Result = TypeVar("Result")


class Contenders(RuleBasedStateMachine):
    """Processes that take, renew, release, die and sleep in any order, by one clock.

    What is watched is not the table but what each process believes: it may play the role while the hold
    that it was last given has not run out by the clock.
    """

    kept = "in memory"

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock = SetClock()
        self.databases = Databases(Path(self.folder.name))
        self.lease = made(self.kept, self.databases, self.clock)
        self.loop = asyncio.new_event_loop()
        self.believes: dict[str, Hold] = {}
        self.fences: list[int] = []

    def teardown(self) -> None:
        """Clear up."""
        self.loop.run_until_complete(self.databases.close())
        self.loop.close()
        self.folder.cleanup()

    def told(self, asked: Coroutine[Any, Any, Result]) -> Result:
        """What the lease answers."""
        return self.loop.run_until_complete(asked)

    def in_force(self) -> list[Hold]:
        """What processes believe to hold now."""
        return [hold for hold in self.believes.values() if hold.expires_at > self.clock.moment]

    @rule(who=st.sampled_from("abc"))
    def take(self, who: str) -> None:
        """Somebody asks for it."""
        free = not self.in_force()
        hold = self.told(self.lease.acquire(ROLE, who))
        assert (hold is not None) == free
        if hold is not None:
            self.believes[who] = hold
            self.fences.append(hold.fence)

    @rule(who=st.sampled_from("abc"))
    def keep(self, who: str) -> None:
        """Somebody renews."""
        if who in self.believes:
            may = self.believes[who] in self.in_force()
            renewed = self.told(self.lease.renew(self.believes[who]))
            assert (renewed is not None) == may
            if renewed is None:
                del self.believes[who]
            else:
                self.believes[who] = renewed

    @rule(who=st.sampled_from("abc"))
    def let_go(self, who: str) -> None:
        """Somebody releases."""
        if who in self.believes:
            self.told(self.lease.release(self.believes.pop(who)))

    @rule(who=st.sampled_from("abc"), dies=st.sampled_from("abc"))
    def inherit(self, who: str, dies: str) -> None:
        """Somebody dies without a word, and one who knows takes over what was last held."""
        old = self.believes.pop(dies, None)
        if old is None:
            return
        hold = self.told(self.lease.take_over(old, who))
        assert (hold is not None) == (old.fence == max(self.fences))
        if hold is not None:
            self.believes[who] = hold
            self.fences.append(hold.fence)

    @rule(seconds=st.one_of(st.integers(0, 40), st.floats(29.9, 30.1)))
    def time_passes(self, seconds: float) -> None:
        """The clock moves on."""
        self.clock.moment += timedelta(seconds=seconds)

    @invariant()
    def one_at_most(self) -> None:
        """No two believe to hold it, and the table agrees with them."""
        assert len(self.in_force()) <= 1
        held = self.told(self.lease.held(ROLE))
        assert [held] == self.in_force() if held else not self.in_force()

    @invariant()
    def fences_rise(self) -> None:
        """Each taking has a higher fence."""
        assert self.fences == sorted(set(self.fences))


class ContendersInSqlite(Contenders):
    """The same over a file."""

    kept = "SQLite"


@pytest.mark.parametrize(("contenders", "examples"), [(Contenders, 60), (ContendersInSqlite, 8)])
def test_never_two_holders(contenders: type[Contenders], examples: int) -> None:
    """Whatever processes do and whenever, no two of them ever hold a role, and the fence only rises."""
    run_state_machine_as_test(
        contenders, settings=settings(max_examples=examples, stateful_step_count=20, deadline=None)
    )
