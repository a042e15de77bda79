"""The database: one SQLite file, opened for one operation at a time, migrated on first need.

Owns connections, transactions and their settings. Reading never makes a file; writing makes it, with
its folder. Every failure of the database leaves as StorageError.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator, Set
from contextlib import asynccontextmanager, contextmanager

from sqlalchemy import URL, NullPool, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage import schema
from bot.storage.faults import is_busy, storage_error
from bot.storage.place import Place
from bot.storage.schema import State

PATIENCE_MS = 5_000
"""How long to wait for another writer before giving up. Ours hold the file for milliseconds."""

_READ = "BEGIN"
_WRITE = "BEGIN IMMEDIATE"
"""Takes the right to write at once, so that waiting for it cannot fail half way."""
_USE_LOG = "PRAGMA journal_mode = WAL"
_RETRY_SECONDS = 0.02


class Database:
    """Gives out connections, each within one transaction on tables that are up to date."""

    def __init__(self, place: Place, *, patience_ms: int = PATIENCE_MS) -> None:
        self._place = place
        self._patience_ms = patience_ms
        self.engine = _engine(place, patience_ms)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection | None]:
        """A connection that cannot write and sees one state throughout; None when nothing is stored."""
        with _faults(self._place):
            if not self._place.holds_a_file():
                yield None
                return
            async with self._transaction(_READ, migrating={State.BEHIND}) as (connection, state):
                await connection.exec_driver_sql("PRAGMA query_only = ON")
                yield connection if state is State.CURRENT else None

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A connection that may write: all of it is stored when the block ends well, else nothing."""
        with _faults(self._place):
            self._place.make_folder()
            async with self._transaction(_WRITE, migrating={State.EMPTY, State.BEHIND}) as (connection, _):
                yield connection
                await connection.commit()

    async def close(self) -> None:
        """Let go of everything. The database may be used again afterwards."""
        await self.engine.dispose()

    @asynccontextmanager
    async def _transaction(
        self, begin: str, migrating: Set[State]
    ) -> AsyncIterator[tuple[AsyncConnection, State]]:
        """A transaction opened by `begin`, after the migrations where the tables are in such a state."""
        self._place.open_once()
        async with self.engine.connect() as connection:
            await connection.exec_driver_sql(begin)
            state = await connection.run_sync(schema.state)
            if state in migrating:
                await connection.rollback()
                await self._use_log(connection)
                await _migrate(connection)
                await connection.exec_driver_sql(begin)
                state = State.CURRENT
            yield connection, state

    async def _use_log(self, connection: AsyncConnection) -> None:
        """Switch the file to a write-ahead log, for good: the one lock SQLite does not wait for."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._patience_ms / 1_000
        while True:
            try:
                await connection.exec_driver_sql(_USE_LOG)
            except DBAPIError as error:
                if not is_busy(error) or loop.time() >= deadline:
                    raise
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                return


async def _migrate(connection: AsyncConnection) -> None:
    """All missing migrations or none, however many processes try at once."""
    # A migration that remakes a table drops the old one, which must not take its children along.
    await connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    await connection.exec_driver_sql(_WRITE)
    if await connection.run_sync(schema.state) is not State.CURRENT:
        await connection.run_sync(schema.upgrade)
    await connection.commit()
    await connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    await connection.rollback()


def _engine(place: Place, patience_ms: int) -> AsyncEngine:
    """No pool: no thread and no file handle outlives an operation, and any event loop may use it.

    `hide_parameters`: the texts of others must not enter a log by way of an error.
    """
    url = URL.create("sqlite+aiosqlite", database=str(place.file))
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # Left to itself the driver begins late and commits before some statements; we say when.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {patience_ms:d}")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    return engine


@contextmanager
def _faults(place: Place) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise storage_error(error, place.variable) from error
