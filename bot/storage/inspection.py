"""Looking at a database without changing it: no file is made, no migration is run.

Owns opening it for a look only. What is wrong leaves as StorageError, as everywhere.
"""

import asyncio
import sqlite3
from dataclasses import dataclass

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from bot.storage import schema
from bot.storage.faults import storage_error
from bot.storage.place import DatabasePlace, Place, Server
from bot.storage.schema import VERSION_TABLE, State
from briefings.errors import StorageError


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a look found. `version`: the last migration applied, None before the first."""

    state: State
    version: str | None
    damage: str | None
    """What the database says of itself; None when its integrity check passed, or a server made none."""


def inspect(place: DatabasePlace) -> Inspection | None:
    """What is there; None when there is no file yet.

    Takes and gives back the right to write, so that a database that cannot be written shows. Raises
    StorageError when it cannot be opened or written, is in use, is a newer program's or another's.
    Not for use within an event loop.
    """
    if isinstance(place, Server):
        return asyncio.run(_of_server(place))
    if not place.is_there():
        return None
    engine = create_engine("sqlite://", creator=lambda: _opened(place), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            found, version = _stands(connection)
            said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            connection.rollback()
    except (DBAPIError, sqlite3.Error) as error:
        raise storage_error(error, place.variable) from error
    return Inspection(found, version, None if said == "ok" else str(said))


def _stands(connection: Connection) -> tuple[State, str | None]:
    found = schema.state(connection)
    if found is State.EMPTY:
        return found, None
    return found, connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608


def _opened(place: Place) -> sqlite3.Connection:
    """A connection that makes no file, and says itself when transactions begin."""
    return sqlite3.connect(f"{place.file.as_uri()}?mode=rw", uri=True, timeout=2, isolation_level=None)


async def _of_server(server: Server) -> Inspection:
    from bot.storage.postgresql import PostgresqlTransactions  # noqa: PLC0415 - only where there is a server

    transactions = PostgresqlTransactions(server, patience_ms=2_000)
    try:
        async with transactions.engine.connect() as connection:
            found, version = await connection.run_sync(_stands)
            writes = (await connection.exec_driver_sql("SHOW transaction_read_only")).scalar_one() == "off"
    except (DBAPIError, TimeoutError) as error:
        raise storage_error(error, server.variable) from error
    finally:
        await transactions.close()
    if not writes:
        raise StorageError(
            "The database server takes no changes at present, as a stand-by server does; "
            f"name the one that does in {server.variable}."
        )
    return Inspection(found, version, None)
