"""The ledger added up: every kind of database, every state, ended slots counted once and for all."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update

from bot.delivery.states import OPEN
from bot.health.tally import Tally
from bot.storage.database import Database
from bot.storage.delivery_tables import lane, slot, subscription
from bot.storage.moments import ClockMoments, DatabaseMoments
from bot.storage.place import Place
from bot.storage.tallying import SqlTally
from briefings.errors import StorageError
from tests.bot.storage.filled import CHANNEL, PART_STATES, STATES, fill
from tests.fakes.clock import EARLY, SetClock
from tests.servers.databases import KINDS, Databases

LATER = EARLY + timedelta(days=60)


async def _put(database: Database, number: int, state: str, reason: str | None = None) -> None:
    row = CHANNEL | {"id": number, "kind": "notice", "subject": "s-2", "key": str(number), "due_at": EARLY}
    row |= {"expires_at": LATER, "on_doubt": "never-double", "attempts": 0, "state": state, "reason": reason}
    async with database.writing() as connection:
        await connection.execute(insert(slot).values(row))


@pytest.mark.parametrize("kind", KINDS)
async def test_it_adds_up_what_is_there(databases: Databases, kind: str) -> None:
    """Slots by kind, end and reason; what is due and since when; tries after the first; subscriptions."""
    database = databases.open(kind)
    await fill(database)
    found = await SqlTally(database, ClockMoments(SetClock(LATER))).count()
    ended = [state for state in STATES if state not in OPEN]
    assert found.ended == {("digest", state, "on-time"): 1 for state in ended}
    assert found.due == {"digest": len(OPEN)}
    first = (EARLY + timedelta(days=7)).replace(hour=8, minute=30, second=0, microsecond=0)
    assert found.oldest_due == (LATER - first).total_seconds()
    assert found.retried == (len(STATES) - 1) * sum(range(len(PART_STATES)))
    assert found.subscriptions == {("active", ""): 1}


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_stored_is_no_trouble(databases: Databases, kind: str) -> None:
    """An empty database, or none yet, adds up to nothing and can be reached."""
    tally = SqlTally(databases.open(kind), DatabaseMoments())
    await tally.reach()
    assert await tally.count() == Tally({}, {}, 0.0, 0, {})


async def test_what_is_not_due_yet_does_not_wait(databases: Databases) -> None:
    """Before its time a slot is in no queue."""
    database = databases.open("SQLite")
    await fill(database)
    found = await SqlTally(database, ClockMoments(SetClock(EARLY))).count()
    assert (found.due, found.oldest_due) == ({}, 0.0)


@pytest.mark.parametrize("tail", [0, 3, 1_000])
async def test_counting_again_gives_what_counting_anew_gives(databases: Databases, tail: int) -> None:
    """However little is looked at again, slots that end, come late or go on are counted as they stand."""
    database, moments = databases.open("SQLite kept open"), DatabaseMoments()
    await fill(database)
    old = SqlTally(database, moments, tail)
    for number in range(100, 112):
        await old.count()
        await _put(database, number, "due" if number % 5 == 0 else "sent", "caught-up")
        if number == 108:
            async with database.writing() as connection:
                ending = update(slot).where(slot.c.id == 105).values(state="unknown", reason="uncertain")
                await connection.execute(ending)
        new = await SqlTally(database, moments).count()
        again = await old.count()
        assert (again.ended, again.retried, again.due) == (new.ended, new.retried, new.due)
    assert again.ended["notice", "unknown", "uncertain"] == 1


async def test_another_database_in_its_place_is_counted_anew(databases: Databases) -> None:
    """After a restored copy with fewer slots, nothing of the former one is left in the figures."""
    database = databases.open("SQLite")
    await _put(database, 50, "sent", "on-time")
    tally = SqlTally(database, DatabaseMoments(), tail=0)
    assert (await tally.count()).ended == {("notice", "sent", "on-time"): 1}
    async with database.writing() as connection:
        await connection.execute(delete(slot))
    await _put(database, 3, "late", "late")
    assert (await tally.count()).ended == {("notice", "late", "late"): 1}


async def test_paused_subscriptions_say_why(databases: Databases) -> None:
    """By state and reason."""
    database = databases.open("SQLite")
    await fill(database)
    async with database.writing() as connection:
        await connection.execute(update(subscription).values(state="paused", pause_reason="no-access"))
    found = await SqlTally(database, DatabaseMoments()).count()
    assert found.subscriptions == {("paused", "no-access"): 1}


async def test_the_queue_is_found_by_way_of_channels_that_wait(databases: Databases) -> None:
    """A channel that is not to be looked at is in no queue: its slots are not looked through."""
    database = databases.open("SQLite")
    await fill(database)
    async with database.writing() as connection:
        await connection.execute(update(lane).values(next_try_at=None))
    found = await SqlTally(database, ClockMoments(SetClock(LATER))).count()
    assert found.due == {}


async def test_a_database_that_is_gone_says_so(databases: Databases) -> None:
    """Both ways of asking raise the one kind of error."""
    database = databases.open("SQLite")
    await _put(database, 1, "sent")
    assert isinstance(database.place, Place)
    database.place.file.write_bytes(b"no database at all" * 100)
    tally = SqlTally(database, DatabaseMoments())
    with pytest.raises(StorageError):
        await tally.reach()
    with pytest.raises(StorageError):
        await tally.count()
