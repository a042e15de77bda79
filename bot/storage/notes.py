"""Notes and counted identifications in the database."""

from sqlalchemy import delete, func, insert, select

from bot.ports import BUDGET_WINDOW, Notes
from bot.storage.database import Database
from bot.storage.tables import identify, note
from bot.storage.turns import in_turn
from bot.storage.upsert import upsert_into
from briefings.ports import Clock


class SqlNotes(Notes):
    """One row per note, one per identification of the last day."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, key: str) -> str | None:
        """What was last put there. Raises StorageError."""
        async with self._database.reading() as connection:
            if connection is None:
                return None
            chosen = select(note.c.value).where(note.c.key == key)
            return (await connection.execute(chosen)).scalar_one_or_none()

    async def put(self, key: str, value: str) -> None:
        """Keep it in place of what was there. Raises StorageError."""
        async with self._database.writing() as connection:
            await connection.execute(
                upsert_into(note, connection)
                .values(key=key, value=value)
                .on_conflict_do_update(index_elements=[note.c.key], set_={"value": value})
            )

    async def count_identify(self, bot: str, shard: int) -> int:
        """Record one, drop what no longer counts, and return how many do. Raises StorageError."""
        now = self._clock.now()
        async with self._database.writing() as connection:
            await in_turn(connection, f"identify {bot}")
            await connection.execute(insert(identify).values(bot=bot, shard=shard, at=now))
            await connection.execute(delete(identify).where(identify.c.at <= now - BUDGET_WINDOW))
            counted = select(func.count()).select_from(identify).where(identify.c.bot == bot)
            return (await connection.execute(counted)).scalar_one()

    async def identifies(self, bot: str) -> int:
        """How many count now. Raises StorageError."""
        since = self._clock.now() - BUDGET_WINDOW
        async with self._database.reading() as connection:
            if connection is None:
                return 0
            counted = (
                select(func.count()).select_from(identify).where(identify.c.bot == bot, identify.c.at > since)
            )
            return (await connection.execute(counted)).scalar_one()
