"""What is kept of a place or a person, in SQL: counted, and erased in one transaction.

Owns which rows those are; a test holds the list to every table. Whoever works on a channel of theirs
loses it first, so that nothing comes back. Refuses to search what people wrote for names.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final, assert_never

from sqlalchemy import ColumnElement, Table, case, delete, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digests.asker import DIRECT
from bot.leaving.ports import PLACE_NOTE, Counted, Departures, Erasure, OfPerson, OfPlace, Whose
from bot.storage import retention
from bot.storage.database import Database
from bot.storage.delivery_tables import departure, draft, edition, follow, lane, part, slot, subscription
from bot.storage.moments import Moments
from bot.storage.tables import event_seen, feedback, note, thread_topic
from briefings.errors import StorageError

Rows = tuple[Table, ColumnElement[bool]]
"""A table, and which of its rows."""

_AGAIN: Final = 2
"""Further tries: a server ends one of two transactions that wait for each other."""
NOBODY: Final = ""
"""In the place of a person who was erased."""
OF_A_PLACE: Final = (subscription, lane, slot, draft, follow, feedback, departure)
"""Tables that name a place in columns of their own."""


class SqlErasure(Erasure):
    """Works whatever else is at work on the database."""

    def __init__(self, database: Database, moments: Moments, departures: Departures) -> None:
        self._database = database
        self._moments = moments
        self._departures = departures

    async def counted(self, whose: Whose) -> Counted:
        """What is kept of them."""
        async with self._database.reading() as connection:
            if connection is None:
                return {}
            return _sum([await counted(connection, each) for each in await with_direct(connection, whose)])

    async def kept(self) -> Mapping[OfPlace, Counted]:
        """What is kept of every place."""
        async with self._database.reading() as connection:
            if connection is None:
                return {}
            return {each: await counted(connection, each) for each in await places(connection)}

    async def erase(self, whose: Whose) -> Counted:
        """Erase it; tried again where it and a worker waited for each other."""
        for _ in range(_AGAIN):
            with suppress(StorageError):
                return await self._erase(whose)
        return await self._erase(whose)

    async def _erase(self, whose: Whose) -> Counted:
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            return _sum([await erase(connection, each, now) for each in await with_direct(connection, whose)])

    async def overdue(self, after: timedelta, platforms: Collection[str]) -> tuple[OfPlace, ...]:
        """Erase the places that were left so long ago, each in a transaction that looks once more."""
        erased = []
        for each in await self._departures.gone() if platforms else ():
            if each.whose.platform not in platforms:
                continue
            async with self._database.writing() as connection:
                now = await self._moments.now(connection)
                if await _still_gone(connection, each.whose, now - after):
                    await erase(connection, each.whose, now)
                    erased.append(each.whose)
        return tuple(erased)

    async def expire(self, removed_after: timedelta) -> Counted:
        """Erase what has had its time."""
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            return await retention.expire(connection, now, now - removed_after)

    async def scrubbed(self) -> bool:
        """Write the log beside the file into the file, and empty it."""
        engine = self._database.engine
        if engine.dialect.name != "sqlite" or not self._database.place.is_there():
            return True
        async with engine.connect() as connection:
            found = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            return not found.one()[0]


async def places(connection: AsyncConnection) -> tuple[OfPlace, ...]:
    """Every place of which something is kept."""
    found = await _in_columns(connection)
    tokens = select(note.c.key).where(note.c.key.startswith(PLACE_NOTE, autoescape=True))
    for key in (await connection.execute(tokens)).scalars():
        platform, _, place = key.removeprefix(PLACE_NOTE).partition(" ")
        found.add(OfPlace(platform, place))
    return tuple(sorted(found, key=lambda each: (each.platform, each.place)))


async def _in_columns(connection: AsyncConnection) -> set[OfPlace]:
    """Those of which there is more than a note on their token."""
    return {
        OfPlace(row.platform, row.place)
        for table in OF_A_PLACE
        for row in (await connection.execute(select(table.c.platform, table.c.place).distinct())).all()
    }


async def with_direct(connection: AsyncConnection, whose: Whose) -> tuple[Whose, ...]:
    """A workspace with the direct messages on its platform, where it is the only one there is.

    An app is in one workspace, so who follows something on Slack is a member of it. On Discord people
    share several servers with the bot, or none any more.
    """
    if not isinstance(whose, OfPlace) or whose.platform != "slack":
        return (whose,)
    others = {each.place for each in await _in_columns(connection) if each.platform == whose.platform}
    direct = OfPlace(whose.platform, DIRECT)
    return (whose,) if others - {whose.place, DIRECT} else (whose, direct)


async def counted(connection: AsyncConnection, whose: Whose) -> dict[str, int]:
    """Rows by table."""
    found: dict[str, int] = defaultdict(int)
    for table, chosen in (*_rows(whose), *_below(whose), *_changed(whose)):
        rows = await connection.execute(select(func.count()).select_from(table).where(chosen))
        found[table.name] += int(rows.scalar_one())
    return {name: count for name, count in found.items() if count}


async def erase(connection: AsyncConnection, whose: Whose, now: datetime) -> dict[str, int]:
    """Erases the rows, after whoever works on a channel of theirs has lost it. Returns what there was."""
    there = await counted(connection, whose)
    if isinstance(whose, OfPerson):
        await _forgotten(connection, whose.person, now)
    rows = tuple(_rows(whose))
    lanes, slots = (tuple(each for each in rows if each[0] is table) for table in (lane, slot))
    others = tuple(each for each in rows if each[0] not in {lane, slot})
    # Who plans or tells something holds its subscription or follow: having deleted that, we have waited
    # for them, and find the slots and lanes that they made.
    for table, chosen in (*lanes, *others, *slots, *lanes):
        await connection.execute(delete(table).where(chosen))
    return there


def _rows(whose: Whose) -> Iterator[Rows]:
    """The rows that are theirs; what hangs on a slot goes with it."""
    match whose:
        case OfPlace(platform, place):
            for table in OF_A_PLACE:
                yield table, (table.c.platform == platform) & (table.c.place == place)
            for kind in ("share", "event"):
                yield event_seen, event_seen.c.key.startswith(f"{kind}:{platform}:{place}:", autoescape=True)
            if platform == "slack":
                yield thread_topic, thread_topic.c.thread.startswith(f"{place}:", autoescape=True)
            yield note, note.c.key == f"{PLACE_NOTE}{platform} {place}"
        case OfPerson(person):
            yield follow, follow.c.person == person
            yield draft, draft.c.author == person
            for table in (lane, slot):
                yield table, table.c.channel == f"@{person}"
        case _:
            assert_never(whose)


def _below(whose: Whose) -> Iterator[Rows]:
    """The rows that go with their slots."""
    [chosen] = [chosen for table, chosen in _rows(whose) if table is slot]
    of_them = select(slot.c.id).where(chosen)
    yield edition, edition.c.slot.in_(of_them)
    yield part, part.c.slot.in_(of_them)


def _changed(whose: Whose) -> Iterator[Rows]:
    """The rows that stay, without the person."""
    if isinstance(whose, OfPerson):
        yield subscription, _names(whose.person)


def _sum(every: Iterable[Counted]) -> dict[str, int]:
    rows: Counter[str] = Counter()
    for each in every:
        rows.update(each)
    return dict(rows)


def _names(person: str) -> ColumnElement[bool]:
    return or_(subscription.c.owner == person, subscription.c.paused_by == person)


async def _forgotten(connection: AsyncConnection, person: str, now: datetime) -> None:
    """Digests of others' channels go on without the person, and whoever works on one begins anew."""
    named = _names(person)
    at = (subscription.c.platform, subscription.c.place, subscription.c.channel)
    channels = select(*at).where(named)
    await connection.execute(
        update(lane)
        .where(
            tuple_(lane.c.platform, lane.c.place, lane.c.channel).in_(channels), lane.c.holder.is_not(None)
        )
        .values(
            holder=None,
            lease_until=None,
            fence=lane.c.fence + 1,
            next_try_at=func.coalesce(lane.c.next_try_at, now),
        )
    )
    without: dict[str, Any] = {
        name: case((subscription.c[name] == person, NOBODY), else_=subscription.c[name])
        for name in ("owner", "paused_by")
    }
    changed = {
        "revision": subscription.c.revision + 1,
        # Of one that was removed it says since when.
        "changed_at": case((subscription.c.state == "removed", subscription.c.changed_at), else_=now),
    }
    await connection.execute(update(subscription).where(named).values(without | changed))


async def _still_gone(connection: AsyncConnection, whose: OfPlace, before: datetime) -> bool:
    """Whether a place is left since then; who comes back at this moment waits until it is known."""
    found = select(departure.c.left_at).where(
        departure.c.platform == whose.platform,
        departure.c.place == whose.place,
        departure.c.left_at <= before,
    )
    if connection.dialect.name == "postgresql":
        found = found.with_for_update()
    return (await connection.execute(found)).first() is not None
