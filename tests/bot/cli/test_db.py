"""`communique db`: as an operator types it, on a file and on a server."""

import asyncio
import json
import sys
from io import StringIO
from pathlib import Path

import pytest

from bot.cli import codes, run
from bot.settings import DATABASE_NAME
from bot.storage.database import Database
from bot.storage.place import Place, Server
from bot.storage.schema import REVISIONS
from tests.bot.storage.copies import statement
from tests.bot.storage.filled import fill
from tests.servers.databases import Databases, running_server

COPY = "all of it.jsonl"


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMMUNIQUE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(sys, "stdin", StringIO())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / DATABASE_NAME


@pytest.fixture
def server(tmp_path: Path) -> Server:
    place = Databases(tmp_path).place("PostgreSQL", migrated=False)
    assert isinstance(place, Server)
    return place


def filled(place: Place) -> None:
    async def work() -> None:
        database = Database(place)
        await fill(database)
        await database.close()

    asyncio.run(work())


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, output and errors of `communique db` with these words."""
    code = run(["db", *words])
    return code, *capsys.readouterr()


def test_upgrade_makes_the_tables_once(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    """The first time it makes them, the second time it says that they are up to date."""
    assert said(capsys, "check")[:2] == (
        codes.OK,
        f"database: {DATABASE_NAME}\nNothing is stored yet; communique db upgrade makes the tables.\n",
    )
    assert not file.exists()
    assert "from nothing to" in said(capsys, "upgrade")[1]
    assert "up to date" in said(capsys, "upgrade")[1]


def test_check_tells_what_is_there(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    """Version, rows of every table and the checksum; one behind or damaged is told by the exit code."""
    filled(Place(file))
    code, out, _ = said(capsys, "check")
    assert code == codes.OK
    assert f"version: {REVISIONS[-1]}\n" in out
    assert "attached_passage: 5\n" in out
    assert "sha256: " in out
    statement(file, "UPDATE alembic_version SET version_num = '0001'")
    code, out, _ = said(capsys, "check")
    assert (code, "db upgrade" in out) == (codes.CHECK_FAILED, True)
    statement(file, "UPDATE alembic_version SET version_num = '9999'")
    assert said(capsys, "check")[0] == codes.CONFIGURATION
    content = bytearray(file.read_bytes())
    content[-len(content) // 3 :] = b"\xa5" * -(-len(content) // 3)
    file.write_bytes(content)
    assert said(capsys, "check")[0] in (codes.CHECK_FAILED, codes.CONFIGURATION)


def test_there_and_back(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    file: Path,
    server: Server,
    tmp_path: Path,
) -> None:
    """From a file to a server and from there to another file: the same bytes, the same checksum thrice."""
    filled(Place(file))
    assert said(capsys, "export", COPY)[0] == codes.OK
    monkeypatch.setenv("COMMUNIQUE_DATABASE_URL", server.address.reveal())
    code, out, _ = said(capsys, "import", COPY)
    assert (code, json.loads(Path(COPY).read_text("utf-8").splitlines()[-1])["sha256"] in out) == (0, True)
    assert said(capsys, "export", "again")[0] == codes.OK
    assert Path("again").read_bytes() == Path(COPY).read_bytes()
    assert Path(COPY).stat().st_mode & 0o777 == 0o600
    checked = said(capsys, "check")[1]
    assert "only-in-tests" not in checked
    monkeypatch.setenv("COMMUNIQUE_DATABASE_URL", f"sqlite:///{tmp_path}/other.sqlite3")
    assert said(capsys, "import", "again")[0] == codes.OK
    assert said(capsys, "check")[1].splitlines()[1:] == checked.splitlines()[1:]
    code, _, told = said(capsys, "import", "again")
    assert (code, "not empty" in told) == (codes.CONFIGURATION, True)


def test_files_that_cannot_be_used(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, file: Path, tmp_path: Path
) -> None:
    """A file that is there is not written over; one that is not there, or no text, is not read."""
    code, _, told = said(capsys, "export", COPY)
    assert (code, "nothing to copy" in told, Path(COPY).exists()) == (codes.CONFIGURATION, True, False)
    filled(Place(file))
    Path(COPY).write_text("mine", encoding="utf-8")
    code, _, told = said(capsys, "export", COPY)
    assert (code, "already" in told, Path(COPY).read_text("utf-8")) == (codes.BAD_INPUT, True, "mine")
    code, _, told = said(capsys, "export", "no/such/folder")
    assert (code, "cannot be written" in told) == (codes.BAD_INPUT, True)
    monkeypatch.setenv("COMMUNIQUE_DATA_DIR", str(tmp_path / "empty"))
    Path("binary").write_bytes(b"\xff\xfe\x00")
    for name in ("not there", "binary", str(tmp_path)):
        code, _, told = said(capsys, "import", name)
        assert (code, "cannot be read" in told) == (codes.BAD_INPUT, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == [COPY, "binary", "data", "empty"]


def test_a_full_disk_leaves_no_half_copy(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    """A device that takes nothing is told as such."""
    filled(Place(file))
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no device that is always full")
    Path(f"{COPY}.part").symlink_to(full)
    code, _, told = said(capsys, "export", COPY)
    assert (code, "cannot be written" in told) == (codes.BAD_INPUT, True)
    assert not Path(COPY).exists()


def test_an_old_program_on_a_new_server_refuses(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, server: Server
) -> None:
    """Every command that needs the tables says in one sentence that they are a newer program's."""
    monkeypatch.setenv("COMMUNIQUE_DATABASE_URL", server.address.reveal())
    assert said(capsys, "upgrade")[0] == codes.OK
    name = server.name.partition(" on ")[0]
    running_server().tell("UPDATE alembic_version SET version_num = '9999'", database=name)
    for words in (("check",), ("upgrade",), ("export", COPY)):
        code, _, told = said(capsys, *words)
        assert (code, "newer version" in told, told.count("\n")) == (codes.CONFIGURATION, True, 1)
