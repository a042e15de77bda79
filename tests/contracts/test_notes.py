"""What every keeper of notes promises, in memory and in databases alike."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ports import BUDGET_WINDOW, Notes
from bot.storage.database import Database
from bot.storage.notes import SqlNotes
from bot.storage.place import Place
from tests.fakes.clock import EARLY, SetClock
from tests.fakes.notes import NotesInMemory
from tests.servers.databases import KINDS, Databases


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(params=("in memory", *KINDS))
def notes(request: pytest.FixtureRequest, databases: Databases, clock: SetClock) -> Notes:
    if request.param == "in memory":
        return NotesInMemory(clock)
    return SqlNotes(databases.open(request.param), clock)


async def test_nothing_is_noted_at_first(notes: Notes) -> None:
    """What was never put is None, and no identification was counted."""
    assert await notes.get("commands") is None
    assert await notes.identifies("1") == 0


async def test_the_last_note_counts(notes: Notes) -> None:
    """A note comes back as it was put, the later in place of the earlier, each under its own key."""
    await notes.put("commands", "first")
    await notes.put("Commands", "other")
    await notes.put("commands", "zweitens: “ß” 🙂\n")
    assert await notes.get("commands") == "zweitens: “ß” 🙂\n"
    assert await notes.get("Commands") == "other"


async def test_identifications_are_counted_by_bot_over_shards(notes: Notes) -> None:
    """Each one counts, whatever its shard, and only for its own bot."""
    assert [await notes.count_identify("1", shard) for shard in (0, 1, 0)] == [1, 2, 3]
    assert await notes.count_identify("2", 0) == 1
    assert (await notes.identifies("1"), await notes.identifies("2"), await notes.identifies("3")) == (
        3,
        1,
        0,
    )


async def test_identifications_count_for_a_day(notes: Notes, clock: SetClock) -> None:
    """One counts until exactly 24 hours have passed, and asking does not add one."""
    await notes.count_identify("1", 0)
    clock.moment = EARLY + timedelta(hours=1)
    assert await notes.count_identify("1", 0) == 2
    clock.moment = EARLY + BUDGET_WINDOW - timedelta(microseconds=1)
    assert await notes.identifies("1") == 2
    clock.moment = EARLY + BUDGET_WINDOW
    assert await notes.identifies("1") == 1
    assert await notes.count_identify("1", 0) == 2


async def test_many_at_once_are_all_counted(notes: Notes) -> None:
    """Shards that identify at the same time each get a count of their own."""
    counts = await asyncio.gather(*(notes.count_identify("1", shard) for shard in range(8)))
    assert sorted(counts) == list(range(1, 9))


async def test_notes_outlive_the_program(tmp_path: Path, clock: SetClock) -> None:
    """A later run over the same file finds notes and counts, and reading alone makes no file."""
    file = tmp_path / "later" / "notes.sqlite3"
    assert await SqlNotes(Database(Place(file)), clock).get("commands") is None
    assert not file.parent.exists()
    first = SqlNotes(Database(Place(file)), clock)
    await first.put("commands", "abc")
    await first.count_identify("1", 0)
    later = SqlNotes(Database(Place(file)), clock)
    assert await later.get("commands") == "abc"
    assert await later.identifies("1") == 1
