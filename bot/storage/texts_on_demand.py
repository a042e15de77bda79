"""Attached texts, without the price of a database when there is none.

Importing SQLAlchemy takes longer than a whole cold `communique brief`; this imports it when something
is stored, or is about to be.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from bot.storage.place import DatabasePlace
from briefings.ports import Clock, SourceTexts

if TYPE_CHECKING:
    from bot.storage.database import Database
    from bot.storage.texts import SqlSourceTexts


class TextsOnDemand(SourceTexts):
    """SqlSourceTexts, opened on first need. `find` says where, and is asked once, when it matters."""

    def __init__(self, find: Callable[[], DatabasePlace], clock: Clock) -> None:
        self._find = find
        self._clock = clock

    async def save(self, article: str, wordings: Mapping[str, str], sha256: str) -> None:
        """Store the wordings in place of an earlier copy, all or nothing. Raises StorageError."""
        await self._texts.save(article, wordings, sha256)

    async def wordings(self, article: str, sha256: str | None = None) -> Mapping[str, str]:
        """The wordings by passage id; empty when none are held of that text. Raises StorageError."""
        return await self._texts.wordings(article, sha256) if self._place.is_there() else {}

    async def attached(self) -> Mapping[str, str]:
        """When each copy was attached, by article id, ISO 8601 UTC to the second. Raises StorageError."""
        return await self._texts.attached() if self._place.is_there() else {}

    async def close(self) -> None:
        """Let go of the database, where it was opened."""
        if "_database" in vars(self):
            await self._database.close()

    @cached_property
    def _place(self) -> DatabasePlace:
        return self._find()

    @cached_property
    def _database(self) -> "Database":
        from bot.storage.database import Database  # noqa: PLC0415 - some 450 ms, see above

        return Database(self._place)

    @cached_property
    def _texts(self) -> "SqlSourceTexts":
        from bot.storage.texts import SqlSourceTexts  # noqa: PLC0415 - as above

        return SqlSourceTexts(self._database, self._clock)
