"""Feedback in the database, one row each."""

from sqlalchemy import ColumnElement, Row, delete, insert, select

from bot.ports import Feedback, FeedbackStore
from bot.storage.database import Database
from bot.storage.tables import feedback as table


class SqlFeedbackStore(FeedbackStore):
    """Every feedback until it is erased."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, feedback: Feedback) -> None:
        """Keep one. Raises StorageError."""
        kept = feedback.bounded()
        row = {
            "at": kept.at,
            "platform": kept.platform,
            "place": kept.place,
            "question": kept.question,
            "answer_text": kept.answer_text,
            "claims": " ".join(kept.claims),
            "kind": kept.kind,
            "comment": kept.comment,
        }
        async with self._database.writing() as connection:
            await connection.execute(insert(table).values(row))

    async def latest(self, limit: int = 50) -> tuple[Feedback, ...]:
        """The last ones, newest first. Raises StorageError."""
        async with self._database.reading() as connection:
            if connection is None:
                return ()
            rows = await connection.execute(select(table).order_by(table.c.id.desc()).limit(limit))
            return tuple(_feedback(row) for row in rows)

    async def erase(self, platform: str, place: str | None = None) -> int:
        """Forget a place's, or a platform's. Raises StorageError."""
        chosen: list[ColumnElement[bool]] = [table.c.platform == platform]
        if place is not None:
            chosen.append(table.c.place == place)
        async with self._database.writing() as connection:
            return (await connection.execute(delete(table).where(*chosen))).rowcount


def _feedback(row: Row[tuple[object, ...]]) -> Feedback:
    return Feedback(
        at=row.at,
        platform=row.platform,
        place=row.place,
        question=row.question,
        answer_text=row.answer_text,
        claims=tuple(row.claims.split()),
        kind=row.kind,
        comment=row.comment,
    )
