"""Places that the bot was removed from, in SQL.

Owns that leaving stops everybody at once: channels are taken from whoever works on them, what was under
way there ends, and digests are paused until the bot is back.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.states import LEFT, OPEN
from bot.digests.asker import DIRECT
from bot.leaving.ports import Departure, Departures, OfPlace
from bot.storage import erasing
from bot.storage.database import Database
from bot.storage.delivery_tables import departure, lane, part, slot, subscription
from bot.storage.moments import Moments
from bot.storage.upsert import upsert_into


class SqlDepartures(Departures):
    """Holds for every process on the database."""

    def __init__(self, database: Database, moments: Moments) -> None:
        self._database = database
        self._moments = moments
        self._heard: set[str] = set()

    async def left(self, whose: OfPlace) -> bool:
        """Write it down, and stop what is posted there."""
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            made = [
                await _written(connection, each, now)
                for each in await erasing.with_direct(connection, whose)
                if isinstance(each, OfPlace)
            ]
            return made[0]

    async def returned(self, platform: str, places: Collection[str]) -> tuple[str, ...]:
        """Strike it out, and let what was paused for it go on."""
        async with self._database.reading() as connection:
            if connection is None:
                return ()
            away = await _left(connection, platform)
        gone = [place for place in away if place in places]
        if DIRECT in away and (gone or (places and set(away) == {DIRECT})):
            gone.append(DIRECT)  # where a workspace is left no more, its members are there as well
        if not gone:
            return ()
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            struck = delete(departure).where(departure.c.platform == platform, departure.c.place.in_(gone))
            back = (await connection.execute(struck.returning(departure.c.place))).scalars().all()
            for place in back:
                await _resumed(connection, OfPlace(platform, place), now)
            return tuple(sorted(each for each in back if each in places))

    async def places(self, platform: str) -> frozenset[str]:
        """Of which something is kept."""
        async with self._database.reading() as connection:
            if connection is None:
                return frozenset()
            return frozenset(
                each.place for each in await erasing.places(connection) if each.platform == platform
            )

    async def gone(self) -> tuple[Departure, ...]:
        """The places left."""
        order = (departure.c.left_at, departure.c.platform, departure.c.place)
        async with self._database.reading() as connection:
            if connection is None:
                return ()
            rows = (await connection.execute(select(departure).order_by(*order))).all()
        return tuple(Departure(OfPlace(row.platform, row.place), row.left_at) for row in rows)

    def hear(self, platform: str) -> None:
        """It has said where the bot is."""
        self._heard.add(platform)

    def heard(self) -> frozenset[str]:
        """Those that have said so since this process began."""
        return frozenset(self._heard)


async def _written(connection: AsyncConnection, whose: OfPlace, now: datetime) -> bool:
    """False when that was known, or nothing is kept of it."""
    if not await erasing.counted(connection, whose):
        return False
    row = upsert_into(departure, connection).values(platform=whose.platform, place=whose.place, left_at=now)
    made = await connection.execute(row.on_conflict_do_nothing().returning(departure.c.place))
    if made.first() is None:
        return False
    await _stopped(connection, whose, now)
    return True


async def _left(connection: AsyncConnection, platform: str) -> tuple[str, ...]:
    chosen = select(departure.c.place).where(departure.c.platform == platform)
    return tuple((await connection.execute(chosen)).scalars())


async def _stopped(connection: AsyncConnection, whose: OfPlace, now: datetime) -> None:
    """No worker has a channel there any more, before or after what it is at ends."""
    await _taken(connection, whose)
    await connection.execute(
        update(subscription)
        .where(_at(subscription, whose), subscription.c.state == "active")
        .values(
            state="paused",
            pause_reason=LEFT,
            paused_at=now,
            paused_by=None,
            changed_at=now,
            revision=subscription.c.revision + 1,
        )
    )
    await _ended(connection, whose, now)
    await _taken(connection, whose)  # those that a planner made in the meantime


async def _taken(connection: AsyncConnection, whose: OfPlace) -> None:
    nobodys = {"holder": None, "lease_until": None, "next_try_at": None, "fence": lane.c.fence + 1}
    await connection.execute(update(lane).where(_at(lane, whose)).values(nobodys))


async def _ended(connection: AsyncConnection, whose: OfPlace, now: datetime) -> None:
    """What was open there: unknown where an attempt has no outcome, incomplete where readers saw some."""
    doubtful, seen = (
        select(part.c.slot).where(part.c.slot == slot.c.id, part.c.state.in_(states)).correlate(slot).exists()
        for states in (("tried", "unknown"), ("sent",))
    )
    for state, chosen in (
        ("unknown", doubtful),
        ("refused", seen),
        ("skipped", and_(~seen, ~doubtful)),
    ):
        await connection.execute(
            update(slot)
            .where(_at(slot, whose), slot.c.state.in_(OPEN), chosen)
            .values(state=state, reason=LEFT, ended_at=now)
        )


async def _resumed(connection: AsyncConnection, whose: OfPlace, now: datetime) -> None:
    """What was paused for our removal goes on; what people paused stays paused."""
    await connection.execute(
        update(subscription)
        .where(
            _at(subscription, whose),
            subscription.c.state == "paused",
            subscription.c.pause_reason == LEFT,
            subscription.c.paused_by.is_(None),
        )
        .values(
            state="active",
            pause_reason=None,
            paused_at=None,
            changed_at=now,
            revision=subscription.c.revision + 1,
        )
    )


def _at(table: Table, whose: OfPlace) -> ColumnElement[bool]:
    return and_(table.c.platform == whose.platform, table.c.place == whose.place)
