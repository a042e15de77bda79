"""Attached texts in the database."""

from collections.abc import Mapping
from datetime import UTC

from sqlalchemy import delete, insert, select

from bot.storage.database import Database
from bot.storage.tables import attached_article, attached_passage
from briefings.ports import Clock, SourceTexts


class SqlSourceTexts(SourceTexts):
    """The operator's copies, one row per article and one per passage."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def save(self, article: str, wordings: Mapping[str, str], sha256: str) -> None:
        """Store the wordings in place of an earlier copy, all or nothing. Raises StorageError."""
        attached_at = self._clock.now()
        passages = [
            {"article": article, "passage": passage, "wording": wording}
            for passage, wording in wordings.items()
        ]
        async with self._database.writing() as connection:
            await connection.execute(delete(attached_article).where(attached_article.c.article == article))
            await connection.execute(
                insert(attached_article).values(article=article, sha256=sha256, attached_at=attached_at)
            )
            if passages:
                await connection.execute(insert(attached_passage), passages)

    async def wordings(self, article: str, sha256: str | None = None) -> Mapping[str, str]:
        """The wordings by passage id; empty when none are held of that text. Raises StorageError."""
        chosen = (
            select(attached_passage.c.passage, attached_passage.c.wording)
            .join(attached_article, attached_article.c.article == attached_passage.c.article)
            .where(attached_article.c.article == article)
        )
        if sha256 is not None:
            chosen = chosen.where(attached_article.c.sha256 == sha256)
        async with self._database.reading() as connection:
            if connection is None:
                return {}
            return {row.passage: row.wording for row in await connection.execute(chosen)}

    async def attached(self) -> Mapping[str, str]:
        """When each copy was attached, by article id, ISO 8601 UTC to the second. Raises StorageError."""
        every = select(attached_article.c.article, attached_article.c.attached_at)
        async with self._database.reading() as connection:
            if connection is None:
                return {}
            return {
                row.article: row.attached_at.astimezone(UTC).isoformat(timespec="seconds")
                for row in await connection.execute(every)
            }
