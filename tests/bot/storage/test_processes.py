import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bot.storage.processes import CROWD, KILLED

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def left_behind() -> dict[str, Any]:
    if not hasattr(os, "fork"):
        pytest.skip("this system starts no process by forking")
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bot.storage.processes"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_a_killed_save_leaves_all_or_nothing(left_behind: dict[str, Any]) -> None:
    """Killed before a statement, migrations included, a first save leaves all or nothing."""
    *killed, whole = left_behind["deaths"]["codes"]
    assert set(killed) == {-KILLED}
    assert len(killed) > 10
    assert whole == 0
    assert left_behind["deaths"]["after"] == 0


def test_first_saves_at_once_all_succeed(left_behind: dict[str, Any]) -> None:
    """Processes that all find no database make one between them, and each stores its article."""
    assert left_behind["crowd"] == {"codes": [0] * CROWD, "after": 0}


def _loaded(program: str, folder: Path) -> set[str]:
    """Which of the heavy packages a program has imported by its end."""
    tail = "\nprint(*sorted({name.partition('.')[0] for name in sys.modules} & {'sqlalchemy', 'alembic'}))"
    ran = subprocess.run(
        [sys.executable, "-c", program + tail, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ran.stdout.split())


_PROGRAM = """
import asyncio, sys
from pathlib import Path
from bot.clock import SystemClock
from bot.storage.place import Place
from bot.storage.texts_on_demand import TextsOnDemand
texts = TextsOnDemand(lambda: Place(Path(sys.argv[1], "communique.sqlite3")), SystemClock())
async def run():
    {work}
    await texts.close()
asyncio.run(run())
"""


def test_what_is_not_needed_is_not_imported(tmp_path: Path) -> None:
    """No database: no SQLAlchemy. A database that is up to date: no Alembic."""
    read = _PROGRAM.format(work="await texts.attached(); await texts.wordings('a')")
    save = _PROGRAM.format(work="await texts.save('a', {'S1.1.1': 'b'}, 'c' * 64)")
    assert _loaded(read, tmp_path) == set()
    assert _loaded(save, tmp_path) == {"sqlalchemy", "alembic"}
    assert _loaded(read, tmp_path) == {"sqlalchemy"}
    assert _loaded(save, tmp_path) == {"sqlalchemy"}
