"""A small installation on a database of either kind, with what leaves and erases."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery.notices import Notices
from bot.delivery.records import Told
from bot.digests.ports import Follow
from bot.leaving.ports import OfPlace
from bot.storage.copying import TABLES
from bot.storage.delivery_tables import slot
from bot.storage.departures import SqlDepartures
from bot.storage.erasing import SqlErasure
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.storage.place import Place
from bot.storage.subscriptions import SqlFollows, SqlSubscriptions
from bot.subscriptions import Channel, Subscription
from briefings.reply import Outcome, Reply
from tests.bot.delivery.conftest import MONDAY, Installation, Pages
from tests.fakes.clock import SetClock
from tests.fakes.outlet import RecordingOutlet
from tests.servers.blank import put_blank
from tests.servers.databases import Databases, databases

GUILD = OfPlace("discord", "guild")
NOTICE = Notices(RecordingOutlet(SetClock()).parts).frozen(
    "s-1", "k", (Reply(Outcome.CLEAR_ERROR, "Something to tell", ()),), "Something to tell"
)


@dataclass
class Leaving(Installation):
    """An installation with a way to leave it."""

    departures: SqlDepartures
    erasure: SqlErasure
    subscriptions: SqlSubscriptions
    follows: SqlFollows

    async def at(self, hour: int, minute: int = 30, *, days: int = 0) -> None:
        """Wind the clock to that hour and let two workers do what is due."""
        self.clock.moment = MONDAY.replace(hour=hour, minute=minute) + timedelta(days=days)
        for holder in ("one", "two"):
            await self.rounds(holder).settle()

    async def states(self) -> list[tuple[str, str | None]]:
        """State and reason of every slot, oldest first."""
        async with self.database.writing() as connection:
            rows = await connection.execute(select(slot.c.state, slot.c.reason).order_by(slot.c.id))
            return [(row.state, row.reason) for row in rows]

    async def one(self, name: str = "s-1") -> Subscription:
        """A subscription as it is kept."""
        found = await self.subscriptions.get(name)
        assert found is not None
        return found.subscription

    async def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables that have any."""
        async with self.database.writing() as connection:
            found = {
                table.name: [tuple(row) for row in await connection.execute(select(table))]
                for table in TABLES
            }
        return {name: rows for name, rows in found.items() if rows}

    def told(self, person: str, kind: str, subject: str = "s-1", place: str = "guild") -> Told:
        """Something to be told to a person."""
        channel = Channel("discord", place, f"@{person}")
        edition = replace(NOTICE, id=f"d-{person}-{kind}")
        parts = tuple(replace(each, key=f"{person} {kind} {place}") for each in edition.parts)
        made = replace(edition, parts=parts)
        return Told(kind, subject, f"{kind} {person}", channel, made)  # type: ignore[arg-type]

    async def follow(self, person: str, place: str = "guild") -> None:
        """A person follows India."""
        channel = Channel("discord", place, f"@{person}")
        await self.follows.follow(Follow(f"f-{person}-{place}", channel, "country:IN"), 9)


ON_BOTH = pytest.mark.parametrize("place", ["SQLite kept open", "PostgreSQL"], indirect=True)
"""For what rests on locks, on cascades or on who waits for whom."""


@pytest.fixture
def place(request: pytest.FixtureRequest, databases: Databases) -> Leaving:
    """The installation, on Monday half an hour before the first slot; on a file unless told otherwise."""
    return opened(databases, getattr(request, "param", "SQLite kept open"))


def opened(databases: Databases, kind: str) -> Leaving:
    """An installation on a database of that kind."""
    where = databases.place(kind)
    if isinstance(where, Place):
        put_blank(where.file)
    clock = SetClock(MONDAY)
    database, moments = databases.open(kind, where), ClockMoments(clock)
    ledger, departures = SqlLedger(database, moments), SqlDepartures(database, moments)
    return Leaving(
        database,
        clock,
        ledger,
        RecordingOutlet(clock),
        Pages(),
        departures,
        SqlErasure(database, moments, departures),
        SqlSubscriptions(database, moments),
        SqlFollows(database, moments),
    )


__all__ = ["databases"]
