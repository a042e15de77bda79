import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select

from bot.delivery.planner import plan
from bot.delivery.records import OpenSlot
from bot.delivery.states import OPEN
from bot.ports import Feedback
from bot.storage import copying
from bot.storage.database import Database
from bot.storage.delivery_tables import slot
from bot.storage.feedback import SqlFeedbackStore
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.storage.notes import SqlNotes
from bot.storage.tables import note
from briefings.errors import BadInput, StorageError
from tests.bot.storage.filled import EVERY_TABLE, STATES, fill, subscription
from tests.fakes.clock import EARLY, SetClock
from tests.servers.databases import Databases

BETWEEN = [("SQLite", "PostgreSQL"), ("PostgreSQL", "SQLite"), ("SQLite kept open", "SQLite")]
LATER = EARLY + timedelta(days=60)


async def copy_of(database: Database) -> list[str]:
    return [line async for line in copying.export(database)]


async def filled(databases: Databases, kind: str) -> Database:
    database = databases.open(kind)
    await fill(database)
    return database


@pytest.mark.parametrize(("source", "target"), BETWEEN)
async def test_a_copy_is_the_same_wherever_it_goes(source: str, target: str, databases: Databases) -> None:
    """Everything of every table comes over: the copy of the copy is byte for byte the same."""
    first = await filled(databases, source)
    copy = await copy_of(first)
    second = databases.open(target)
    told = await copying.take_in(second, copy)
    assert await copy_of(second) == copy
    assert json.loads(copy[-1]) == {"sha256": told}
    async with second.reading() as connection:
        assert connection is not None
        assert await copying.checksum(connection) == told
        counted = await copying.rows(connection)
    assert tuple(counted) == EVERY_TABLE
    assert min(counted.values()) > 0


async def open_slots(database: Database, moment: datetime) -> dict[str, OpenSlot]:
    """What a worker finds to do."""
    ledger = SqlLedger(database, ClockMoments(SetClock(moment)))
    holds = await ledger.claim("worker", ("discord",), 10)
    opened = [await ledger.open_slots(hold) for hold in holds]
    return {each.key: each for found in opened if found for each in found[1]}


@pytest.mark.parametrize(("source", "target"), BETWEEN)
async def test_no_slot_fires_again(source: str, target: str, databases: Databases) -> None:
    """Slots of every state stay what they are: planned anew none is new, and only the open ones are open."""
    first, second = await filled(databases, source), databases.open(target)
    await copying.take_in(second, await copy_of(first))
    days = plan(subscription(), EARLY + timedelta(days=6), EARLY + timedelta(days=6 + len(STATES)))
    assert len(days.slots) >= len(STATES)
    ledger = SqlLedger(second, ClockMoments(SetClock(LATER)))
    async with second.reading() as connection:
        assert connection is not None
        before = {row.key: row.state for row in (await connection.execute(select(slot))).all()}
    assert sorted(before.values()) == sorted(STATES)
    assert await ledger.plan([days]) == len({each.key for each in days.slots} - set(before))
    async with second.reading() as connection:
        assert connection is not None
        rows = (await connection.execute(select(slot).where(slot.c.key.in_(before)))).all()
    assert {row.key: row.state for row in rows} == before
    there = await open_slots(second, LATER)
    assert {key for key in there if key in before} == {key for key, is_ in before.items() if is_ in OPEN}
    mine = await open_slots(first, LATER)
    assert {key: there[key] for key in mine} == mine


@pytest.mark.parametrize(("source", "target"), BETWEEN)
async def test_numbers_go_on_after_those_that_came(source: str, target: str, databases: Databases) -> None:
    """What is stored after an import gets a number of its own, after those that came in."""
    second = databases.open(target)
    await copying.take_in(second, await copy_of(await filled(databases, source)))
    store = SqlFeedbackStore(second)
    added = Feedback(EARLY, "discord", "1", "q", "a", (), "missing", None)
    await store.add(added)
    assert (await store.latest())[0] == added
    assert await SqlNotes(second, SetClock()).count_identify("1", 0) == 2


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
async def test_only_an_empty_database_takes_a_copy(kind: str, databases: Databases) -> None:
    """One row is enough to be refused, and stays as it was."""
    copy = await copy_of(await filled(databases, "SQLite"))
    target = databases.open(kind)
    async with target.writing() as connection:
        await connection.execute(insert(note).values(key="mine", value="there"))
    before = await copy_of(target)
    with pytest.raises(StorageError, match="not empty"):
        await copying.take_in(target, copy)
    assert await copy_of(target) == before


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda lines: lines[:-1], "ends before"),
        (lambda lines: lines[: len(lines) // 2], "ends before"),
        (lambda lines: [], "ends before|no copy"),
        (lambda lines: ["{}", *lines[1:]], "no copy"),
        (lambda lines: ["not JSON", *lines[1:]], "Line 1"),
        (lambda lines: [lines[0].replace('"version":"', '"version":"9'), *lines[1:]], "another version"),
        (lambda lines: [line.replace("100", "101") for line in lines], "checksum"),
        (lambda lines: [line for line in lines if "commands" not in line], "checksum"),
        (lambda lines: [lines[0], lines[1].replace("article", "invoice"), *lines[2:]], "Line 2"),
        (lambda lines: [lines[0], lines[1], "[1,2]", *lines[2:]], "Line 3"),
        (lambda lines: [lines[0], lines[1], "[1,2,3]", *lines[2:]], "Line 3"),
    ],
)
async def test_a_copy_that_was_changed_is_refused(spoil: object, said: str, databases: Databases) -> None:
    """Cut short, altered, of another version or no copy at all: one sentence, and nothing is stored."""
    copy = await copy_of(await filled(databases, "SQLite"))
    await _refused(databases.open("SQLite kept open"), spoil(copy), said)  # type: ignore[operator]


async def test_a_server_keeps_nothing_of_a_refused_copy(databases: Databases) -> None:
    """There, too, everything that came in before the fault was found goes again."""
    copy = await copy_of(await filled(databases, "SQLite"))
    await _refused(databases.open("PostgreSQL"), [line.replace("100", "101") for line in copy], "checksum")


async def _refused(target: Database, copy: list[str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        await copying.take_in(target, copy)
    async with target.writing() as connection:
        assert not any((await copying.rows(connection)).values())


async def test_there_must_be_something_to_copy(databases: Databases) -> None:
    """A database that was never made gives no copy."""
    with pytest.raises(StorageError, match="nothing to copy"):
        await copy_of(databases.open("SQLite", databases.place("SQLite", migrated=False)))


async def test_a_bot_at_work_is_noticed(databases: Databases) -> None:
    """Who holds a channel at this moment is at work; who held it once is not."""
    database = await filled(databases, "SQLite")
    assert not await copying.in_use(database)
    ledger = SqlLedger(database, ClockMoments(SetClock(datetime.now(EARLY.tzinfo))))
    assert await ledger.claim("worker", ("discord",), 1)
    assert await copying.in_use(database)
