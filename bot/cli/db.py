"""`communique db`: the database brought up to date, checked, copied out and in.

A copy is the same bytes from SQLite and from PostgreSQL, so moving from one to the other is an export and
an import. Owns files and wording; the copy's format is `bot.storage.copying`.
"""

# What a command needs is imported when it runs.
# ruff: noqa: PLC0415

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from contextlib import aclosing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from bot.cli import codes
from bot.cli.options import leave
from bot.cli.running import done
from bot.printable import printable
from briefings.errors import BadInput

if TYPE_CHECKING:
    from bot.app import App
    from bot.storage.inspection import Inspection

TOLD_EVERY = 10_000
"""Rows between two lines of progress."""
_LONGEST_LINE = 64 * 1024 * 1024
"""Characters; a row holds one edition at most, some kilobytes."""

app = typer.Typer(
    name="db", help="The database: bring it up to date, check it, copy it.", no_args_is_help=True
)

File = Annotated[Path, typer.Argument(metavar="FILE", help="The file with the copy.")]


@app.command("upgrade")
def upgrade() -> None:
    """Make the tables, or bring them up to this version; a start of the bot does the same."""
    leave(done(_upgrade))


@app.command("check")
def check() -> None:
    """Say whether the database opens, may be written and is whole, and what is in it."""
    leave(done(_check))


@app.command("export")
def export(file: File) -> None:
    """Write everything that is stored into a new file, the same bytes from SQLite and PostgreSQL."""
    leave(done(lambda built: _export(built, file)))


@app.command("import")
def take_in(file: File) -> None:
    """Put a file that export wrote into an empty database, all of it or nothing."""
    leave(done(lambda built: _import(built, file)))


async def _upgrade(built: "App") -> int:
    from bot.storage.schema import REVISIONS

    before = await _inspected(built)
    async with built.database.writing():
        pass
    was = before.version if before else None
    if was == REVISIONS[-1]:
        print(f"The database is up to date (version {was}).")
    else:
        print(f"The database was brought from {f'version {was}' if was else 'nothing'} to {REVISIONS[-1]}.")
    return codes.OK


async def _check(built: "App") -> int:
    from bot.storage import copying
    from bot.storage.schema import REVISIONS, State

    found = await _inspected(built)
    print(f"database: {printable(built.place().name)}")
    if found is None or found.state is State.EMPTY:
        print("Nothing is stored yet; communique db upgrade makes the tables.")
        return codes.OK
    print(f"version: {found.version}")
    if found.damage is not None:
        print(f"It is damaged: {printable(found.damage)}. Restore a copy.")
        return codes.CHECK_FAILED
    if found.state is State.BEHIND:
        print(f"This program's version is {REVISIONS[-1]}; communique db upgrade brings it there.")
        return codes.CHECK_FAILED
    async with built.database.reading() as connection:
        if connection is not None:
            for name, count in (await copying.rows(connection)).items():
                print(f"{name}: {count:,}")
            print(f"sha256: {await copying.checksum(connection, _tell)}")
    print("It opens, may be written and is whole.")
    return codes.OK


async def _export(built: "App", file: Path) -> int:
    from bot.storage import copying

    if await copying.in_use(built.database):
        _say("A bot is at work on this database: the copy is of this moment. To move, stop it first.")
    last = ""
    async with aclosing(copying.export(built.database, _tell)) as lines:
        first = await anext(lines)
        with _new_file(file) as opened:
            opened.write(f"{first}\n")
            async for line in lines:
                opened.write(f"{line}\n")
                last = line
    print(f"Written to {printable(file.name)}: sha256 {json.loads(last)['sha256']}")
    return codes.OK


async def _import(built: "App", file: Path) -> int:
    from bot.storage import copying

    try:
        with file.open(encoding="utf-8", newline="\n") as opened:
            told = await copying.take_in(built.database, _lines(opened), _tell)
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"The file {printable(file.name)} cannot be read.") from None
    print(f"Everything is in the database: sha256 {told}")
    return codes.OK


async def _inspected(built: "App") -> "Inspection | None":
    from bot.storage.inspection import inspect

    return await asyncio.to_thread(inspect, built.place())


def _lines(opened: TextIO) -> Iterator[str]:
    """Its lines, none longer than any that was ever written."""
    while line := opened.readline(_LONGEST_LINE):
        yield line


@contextmanager
def _new_file(file: Path) -> Iterator[TextIO]:
    """A file that is its owner's alone and is there when all is written. Raises BadInput."""
    beside = file.with_name(f"{file.name}.part")
    if file.exists():
        raise BadInput(f"There is a file {printable(file.name)} already; name another one.")
    try:
        with _opened(beside) as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        beside.rename(file)
    except OSError as error:
        why = error.strerror or "it failed"
        raise BadInput(f"The file {printable(file.name)} cannot be written: {why}.") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _opened(file: Path) -> TextIO:
    return open(
        file, "w", encoding="utf-8", newline="\n", opener=lambda name, flags: os.open(name, flags, 0o600)
    )


def _tell(table: str, rows: int) -> None:
    if rows % TOLD_EVERY == 0:
        _say(f"{table}: {rows:,} rows")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
