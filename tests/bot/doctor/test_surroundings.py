"""What the examination finds on the machine."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, build
from bot.doctor import parts, report, surroundings
from bot.doctor.examination import examine
from bot.findings import doubtful, fine, wrong
from bot.secret import Secret
from bot.settings import Settings
from bot.storage.schema import REVISIONS
from tests.bot.storage.copies import keeper, save, statement
from tests.fakes.clock import EARLY

SUMMER = datetime(2026, 7, 1, tzinfo=UTC)


def app_at(folder: Path) -> App:
    return build(Settings(data_folder=folder))


def test_the_zones_of_this_machine_are_there() -> None:
    """The tests' own machine has current time zone data."""
    found = surroundings.time_zones()
    assert found.level == "ok"
    assert "zones" in found.message


def test_missing_and_old_zones_are_told() -> None:
    """A zone that is not there is a problem, one with an outdated offset is worth knowing."""
    missing = surroundings.time_zones((("Atlantis/Capital", SUMMER, timedelta(0), "2030a"),))
    assert (missing.level, "pip install" in str(missing.remedy)) == ("problem", True)
    old = surroundings.time_zones((("Europe/London", SUMMER, timedelta(hours=5), "2030a"),))
    assert (old.level, "older than 2030a" in old.message) == ("warn", True)


def test_a_folder_that_is_its_owners_is_fine(tmp_path: Path) -> None:
    """It can be written, and nothing is left in it by looking."""
    tmp_path.chmod(0o700)
    assert surroundings.folder(tmp_path, "COMMUNIQUE_DATA_DIR").level == "ok"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    """Looking makes nothing; that it can be made is fine."""
    folder = tmp_path / "a" / "b"
    assert surroundings.folder(folder, "COMMUNIQUE_DATA_DIR").level == "ok"
    assert not folder.parent.exists()


def test_a_folder_that_others_may_read_is_told(tmp_path: Path) -> None:
    """With the command that changes it."""
    tmp_path.chmod(0o755)
    found = surroundings.folder(tmp_path, "COMMUNIQUE_DATA_DIR")
    assert (found.level, found.remedy) == ("warn", f"type: chmod 700 '{tmp_path}'")


@pytest.mark.parametrize("below", ["", "further/down"])
def test_a_folder_that_cannot_be_is_told(tmp_path: Path, below: str) -> None:
    """A file in its place is a problem, and the setting to change is named."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    found = surroundings.folder(tmp_path / "file" / below, "COMMUNIQUE_DATA_DIR")
    assert found.level == "problem"
    assert "COMMUNIQUE_DATA_DIR" in str(found.remedy)


def test_settings_that_others_may_read_are_told(tmp_path: Path) -> None:
    """A `.env` with a token in it is its owner's alone, or the command for that is given."""
    assert surroundings.env_file(tmp_path) is None
    file = tmp_path / ".env"
    file.write_text("", encoding="utf-8")
    file.chmod(0o600)
    found = surroundings.env_file(tmp_path)
    assert found is not None
    assert found.level == "ok"
    file.chmod(0o640)
    found = surroundings.env_file(tmp_path)
    assert found is not None
    assert found.remedy == f"type: chmod 600 '{file}'"


async def test_no_database_is_fine_and_stays_none(tmp_path: Path) -> None:
    """Before anything is stored there is nothing to examine, and nothing is made."""
    found = await parts.database(app_at(tmp_path / "new"))
    assert found.level == "ok"
    assert not (tmp_path / "new").exists()


async def test_a_database_in_use_is_examined_and_unchanged(tmp_path: Path) -> None:
    """A good database says its version; what is in it is as before."""
    app = app_at(tmp_path)
    await app.notes.put("commands", "abc")
    found = await parts.database(app)
    assert found.level == "ok"
    assert f"version {REVISIONS[-1]}" in found.message
    assert await app.notes.get("commands") == "abc"


async def test_an_older_database_is_told_and_not_migrated(tmp_path: Path) -> None:
    """Tables of an earlier version are left alone; what the next start will do is said."""
    app = app_at(tmp_path)
    await app.notes.put("commands", "abc")
    file = app.settings.database_file
    statement(file, "UPDATE alembic_version SET version_num = '0001'")
    found = await parts.database(app)
    assert (found.level, "0001" in found.message) == ("warn", True)
    assert statement(file, "SELECT version_num FROM alembic_version") == [("0001",)]


