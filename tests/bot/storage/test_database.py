# Nothing else runs in the loops of these tests, so files may be handled at once.
# ruff: noqa: ASYNC240

import os
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from bot.storage.database import Database
from bot.storage.place import Place
from bot.storage.tables import attached_article, note
from bot.storage.texts import SqlSourceTexts
from briefings.errors import StorageError
from tests.bot.storage.copies import ARTICLE, LATER, SHA256, WORDINGS, keeper, save, statement
from tests.fakes.clock import EARLY, SetClock


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "communique.sqlite3"


async def test_reading_makes_nothing(file: Path) -> None:
    """Asking before anything was stored leaves no file and no folder behind."""
    texts = keeper(file)
    assert await texts.attached() == {}
    assert await texts.wordings(ARTICLE) == {}
    assert not file.parent.exists()


async def test_reading_leaves_an_empty_file_empty(file: Path) -> None:
    """A file that a broken-off first save left empty holds nothing, and reading does not fill it."""
    file.parent.mkdir()
    file.touch()
    assert await keeper(file).attached() == {}
    assert file.stat().st_size == 0


async def test_the_first_save_makes_folder_and_file(tmp_path: Path) -> None:
    """Folders are made down to the data folder, which is its owner's alone; odd names are no matter."""
    file = tmp_path / "new" / "50% #1? of it" / "communique.sqlite3"
    await save(keeper(file))
    assert await keeper(file).wordings(ARTICLE) == WORDINGS
    assert file.parent.stat().st_mode & 0o777 == 0o700


async def test_everything_that_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    """The file and what SQLite puts beside it may be read by nobody else, in whatever folder they lie."""
    before = os.umask(0o022)
    try:
        async with Database(Place(tmp_path / "communique.sqlite3")).writing() as connection:
            await connection.execute(insert(note).values(key="a", value="b"))
            modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes.keys() == {f"communique.sqlite3{end}" for end in ("", "-wal", "-shm")}
    assert set(modes.values()) == {0o600}


async def test_a_file_that_is_there_keeps_its_mode(file: Path) -> None:
    """Whoever lets others read the file has decided so."""
    await save(keeper(file))
    file.chmod(0o640)
    await save(keeper(file))
    assert file.stat().st_mode & 0o777 == 0o640


async def test_where_links_cannot_be_made_the_database_is_made_all_the_same(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems know no second names; there SQLite makes the file, and nothing else is left."""

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refused)
    await save(keeper(file))
    assert [path.name for path in file.parent.iterdir()] == [file.name]


async def test_a_save_outlives_its_connection_and_leaves_one_file(file: Path) -> None:
    """Once saved there is one self-contained file, so that copying it is a whole copy."""
    await save(keeper(file))
    assert [path.name for path in file.parent.iterdir()] == [file.name]


async def test_connections_are_set_as_the_promises_need(file: Path) -> None:
    """Write-ahead log, full synchronisation, foreign keys, and the patience asked for."""
    await save(keeper(file))
    database = Database(Place(file), patience_ms=1_234)
    async with database.writing() as connection:
        found = {
            name: await connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 1_234}


async def test_the_first_connection_binds_foreign_keys_too(file: Path) -> None:
    """The connection that has just migrated enforces foreign keys again before it is handed out."""
    async with Database(Place(file)).writing() as connection:
        assert await connection.scalar(text("PRAGMA foreign_keys")) == 1


async def test_an_error_inside_takes_everything_back(file: Path) -> None:
    """When the block fails, nothing of what it wrote is stored, and its own error comes out."""
    database = Database(Place(file))
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the block is what is tested
        async with database.writing() as connection:
            await connection.execute(
                insert(attached_article).values(article=ARTICLE, sha256=SHA256, attached_at=EARLY)
            )
            _ = 1 / 0
    assert await keeper(file).attached() == {}


async def test_a_refused_row_takes_the_whole_save_back(file: Path) -> None:
    """A save that the tables refuse changes nothing of the earlier copy."""
    texts = keeper(file)
    await save(texts)
    with pytest.raises(StorageError):
        await texts.save(ARTICLE, LATER, sha256="too short")
    assert await texts.wordings(ARTICLE, SHA256) == WORDINGS


async def test_reading_cannot_write(file: Path) -> None:
    """A connection for reading refuses to change anything."""
    await save(keeper(file))
    with pytest.raises(StorageError):  # noqa: PT012 - the block is what is tested
        async with Database(Place(file)).reading() as connection:
            assert connection is not None
            await connection.execute(text("DELETE FROM attached_article"))
    assert list(await keeper(file).attached()) == [ARTICLE]


async def test_reading_sees_one_state(file: Path) -> None:
    """What is saved while somebody reads does not change what they are reading."""
    await save(keeper(file))
    count = text("SELECT count(*) FROM attached_article")
    async with Database(Place(file)).reading() as connection:
        assert connection is not None
        assert await connection.scalar(count) == 1
        await save(keeper(file), "grain-quotas")
        assert await connection.scalar(count) == 1
    assert len(await keeper(file).attached()) == 2


async def test_an_error_does_not_carry_the_texts(file: Path) -> None:
    """Neither the sentence nor the error behind it repeats what was being stored."""
    with pytest.raises(StorageError) as caught:
        await keeper(file).save("secret-article", {"S1.1.1": "secret wording"}, sha256="short")
    assert "secret" not in f"{caught.value}{caught.value.__cause__!r}{caught.value.__cause__}"


async def test_the_folder_may_vanish_between_two_saves(file: Path) -> None:
    """A database that was removed while the program runs is made anew."""
    texts = keeper(file)
    await save(texts)
    file.unlink()
    assert await texts.attached() == {}
    await save(texts)
    assert await texts.wordings(ARTICLE) == WORDINGS


async def test_a_naive_time_is_refused(file: Path) -> None:
    """A moment without an offset is an error of ours and is not stored as if it were UTC."""
    naive = EARLY.replace(tzinfo=None)
    with pytest.raises(Exception, match="needs its offset"):
        async with Database(Place(file)).writing() as connection:
            await connection.execute(
                insert(attached_article).values(article=ARTICLE, sha256=SHA256, attached_at=naive)
            )


async def test_another_offset_is_stored_as_utc(file: Path) -> None:
    """A moment given in another zone is the same row as in UTC, and comes back in UTC."""
    east = EARLY.astimezone(timezone(timedelta(hours=5, minutes=30)))
    await SqlSourceTexts(Database(Place(file)), SetClock(east)).save(ARTICLE, WORDINGS, SHA256)
    assert statement(file, "SELECT attached_at FROM attached_article") == [("2026-03-01 08:30:15.999999",)]
    assert await keeper(file).attached() == {ARTICLE: "2026-03-01T08:30:15+00:00"}
