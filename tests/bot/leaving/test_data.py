"""`communique data`: as an operator types it, on a file and on a server."""

import asyncio
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from bot.cli.data import WORDS
from bot.cli.entry import run
from bot.leaving.ports import OfPlace
from bot.settings import DATABASE_NAME
from bot.storage.copying import TABLES
from bot.storage.database import Database
from bot.storage.delivery_rows import written
from bot.storage.delivery_tables import subscription as table
from bot.storage.departures import SqlDepartures
from bot.storage.erasing import OF_A_PLACE
from bot.storage.moments import DatabaseMoments
from bot.storage.place import DatabasePlace, Place, Server
from bot.subscriptions import Channel
from tests.bot.storage.filled import subscription
from tests.fakes.clock import EARLY
from tests.servers.blank import put_blank
from tests.servers.databases import Databases

PLACES = {"s-1": ("discord", "111", "333"), "s-2": ("slack", "T012ABCDEF", "U012ABCDEF")}
"""A digest in each: platform, place, owner."""


class Terminal(StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        """They are there."""
        return True


def opened(kind: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> DatabasePlace:
    """A database of that kind with the digests, and the program told of it."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COMMUNIQUE_DATA_DIR", str(folder))
    monkeypatch.setattr(sys, "stdin", StringIO())
    place: DatabasePlace = Place(folder / DATABASE_NAME)
    if kind == "PostgreSQL":
        place = Databases(folder).place(kind)
        assert isinstance(place, Server)
        monkeypatch.setenv("COMMUNIQUE_DATABASE_URL", place.address.reveal())
    else:
        put_blank(folder / DATABASE_NAME)
    asyncio.run(_fill(place))
    return place


async def _fill(place: DatabasePlace) -> None:
    database = Database(place)
    planned = {"changed_at": EARLY, "planned_through": EARLY, "next_slot_at": EARLY}
    async with database.writing() as connection:
        for name, (platform, where, owner) in PLACES.items():
            made = replace(subscription(), id=name, channel=Channel(platform, where, "c"), owner=owner)
            await connection.execute(table.insert().values(written(made) | planned))
    await database.close()


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> DatabasePlace:
    """A file."""
    return opened("SQLite", monkeypatch, tmp_path)


@pytest.mark.usefixtures("kept")
def test_showing_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Of all places, of one, and what would be erased."""
    for line in (["show"], ["show", "--guild", "111"], ["erase", "--guild", "111", "--dry-run"], ["show"]):
        assert run(["data", *line]) == 0
        said = capsys.readouterr().out
        assert "Of the Discord server 111 is kept:\n  1 digest\n" in said
        assert ("Slack workspace T012ABCDEF" in said) == (line == ["show"])
    assert "Nothing was erased" not in said


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_erasing_asks_first(
    kind: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No answer but yes erases; where nobody can be asked it says so, and --yes asks nobody."""
    opened(kind, monkeypatch, tmp_path)
    erase = ["data", "erase", "--workspace", "T012ABCDEF"]
    assert run(erase) == 2
    assert "--yes" in capsys.readouterr().err
    for typed, erased in (("no\n", False), ("\n", False), ("yes\n", True)):
        monkeypatch.setattr(sys, "stdin", Terminal(typed))
        assert run(erase) == 0
        assert ("Erased: 1 row." in capsys.readouterr().out) == erased
    assert run(["data", "show", "--workspace", "T012ABCDEF"]) == 0
    assert "Nothing is kept of the Slack workspace T012ABCDEF." in capsys.readouterr().out
    assert run(["data", "erase", "--guild", "111", "--yes"]) == 0
    assert run(["data", "show"]) == 0
    assert "Nothing is kept of any server or workspace." in capsys.readouterr().out


@pytest.mark.usefixtures("kept")
def test_a_persons_digest_stays(capsys: pytest.CaptureFixture[str]) -> None:
    """Their id goes from it, and it is said that nobody is told of it then."""
    assert run(["data", "erase", "--user", "333", "--yes"]) == 0
    said = capsys.readouterr().out
    assert "nobody is told" in said
    assert "Erased: 0 rows. Their id was taken off 1 digest.\n" in said
    assert run(["data", "show", "--user", "333"]) == 0
    assert "Nothing is kept of the person 333." in capsys.readouterr().out
    assert run(["data", "show", "--guild", "111"]) == 0
    assert "1 digest" in capsys.readouterr().out


def test_a_place_that_was_left_says_until_when(
    kept: DatabasePlace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever looks sees that the bot was removed there, and when all of it goes."""

    async def left() -> None:
        database = Database(kept)
        await SqlDepartures(database, DatabaseMoments()).left(OfPlace("discord", "111"))
        await database.close()

    asyncio.run(left())
    assert run(["data", "show"]) == 0
    assert "The bot was removed on " in capsys.readouterr().out


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    "line",
    [
        ["erase", "--yes"],
        ["erase", "--guild", "111", "--user", "333", "--yes"],
        ["erase", "--guild", "Newsroom", "--yes"],
        ["erase", "--workspace", "111", "--yes"],
        ["erase", "--user", "%", "--yes"],
    ],
)
def test_what_is_no_id_erases_nothing(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Two of them, none, a name or a pattern: one sentence, and everything stays."""
    assert run(["data", *line]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert run(["data", "show"]) == 0
    assert capsys.readouterr().out.count("1 digest") == 2


def test_every_table_has_its_word() -> None:
    """Whatever is counted can be said."""
    counted = {each.name for each in OF_A_PLACE} | {"edition", "part", "event_seen", "thread_topic", "note"}
    assert set(WORDS) == counted
    assert counted <= {each.name for each in TABLES}
