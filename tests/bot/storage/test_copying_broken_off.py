"""A copy that is broken off half way, as on a full disk, lets go of the database at once."""

import gc
from inspect import isasyncgen
from pathlib import Path

from bot.storage import copying
from bot.storage.database import Database
from bot.storage.place import Place
from tests.bot.storage.filled import fill


def _reading() -> list[str]:
    """The generators over a database's rows that are still at work."""
    return [
        each.__qualname__
        for each in gc.get_objects()
        if isasyncgen(each) and each.ag_code is copying.lines.__code__ and each.ag_frame is not None
    ]


async def test_what_reads_the_rows_ends_with_the_copy(tmp_path: Path) -> None:
    """Left to the collector, it would find the connection gone and say so beside the sentence."""
    database = Database(Place(tmp_path / "rows.sqlite3"))
    await fill(database)
    exported = copying.export(database)
    while not (await anext(exported)).startswith("["):
        pass
    assert _reading() == ["lines"]
    await exported.aclose()
    assert _reading() == []
    await database.close()
