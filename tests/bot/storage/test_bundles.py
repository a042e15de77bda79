"""Transactions that are one function: carried out together on a file, each as if it were alone."""

import asyncio
import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.place import Place
from bot.storage.schema import REVISIONS
from bot.storage.sqlite_bundles import MOST
from bot.storage.tables import note
from bot.storage.work import Work
from briefings.errors import StorageError
from tests.bot.storage.copies import statement
from tests.servers.databases import KINDS, Databases

KEPT = "SQLite kept open"


@pytest.fixture
def place(databases: Databases) -> Place:
    found = databases.place(KEPT)
    assert isinstance(found, Place)
    return found


@pytest.fixture
def database(databases: Databases, place: Place) -> Database:
    return databases.open(KEPT, place)


def adding(key: str, value: str = "x", *, fails: bool = False) -> Work[str]:
    """A transaction that adds a note, gives its key, and may fail afterwards."""

    async def add(connection: AsyncConnection) -> str:
        await connection.execute(insert(note).values(key=key, value=value))
        if fails:
            raise ZeroDivisionError(key)
        return key

    return add


async def _keys(connection: AsyncConnection | None) -> set[str]:
    if connection is None:
        return set()
    return set((await connection.execute(select(note.c.key))).scalars())


async def _held_back(database: Database, *works: Work[str]) -> list[str | BaseException]:
    """What each gives where all of them have waited for one writer."""
    async with database.writing() as connection:
        await connection.execute(text("SELECT 1"))
        tasks = [asyncio.create_task(database.write(each)) for each in works]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    return await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_a_transaction_gives_is_stored(kind: str, databases: Databases) -> None:
    """Whatever the database, and however many write at once, each gets its own answer and is found."""
    database = databases.open(kind)
    assert await database.read(_keys) == set()
    wanted = [f"k{each}" for each in range(8 if kind == "SQLite" else 2 * MOST + 3)]
    assert await asyncio.gather(*(database.write(adding(each)) for each in wanted)) == wanted
    assert await database.read(_keys) == set(wanted)


@pytest.mark.parametrize("kind", KINDS)
async def test_the_first_transaction_makes_the_tables(kind: str, databases: Databases) -> None:
    """Reading finds nothing where nothing is stored and makes no table; writing makes them."""
    database = databases.open(kind, databases.place(kind, migrated=False))

    async def nothing(connection: AsyncConnection | None) -> bool:
        return connection is None

    assert await database.read(nothing)
    assert await asyncio.gather(*(database.write(adding(each)) for each in "ab")) == ["a", "b"]
    assert await database.read(_keys) == {"a", "b"}


async def test_those_that_wait_share_one_commit(database: Database, place: Place) -> None:
    """Changes of one row by transactions that waited together are written to the disk once, not each."""

    async def counted(connection: AsyncConnection) -> str:
        value = select(note.c.value).where(note.c.key == "n").scalar_subquery()
        await connection.execute(update(note).where(note.c.key == "n").values(value=value.concat("I")))
        return ""

    await database.write(adding("n", ""))
    log = place.file.with_name(f"{place.file.name}-wal")
    before = log.stat().st_size
    for _ in range(10):
        await database.write(counted)
    alone = log.stat().st_size - before
    await _held_back(database, *[counted] * 40)
    together = log.stat().st_size - before - alone
    assert together < alone / 2
    assert statement(place.file, "SELECT value FROM note") == [("I" * 50,)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fails=st.lists(st.booleans(), min_size=1, max_size=12))
def test_one_that_fails_is_no_other_ones_trouble(
    tmp_path_factory: pytest.TempPathFactory, fails: list[bool]
) -> None:
    """Of transactions that wait together those that fail leave nothing and hear why; others are stored."""

    async def tried() -> None:
        databases = Databases(tmp_path_factory.mktemp("bundles"))
        database = databases.open(KEPT)
        works = [adding(str(number), fails=each) for number, each in enumerate(fails)]
        outcomes = await _held_back(database, *works)
        for number, (failed, outcome) in enumerate(zip(fails, outcomes, strict=True)):
            assert isinstance(outcome, ZeroDivisionError) if failed else outcome == str(number)
        assert await database.read(_keys) == {str(n) for n, failed in enumerate(fails) if not failed}
        await databases.close()

    asyncio.run(tried())


async def test_nobody_is_told_before_it_is_stored(database: Database, place: Place) -> None:
    """At the moment each hears that it is stored another program finds it in the file."""

    async def stored(key: str) -> bool:
        await database.write(adding(key))
        return statement(place.file, f"SELECT count(*) FROM note WHERE key = '{key}'") == [(1,)]  # noqa: S608

    assert all(await asyncio.gather(*(stored(str(each)) for each in range(30))))


async def test_a_transaction_that_waits_for_something_else_is_refused(database: Database) -> None:
    """It would wait for ever in its thread; nothing of it is stored, and the next one works."""

    async def waits(connection: AsyncConnection) -> None:
        await connection.execute(insert(note).values(key="a", value="b"))
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="its own statements"):
        await database.write(waits)
    await database.write(adding("c"))
    assert await database.read(_keys) == {"c"}