async def test_a_newer_or_foreign_or_broken_database_is_a_problem(tmp_path: Path) -> None:
    """Each is told in the words of the storage, with what to do apart from what is so."""
    app = app_at(tmp_path)
    file = app.settings.database_file
    await save(keeper(file))
    statement(file, "UPDATE alembic_version SET version_num = '9999'")
    newer = await parts.database(app)
    assert (newer.level, "newer version" in newer.message) == ("problem", True)
    statement(file, "DROP TABLE alembic_version")
    foreign = await parts.database(app)
    assert (foreign.level, "another program" in foreign.message) == ("problem", True)
    file.write_bytes(b"not a database at all" * 100)
    broken = await parts.database(app)
    assert (broken.level, "damaged" in broken.message) == ("problem", True)
    assert all(found.remedy for found in (newer, foreign, broken))


async def test_a_damaged_page_is_found(tmp_path: Path) -> None:
    """Damage in the middle of the file, which opening does not show, is found."""
    app = app_at(tmp_path)
    file = app.settings.database_file
    await save(keeper(file))
    content = bytearray(file.read_bytes())
    tail = len(content) // 3
    content[-tail:] = b"\xa5" * tail
    file.write_bytes(content)
    assert (await parts.database(app)).level == "problem"


async def test_a_locked_database_is_told(tmp_path: Path) -> None:
    """A program that does not let go of the database is a problem now."""
    app = app_at(tmp_path)
    await save(keeper(app.settings.database_file))
    async with app.database.writing():
        found = await parts.database(app)
    assert (found.level, "in use" in found.message) == ("problem", True)


async def test_the_shipped_parts_are_fine(tmp_path: Path) -> None:
    """The library passes its checks and its picture can be drawn."""
    app = app_at(tmp_path)
    assert (await parts.library(app)).level == "ok"
    assert (await parts.picture(app)).level == "ok"


async def test_a_broken_library_is_told_once(tmp_path: Path) -> None:
    """It is a problem of the library; the picture says only that it was not tried."""
    app = build(Settings(data_folder=tmp_path, library=tmp_path / "missing"))
    found = [await parts.library(app), await parts.picture(app)]
    assert [each.level for each in found] == ["problem", "warn"]
    assert "COMMUNIQUE_LIBRARY" in found[0].message


async def test_without_a_platform_that_is_said(tmp_path: Path) -> None:
    """Nothing set up is not a problem: the console needs no token."""
    found = await examine(app_at(tmp_path), tmp_path, offline=False)
    assert found[-1].level == "warn"
    assert "COMMUNIQUE_DISCORD_TOKEN" in str(found[-1].remedy)
    assert report.healthy(found)


async def test_offline_asks_nobody(tmp_path: Path) -> None:
    """Left out on request, the network is not even tried."""
    app = build(
        Settings(data_folder=tmp_path, discord_token=Secret("a.b.c"), discord_api_url="http://127.0.0.1:9")
    )
    found = await examine(app, tmp_path, offline=True)
    assert "not examined" in found[-1].message
    assert report.healthy(found)


def test_a_report_for_people() -> None:
    """One line each, the remedy below, the sum at the end; names of strangers command no terminal."""
    told = [
        fine("clock", "agrees"),
        doubtful("server \x1b[31mRed\n", "lacks much", "open the link"),
        wrong("token", "is refused", "reset it"),
    ]
    assert report.lines(told).splitlines() == [
        "ok      clock: agrees.",
        "warning server Red : lacks much.",
        "        → Open the link",
        "PROBLEM token: is refused.",
        "        → Reset it",
        "",
        "1 problem, 1 warning.",
    ]
    assert not report.healthy(told)
    assert report.healthy(told[:2])


def test_a_report_for_programs() -> None:
    """Every field under a stable name."""
    told = report.as_json([doubtful("clock", "is late", "set it")])
    assert json.loads(json.dumps(told)) == {
        "ok": True,
        "findings": [{"check": "clock", "level": "warn", "message": "is late", "remedy": "set it"}],
    }


def test_moments_of_facts_are_past() -> None:
    """What the zones are held to has been in force for a year, so that stable systems know it."""
    assert all(moment < EARLY + timedelta(days=150) for _, moment, _, _ in surroundings._FACTS)
