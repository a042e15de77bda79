"""A server whose disk is full: what was acknowledged is kept, what was not is said not to be."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.notes import SqlNotes
from bot.storage.place import Server
from bot.storage.tables import note
from briefings.errors import StorageError
from tests.fakes.clock import SetClock
from tests.servers.databases import Databases, running_server
from tests.servers.postgresql import NOBODY

LARGE = 40_000
"""Characters of a note: five of the server's pages."""
SMALL_DISK, LARGER_DISK = "1m", "8m"

RAISE_DISK_FULL = (
    "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file'; END $$"
)
AT_COMMIT = (
    "CREATE CONSTRAINT TRIGGER full_disk AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION disk_full()"
)

Resize = Callable[[str], None]


@pytest.fixture
def small_disk() -> Iterator[tuple[Path, Resize]]:
    """A disk of its own with hardly any room, which the server's account may write."""
    folder = Path(tempfile.mkdtemp(prefix="disk-"))

    mount, unmount = shutil.which("mount"), shutil.which("umount")

    def mounted(*how: str) -> bool:
        options = ",".join((*how, f"uid={NOBODY}", "mode=700"))
        told = [str(mount), "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        return subprocess.run(told, capture_output=True, check=False).returncode == 0

    if os.geteuid() != 0 or mount is None or unmount is None or not mounted(f"size={SMALL_DISK}"):
        folder.rmdir()
        pytest.skip("a disk of a given size can only be made by an account that may mount one")
    yield folder, lambda size: None if mounted("remount", f"size={size}") else pytest.fail("no larger disk")
    subprocess.run([unmount, "--lazy", folder], check=True)
    folder.rmdir()


@pytest.fixture
def database(databases: Databases) -> Database:
    return databases.open("PostgreSQL")


def tell(database: Database, *statements: str) -> None:
    place = database.place
    assert isinstance(place, Server)
    running_server().tell(*statements, database=place.name.partition(" on ")[0])


async def keys(database: Database) -> list[str]:
    async with database.reading() as connection:
        assert connection is not None
        return list((await connection.execute(select(note.c.key).order_by(note.c.key))).scalars())


async def refusal(notes: SqlNotes, acknowledged: list[str]) -> str:
    """Stores until it is refused; adds what was acknowledged, returns the sentence."""
    for number in range(100):
        try:
            await notes.put(f"b{number:03}", "x" * LARGE)
        except StorageError as error:
            return str(error)
        acknowledged.append(f"b{number:03}")
    pytest.fail("the disk took everything")


async def test_a_full_disk_keeps_what_was_acknowledged(
    small_disk: tuple[Path, Resize], database: Database
) -> None:
    """Notes are stored until there is no room; each one acknowledged is there, and room makes it go on."""
    folder, resize = small_disk
    notes = SqlNotes(database, SetClock())
    await notes.put("a", "kept")
    space = f"small_{folder.name.rpartition('-')[2].lower()}"
    tell(
        database, f"CREATE TABLESPACE {space} LOCATION '{folder}'", f"ALTER TABLE note SET TABLESPACE {space}"
    )
    tell(database, "ALTER TABLE note ALTER value SET STORAGE EXTERNAL")  # or it would be compressed
    acknowledged = ["a"]
    refused = await refusal(notes, acknowledged)
    assert "no room left for the database, and nothing was stored" in refused
    assert len(acknowledged) > 2
    assert await keys(database) == acknowledged
    assert [await notes.get(key) for key in acknowledged] == ["kept"] + ["x" * LARGE] * (
        len(acknowledged) - 1
    )
    resize(LARGER_DISK)
    await notes.put("c", "y" * LARGE)
    assert await keys(database) == [*acknowledged, "c"]
    tell(database, "ALTER TABLE note SET TABLESPACE pg_default", f"DROP TABLESPACE {space}")


async def test_a_disk_that_fills_while_committing_is_told(database: Database) -> None:
    """A commit that the server refuses for want of room stores nothing and is never taken for done."""
    notes = SqlNotes(database, SetClock())
    await notes.put("a", "kept")
    tell(database, RAISE_DISK_FULL, AT_COMMIT)
    with pytest.raises(StorageError, match="no room left"):
        await notes.put("b", "lost")
    tell(database, "DROP TRIGGER full_disk ON note")
    assert await keys(database) == ["a"]
    await notes.put("b", "stored")
    assert await notes.get("b") == "stored"