async def test_cancelling_at_any_moment_leaves_all_or_nothing(database: Database) -> None:
    """Whoever stops waiting, the others get their answers, and the next one works."""
    await database.write(adding("start"))
    for steps in range(30):
        going = [asyncio.create_task(database.write(adding(f"{steps} {each}"))) for each in range(3)]
        for _ in range(steps):
            await asyncio.sleep(0)
        going[1].cancel()
        await asyncio.wait(going)
        assert {f"{steps} 0", f"{steps} 2"} <= await database.read(_keys)


async def test_who_no_longer_waits_is_not_carried_out(database: Database) -> None:
    """What was cancelled before its turn came is not stored."""
    async with database.writing():
        given_up = asyncio.create_task(database.write(adding("given up")))
        kept = asyncio.create_task(database.write(adding("kept")))
        await asyncio.sleep(0)
        given_up.cancel()
    assert await kept == "kept"
    assert await database.read(_keys) == {"kept"}


async def test_looking_cannot_write(database: Database) -> None:
    """A transaction that only reads is refused any change, also the second time."""

    async def change(connection: AsyncConnection | None) -> None:
        assert connection is not None
        await connection.execute(text("DELETE FROM note"))

    await database.write(adding("a"))
    for _ in range(2):
        with pytest.raises(StorageError):
            await database.read(change)
    assert await database.read(_keys) == {"a"}


async def test_looking_sees_one_state(database: Database, place: Place) -> None:
    """What others store meanwhile is not seen half way."""

    async def twice(connection: AsyncConnection | None) -> tuple[int, int]:
        assert connection is not None
        count = select(func.count()).select_from(note)
        first: int = (await connection.execute(count)).scalar_one()
        statement(place.file, "INSERT INTO note VALUES ('other', 'x')")
        return first, (await connection.execute(count)).scalar_one()

    await database.write(adding("a"))
    assert await database.read(twice) == (1, 1)
    assert await database.read(_keys) == {"a", "other"}


async def test_another_program_that_does_not_let_go_is_told_to_all(
    databases: Databases, place: Place
) -> None:
    """All that waited together hear of it, nothing of them is stored, and it works again once it is gone."""
    database = databases.open(KEPT, place, patience_ms=20)
    await database.write(adding("before"))
    with closing(sqlite3.connect(place.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = await asyncio.gather(*(database.write(adding(each)) for each in "abc"), return_exceptions=True)
        assert all("in use by another program" in str(each) for each in told)
        other.execute("ROLLBACK")
    await database.write(adding("after"))
    assert await database.read(_keys) == {"before", "after"}


async def test_nothing_is_written_once_another_program_has_upgraded(database: Database, place: Place) -> None:
    """A program that was at work when the tables were upgraded writes and reads nothing any more."""
    await database.write(adding("a"))
    statement(place.file, "UPDATE alembic_version SET version_num = '9999'")
    for attempt in (database.read(_keys), database.write(adding("b"))):
        with pytest.raises(StorageError, match="newer version"):
            await attempt
    statement(place.file, f"UPDATE alembic_version SET version_num = '{REVISIONS[-1]}'")  # noqa: S608 - ours
    assert await database.read(_keys) == {"a"}


async def test_a_full_disk_loses_nothing_that_was_acknowledged(databases: Databases, place: Place) -> None:
    """Of many that write together those that were told so are stored; the others hear of the disk."""
    database = databases.open(KEPT, place)

    async def little_room(connection: AsyncConnection) -> None:
        pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
        await connection.execute(text(f"PRAGMA max_page_count = {pages + 12}"))

    await database.write(little_room)
    works = [adding(str(number), "x" * 3_000) for number in range(40)]
    outcomes = await asyncio.gather(*(database.write(each) for each in works), return_exceptions=True)
    kept = {each for each in outcomes if isinstance(each, str)}
    assert 0 < len(kept) < 40
    assert all("no room" in str(each) for each in outcomes if not isinstance(each, str))
    assert await database.read(_keys) == kept
    assert statement(place.file, "PRAGMA integrity_check") == [("ok",)]


async def test_a_damaged_file_is_told_to_all(databases: Databases, place: Place) -> None:
    """Nobody waits for ever where no transaction can begin, nor is anything made of the file."""
    place.file.write_bytes(b"no database " * 1_000)
    database = databases.open(KEPT, place)
    for attempt in [database.write(adding("a")), database.write(adding("b")), database.read(_keys)]:
        with pytest.raises(StorageError, match="damaged"):
            await attempt
    assert place.file.read_bytes() == b"no database " * 1_000


async def test_closing_lets_what_waits_be_stored(database: Database) -> None:
    """Nobody who asked before the end is left without an answer, and the database can be used again."""
    await database.write(adding("a"))
    going = [asyncio.create_task(database.write(adding(f"k{each}"))) for each in range(2 * MOST)]
    await asyncio.sleep(0)
    await database.close()
    assert await asyncio.gather(*going) == [f"k{each}" for each in range(2 * MOST)]
    assert len(await database.read(_keys)) == 2 * MOST + 1
