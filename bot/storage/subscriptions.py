"""Subscriptions, drafts, follows and versions seen, in SQL.

Owns the statements that managing needs; planning and delivery have theirs in `ledger`. Quotas are counted
in the transaction that adds, one at a time for a place, so that two at once cannot pass them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.records import PlannedSlot
from bot.digests.ports import (
    Draft,
    Follow,
    Follows,
    Full,
    Kept,
    Limits,
    Sending,
    Settling,
    Subscriptions,
    Version,
    Versions,
)
from bot.storage.database import Database
from bot.storage.delivery_rows import channel_columns, channel_of, subscription_of, written
from bot.storage.delivery_tables import draft, follow, noticed_version, subscription
from bot.storage.ledger import standing
from bot.storage.moments import Moments
from bot.storage.turns import in_turn
from bot.storage.upsert import upsert_into
from bot.subscriptions import Channel, Subscription

_THERE = subscription.c.state != "removed"


class SqlSubscriptions(Subscriptions):
    """Works between processes, and on a server between machines."""

    def __init__(self, database: Database, moments: Moments) -> None:
        self._database = database
        self._moments = moments

    async def now(self) -> datetime:
        """The moment by the clock that all processes share; makes nobody wait where there is a database."""
        async with self._database.reading() as connection:
            if connection is not None:
                return await self._moments.now(connection)
        async with self._database.writing() as connection:
            return await self._moments.now(connection)

    async def listed(
        self, platform: str | None = None, place: str | None = None, channel: str | None = None
    ) -> tuple[Subscription, ...]:
        """Those not removed, oldest first."""
        given = {"platform": platform, "place": place, "channel": channel}
        wanted = [subscription.c[name] == value for name, value in given.items() if value is not None]
        chosen = select(subscription).where(_THERE, *wanted)
        rows = await self._read(chosen.order_by(subscription.c.created_at, subscription.c.id))
        return tuple(subscription_of(row) for row in rows)

    async def get(self, name: str) -> Kept | None:
        """The subscription of that id, also a removed one."""
        rows = await self._read(select(subscription).where(subscription.c.id == name))
        return next((Kept(subscription_of(row), row.planned_through, row.next_slot_at) for row in rows), None)

    async def add(self, made: Kept, limits: Limits, settling: Settling | None = None) -> Full | bool:
        """Keep a new one, unless there are as many as there may be."""
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            await _alone(connection, made.subscription.channel)
            full = await _full(connection, made.subscription, limits)
            if full is not None:
                return full
            if settling is not None and not await _settled(connection, now, settling):
                return False
            values = written(made.subscription) | _planned(made, now)
            await connection.execute(subscription.insert().values(values))
            return True

    async def change(self, changed: Kept, settling: Settling | None = None) -> bool:
        """Keep the next revision, if it still is."""
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            made = (
                update(subscription)
                .where(
                    subscription.c.id == changed.subscription.id,
                    subscription.c.revision == changed.subscription.revision - 1,
                )
                .values(written(changed.subscription) | _planned(changed, now))
            )
            if (await connection.execute(made)).rowcount != 1:
                await connection.rollback()
                return False
            if settling is not None and not await _settled(connection, now, settling):
                await connection.rollback()
                return False
            return True

    async def put_draft(self, kept: Draft) -> None:
        """Keep a draft; forgets those that have expired."""
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            await connection.execute(delete(draft).where(draft.c.expires_at <= now))
            values = {
                "id": kept.id,
                **channel_columns(kept.channel),
                "author": kept.author,
                "content": kept.content,
                "expires_at": kept.expires_at,
            }
            await connection.execute(draft.insert().values(values))

    async def draft(self, name: str) -> Draft | None:
        """The draft of that id, unless it has expired."""
        async with self._database.reading() as connection:
            if connection is None:
                return None
            now = await self._moments.now(connection)
            found = select(draft).where(draft.c.id == name, draft.c.expires_at > now)
            row = (await connection.execute(found)).one_or_none()
        if row is None:
            return None
        return Draft(row.id, channel_of(row), row.author, row.content, row.expires_at)

    async def send(self, name: str, slot: PlannedSlot, settling: Settling) -> Sending:
        """Use a draft up and write down the slot that it asked for."""
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            if not await _settled(connection, now, settling):
                return "used"
            if not await standing.add(connection, now, name, slot):
                await connection.rollback()
                return "quiet"
            return "added"

    async def settle(self, settling: Settling) -> bool:
        """Use a draft up without a further change."""
        async with self._database.writing() as connection:
            return await _settled(connection, await self._moments.now(connection), settling)

    async def _read(self, chosen: Select[Any]) -> Sequence[Row[Any]]:
        async with self._database.reading() as connection:
            return () if connection is None else (await connection.execute(chosen)).all()


class SqlFollows(Follows):
    """Who follows what."""

    def __init__(self, database: Database, moments: Moments) -> None:
        self._database = database
        self._moments = moments

    async def follow(self, wanted: Follow, most: int) -> Literal["added", "there", "full"]:
        """Keep it, once."""
        async with self._database.writing() as connection:
            await _alone(connection, wanted.channel)
            held = await _followed(connection, wanted.channel)
            if wanted.topic in held:
                return "there"
            if len(held) >= most:
                return "full"
            values = {
                "id": wanted.id,
                **_person(wanted.channel),
                "topic": wanted.topic,
                "created_at": await self._moments.now(connection),
            }
            await connection.execute(follow.insert().values(values))
            return "added"

    async def unfollow(self, person: Channel, topic: str | None = None) -> int:
        """Forget a person's follow of a topic, or all of theirs."""
        chosen = delete(follow).where(*_of_person(person))
        if topic is not None:
            chosen = chosen.where(follow.c.topic == topic)
        async with self._database.writing() as connection:
            return (await connection.execute(chosen)).rowcount

    async def of(self, person: Channel) -> tuple[str, ...]:
        """The topics a person follows."""
        async with self._database.reading() as connection:
            return () if connection is None else await _followed(connection, person)

    async def everybody(self) -> tuple[Follow, ...]:
        """All follows, those of a person together."""
        order = (follow.c.platform, follow.c.place, follow.c.person, follow.c.created_at, follow.c.id)
        async with self._database.reading() as connection:
            if connection is None:
                return ()
            rows = (await connection.execute(select(follow).order_by(*order))).all()
        return tuple(
            Follow(row.id, Channel(row.platform, row.place, f"@{row.person}"), row.topic) for row in rows
        )


