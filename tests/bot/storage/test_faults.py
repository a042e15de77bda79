"""Everything that can be wrong with the place, the file or the disk, really made so."""

# Nothing else runs in the loops of these tests, so files may be handled at once.
# ruff: noqa: ASYNC240

import os
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.app import build
from bot.settings import load_settings
from bot.storage.database import Database
from bot.storage.place import Place
from bot.storage.schema import REVISIONS
from bot.storage.texts import SqlSourceTexts
from briefings.errors import StorageError
from tests.bot.storage.copies import (
    ARTICLE,
    LATER,
    SHA256,
    WORDINGS,
    keeper,
    ordinary_user,
    save,
    statement,
)
from tests.fakes.clock import SetClock


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "communique.sqlite3"


@pytest.fixture
async def stored(file: Path) -> Path:
    await save(keeper(file))
    return file


@pytest.fixture
async def open_folder() -> AsyncIterator[Path]:
    """A folder outside pytest's own, which other accounts may not enter; imports are done with."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    with tempfile.TemporaryDirectory() as warm:
        await save(keeper(Path(warm, "imports.sqlite3")))
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)


@contextmanager
def refused(*words: str) -> Iterator[None]:
    """A StorageError of one sentence, with these words and without any path."""
    with pytest.raises(StorageError) as caught:
        yield
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    assert "/" not in sentence
    assert [word for word in words if word not in sentence] == []


@pytest.fixture
def permissions_can_bind() -> None:
    try:
        with ordinary_user():
            pass
    except PermissionError:
        pytest.skip("root may not become another account here, so permissions cannot be made to bind")


@pytest.mark.parametrize("below", [".", "further/down"])
async def test_a_data_folder_that_is_a_file(tmp_path: Path, below: str) -> None:
    """Reading and saving both say that the folder is a file."""
    tmp_path.joinpath("data").write_text("not a folder", encoding="utf-8")
    texts = keeper(tmp_path / "data" / below / "communique.sqlite3")
    with refused("is a file", "COMMUNIQUE_DATA_DIR"):
        await save(texts)
    with refused("is a file", "COMMUNIQUE_DATA_DIR"):
        await texts.attached()


async def test_a_folder_in_the_files_place(file: Path) -> None:
    """A folder that has the database's name is not taken for one."""
    file.mkdir()
    with refused("not a file"):
        await keeper(file).attached()
    with refused("cannot be opened"):
        await save(keeper(file))


async def test_the_sentence_names_the_setting_that_decides(tmp_path: Path) -> None:
    """Where the database's address was set, that is what is said to be changed."""
    tmp_path.joinpath("data").write_text("not a folder", encoding="utf-8")
    settings = load_settings({"COMMUNIQUE_DATABASE_URL": f"sqlite:///{tmp_path}/data/texts.sqlite3"})
    with refused("COMMUNIQUE_DATABASE_URL"):
        await build(settings).sources.attached()


@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="needs a file system that takes no files from root"
)
@pytest.mark.parametrize("folder", ["/proc", "/proc/communique", "/proc/self/communique"])
async def test_a_place_where_nobody_may_write(folder: str) -> None:
    """A file system that takes no files is said to take none, also to root."""
    with refused("COMMUNIQUE_DATA_DIR", "write"):
        await save(keeper(Path(folder, "communique.sqlite3")))


@pytest.mark.usefixtures("permissions_can_bind")
async def test_a_read_only_folder_for_a_new_database(open_folder: Path) -> None:
    """An existing folder that this account may not write cannot take the file."""
    open_folder.chmod(0o555)
    with ordinary_user(), refused("cannot be opened", "write its folder"):
        await save(keeper(open_folder / "communique.sqlite3"))


@pytest.mark.usefixtures("permissions_can_bind")
async def test_a_read_only_folder_for_a_new_folder(open_folder: Path) -> None:
    """The data folder cannot be made where this account may not write."""
    open_folder.chmod(0o555)
    with ordinary_user(), refused("cannot be made", "COMMUNIQUE_DATA_DIR"):
        await save(keeper(open_folder / "data" / "communique.sqlite3"))
    assert list(open_folder.iterdir()) == []


