"""Saves by processes that are killed, and by many at once. Run as a program: forks after importing.

Prints one JSON object: what each death left behind, and what the crowd left behind.
"""

import asyncio
import gc
import json
import os
import sys
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from alembic import command, config  # noqa: F401 - before forking, so that no child pays for it
from sqlalchemy import event

from bot.storage.database import Database
from bot.storage.place import Place
from bot.storage.texts import SqlSourceTexts
from tests.bot.storage.copies import ARTICLE, SHA256, WORDINGS, keeper, save
from tests.fakes.clock import SetClock

KILLED = 9
CROWD = 6
EVERY = 12
"""Before so many statements each death is tried."""


def start(work: Callable[[], Coroutine[Any, Any, bool]]) -> int:
    """The process id of a child that does `work` and exits 0 when it returns True."""
    child = os.fork()
    if child:
        return child
    try:
        os._exit(0 if asyncio.run(work()) else 1)
    except BaseException as error:  # noqa: BLE001 - the child must end here, whatever it was
        print(repr(error), file=sys.stderr)
        os._exit(2)


def end(child: int) -> int:
    """The exit code of a child; negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_save(file: Path, at: int) -> Callable[[], Coroutine[Any, Any, bool]]:
    """A first save whose process dies before its statement number `at`, or before its commit."""

    async def work() -> bool:
        database = Database(Place(file))
        seen = 0

        def count(*_: object) -> None:
            nonlocal seen
            seen += 1
            if seen == at:
                os.kill(os.getpid(), KILLED)

        event.listen(database.engine.sync_engine, "before_cursor_execute", count)
        event.listen(database.engine.sync_engine, "commit", count)
        await save(SqlSourceTexts(database, SetClock()))
        return True

    return work


def checked(files: Sequence[Path]) -> Callable[[], Coroutine[Any, Any, bool]]:
    """Whether all or nothing was stored in each of them, and whether a save succeeds now."""

    async def work() -> bool:
        return all([await _sound(file) for file in files])

    return work


async def _sound(file: Path) -> bool:
    texts = keeper(file)
    left = await texts.wordings(ARTICLE)
    await save(texts)
    return left in ({}, WORDINGS) and await texts.wordings(ARTICLE, SHA256) == WORDINGS


def deaths(folder: Path) -> dict[str, object]:
    """The deaths at statements of a first save, until one is not killed any more, and what was left.

    The first ones each, of the others, which are alike, every fifth.

    One process looks at all that was left, since starting one for each takes longer than the looking.
    """
    files, codes = [], []
    for at in (*range(1, EVERY), *range(EVERY, 400, 5)):
        files.append(folder / str(at) / "communique.sqlite3")
        codes.append(end(start(killed_save(files[-1], at))))
        if codes[-1] != -KILLED:
            break
    return {"codes": codes, "after": end(start(checked(files)))}


def crowd(folder: Path) -> dict[str, object]:
    """Exit codes of first saves made at once, and how many articles are there afterwards."""
    file = folder / "crowd" / "communique.sqlite3"
    names = [f"article-{number}" for number in range(CROWD)]

    async def one(name: str) -> bool:
        await save(keeper(file, patience_ms=30_000), name)
        return True

    children = [start(partial(one, name)) for name in names]
    codes = [end(child) for child in children]

    async def all_there() -> bool:
        return sorted(await keeper(file).attached()) == names

    return {"codes": codes, "after": end(start(all_there))}


def main() -> None:
    """Print what was left behind."""
    gc.freeze()  # so that a child need not copy what its collector looks at
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({"deaths": deaths(Path(folder)), "crowd": crowd(Path(folder))}))


if __name__ == "__main__":
    main()
