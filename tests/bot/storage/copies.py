"""A small copy to store, and keepers of it at a place of the test's choosing."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.storage.database import Database
from bot.storage.place import Place
from bot.storage.texts import SqlSourceTexts
from tests.fakes.clock import SetClock

ARTICLE = "canal-tolls"
SHA256 = "a" * 64
WORDINGS = {f"S1.1.{number}": f"Toll number {number} rose." for number in range(1, 40)}
LATER = {f"S1.1.{number}": f"Toll number {number} fell after all. " * 200 for number in range(1, 40)}
"""Larger than WORDINGS by hundreds of pages."""
NOBODY = 65534


def keeper(file: Path, patience_ms: int = 0) -> SqlSourceTexts:
    """Attached texts in `file`, waiting for nobody unless told to."""
    return SqlSourceTexts(Database(Place(file), patience_ms=patience_ms), SetClock())


async def save(texts: SqlSourceTexts, article: str = ARTICLE) -> None:
    await texts.save(article, WORDINGS, SHA256)


def statement(file: Path, sql: str) -> list[tuple[object, ...]]:
    """The rows of one statement on a connection of its own, committed."""
    with closing(sqlite3.connect(file)) as connection, connection:
        return connection.execute(sql).fetchall()


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Within it permissions bind, root or not: root becomes nobody for the while.

    Raises PermissionError where root may not do that.
    """
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