@pytest.mark.usefixtures("permissions_can_bind")
async def test_a_folder_that_may_not_be_entered(open_folder: Path) -> None:
    """Whether there is a database is said to be unknown, and not taken for no."""
    open_folder.chmod(0o000)
    with ordinary_user(), refused("cannot be looked into"):
        await keeper(open_folder / "communique.sqlite3").attached()


@pytest.mark.usefixtures("permissions_can_bind")
async def test_a_read_only_file(open_folder: Path) -> None:
    """A file this account may only read still shows its texts, and refuses new ones unchanged."""
    texts = keeper(open_folder / "communique.sqlite3")
    await save(texts)
    open_folder.joinpath("communique.sqlite3").chmod(0o444)
    with ordinary_user():
        assert await texts.wordings(ARTICLE) == WORDINGS
        with refused("cannot be written"):
            await texts.save(ARTICLE, LATER, SHA256)
    assert await texts.wordings(ARTICLE) == WORDINGS


@pytest.mark.usefixtures("permissions_can_bind")
async def test_a_read_only_folder_with_a_database_in_it(open_folder: Path) -> None:
    """Reading needs a folder it can write as well, for SQLite's log, and says so."""
    texts = keeper(open_folder / "communique.sqlite3")
    await save(texts)
    open_folder.chmod(0o555)
    open_folder.joinpath("communique.sqlite3").chmod(0o444)
    with ordinary_user(), refused("write its folder"):
        await texts.wordings(ARTICLE)


