from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.storage.database import Database
from bot.storage.sqlite_driver import AHEAD, SwiftConnection
from bot.storage.tables import note
from tests.servers.databases import Databases


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[SwiftConnection]:
    made = SwiftConnection(tmp_path / "a.sqlite3")
    await made
    yield made
    await made.close()


@pytest.mark.parametrize("rows", [0, 1, AHEAD - 1, AHEAD, AHEAD + 1, 3 * AHEAD + 7])
async def test_every_row_comes_once_in_order(connection: SwiftConnection, rows: int) -> None:
    """By all at once, by some at a time and one by one, whatever the number that is fetched ahead."""
    await connection.cursor().execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY)")
    cursor = connection.cursor()
    await cursor.executemany("INSERT INTO numbers VALUES (?)", [(each,) for each in range(rows)])
    wanted = [(each,) for each in range(rows)]
    chosen = "SELECT n FROM numbers ORDER BY n"
    assert await (await connection.cursor().execute(chosen)).fetchall() == wanted
    cursor = await connection.cursor().execute(chosen)
    found = []
    while part := await cursor.fetchmany(300):
        found += part
    assert found == wanted
    cursor = await connection.cursor().execute(chosen)
    first = [await cursor.fetchone() for _ in range(min(rows, 3))]
    assert first + await cursor.fetchall() == wanted
    assert await cursor.fetchone() is None


async def test_a_long_result_that_is_left_holds_nothing(connection: SwiftConnection) -> None:
    """A cursor closed before its last row lets the table be dropped."""
    await connection.cursor().execute("CREATE TABLE numbers (n INTEGER)")
    many = [(each,) for each in range(3 * AHEAD)]
    await connection.cursor().executemany("INSERT INTO numbers VALUES (?)", many)
    cursor = await connection.cursor().execute("SELECT n FROM numbers")
    assert await cursor.fetchone() == (0,)
    await cursor.close()
    await connection.cursor().execute("DROP TABLE numbers")
    assert await connection.begun("BEGIN", "SELECT n FROM numbers") is None


@pytest.mark.parametrize("kind", ["SQLite", "SQLite kept open"])
async def test_long_results_pass_through_the_database(kind: str, databases: Databases) -> None:
    """Read whole or as a stream, a long table is what was stored."""
    database: Database = databases.open(kind)
    values = [{"key": f"{each:05}", "value": "v"} for each in range(2 * AHEAD + 3)]
    async with database.writing() as connection:
        await connection.execute(insert(note), values)
    chosen = select(note.c.key).order_by(note.c.key)
    async with database.reading() as connection:
        assert connection is not None
        whole = list((await connection.execute(chosen)).scalars())
        stream = [key async for key in (await connection.stream(chosen)).scalars()]
    assert whole == stream == [each["key"] for each in values]
