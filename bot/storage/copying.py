"""A database as one file of lines: the same bytes from SQLite and PostgreSQL, so that both can be compared.

Owns the file's format: first a line that says what it is; then, table by table, a line with its name and
columns and a line for each row, ordered by primary key; last the SHA-256 of all lines before. A copy is of
one moment, and comes in whole or not at all.
"""

import json
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Boolean, Column, Date, Select, String, Table, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import delivery_tables
from bot.storage.database import Database
from bot.storage.moments import DatabaseMoments
from bot.storage.schema import REVISIONS
from bot.storage.tables import UtcDateTime, lease
from briefings.errors import BadInput, StorageError

FORMAT = 1
AT_ONCE = 500
"""Rows that are read or written together."""

Progress = Callable[[str, int], None]
"""Told the table at work and how many of its rows are done."""

_METADATA = delivery_tables.subscription.metadata
TABLES: tuple[Table, ...] = tuple(_METADATA.sorted_tables)
"""Every table, those that others refer to first."""
_HEAD = {"communique": "database", "format": FORMAT, "version": REVISIONS[-1]}


def _silent(_table: str, _rows: int) -> None:
    """Tells nobody."""


async def lines(connection: AsyncConnection, progress: Progress = _silent) -> AsyncGenerator[str, None]:
    """Every line of a copy but the last, without line ends. Raises what the database raises."""
    yield _line(_HEAD)
    for table in TABLES:
        yield _line({"table": table.name, "columns": [column.name for column in table.columns]})
        done = 0
        chosen = _ordered(table, by_bytes=connection.dialect.name == "postgresql")
        found = await connection.stream(chosen, execution_options={"yield_per": AT_ONCE})
        # By hand: the library's own way to close it fails in a generator that is broken off.
        async with aclosing(found.partitions()) as parts:
            try:
                async for part in parts:
                    for row in part:
                        yield _line([_plain(value) for value in row])
                    done += len(part)
                    progress(table.name, done)
            finally:
                await found.close()


async def export(database: Database, progress: Progress = _silent) -> AsyncGenerator[str, None]:
    """Every line of a copy. Raises StorageError when there is nothing to copy."""
    seen = sha256()
    async with database.reading() as connection:
        if connection is None:
            raise StorageError("The database holds nothing yet, so there is nothing to copy.")
        # Closed here and not by the collector, which would find the connection gone.
        async with aclosing(lines(connection, progress)) as told:
            async for line in told:
                seen.update(f"{line}\n".encode())
                yield line
    yield _line({"sha256": seen.hexdigest()})


async def checksum(connection: AsyncConnection, progress: Progress = _silent) -> str:
    """What the last line of a copy would say, hexadecimal."""
    seen = sha256()
    async for line in lines(connection, progress):
        seen.update(f"{line}\n".encode())
    return seen.hexdigest()


async def rows(connection: AsyncConnection) -> dict[str, int]:
    """How many rows each table has."""
    counted = {}
    for table in TABLES:
        found = await connection.execute(select(func.count()).select_from(table))
        counted[table.name] = int(found.scalar_one())
    return counted


async def in_use(database: Database) -> bool:
    """Whether some program plays a role or works off a channel on it now."""
    async with database.reading() as connection:
        if connection is None:
            return False
        now = await DatabaseMoments().now(connection)
        held = select(lease.c.role).where(lease.c.expires_at > now)
        working = select(delivery_tables.lane.c.channel).where(delivery_tables.lane.c.lease_until > now)
        found = await connection.execute(held.union_all(working).limit(1))
        return found.first() is not None


async def take_in(database: Database, copy: Iterable[str], progress: Progress = _silent) -> str:
    """Puts a copy into a database without rows, all or nothing; returns its checksum.

    Raises BadInput: no copy, one of another version, or one that is damaged or cut short. Raises
    StorageError: there are rows already, or the database gave back something else than was put in.
    """
    async with database.writing() as connection:
        if any((await rows(connection)).values()):
            raise StorageError("The database is not empty; a copy goes into an empty one only.")
        told = await _put_in(connection, copy, progress)
        for table in TABLES:
            await _counted_on(connection, table)
        if await checksum(connection) != told:
            raise StorageError(
                "The database gave back something else than was put in, and nothing was stored; "
                "check the disk, then try again."
            )
    return told


