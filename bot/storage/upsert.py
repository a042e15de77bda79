"""Rows that are made where they are missing and changed where they are there, in one statement.

Owns the one thing SQLAlchemy spells per database: both of ours know `ON CONFLICT`, word for word.
"""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Upsert = postgresql.Insert | sqlite.Insert


def upsert_into(table: Table, connection: AsyncConnection) -> Upsert:
    """An INSERT into `table` that knows `on_conflict_do_update`, for the database behind `connection`."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
