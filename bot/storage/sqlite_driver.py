"""The asynchronous SQLite driver with one step per statement, for connections that are kept open.

The driver does every step of a statement in a thread of the connection: making a cursor, executing,
fetching, closing. Waking a thread costs more than SQLite takes for most statements; here one step does
them all, and only a long result takes more of them.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite

AHEAD = 500
"""Rows that are fetched together with carrying out a statement."""


@dataclass(frozen=True, slots=True)
class _Done:
    """A statement that was carried out, with its first rows. `more`: where the rest comes from."""

    description: Any
    rowcount: int
    lastrowid: int | None
    rows: list[Any]
    more: sqlite3.Cursor | None


class SwiftConnection(aiosqlite.Connection):
    """A connection whose cursors are `SwiftCursor`. Transactions begin when they are told to."""

    def __init__(self, file: Path) -> None:
        super().__init__(lambda: sqlite3.connect(file, isolation_level=None), iter_chunk_size=64)
        self._thread.daemon = True  # as SQLAlchemy does with those that it makes

    def cursor(self) -> Any:
        """A cursor at once; the driver's own has to be waited for."""
        return SwiftCursor(self)

    async def begun(self, begin: str, question: str) -> list[Any] | None:
        """Begins a transaction and answers one question; None when there is no such table."""
        found: list[Any] | None = await self._done(partial(self._begun, begin, question))
        return found

    async def carried_out(self, sql: str, values: Any, *, many: bool = False) -> _Done:
        """A statement with the first of what it gives."""
        done: _Done = await self._done(partial(self._carried_out, sql, values, many=many))
        return done

    async def step(self, work: Callable[[], list[Any] | None]) -> list[Any]:
        """One step in the connection's thread."""
        return await self._done(work) or []

    async def _done(self, work: Callable[[], Any]) -> Any:
        return await self._execute(work)  # type: ignore[no-untyped-call]

    def _begun(self, begin: str, question: str) -> list[Any] | None:
        self._conn.execute(begin)
        try:
            return self._conn.execute(question).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise
            return None

    def _carried_out(self, sql: str, values: Any, *, many: bool) -> _Done:
        cursor = self._conn.cursor()
        more = False
        try:
            (cursor.executemany if many else cursor.execute)(sql, values)
            rows = cursor.fetchmany(AHEAD) if cursor.description else []
            more = len(rows) == AHEAD
            left = cursor if more else None
            return _Done(cursor.description, cursor.rowcount, cursor.lastrowid, rows, left)
        finally:
            if not more:
                cursor.close()


class SwiftCursor:
    """What SQLAlchemy asks of a driver's cursor."""

    arraysize = 1

    def __init__(self, connection: SwiftConnection) -> None:
        self._connection = connection
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._rows: deque[Any] = deque()
        self._more: sqlite3.Cursor | None = None

    async def __aenter__(self) -> "SwiftCursor":
        return self

    async def execute(self, sql: str, values: Any = ()) -> "SwiftCursor":
        """Carries out a statement."""
        self._take(await self._connection.carried_out(sql, values))
        return self

    async def executemany(self, sql: str, values: Iterable[Any]) -> "SwiftCursor":
        """Carries out a statement for each set of values."""
        self._take(await self._connection.carried_out(sql, values, many=True))
        return self

    async def fetchall(self) -> list[Any]:
        """The rows that are left."""
        rows = list(self._rows)
        self._rows.clear()
        if self._more is not None:
            rows += await self._connection.step(self._more.fetchall)
            await self.close()
        return rows

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next rows."""
        wanted = self.arraysize if size is None else size
        if self._more is not None and len(self._rows) < wanted:
            found = await self._connection.step(partial(self._more.fetchmany, wanted))
            self._rows.extend(found)
            if len(found) < wanted:
                await self._let_go()
        return [self._rows.popleft() for _ in range(min(wanted, len(self._rows)))]

    async def fetchone(self) -> Any:
        """The next row, None after the last."""
        return next(iter(await self.fetchmany(1)), None)

    async def close(self) -> None:
        """Forget the rows that were not fetched."""
        self._rows.clear()
        await self._let_go()

    async def _let_go(self) -> None:
        more, self._more = self._more, None
        if more is not None:
            await self._connection.step(more.close)

    def _take(self, done: _Done) -> None:
        self.description, self.rowcount, self.lastrowid = done.description, done.rowcount, done.lastrowid
        self._rows, self._more = deque(done.rows), done.more
