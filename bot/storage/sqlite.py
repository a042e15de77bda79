"""Transactions on one SQLite file, opened for each operation or kept open by a process that runs on.

Owns the connections' settings, the one writer of a process, and the migrations' locks. In a process that
runs on, a transaction that is one function is carried out by a thread as a whole. Failures leave as the
driver's own; `bot.storage.database` puts them into words.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy import (
    URL,
    AsyncAdaptedQueuePool,
    Engine,
    NullPool,
    Pool,
    QueuePool,
    create_engine,
    event,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage import schema
from bot.storage.faults import is_busy
from bot.storage.place import Place
from bot.storage.schema import State
from bot.storage.sqlite_bundles import OURS, READ, VERSION, WRITE, Readers, Writer
from bot.storage.sqlite_driver import SwiftConnection
from bot.storage.work import Looking, Work

T = TypeVar("T")
READERS = 4
"""Connections that read at the same time in a process that keeps them; more wait their turn."""
LOOKING = 2
"""The same for transactions that are one function, each in a thread: those are short."""

_NO_WRITING = "PRAGMA query_only = ON"
_USE_LOG = "PRAGMA journal_mode = WAL"
_RETRY_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class _Kept:
    """Connections to one file that outlive an operation. One writes at a time, in order of asking."""

    file: tuple[int, int]
    loop: asyncio.AbstractEventLoop
    writers: AsyncEngine
    readers: AsyncEngine
    turn: asyncio.Lock
    writer: Writer
    looking: Readers

    async def close(self) -> None:
        """Let go of all of it."""
        await self.writer.close()
        await self.looking.close()
        await self.writers.dispose()
        await self.readers.dispose()


class SqliteTransactions:
    """A transaction each; between two of them nothing is held open, until `stay_open` is called."""

    def __init__(self, place: Place, patience_ms: int) -> None:
        self._place = place
        self._patience_ms = patience_ms
        self._stays = False
        self._kept: _Kept | None = None
        # No pool: no thread and no file handle outlives an operation, and any event loop may use it.
        self.engine = _engine(place, patience_ms, NullPool)
        self._looking = _engine(place, patience_ms, NullPool, last=_NO_WRITING)

    def stay_open(self) -> None:
        """Keep connections from the next operation on."""
        self._stays = True

    async def close(self) -> None:
        """Close what is kept."""
        kept, self._kept = self._kept, None
        if kept is not None:
            await kept.close()
        await self.engine.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection | None]:
        """A connection that cannot write; None when there is no file, or nothing in it."""
        if not self._place.is_there():
            yield None
            return
        async with await self._reader() as connection:
            state = await _begun(connection, READ)
            if state is not State.BEHIND:
                yield connection if state is State.CURRENT else None
                return
        await self._upgraded()
        async with await self._reader() as connection:
            await _begun(connection, READ)
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A connection with the right to write, on tables that are up to date."""
        self._place.make_folder()
        async with self._writer() as connection:
            if await _begun(connection, WRITE) is not State.CURRENT:
                await connection.rollback()
                await self._use_log(connection)
                await _migrate(connection)
                await _begun(connection, WRITE)
            yield connection
            await connection.commit()

    async def read(self, look: Looking[T]) -> T:
        """What a transaction finds that cannot write."""
        if self._stays and self._place.is_there():
            current, found = await (await self._opened()).looking.done(look)
            if current:
                return cast("T", found)
        async with self.reading() as connection:
            return await look(connection)

    async def write(self, work: Work[T]) -> T:
        """What a transaction gives that is stored."""
        if self._stays:
            self._place.make_folder()
            return await (await self._opened()).writer.done(work)
        async with self.writing() as connection:
            return await work(connection)

    async def _reader(self) -> AsyncConnection:
        if self._stays:
            return (await self._opened()).readers.connect()
        self._place.open_once()
        return self._looking.connect()

    @asynccontextmanager
    async def _writer(self) -> AsyncIterator[AsyncConnection]:
        if not self._stays:
            self._place.open_once()
            async with self.engine.connect() as connection:
                yield connection
            return
        kept = await self._opened()
        async with kept.turn, kept.writers.connect() as connection:
            yield connection

    async def _opened(self) -> _Kept:
        """What is kept, of the file that is there now: one that was removed or put back is another."""
        loop, file = asyncio.get_running_loop(), self._place.identity()
        kept = self._kept
        if kept is not None and kept.file == file and kept.loop is loop:
            return kept
        self._place.open_once()
        file = self._place.identity()
        assert file is not None  # noqa: S101 - it was just opened
        new = self._kept = self._lasting(file)
        if kept is not None and kept.loop is loop:
            await kept.close()
        return new

    def _lasting(self, file: tuple[int, int]) -> _Kept:
        """One connection for writing and some for reading, of each kind."""
        place, patience, turn = self._place, self._patience_ms, asyncio.Lock()
        # Whoever begins a transaction here also ends it, so there is nothing to reset.
        kept: dict[str, Any] = {"max_overflow": 0, "pool_reset_on_return": None}
        kind = AsyncAdaptedQueuePool
        return _Kept(
            file,
            asyncio.get_running_loop(),
            _engine(place, patience, kind, pool_size=1, **kept),
            _engine(place, patience, kind, last=_NO_WRITING, pool_size=READERS, **kept),
            turn,
            Writer(_in_thread(place, patience, pool_size=1, **kept), turn, self._upgraded),
            Readers(_in_thread(place, patience, last=_NO_WRITING, pool_size=LOOKING, **kept), LOOKING),
        )

    async def _upgraded(self) -> None:
        async with self.writing():
            pass

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


