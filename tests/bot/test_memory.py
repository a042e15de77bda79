"""What a running process need not hold is not loaded."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.memory import without
from bot.settings import DATABASE_NAME
from tests.servers.blank import put_blank

ROOT = Path(__file__).parents[2]
PROGRAM = """
import asyncio, sys, bot.cli.playing, bot.process.running, bot.adapters.discord.gateway
from bot.app import build
from bot.settings import load_settings
async def run(folder):
    app = build(load_settings({"COMMUNIQUE_DATA_DIR": folder}))
    await app.lease.acquire("discord", "a")
    await app.close()
asyncio.run(run(sys.argv[1]))
"""
NOT_NEEDED = ("typer", "rich", "pygments", "alembic", "mako", "PIL", "prompt_toolkit", "babel")


def loaded(program: str, *arguments: str) -> set[str]:
    """The modules that a program has imported by its end."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"{program}\nimport sys\nprint(*sys.modules)", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(ran.stdout.split())


def test_the_running_program_leaves_out_what_it_does_not_use(tmp_path: Path) -> None:
    """With a database up to date: no parsers, no painters, no migrations, and not the other database."""
    put_blank(tmp_path / DATABASE_NAME)
    there = loaded(PROGRAM, str(tmp_path))
    assert [name for name in NOT_NEEDED if name in there] == []
    assert "sqlalchemy.dialects.postgresql" not in there
    assert {"discord", "structlog", "sqlalchemy.dialects.sqlite"} <= there


def test_what_was_left_out_can_still_be_had_afterwards() -> None:
    """Only while the log's library is loaded is it left out; the console uses it as ever."""
    assert "rich" in loaded("import bot.logs, rich.console")
    assert "rich" in loaded("import rich.console, bot.logs; rich.console.Console()")


def test_a_package_is_missing_only_within() -> None:
    """Within, importing fails as for a package that is not installed; afterwards it works."""
    name = "wsgiref"
    sys.modules.pop(name, None)
    with without(name), pytest.raises(ModuleNotFoundError):
        __import__(name)
    with pytest.raises(ZeroDivisionError), without(name):
        raise ZeroDivisionError
    assert __import__(name).__name__ == name
    with without(name):  # loaded already: it stays
        assert __import__(name).__name__ == name
