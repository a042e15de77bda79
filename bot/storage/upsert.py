"""Rows that are made where they are missing and changed where they are there, in one statement.

Owns the one thing SQLAlchemy spells per database: both of ours know `ON CONFLICT`, word for word. Only
what the database in use needs is imported: the other one's would be 4 MB of every running process.
"""

# ruff: noqa: PLC0415

from typing import TYPE_CHECKING

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

    Upsert = postgresql.Insert | sqlite.Insert


def upsert_into(table: Table, connection: AsyncConnection) -> "Upsert":
    """An INSERT into `table` that knows `on_conflict_do_update`, for the database behind `connection`."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as into_postgresql

        return into_postgresql(table)
    from sqlalchemy.dialects.sqlite import insert as into_sqlite

    return into_sqlite(table)
