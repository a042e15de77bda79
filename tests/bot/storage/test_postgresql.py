"""What only a server can do: be away, come back, be upgraded by others, refuse an account."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from alembic import command
from sqlalchemy import insert, select, text

from bot.storage import schema
from bot.storage.database import Database
from bot.storage.inspection import inspect
from bot.storage.notes import SqlNotes
from bot.storage.place import DatabasePlace, Server
from bot.storage.schema import REVISIONS, State
from bot.storage.tables import attached_article, note
from briefings.errors import StorageError
from tests.fakes.clock import EARLY, SetClock
from tests.servers.databases import Databases, running_server
from tests.servers.postgresql import NoServer, PrivateServer


@pytest.fixture
def place(databases: Databases) -> Server:
    found = databases.place("PostgreSQL")
    assert isinstance(found, Server)
    return found


@pytest.fixture(scope="module")
def breakable() -> Iterator[PrivateServer]:
    """A server that nobody else uses."""
    try:
        made = PrivateServer(durable=True)
    except NoServer as error:
        pytest.skip(str(error))
    with made as server:
        yield server


@contextmanager
def refused(*words: str) -> Iterator[None]:
    """A StorageError of one sentence with these words, and without what must not be seen."""
    with pytest.raises(StorageError) as caught:
        yield
    sentence = str(caught.value)
    assert [word for word in words if word not in sentence] == []
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    assert "only-in-tests" not in f"{caught.value!r}{caught.value.__cause__!r}"


def notes(database: Database) -> SqlNotes:
    return SqlNotes(database, SetClock())


def version(server: PrivateServer, place: Server, number: str) -> None:
    """Writes another version into a database, as another program would."""
    name = place.name.partition(" on ")[0]
    server.tell(f"UPDATE alembic_version SET version_num = '{number}'", database=name)  # noqa: S608 - ours


async def test_a_restart_is_survived(breakable: PrivateServer, databases: Databases) -> None:
    """Connections that broke between two operations are replaced without anybody noticing; all is kept."""
    database = databases.open("PostgreSQL", breakable.fresh())
    await notes(database).put("a", "kept")
    await asyncio.gather(*(notes(database).get("a") for _ in range(5)))
    for end in (breakable.stop, breakable.crash):
        end()
        breakable.start()
        assert await asyncio.gather(*(notes(database).get("a") for _ in range(8))) == ["kept"] * 8
        await notes(database).put("b", "more")


async def test_a_server_that_is_away_is_told(breakable: PrivateServer, databases: Databases) -> None:
    """While it is stopped both ways say so, whether there was a connection or not; then all goes on."""
    place = breakable.fresh()
    known, new = databases.open("PostgreSQL", place), databases.open("PostgreSQL", place)
    await notes(known).put("a", "kept")
    breakable.stop()
    try:
        for database in (known, new):
            with refused("cannot be reached", "COMMUNIQUE_DATABASE_URL"):
                await notes(database).put("a", "lost")
            with refused("cannot be reached"):
                await notes(database).get("a")
    finally:
        breakable.start()
    assert [await notes(each).get("a") for each in (known, new)] == ["kept", "kept"]


async def test_a_server_that_goes_in_a_transaction_takes_all_of_it_back(
    breakable: PrivateServer, databases: Databases
) -> None:
    """What was not committed is told to have failed and is not there afterwards."""
    database = databases.open("PostgreSQL", breakable.fresh())
    await notes(database).put("a", "before")
    with refused("cannot be reached"):
        async with database.writing() as connection:
            await connection.execute(insert(note).values(key="b", value="half"))
            await asyncio.to_thread(breakable.restart)
    assert await notes(database).get("b") is None


async def test_the_wrong_account_password_or_name_is_told(place: Server) -> None:
    """Each is one sentence that names the setting and never the password."""
    server = running_server()
    for address, word in (
        (server.address(password="wrong"), "password"),  # noqa: S106 - refused
        (server.address(account="stranger"), "refused the account"),
        (server.address("no_such_database"), "no database of that name"),
    ):
        database = Database(Server(address))
        with refused(word, "COMMUNIQUE_DATABASE_URL"):
            await notes(database).get("a")
        await database.close()


async def test_many_that_start_at_once_migrate_once(databases: Databases) -> None:
    """Programs that all find an empty database make its tables between them, and each stores its note."""
    place = databases.place("PostgreSQL", migrated=False)
    programs = [databases.open("PostgreSQL", place) for _ in range(6)]
    await asyncio.gather(*(notes(each).put(str(number), "x") for number, each in enumerate(programs)))
    async with programs[0].reading() as connection:
        assert connection is not None
        assert len((await connection.execute(select(note))).all()) == 6
        stored = await connection.execute(text("SELECT version_num FROM alembic_version"))
        assert stored.scalars().all() == [REVISIONS[-1]]


async def test_many_that_meet_older_tables_bring_them_up_once(place: Server, databases: Databases) -> None:
    """Reading or writing, all of them find the tables up to date, and what was stored is still there."""
    old = databases.open("PostgreSQL", place)
    await notes(old).put("a", "kept")
    async with old.engine.begin() as connection:
        await connection.run_sync(lambda each: command.downgrade(schema.migrations(each), "-1"))
    assert (await asyncio.to_thread(inspect, place)).state is State.BEHIND  # type: ignore[union-attr]
    programs = [databases.open("PostgreSQL", place) for _ in range(4)]
    found = await asyncio.gather(*(notes(each).get("a") for each in programs), notes(old).put("b", "x"))
    assert found[:4] == ["kept"] * 4
    assert (await asyncio.to_thread(inspect, place)).state is State.CURRENT  # type: ignore[union-attr]


async def test_an_empty_database_is_not_written_for_reading(databases: Databases) -> None:
    """Asking before anything was stored makes no table."""
    place = databases.place("PostgreSQL", migrated=False)
    assert await notes(databases.open("PostgreSQL", place)).get("a") is None
    assert (await asyncio.to_thread(inspect, place)).state is State.EMPTY  # type: ignore[union-attr]


async def test_a_program_is_refused_once_another_has_upgraded(place: Server, databases: Databases) -> None:
    """A program that was at work when the tables were upgraded writes and reads nothing any more."""
    database = databases.open("PostgreSQL", place)
    await notes(database).put("a", "before")
    version(running_server(), place, "9999")
    with refused("newer version"):
        await notes(database).get("a")
    with refused("newer version"):
        await notes(database).put("a", "after")
    version(running_server(), place, REVISIONS[-1])
    assert await notes(database).get("a") == "before"


async def test_another_programs_tables_are_left_alone(databases: Databases) -> None:
    """Tables that are not ours are neither read nor added to."""
    place = databases.place("PostgreSQL", migrated=False)
    assert isinstance(place, Server)
    running_server().tell("CREATE TABLE invoices (total int)", database=place.name.partition(" on ")[0])
    with refused("another program"):
        await notes(databases.open("PostgreSQL", place)).put("a", "b")


async def test_reading_cannot_write_and_sees_one_state(place: Server, databases: Databases) -> None:
    """A connection for reading refuses changes; what others store meanwhile does not change what it reads."""
    database, other = databases.open("PostgreSQL", place), databases.open("PostgreSQL", place)
    async with database.reading() as connection:
        assert connection is not None
        assert (await connection.execute(select(note))).all() == []
        await notes(other).put("a", "b")
        assert (await connection.execute(select(note))).all() == []
    with pytest.raises(StorageError):  # noqa: PT012 - the block is what is tested
        async with database.reading() as connection:
            assert connection is not None
            await connection.execute(insert(note).values(key="c", value="d"))
    assert await notes(database).get("c") is None


async def test_a_lock_is_not_waited_for_for_ever(place: Server, databases: Databases) -> None:
    """Somebody who holds a row makes a writer give up after its patience, with a sentence."""
    holder = databases.open("PostgreSQL", place)
    hasty = databases.open("PostgreSQL", place, patience_ms=50)
    await notes(holder).put("a", "b")
    async with holder.writing() as connection:
        await connection.execute(note.update().values(value="c"))
        with refused("in use by another program"):
            await notes(hasty).put("a", "d")
    assert await notes(hasty).get("a") == "c"


async def test_a_server_that_takes_no_changes_is_told(place: Server, databases: Databases) -> None:
    """A database set to be read only says so, in use and when it is looked at, and still reads."""
    database = databases.open("PostgreSQL", place)
    await notes(database).put("a", "b")
    await database.close()
    name = place.name.partition(" on ")[0]
    running_server().tell(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with refused("takes no changes"):
        await notes(database).put("a", "c")
    with refused("takes no changes"):
        await asyncio.to_thread(inspect, place)
    assert await notes(database).get("a") == "b"


async def test_an_error_does_not_carry_the_texts(place: Server, databases: Databases) -> None:
    """Neither the sentence nor the error behind it repeats what was being stored."""
    with pytest.raises(StorageError) as caught:
        async with databases.open("PostgreSQL", place).writing() as connection:
            await connection.execute(
                insert(attached_article).values(article="secret-article", sha256="short", attached_at=EARLY)
            )
    assert "secret" not in str(caught.value)
    assert "not foreseen" in str(caught.value)


async def test_a_cancelled_transaction_leaves_nothing(place: Server, databases: Databases) -> None:
    """A task that is cancelled in its transaction has stored nothing, and the next one works."""
    database = databases.open("PostgreSQL", place)
    begun = asyncio.Event()

    async def half() -> None:
        async with database.writing() as connection:
            await connection.execute(insert(note).values(key="a", value="half"))
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(half())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await notes(database).get("a") is None
    await notes(database).put("a", "whole")
    assert await notes(database).get("a") == "whole"


async def test_a_look_tells_version_and_state(place: DatabasePlace) -> None:
    """Looking at tables that are up to date says so."""
    found = await asyncio.to_thread(inspect, place)
    assert found is not None
    assert (found.state, found.version, found.damage) == (State.CURRENT, REVISIONS[-1], None)