async def test_another_writer_that_does_not_let_go(stored: Path) -> None:
    """A save says that the database is in use; reading goes on all the while."""
    with closing(sqlite3.connect(stored, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with refused("in use by another program"):
            await keeper(stored).save(ARTICLE, LATER, SHA256)
        assert await keeper(stored).wordings(ARTICLE) == WORDINGS
        other.execute("ROLLBACK")
    await keeper(stored).save(ARTICLE, LATER, SHA256)


async def test_another_program_that_holds_it_alone(stored: Path) -> None:
    """Reading, too, says that the database is in use when another program keeps everybody out."""
    with closing(sqlite3.connect(stored, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with refused("in use by another program"):
            await keeper(stored).attached()


def _held_at_the_switch(file: Path, other: sqlite3.Connection, patience_ms: int) -> SqlSourceTexts:
    """Attached texts whose switch to the log meets a lock, which is let go once it was met."""
    database = Database(Place(file), patience_ms=patience_ms)

    def hold(_connection: object, _cursor: object, sql: str, *_: object) -> None:
        if "journal_mode" in sql and not held:
            held.append(sql)
            other.execute("BEGIN EXCLUSIVE")

    def hasten(connection: sqlite3.Connection, _entry: object) -> None:
        connection.execute("PRAGMA busy_timeout = 0")  # the waiting under test is ours, not SQLite's

    held: list[str] = []
    event.listen(database.engine.sync_engine, "connect", hasten)
    event.listen(database.engine.sync_engine, "before_cursor_execute", hold)
    event.listen(database.engine.sync_engine, "handle_error", lambda _: other.rollback())
    return SqlSourceTexts(database, SetClock())


async def test_a_lock_at_the_switch_to_the_log_is_waited_for(file: Path) -> None:
    """The one lock that SQLite does not wait for by itself is waited for all the same."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        await save(_held_at_the_switch(file, other, patience_ms=60_000))
    assert statement(file, "PRAGMA journal_mode") == [("wal",)]
    assert await keeper(file).wordings(ARTICLE) == WORDINGS


async def test_a_lock_at_the_switch_is_not_waited_for_for_ever(file: Path) -> None:
    """Out of patience, the switch says that the database is in use."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        with refused("in use by another program"):
            await save(_held_at_the_switch(file, other, patience_ms=0))
        await save(keeper(file))
    assert await keeper(file).wordings(ARTICLE) == WORDINGS


@pytest.mark.parametrize(
    "content", [b"not a database, but a letter " * 100, b"SQLite format 3\0" + b"\xff" * 4_096]
)
async def test_a_file_that_is_no_database(file: Path, content: bytes) -> None:
    """Both ways of using it say so, and leave it as it is for whoever it belongs to."""
    file.write_bytes(content)
    with refused("damaged or not an SQLite database"):
        await keeper(file).attached()
    with refused("damaged or not an SQLite database"):
        await save(keeper(file))
    assert file.read_bytes() == content


async def test_a_database_with_a_damaged_page(file: Path) -> None:
    """Overwritten pages behind a good header are found out, and no half of a text is returned."""
    await keeper(file).save(ARTICLE, LATER, SHA256)
    size = file.stat().st_size
    with file.open("r+b") as opened:
        opened.seek(4_096 * 2)
        opened.write(b"\x0d" * (size - 4_096 * 2))
    with refused("damaged or not an SQLite database"):
        await keeper(file).wordings(ARTICLE)


def _with_room_for(file: Path, pages: int) -> SqlSourceTexts:
    """Attached texts on a disk with so many pages: SQLite's own limit fails as a full disk does."""
    database = Database(Place(file))

    @event.listens_for(database.engine.sync_engine, "connect")
    def limit(connection: sqlite3.Connection, _entry: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages:d}")

    return SqlSourceTexts(database, SetClock())


async def test_a_disk_that_fills_during_a_save(stored: Path) -> None:
    """The save says there is no room, and the earlier copy stays whole."""
    with refused("no room", "nothing was stored"):
        await _with_room_for(stored, 12).save(ARTICLE, LATER, SHA256)
    assert await keeper(stored).wordings(ARTICLE, SHA256) == WORDINGS


@pytest.mark.parametrize("pages", range(1, 8))
async def test_a_disk_that_fills_during_the_migrations(file: Path, pages: int) -> None:
    """Wherever the first save runs out of room, no table is left behind and the next one succeeds."""
    with refused("no room"):
        await _with_room_for(file, pages).save(ARTICLE, LATER, SHA256)
    leftover = {name for (name,) in statement(file, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert leftover in (set(), {"alembic_version", "attached_article", "attached_passage"})
    assert await keeper(file).attached() == {}
    await save(keeper(file))
    assert await keeper(file).wordings(ARTICLE) == WORDINGS


async def test_a_file_that_may_not_grow(stored: Path) -> None:
    """The system's own limit on the size of files gives a sentence as well, and loses nothing."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (stored.stat().st_size + 20_000, hard))
    try:
        with refused("disk"):
            await keeper(stored).save(ARTICLE, LATER, SHA256)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert await keeper(stored).wordings(ARTICLE, SHA256) == WORDINGS


async def test_a_database_of_a_newer_program(stored: Path) -> None:
    """An older program on newer tables refuses to read and to write, in one sentence."""
    statement(stored, "UPDATE alembic_version SET version_num = '9999'")
    with refused("newer version"):
        await keeper(stored).attached()
    with refused("newer version"):
        await keeper(stored).save(ARTICLE, LATER, SHA256)
    statement(stored, f"UPDATE alembic_version SET version_num = '{REVISIONS[-1]}'")  # noqa: S608 - ours
    assert await keeper(stored).wordings(ARTICLE) == WORDINGS


async def test_a_database_of_another_program(file: Path) -> None:
    """Tables that are not ours are neither read nor added to."""
    statement(file, "CREATE TABLE invoices (total)")
    with refused("another program"):
        await keeper(file).attached()
    with refused("another program"):
        await save(keeper(file))
    assert statement(file, "SELECT name FROM sqlite_master") == [("invoices",)]


async def test_a_fault_nobody_foresaw(stored: Path) -> None:
    """A failure without a known code still gives one sentence."""
    statement(stored, "DROP TABLE attached_passage")
    with refused("not foreseen"):
        await keeper(stored).wordings(ARTICLE)


@pytest.mark.usefixtures("permissions_can_bind")
def test_root_or_not_is_known() -> None:
    """The account is the same after permissions were made to bind."""
    before = os.geteuid()
    with ordinary_user():
        assert os.geteuid() != 0
    assert os.geteuid() == before
