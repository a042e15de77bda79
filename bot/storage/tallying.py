"""Adding up the ledger in SQL, for the figures that operators watch.

Owns doing it cheaply: slots are kept for ever, so those that ended are added up once and only the newest
are looked at again. What is due is found by way of the channels that wait, which an index gives.
"""

from collections import Counter
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.states import OPEN
from bot.health.tally import Tally
from bot.storage.database import Database
from bot.storage.delivery_tables import lane, part, slot, subscription
from bot.storage.moments import Moments
from bot.storage.tables import lease

TAIL: Final = 5_000
"""Slots that are looked at each time: on a server a lower id may become visible after a higher one."""

_Ended = Counter[tuple[str, str, str]]


class SqlTally:
    """Adds up one database again and again."""

    def __init__(self, database: Database, moments: Moments, tail: int = TAIL) -> None:
        self._database = database
        self._tail = tail
        self._moments = moments
        self._through = 0
        """Slots up to this id ended and stand in the two counts below."""
        self._ended: _Ended = Counter()
        self._retried = 0

    async def count(self) -> Tally:
        """The figures of this moment. Raises StorageError."""
        async with self._database.reading() as connection:
            if connection is None:
                return Tally({}, {}, 0.0, 0, {})
            ended, retried = await self._settled(connection)
            now = await self._moments.now(connection)
            due, oldest = await _due(connection, now)
            return Tally(ended, due, oldest, retried, await _subscriptions(connection))

    async def reach(self) -> None:
        """Reads one row at most. Raises StorageError where the database cannot be used."""
        async with self._database.reading() as connection:
            if connection is not None:
                await connection.execute(select(lease.c.role).limit(1))

    async def _settled(self, connection: AsyncConnection) -> tuple[_Ended, int]:
        last = (await connection.execute(select(func.max(slot.c.id)))).scalar_one() or 0
        if last < self._through:  # another database stands in its place
            self._through, self._ended, self._retried = 0, Counter(), 0
        waits = select(func.min(slot.c.id)).where(slot.c.id > self._through, slot.c.state.in_(OPEN))
        first_open = (await connection.execute(waits)).scalar_one()
        through = max(self._through, min(last - self._tail, last if first_open is None else first_open - 1))
        if through > self._through:
            new = and_(slot.c.id > self._through, slot.c.id <= through)
            self._ended = self._ended + await _ended(connection, new)
            self._retried += await _retried(connection, new)
            self._through = through
        rest = slot.c.id > through
        return self._ended + await _ended(connection, rest), self._retried + await _retried(connection, rest)


async def _ended(connection: AsyncConnection, chosen: ColumnElement[bool]) -> _Ended:
    # Plain columns would lead SQLite to group by an index on all slots, rather than read the newest.
    named = [func.coalesce(column, "") for column in (slot.c.kind, slot.c.state, slot.c.reason)]
    found = select(*named, func.count()).where(chosen, slot.c.state.not_in(OPEN)).group_by(*named)
    return Counter({(row[0], row[1], row[2]): row[3] for row in (await connection.execute(found)).all()})


async def _retried(connection: AsyncConnection, chosen: ColumnElement[bool]) -> int:
    again = select(func.sum(part.c.attempts - 1)).join(slot, slot.c.id == part.c.slot)
    return int((await connection.execute(again.where(chosen, part.c.attempts > 1))).scalar_one() or 0)


async def _due(connection: AsyncConnection, now: datetime) -> tuple[dict[str, int], float]:
    """How many are due, by kind, and the seconds that the oldest of them has waited."""
    # Put so that from a slot no index leads to its lane: SQLite would go through all slots otherwise.
    names = ("platform", "place", "channel")
    there = and_(*(slot.c[name] == func.coalesce(lane.c[name], "") for name in names))
    kind = func.coalesce(slot.c.kind, "")
    found = (
        select(kind, func.count(), func.min(slot.c.due_at))
        .select_from(lane)
        .join(slot, there)
        .where(lane.c.next_try_at.is_not(None), slot.c.state.in_(OPEN), slot.c.due_at <= now)
        .group_by(kind)
    )
    rows = (await connection.execute(found)).all()
    oldest = min((row[2] for row in rows), default=now)
    return {row[0]: row[1] for row in rows}, (now - oldest).total_seconds()


async def _subscriptions(connection: AsyncConnection) -> dict[tuple[str, str], int]:
    about = (subscription.c.state, func.coalesce(subscription.c.pause_reason, ""))
    found = select(*about, func.count()).group_by(*about)
    return {(row[0], row[1]): row[2] for row in (await connection.execute(found)).all()}