async def _put_in(connection: AsyncConnection, copy: Iterable[str], progress: Progress) -> str:
    """Inserts the rows; returns the checksum that the copy gives, which is that of its lines."""
    numbered = _checked(copy)
    _, head = next(numbered, (1, None))
    _refuse_other(head)
    table, waiting, done = TABLES[0], list[dict[str, Any]](), 0
    for number, value in numbered:
        if isinstance(value, list):
            waiting.append(_values(table, value, number))
        if waiting and (isinstance(value, dict) or len(waiting) == AT_ONCE):
            await connection.execute(insert(table), waiting)
            done += len(waiting)
            progress(table.name, done)
            waiting = []
        if isinstance(value, dict):
            if "sha256" in value:
                return str(value["sha256"])
            table, done = _named(value, number), 0
    raise BadInput("The copy ends before its last line; make it again.")


def _checked(copy: Iterable[str]) -> Iterator[tuple[int, Any]]:
    """What the lines hold, numbered from 1. The last one must tell the checksum of those before it."""
    seen = sha256()
    number = 0
    for number, line in enumerate(copy, 1):
        try:
            value = json.loads(line)
        except ValueError:
            raise BadInput(
                f"Line {number} of the copy is not what was written; make the copy again."
            ) from None
        if isinstance(value, dict) and "sha256" in value and value["sha256"] != seen.hexdigest():
            raise BadInput("The copy is not what was written: its checksum differs; make it again.")
        seen.update(f"{line.rstrip(chr(10))}\n".encode())
        yield number, value


def _refuse_other(head: object) -> None:
    if not isinstance(head, dict) or head.get("communique") != "database":
        raise BadInput("That is no copy of a database; give a file that `communique db export` wrote.")
    if head != _HEAD:
        raise BadInput(
            "The copy was written by another version of Communiqué; "
            "bring that database up to this version first (communique db upgrade), then copy it again."
        )


def _named(value: Mapping[str, object], number: int) -> Table:
    table = _METADATA.tables.get(str(value.get("table")))
    if table is None or value.get("columns") != [column.name for column in table.columns]:
        raise BadInput(f"Line {number} of the copy names a table that there is not; make it again.")
    return table


def _values(table: Table, row: Sequence[object], number: int) -> dict[str, Any]:
    try:
        pairs = zip(table.columns, row, strict=True)
        return {column.name: _value(column, each) for column, each in pairs}
    except (TypeError, ValueError):
        raise BadInput(
            f"Line {number} of the copy is not a row of {table.name}; make the copy again."
        ) from None


def _value(column: Column[Any], given: Any) -> Any:
    """What the database's driver takes for a column."""
    if given is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(given)
    if isinstance(column.type, Date):
        return date.fromisoformat(given)
    if type(given) is not _kind(column):
        raise TypeError(column.name)
    return given


def _kind(column: Column[Any]) -> type:
    if isinstance(column.type, Boolean):
        return bool
    return str if isinstance(column.type, String) else int


def _plain(value: object) -> object:
    """As JSON knows it; a moment always in UTC and with its microseconds."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _ordered(table: Table, *, by_bytes: bool) -> Select[Any]:
    """By primary key; text by its bytes, as a file sorts it anyway and a server when it is told to."""
    keys = [
        each.collate("C") if by_bytes and isinstance(each.type, String) else each
        for each in table.primary_key
    ]
    return select(table).order_by(*keys)


async def _counted_on(connection: AsyncConnection, table: Table) -> None:
    """Lets a server's own numbers go on after those that came in; SQLite does so by itself."""
    number = table.autoincrement_column
    if connection.dialect.name != "postgresql" or number is None:
        return
    last = select(func.coalesce(func.max(number), 0) + 1).scalar_subquery()
    sequence = func.pg_get_serial_sequence(table.name, number.name)
    await connection.execute(select(func.setval(sequence, last, literal(value=False))))