async def _begun(connection: AsyncConnection, begin: str) -> State:
    """Begins a transaction and says how the tables stand.

    In one step: through SQLAlchemy these two would be half of what a small transaction costs.
    """
    raw = (await connection.get_raw_connection()).driver_connection
    assert isinstance(raw, SwiftConnection)  # noqa: S101 - for the type checker
    await connection.begin()
    if await raw.begun(begin, VERSION) == OURS:
        return State.CURRENT
    return await connection.run_sync(schema.state)


async def _migrate(connection: AsyncConnection) -> None:
    """All missing migrations or none, however many processes try at once."""
    # A migration that remakes a table drops the old one, which must not take its children along.
    await connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    await connection.exec_driver_sql(WRITE)
    if await connection.run_sync(schema.state) is not State.CURRENT:
        await connection.run_sync(schema.upgrade)
    await connection.commit()
    await connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    await connection.rollback()


def _engine(
    place: Place, patience_ms: int, pool: type[Pool], *, last: str = "", **of_pool: Any
) -> AsyncEngine:
    """Connections as the promises need them. `last`: a setting made after the others.

    `hide_parameters`: the texts of others must not enter a log by way of an error.
    """

    async def connect() -> SwiftConnection:
        connection = SwiftConnection(place.file)
        await connection
        return connection

    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(place.file)),
        async_creator=connect,
        poolclass=pool,
        hide_parameters=True,
        **of_pool,
    )

    _set_up(engine.sync_engine, patience_ms, last)
    return engine


def _in_thread(place: Place, patience_ms: int, *, last: str = "", **of_pool: Any) -> Engine:
    """The same for whole transactions, each within one thread."""

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(place.file, isolation_level=None, check_same_thread=False)

    engine = create_engine(
        "sqlite+pysqlite://", creator=connect, poolclass=QueuePool, hide_parameters=True, **of_pool
    )
    _set_up(engine, patience_ms, last)
    return engine


def _set_up(engine: Engine, patience_ms: int, last: str) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # Left to itself the driver begins late and commits before some statements; we say when.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {patience_ms:d}")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")  # what is erased is overwritten
        if last:
            cursor.execute(last)
        cursor.close()
