"""Databases of every kind, fresh for each test and closed after it; a server is started when one is needed.

Use: `from tests.servers.databases import databases` in a conftest, then `databases.open("PostgreSQL")`.
"""

import asyncio
import atexit
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from bot.storage.database import PATIENCE_MS, Database
from bot.storage.place import DatabasePlace, Place, Server
from tests.servers.blank import put_blank
from tests.servers.postgresql import NoServer, PrivateServer

KINDS = ("SQLite", "SQLite kept open", "PostgreSQL")
"""As `Databases.open` takes them. Kept open: as in a process that runs for long."""

_MIGRATED = "migrated"


@cache
def shared_server() -> PrivateServer | str:
    """The one server of this process, or why there is none."""
    try:
        server = PrivateServer()
        server.start()
    except NoServer as error:
        return str(error)
    atexit.register(server.close)
    server.tell(f"CREATE DATABASE {_MIGRATED}")
    with ThreadPoolExecutor(1) as thread:  # the caller may be in a loop already
        thread.submit(asyncio.run, _migrate(Server(server.address(_MIGRATED)))).result()
    return server


def running_server() -> PrivateServer:
    """The one server of this process; skips the test where there is none."""
    server = shared_server()
    if isinstance(server, str):
        pytest.skip(server)
    return server


async def _migrate(place: Server) -> None:
    database = Database(place)
    async with database.writing():
        pass
    await database.close()


class Databases:
    """Opens databases and closes all of them in the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: list[Database] = []
        self._numbers = count(1)

    def place(self, kind: str, *, migrated: bool = True) -> DatabasePlace:
        """A new one with no rows, already with tables unless told otherwise; migrating costs 100 ms each."""
        if kind != "PostgreSQL":
            file = self._folder / f"database-{next(self._numbers)}.sqlite3"
            if migrated:
                put_blank(file)
            return Place(file)
        return running_server().fresh(_MIGRATED if migrated else "template1")

    def open(
        self, kind: str, place: DatabasePlace | None = None, *, patience_ms: int = PATIENCE_MS
    ) -> Database:
        """A new one, or another program's view of the one at `place`."""
        database = Database(place or self.place(kind), patience_ms=patience_ms)
        if kind == "SQLite kept open":
            database.stay_open()
        self._opened.append(database)
        return database

    async def close(self) -> None:
        """Close them."""
        for database in self._opened:
            await database.close()


@pytest_asyncio.fixture
async def databases(tmp_path: Path) -> AsyncIterator[Databases]:
    """Opens databases for one test."""
    made = Databases(tmp_path)
    yield made
    await made.close()
