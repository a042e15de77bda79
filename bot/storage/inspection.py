"""Looking at a database without changing it: no file is made, no migration is run.

Owns opening it for a look only. What is wrong leaves as StorageError, as everywhere.
"""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from bot.storage import schema
from bot.storage.faults import storage_error
from bot.storage.place import Place
from bot.storage.schema import VERSION_TABLE, State


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a look found. `version`: the last migration applied, None before the first."""

    state: State
    version: str | None
    damage: str | None
    """What the database says of itself; None when its integrity check passed."""


def inspect(place: Place) -> Inspection | None:
    """What is there; None when there is no file yet.

    Takes and gives back the right to write, so that a database that cannot be written shows. Raises
    StorageError when it cannot be opened or written, is in use, is a newer program's or another's.
    """
    if not place.holds_a_file():
        return None
    engine = create_engine("sqlite://", creator=lambda: _opened(place), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            found = schema.state(connection)
            version = None
            if found is not State.EMPTY:
                version = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
            said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            connection.rollback()
    except (DBAPIError, sqlite3.Error) as error:
        raise storage_error(error, place.variable) from error
    return Inspection(found, version, None if said == "ok" else str(said))


def _opened(place: Place) -> sqlite3.Connection:
    """A connection that makes no file, and says itself when transactions begin."""
    return sqlite3.connect(f"{place.file.as_uri()}?mode=rw", uri=True, timeout=2, isolation_level=None)
