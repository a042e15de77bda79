"""What a process that keeps its connections promises beyond what every database does."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from bot.storage.database import Database
from bot.storage.notes import SqlNotes
from bot.storage.place import Place
from bot.storage.schema import REVISIONS
from bot.storage.tables import note
from briefings.errors import StorageError
from tests.bot.storage.copies import statement
from tests.fakes.clock import SetClock
from tests.servers.databases import Databases

KEPT = "SQLite kept open"


@pytest.fixture
def place(databases: Databases) -> Place:
    found = databases.place(KEPT)
    assert isinstance(found, Place)
    return found


@pytest.fixture
def database(databases: Databases, place: Place) -> Database:
    return databases.open(KEPT, place)


def notes(database: Database) -> SqlNotes:
    return SqlNotes(database, SetClock())


async def test_many_writers_of_one_process_wait_for_each_other(databases: Databases, place: Place) -> None:
    """However many write at once, none gives up, though none would wait for another program."""
    database = databases.open(KEPT, place, patience_ms=0)
    await asyncio.gather(*(notes(database).put(str(number), "x") for number in range(200)))
    assert statement(place.file, "SELECT count(*) FROM note") == [(200,)]


async def test_what_is_stored_is_there_for_others_at_once(database: Database, place: Place) -> None:
    """Another program sees what was stored, without this one letting go; and the other way round."""
    await notes(database).put("a", "1")
    assert statement(place.file, "SELECT value FROM note") == [("1",)]
    statement(place.file, "UPDATE note SET value = '2'")
    assert await notes(database).get("a") == "2"


async def test_it_is_refused_once_another_program_has_upgraded(database: Database, place: Place) -> None:
    """A program that was at work when the tables were upgraded writes and reads nothing any more."""
    await notes(database).put("a", "before")
    statement(place.file, "UPDATE alembic_version SET version_num = '9999'")
    for attempt in (notes(database).get("a"), notes(database).put("a", "after")):
        with pytest.raises(StorageError, match="newer version"):
            await attempt
    statement(place.file, f"UPDATE alembic_version SET version_num = '{REVISIONS[-1]}'")  # noqa: S608 - ours
    assert await notes(database).get("a") == "before"


async def test_a_file_put_in_its_place_is_the_one_in_use(database: Database, place: Place) -> None:
    """A copy restored over the file counts from then on, as does a file that was removed."""
    await notes(database).put("a", "first")
    with closing(sqlite3.connect(place.file)) as source:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = place.file.with_name("copy")
    copy.write_bytes(place.file.read_bytes())
    await notes(database).put("a", "second")
    for path in _files(place):
        path.unlink()
    copy.rename(place.file)
    assert await notes(database).get("a") == "first"
    for path in _files(place):
        path.unlink()
    assert await notes(database).get("a") is None
    await notes(database).put("a", "third")
    assert await notes(database).get("a") == "third"


def _files(place: Place) -> list[Path]:
    return sorted(place.file.parent.glob(f"{place.file.name}*"))


async def test_reading_cannot_write(database: Database) -> None:
    """A kept connection for reading refuses to change anything, also the second time it is used."""
    await notes(database).put("a", "b")
    for _ in range(2):
        with pytest.raises(StorageError):  # noqa: PT012 - the block is what is tested
            async with database.reading() as connection:
                assert connection is not None
                await connection.execute(text("DELETE FROM note"))
    assert await notes(database).get("a") == "b"


async def test_a_failed_or_cancelled_block_leaves_nothing_behind(database: Database) -> None:
    """Neither its rows nor its lock: the next writer has both to itself."""
    begun = asyncio.Event()

    async def half(*, fails: bool) -> None:
        async with database.writing() as connection:
            await connection.execute(insert(note).values(key="a", value="half"))
            begun.set()
            if fails:
                raise ZeroDivisionError
            await asyncio.Event().wait()

    with pytest.raises(ZeroDivisionError):
        await half(fails=True)
    begun.clear()
    task = asyncio.create_task(half(fails=False))
    await begun.wait()
    waiting = asyncio.create_task(notes(database).put("b", "next"))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await waiting
    assert await notes(database).get("a") is None
    assert await notes(database).get("b") == "next"


async def test_cancelling_at_any_moment_leaves_the_database_usable(database: Database) -> None:
    """Writers cancelled after any number of steps leave all or nothing, and the next one works."""
    await notes(database).put("start", "x")
    for steps in range(40):
        task = asyncio.create_task(notes(database).put(f"k{steps}", "x"))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        await notes(database).put("after", str(steps))
        assert await notes(database).get("after") == str(steps)


async def test_reading_goes_on_beside_a_writer(database: Database) -> None:
    """Readers neither wait for the writer nor see what it has not stored yet; more readers take turns."""
    await notes(database).put("a", "b")
    async with database.writing() as connection:
        await connection.execute(note.update().values(value="c"))
        assert await asyncio.gather(*(notes(database).get("a") for _ in range(20))) == ["b"] * 20
    assert await notes(database).get("a") == "c"


async def test_another_program_that_does_not_let_go_is_told(databases: Databases, place: Place) -> None:
    """After its patience a writer says so; nothing is lost, and it works again once the other is gone."""
    database = databases.open(KEPT, place, patience_ms=20)
    await notes(database).put("a", "b")
    with closing(sqlite3.connect(place.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="in use by another program"):
            await notes(database).put("a", "c")
        other.execute("ROLLBACK")
    await notes(database).put("a", "d")
    assert await notes(database).get("a") == "d"


async def test_a_full_disk_loses_nothing_that_was_acknowledged(database: Database, place: Place) -> None:
    """Every note whose keeping returned is there, and each failure says that there is no room."""
    await notes(database).put("start", "x")
    async with database.writing() as connection:
        pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
        await connection.execute(text(f"PRAGMA max_page_count = {pages + 12}"))
    kept = []
    for number in range(40):
        try:
            await notes(database).put(str(number), "x" * 3_000)
        except StorageError as error:
            assert "no room" in str(error)  # noqa: PT017 - some of them fail, and all of those so
        else:
            kept.append(str(number))
    assert 0 < len(kept) < 40
    async with database.reading() as connection:
        assert connection is not None
        stored = set((await connection.execute(select(note.c.key))).scalars())
    assert stored == {"start", *kept}
    assert statement(place.file, "PRAGMA integrity_check") == [("ok",)]


async def test_closing_leaves_one_file(database: Database, place: Place) -> None:
    """After the end there is one self-contained file, and using the database again works."""
    await notes(database).put("a", "b")
    await notes(database).get("a")
    await database.close()
    assert _files(place) == [place.file]
    assert await notes(database).get("a") == "b"