class SqlVersions(Versions):
    """Versions of briefings that this installation has seen."""

    def __init__(self, database: Database, moments: Moments) -> None:
        self._database = database
        self._moments = moments

    async def latest(self) -> tuple[Version, ...]:
        """The one noticed last of each article."""
        order = (noticed_version.c.noticed_at, noticed_version.c.version)
        async with self._database.reading() as connection:
            if connection is None:
                return ()
            rows = (await connection.execute(select(noticed_version).order_by(*order))).all()
        last = {row.article: Version(row.article, row.version, row.sha256, row.content) for row in rows}
        return tuple(last[name] for name in sorted(last))

    async def notice(self, versions: Sequence[Version]) -> None:
        """Write them down, in place of the same version with another content."""
        if not versions:
            return
        async with self._database.writing() as connection:
            now = await self._moments.now(connection)
            for each in versions:
                seen = {"sha256": each.sha256, "content": each.content, "noticed_at": now}
                await connection.execute(
                    upsert_into(noticed_version, connection)
                    .values(article=each.article, version=each.version, **seen)
                    .on_conflict_do_update(
                        index_elements=[noticed_version.c.article, noticed_version.c.version], set_=seen
                    )
                )


async def _alone(connection: AsyncConnection, channel: Channel) -> None:
    """Others who add in the same place wait until this transaction ends."""
    await in_turn(connection, f"{channel.platform} {channel.place}")


async def _full(connection: AsyncConnection, made: Subscription, limits: Limits) -> Full | None:
    """Which limit one more would pass."""
    at = (subscription.c.platform == made.channel.platform, subscription.c.place == made.channel.place)
    counted: tuple[tuple[Full, int, tuple[ColumnElement[bool], ...]], ...] = (
        ("channel", limits.channel, (*at, subscription.c.channel == made.channel.id)),
        ("person", limits.person, (*at, subscription.c.owner == made.owner)),
        ("place", limits.place, at),
    )
    for name, most, wanted in counted:
        found = select(func.count()).select_from(subscription).where(_THERE, *wanted)
        if (await connection.execute(found)).scalar_one() >= most:
            return name
    return None


async def _settled(connection: AsyncConnection, now: datetime, settling: Settling) -> bool:
    """Uses a draft up, if it still says what it said."""
    used = (
        update(draft)
        .where(
            draft.c.id == settling.draft.id,
            draft.c.content == settling.draft.content,
            draft.c.expires_at > now,
        )
        .values(content=settling.content)
    )
    return (await connection.execute(used)).rowcount == 1


def _planned(kept: Kept, now: datetime) -> dict[str, Any]:
    return {
        "changed_at": now,
        "planned_through": kept.planned_through,
        "next_slot_at": kept.next_slot_at,
    }


def _person(channel: Channel) -> dict[str, str]:
    return {"platform": channel.platform, "place": channel.place, "person": channel.person or ""}


def _of_person(channel: Channel) -> tuple[ColumnElement[bool], ...]:
    return tuple(follow.c[name] == value for name, value in _person(channel).items())


async def _followed(connection: AsyncConnection, person: Channel) -> tuple[str, ...]:
    order = (follow.c.created_at, follow.c.id)
    chosen = select(follow.c.topic).where(*_of_person(person)).order_by(*order)
    return tuple((await connection.execute(chosen)).scalars())
