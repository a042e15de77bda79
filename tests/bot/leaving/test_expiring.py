"""Every period that docs/privacy.md promises is kept: not a day before, and not an hour after."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.housekeeping import KEPT, forgotten
from bot.leaving.ports import Counted, Erasure, OfPlace, Whose
from bot.process.expiring import EVERY, erased, expiring
from bot.storage.database import Database
from bot.storage.departures import SqlDepartures
from bot.storage.erasing import SqlErasure
from bot.storage.moments import ClockMoments
from bot.storage.place import Place
from bot.storage.tables import metadata
from tests.bot.delivery.conftest import MONDAY
from tests.bot.leaving.conftest import GUILD, ON_BOTH, Leaving
from tests.fakes.clock import SetClock
from tests.fakes.departures import DeparturesInMemory
from tests.fakes.timing import WoundTime
from tests.servers.blank import put_blank

PAGE = Path(__file__).parents[3] / "docs" / "privacy.md"
WEEK, HOUR, MOMENT = timedelta(days=7), timedelta(hours=1), timedelta(seconds=1)
REMARK = {"platform": "slack", "place": "T1", "question": "q", "answer_text": "a"}
REMARK |= {"claims": "", "kind": "wrong"}
DRAFT = {"id": "d", "platform": "slack", "place": "T1", "channel": "c", "author": "U1", "content": "{}"}

PROMISES: dict[str, tuple[str, timedelta, str, dict[str, Any]]] = {
    "event_seen": ("| a week later |", WEEK, "at", {"key": "event:slack:T1:E"}),
    "thread_topic": (
        "| 30 days after they were last spoken of |",
        timedelta(days=30),
        "at",
        {"thread": "T1:C:1", "topics": "India"},
    ),
    "identify": ("| 24 hours later |", timedelta(hours=24), "at", {"bot": "1", "shard": 0}),
    "feedback": ("| a year later |", timedelta(days=365), "at", REMARK),
    "draft": ("a draft for an hour |", timedelta(), "expires_at", DRAFT),
}
"""By table: what the page says, after how long, counted from which column, and a row."""


async def gone_after(place: Leaving, age: timedelta) -> bool:
    """Whether nothing is left once the clock has moved on so far, and everything a second before."""
    before = await place.everything()
    place.clock.moment += age - MOMENT
    await place.erasure.expire(WEEK)
    assert await place.everything() == before
    place.clock.moment += MOMENT
    await place.erasure.expire(WEEK)
    return not await place.everything()


@pytest.mark.parametrize("table", PROMISES)
async def test_what_is_kept_by_age(place: Leaving, table: str) -> None:
    """Each row of the page that names a time since something happened."""
    said, age, column, values = PROMISES[table]
    [line] = [
        each
        for each in PAGE.read_text(encoding="utf-8").splitlines()
        if f"`{table}`" in each and said in f"{each} "
    ]
    assert line.startswith("|")
    moment = place.clock.moment + (HOUR if column == "expires_at" else timedelta())
    async with place.database.writing() as connection:
        row = metadata.tables[table].insert().values({**values, column: moment})
        await connection.execute(row)
    assert await gone_after(place, age + (moment - place.clock.moment))


@ON_BOTH
async def test_a_removed_digest_is_gone_a_week_later(place: Leaving) -> None:
    """With every date, text and message of it, and what its owner was told."""
    page = PAGE.read_text(encoding="utf-8")
    assert page.count("| 7 days after the digest is removed") == 2
    made = await place.subscribe()
    await place.at(8)
    await place.change(made.changed(state="removed"))
    assert await gone_after(place, WEEK)


async def test_a_digest_that_is_not_removed_stays(place: Leaving) -> None:
    """However long ago it posted something."""
    await place.subscribe()
    await place.at(8)
    place.clock.moment += timedelta(days=400)
    await place.erasure.expire(WEEK)
    assert set(await place.everything()) >= {"subscription", "slot", "edition", "part", "lane"}


async def test_what_a_person_was_told_is_gone_after_90_days(place: Leaving) -> None:
    """A direct message, its record and the channel to them; not while it waits to be sent."""
    assert "direct message" in next(
        each for each in PAGE.read_text(encoding="utf-8").splitlines() if each.endswith("| 90 days later |")
    )
    await place.subscribe("s-9", state="removed")
    await place.erasure.expire(timedelta())
    await place.ledger.tell([place.told("mira", "notice", "s-9")])
    waiting = await place.everything()
    await place.erasure.expire(timedelta())
    assert await place.everything() == waiting
    await place.rounds().settle()
    assert len(place.outlet.shown("@mira")) == 1
    assert await gone_after(place, timedelta(days=90))


async def test_the_words_of_a_digest_are_gone_after_90_days(place: Leaving) -> None:
    """But for its last edition, which the next one is compared with; dates and outcomes stay."""
    assert "the words for 90 days, those of its last edition longer" in PAGE.read_text(encoding="utf-8")
    await place.subscribe()
    for day in range(2):
        await place.at(8, days=day)
    place.clock.moment += KEPT + timedelta(days=2)
    assert await forgotten(place.rounds().worker) == 1
    found = await place.everything()
    assert (len(found["slot"]), len(found["edition"])) == (2, 1)


@ON_BOTH
async def test_a_departure_ends_with_what_was_kept(place: Leaving) -> None:
    """That a place was left is known no longer than anything else of it."""
    await place.subscribe()
    await place.departures.left(GUILD)
    place.clock.moment += WEEK
    assert await place.erasure.overdue(WEEK, {"discord"}) == (GUILD,)
    await place.erasure.expire(WEEK)
    assert await place.everything() == {}


@dataclass
class Recorded(Erasure):
    """Writes down what it is asked for, and by what uptime."""

    time: WoundTime
    asked: list[tuple[str, float]] = field(default_factory=list)

    async def counted(self, whose: Whose) -> Counted:
        """Nothing."""
        return {}

    async def kept(self) -> dict[OfPlace, Counted]:
        """Nothing."""
        return {}

    async def erase(self, whose: Whose) -> Counted:
        """Nothing is there."""
        return {}

    async def overdue(self, after: timedelta, platforms: Collection[str]) -> tuple[OfPlace, ...]:
        """Asked for places."""
        self.asked.append((" ".join(platforms), self.time.now))
        return ()

    async def expire(self, removed_after: timedelta) -> Counted:
        """Asked for what is old."""
        self.asked.append(("old", self.time.now))
        return {"draft": 1}

    async def scrubbed(self) -> bool:
        """Always."""
        return True


async def test_a_place_is_erased_only_once_its_platform_has_said_where_the_bot_is() -> None:
    """What is old goes at once; places only of a platform that has been heard, however long we run."""
    time, stop = WoundTime(), asyncio.Event()
    erasure = Recorded(time)
    departures = DeparturesInMemory()
    running = asyncio.create_task(expiring(erasure, departures, WEEK, stop, time.timing))
    await time.pass_by(EVERY - 1)
    assert erasure.asked == [("old", 0.0), ("", 0.0)]
    await time.pass_by(1)
    assert erasure.asked[2:] == [("old", EVERY), ("", EVERY)]
    departures.hear("slack")
    await time.pass_by(EVERY)
    assert erasure.asked[4:] == [("old", 2 * EVERY), ("slack", 2 * EVERY)]
    stop.set()
    await running


def tells(folder: Path) -> bool:
    """Whether the remark stands in any file."""
    return any(b"telling" in each.read_bytes() for each in folder.iterdir())


async def test_what_is_erased_every_hour_is_overwritten(tmp_path: Path) -> None:
    """The SQLite file and the one beside it hold nothing any more of what was erased."""
    file = tmp_path / "erased.sqlite3"
    put_blank(file)
    database = Database(Place(file))
    moments = ClockMoments(SetClock(MONDAY))
    secret = "a rather telling remark " * 400
    row = {**REMARK, "comment": secret, "at": MONDAY - timedelta(days=365)}
    async with database.writing() as connection:
        await connection.execute(metadata.tables["feedback"].insert().values(row))
    assert tells(tmp_path)
    departures = SqlDepartures(database, moments)
    await erased(SqlErasure(database, moments, departures), departures, WEEK)
    assert not tells(tmp_path)
    await database.close()
