"""One at a time: transactions that count before they write wait for each other by a name."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


async def in_turn(connection: AsyncConnection, name: str) -> None:
    """Waits until no other transaction in turn by that name is under way. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_TURN, {"name": name})
