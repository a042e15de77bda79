"""Claiming in SQL: channels taken by one worker at a time, with a fence that rises.

Owns the lease of a lane. Whoever lost it finds that no statement of theirs changes anything.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.records import LANE_LEASE, Hold
from bot.delivery.states import OPEN
from bot.storage.delivery_rows import channel_of
from bot.storage.delivery_tables import lane, slot
from bot.subscriptions import Channel

_NAME = (lane.c.platform, lane.c.place, lane.c.channel)


async def waiting(connection: AsyncConnection, now: datetime, platforms: Sequence[str]) -> bool:
    """Whether there is a channel to claim; asked first, since asking disturbs nobody."""
    found = select(lane.c.fence).where(*_free(now, platforms)).limit(1)
    return (await connection.execute(found)).scalar_one_or_none() is not None


async def next_try_at(connection: AsyncConnection, platforms: Sequence[str]) -> datetime | None:
    """When the channel that waits least long is to be looked at; a lease that is in force delays it."""
    waits = case((lane.c.lease_until > lane.c.next_try_at, lane.c.lease_until), else_=lane.c.next_try_at)
    first = select(func.min(waits)).where(
        lane.c.next_try_at.is_not(None), on_one_of(lane.c.platform, platforms)
    )
    moment: datetime | None = (await connection.execute(first)).scalar_one_or_none()
    return moment


def _free(now: datetime, platforms: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    return (
        lane.c.next_try_at <= now,
        or_(lane.c.lease_until.is_(None), lane.c.lease_until <= now),
        on_one_of(lane.c.platform, platforms),
    )


def on_one_of(platform: ColumnElement[str], platforms: Sequence[str]) -> ColumnElement[bool]:
    """That something is of these platforms, put so that no index can answer it.

    Nearly every row is: SQLite would rather look through all of them by the index of platforms than through
    the few that are due by the index of moments.
    """
    return platform.concat("").in_(platforms)


async def claim(
    connection: AsyncConnection, now: datetime, holder: str, platforms: Sequence[str], limit: int
) -> tuple[Hold, ...]:
    """Takes channels that something is due in and that nobody holds."""
    free = (
        select(*_NAME)
        .where(*_free(now, platforms))
        .order_by(lane.c.next_try_at)
        .limit(limit)
        .with_for_update(skip_locked=True)  # SQLite has one writer at a time and leaves this out
    )
    taken = (
        update(lane)
        .where(tuple_(*_NAME).in_(free))
        .values(holder=holder, fence=lane.c.fence + 1, lease_until=now + LANE_LEASE)
        .returning(*_NAME, lane.c.fence)
    )
    rows = (await connection.execute(taken)).all()
    return tuple(Hold(channel_of(row), holder, row.fence, now + LANE_LEASE) for row in rows)


async def held(connection: AsyncConnection, now: datetime, hold: Hold) -> Hold | None:
    """The hold as it stands, where it is in force."""
    until = select(lane.c.lease_until).where(*is_held(hold), lane.c.lease_until > now)
    found: datetime | None = (await connection.execute(until)).scalar_one_or_none()
    return None if found is None else Hold(hold.channel, hold.holder, hold.fence, found)


async def keep(connection: AsyncConnection, now: datetime, hold: Hold) -> Hold | None:
    """The hold for longer, where it is in force."""
    longer = (
        update(lane)
        .where(*is_held(hold), lane.c.lease_until > now)
        .values(lease_until=now + LANE_LEASE)
        .returning(lane.c.fence)
    )
    if (await connection.execute(longer)).scalar_one_or_none() is None:
        return None
    return Hold(hold.channel, hold.holder, hold.fence, now + LANE_LEASE)


async def release(connection: AsyncConnection, now: datetime, hold: Hold, again_at: datetime | None) -> None:
    """Lets the channel go; looks at it again at `again_at`, or at once where something came meanwhile."""
    if connection.dialect.name == "postgresql":
        ours = select(lane.c.fence).where(*is_held(hold))
        # who plans a slot here has either ended by now, or comes after us
        await connection.execute(ours.with_for_update())
    left = select(slot.c.id).where(*of_channel(hold.channel), slot.c.state.in_(OPEN)).limit(1)
    more = (await connection.execute(left)).scalar_one_or_none() is not None
    next_try_at = (again_at or now) if more else None
    await connection.execute(
        update(lane).where(*is_held(hold)).values(holder=None, lease_until=None, next_try_at=next_try_at)
    )


def is_held(hold: Hold) -> tuple[ColumnElement[bool], ...]:
    """That the lane is held by this worker, by this fence."""
    channel = hold.channel
    return (
        lane.c.platform == channel.platform,
        lane.c.place == channel.place,
        lane.c.channel == channel.id,
        lane.c.holder == hold.holder,
        lane.c.fence == hold.fence,
    )


def of_channel(channel: Channel) -> tuple[ColumnElement[bool], ...]:
    """That a slot goes there."""
    return (
        slot.c.platform == channel.platform,
        slot.c.place == channel.place,
        slot.c.channel == channel.id,
    )
