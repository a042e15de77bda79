"""Transactions of the ledger that meet on a server: none waits for one that waits for it, none is missed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio
from sqlalchemy import text

from bot.delivery.planner import plan
from bot.delivery.records import Told
from bot.storage.database import Database
from bot.storage.ledger import claiming, planning
from bot.subscriptions import Channel
from tests.contracts.test_ledger import PLATFORMS, Desk, told
from tests.servers.databases import Databases

_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


@pytest_asyncio.fixture
async def desk(databases: Databases) -> AsyncIterator[Desk]:
    """On a server, where transactions do meet."""
    yield Desk("PostgreSQL", databases)


async def _until_somebody_waits(database: Database) -> None:
    """Returns once a transaction waits for another."""
    async with asyncio.timeout(30):  # so that it ends where nobody ever does
        while True:
            async with database.reading() as connection:
                assert connection is not None
                if (await connection.execute(_WAITING)).scalar_one():
                    return


def _for(person: str) -> Told:
    made = told(person)
    return Told(made.kind, "s-1", person, Channel("discord", "place", f"@{person}"), made.edition)


async def test_two_who_tell_the_same_do_not_block_each_other(desk: Desk) -> None:
    """Whatever order they are given in, messages are queued in one: neither is ended by the server."""
    people = [f"p{number:02}" for number in range(40)]
    messages = [_told_apart(_for(person), number) for number, person in enumerate(people)]
    ledgers = [desk.another() for _ in range(4)]
    for _ in range(3):
        new = await asyncio.gather(
            *(each.tell(messages[::way]) for each, way in zip(ledgers, (1, -1, 1, -1), strict=True))
        )
        assert sum(new) in (len(people), 0)


def _told_apart(message: Told, number: int) -> Told:
    """The same with keys of its own."""
    parts = tuple(
        type(part)(part.number, f"{number:02}{part.key}"[:24], part.payload) for part in message.edition.parts
    )
    frozen = type(message.edition)(
        id=f"d-{number:07}",
        number=0,
        content="",
        sha256="0" * 64,
        history="",
        revision=0,
        text="",
        parts=parts,
    )
    return Told(message.kind, message.subject, message.key, message.channel, frozen)


async def test_planning_takes_the_channel_first_as_a_worker_does(desk: Desk) -> None:
    """A worker who has a channel may touch its subscriptions while somebody plans them."""
    made, hold, _ = await desk.due(days="every day 08:30,08:45")
    desk.wind(seconds=20)
    kept = await desk.ledger.keep(hold)
    assert kept is not None
    desk.clock.moment += timedelta(minutes=15)
    planned = plan(made, desk.clock.moment - timedelta(minutes=15), desk.clock.moment)
    async with desk.database.writing() as worker:
        late = desk.clock.moment - timedelta(minutes=15)
        assert await claiming.keep(worker, late, kept) is not None
        planning_ = asyncio.create_task(desk.another().plan([planned]))
        await _until_somebody_waits(desk.database)
        await worker.execute(text("SELECT 1 FROM subscription WHERE id = 's-1' FOR UPDATE NOWAIT"))
    assert await planning_ == 1


async def test_a_slot_planned_during_the_release_is_not_passed_over(desk: Desk) -> None:
    """The holder lets go while a further slot of the channel is being written down: it is claimed next."""
    made, hold, slot = await desk.due()
    other = await desk.subscribe("s-2", "every day 08:31", channel=made.channel)
    await desk.ledger.end(hold, slot, "empty", "all-shown")
    later = desk.clock.moment + timedelta(minutes=1)
    planned = plan(other, desk.clock.moment, later)
    async with desk.database.writing() as planner:
        assert await planning.plan(planner, later, [planned]) == 1
        leaving = asyncio.create_task(desk.another().release(hold, None))
        await _until_somebody_waits(desk.database)
    await leaving
    desk.wind(minutes=2)
    assert [each.channel for each in await desk.ledger.claim("two", PLATFORMS, 9)] == [hold.channel]
