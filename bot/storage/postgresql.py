"""Transactions on a PostgreSQL server, over connections that are kept and replaced when they break.

Owns connecting, the limits on how long anything may take, and the migrations' locks. What goes wrong in
connecting leaves as StorageError, what goes wrong later as the driver's own.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import NullPool, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage import schema
from bot.storage.faults import has_gone, is_missing_table, storage_error
from bot.storage.place import Server
from bot.storage.schema import State
from bot.storage.work import Looking, Work

T = TypeVar("T")
CONNECTIONS = 10
"""Of one process at most; a server takes 100 unless told otherwise."""
CONNECT_SECONDS = 5.0
STATEMENT_MS = 15_000
"""A statement that takes longer is ended by the server; ours take milliseconds."""
IDLE_MS = 30_000
"""A transaction that does nothing for so long is ended, so that a process that froze holds no lock."""
ANSWER_SECONDS = 20.0
"""How long to wait for a server that says nothing at all."""

_MIGRATING = 0x636F6D6D756E
"""The lock that whoever migrates takes: any number that no other program takes; "commun" in ASCII."""
_MIGRATION_LIMITS = {"lock_timeout": "60000", "idle_in_transaction_session_timeout": "60000"}
_VERSION = text(f"SELECT version_num FROM {schema.VERSION_TABLE}")  # noqa: S608 - a constant


class PostgresqlTransactions:
    """A transaction each. Connections are those of one event loop."""

    def __init__(self, server: Server, patience_ms: int) -> None:
        self._server = server
        limits = {
            "statement_timeout": str(STATEMENT_MS),
            "lock_timeout": str(patience_ms),
            "idle_in_transaction_session_timeout": str(IDLE_MS),
        }
        self.engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=_connecting(server, limits, ANSWER_SECONDS),
            hide_parameters=True,  # the texts of others must not enter a log by way of an error
            pool_size=CONNECTIONS // 2,
            max_overflow=CONNECTIONS - CONNECTIONS // 2,
            pool_timeout=ANSWER_SECONDS,
            pool_recycle=1_800,
        )
        self._readers = self.engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    def stay_open(self) -> None:
        """Nothing to do: connecting costs so much that connections are always kept."""

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection | None]:
        """A connection that cannot write and sees one state; None when nothing is stored."""
        async with self._begun(self._readers) as (connection, state):
            if state is not State.BEHIND:
                yield connection if state is State.CURRENT else None
                return
        await self._migrate()
        async with self._begun(self._readers) as (connection, _):
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A connection on tables that are up to date; committed when the block ends well."""
        async with self._begun(self.engine) as (connection, state):
            if state is State.CURRENT:
                yield connection
                await connection.commit()
                return
        await self._migrate()
        async with self._begun(self.engine) as (connection, _):
            yield connection
            await connection.commit()

    async def read(self, look: Looking[T]) -> T:
        """What a transaction finds that cannot write."""
        async with self.reading() as connection:
            return await look(connection)

    async def write(self, work: Work[T]) -> T:
        """What a transaction gives that is stored."""
        async with self.writing() as connection:
            return await work(connection)

    @asynccontextmanager
    async def _begun(self, engine: AsyncEngine) -> AsyncIterator[tuple[AsyncConnection, State]]:
        """A transaction, and how the tables stand.

        A kept connection may have broken since: the first question shows it, and one new connection is made.
        """
        async with _connected(engine) as connection:
            try:
                state: State | None = await _state(connection)
            except DBAPIError as error:
                if not has_gone(error):
                    raise
                await connection.invalidate()
                state = None
            if state is not None:
                yield connection, state
                return
        async with _connected(engine) as connection:
            yield connection, await _state(connection)

    async def _migrate(self) -> None:
        """All missing migrations or none, however many processes try at once.

        A migration may take as long as it needs; one that is stuck is given up after a minute.
        """
        engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=_connecting(self._server, _MIGRATION_LIMITS, None),
            poolclass=NullPool,
            hide_parameters=True,
        )
        async with engine.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
            state = await connection.run_sync(schema.state)
            if state is State.BEHIND:
                # Who still works on the former tables is waited for; who comes now finds the new ones.
                await connection.execute(text(f"LOCK TABLE {schema.VERSION_TABLE}"))
            if state is not State.CURRENT:
                await connection.run_sync(schema.upgrade)


@asynccontextmanager
async def _connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection; one whose server says nothing any more is not used again."""
    async with engine.connect() as connection:
        try:
            yield connection
        except TimeoutError:
            await connection.invalidate()
            raise


async def _state(connection: AsyncConnection) -> State:
    try:
        if (await connection.execute(_VERSION)).scalars().all() == [schema.REVISIONS[-1]]:
            return State.CURRENT
    except DBAPIError as error:
        if not is_missing_table(error):
            raise
        await connection.rollback()
    return await connection.run_sync(schema.state)


def _connecting(
    server: Server, limits: dict[str, str], answer_seconds: float | None
) -> Callable[[], Awaitable[asyncpg.Connection]]:
    """How a connection is made; the address is read nowhere else."""

    async def connect() -> asyncpg.Connection:
        try:
            return await asyncpg.connect(
                server.address.reveal(),
                timeout=CONNECT_SECONDS,
                command_timeout=answer_seconds,
                server_settings={"application_name": "communique", "timezone": "UTC", **limits},
            )
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise storage_error(error, server.variable) from error

    return connect
