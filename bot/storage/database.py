"""The database, whichever it is: transactions on tables that are up to date.

Owns the choice between a file and a server. Every failure of either leaves as StorageError. Reading
never makes a file; writing makes it, with its folder.
"""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Protocol, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.faults import storage_error
from bot.storage.place import DatabasePlace, Server
from bot.storage.work import Looking, Work

T = TypeVar("T")
PATIENCE_MS = 5_000
"""How long to wait for another writer before giving up. Ours hold the database for milliseconds."""


class Transactions(Protocol):
    """What a kind of database does for `Database`. Its failures are still its driver's own."""

    engine: AsyncEngine

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection | None]:
        """A transaction that cannot write; None when nothing is stored."""

    def writing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that is committed when the block ends well."""

    async def read(self, look: Looking[T]) -> T:
        """What a transaction finds that cannot write."""

    async def write(self, work: Work[T]) -> T:
        """What a transaction gives, which is stored by then."""

    def stay_open(self) -> None:
        """Keep connections from one operation to the next."""

    async def close(self) -> None:
        """Let go of every connection."""


class Database:
    """Gives out connections, each within one transaction on tables that are up to date."""

    def __init__(self, place: DatabasePlace, *, patience_ms: int = PATIENCE_MS) -> None:
        self.place = place
        self._transactions = _transactions(place, patience_ms)

    @property
    def engine(self) -> AsyncEngine:
        """Where connections come from."""
        return self._transactions.engine

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection | None]:
        """A connection that cannot write and sees one state throughout; None when nothing is stored."""
        with _faults(self.place):
            async with self._transactions.reading() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A connection that may write: all of it is stored when the block ends well, else nothing."""
        with _faults(self.place):
            async with self._transactions.writing() as connection:
                yield connection

    async def read(self, look: Looking[T]) -> T:
        """What `look` finds without writing; it sees one state throughout, and waits for nothing else."""
        with _faults(self.place):
            return await self._transactions.read(look)

    async def write(self, work: Work[T]) -> T:
        """What `work` gives, all it did being stored by then; nothing is where it raises.

        It waits for its statements alone, changes nothing but the database, and may be carried out again from
        the start: of a file several are carried out together, which is what makes many writers fast.
        """
        with _faults(self.place):
            return await self._transactions.write(work)

    def stay_open(self) -> None:
        """From now on keep connections from one operation to the next, which is ten times faster.

        For a process that runs for long, in one event loop, and calls `close` at its end.
        """
        self._transactions.stay_open()

    async def close(self) -> None:
        """Let go of everything. The database may be used again afterwards."""
        await self._transactions.close()


def _transactions(place: DatabasePlace, patience_ms: int) -> Transactions:
    """Only the one in use is imported: the other one's driver would be megabytes of every process."""
    if isinstance(place, Server):
        from bot.storage.postgresql import PostgresqlTransactions  # noqa: PLC0415 - as above

        return PostgresqlTransactions(place, patience_ms)
    from bot.storage.sqlite import SqliteTransactions  # noqa: PLC0415 - as above

    return SqliteTransactions(place, patience_ms)


@contextmanager
def _faults(place: DatabasePlace) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeoutError, TimeoutError, sqlite3.Error) as error:
        raise storage_error(error, place.variable) from error
