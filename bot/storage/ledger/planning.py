"""Planning in SQL: which subscriptions are due, and their slots written down once each.

Owns the statements. A slot's uniqueness is the database's affair, so that any number of planners may
write the same ones.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, bindparam, delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.records import Plan, Told
from bot.storage.delivery_rows import (
    Values,
    channel_columns,
    edition_columns,
    part_columns,
    planned,
    subscription_of,
)
from bot.storage.delivery_tables import departure, edition, follow, lane, part, slot, subscription
from bot.storage.ledger.claiming import on_one_of
from bot.storage.upsert import upsert_into
from bot.subscriptions import Channel, Subscription

_CHANNEL = ("platform", "place", "channel")
TELL_WITHIN = timedelta(days=2)
"""How long a person may be told something that concerns them; after that it is of no use."""


async def to_plan(
    connection: AsyncConnection, now: datetime, platforms: Sequence[str], limit: int
) -> tuple[tuple[Subscription, datetime], ...]:
    """Those whose next slot has come, longest waiting first."""
    due = (
        select(subscription)
        .where(subscription.c.next_slot_at <= now, on_one_of(subscription.c.platform, platforms))
        .order_by(subscription.c.next_slot_at)
        .limit(limit)
    )
    rows = (await connection.execute(due)).all()
    return tuple((subscription_of(row), row.planned_through) for row in rows)


async def plan(connection: AsyncConnection, now: datetime, plans: Sequence[Plan]) -> int:
    """Writes the plans down whose revision is still the present one.

    Channels are taken before subscriptions, as by a worker who pauses those of its channel.
    """
    chosen = select(subscription).where(subscription.c.id.in_([each.subscription for each in plans]))
    current = await _current(connection, chosen, plans)
    values = [planned(row, each, now) for row, plan_ in current for each in plan_.slots]
    woken = [(each, each["due_at"]) for each in values if each["state"] == "due"]
    await lanes_woken(connection, now, woken)  # one that is woken for nothing is let go again
    if connection.dialect.name == "postgresql":
        before = len(current)
        current = await _current(connection, chosen.order_by(subscription.c.id).with_for_update(), plans)
        values = [planned(row, each, now) for row, plan_ in current for each in plan_.slots]
        if len(current) < before:
            await _unmade(connection, now, [each for each, _ in woken])
    if not current:
        return 0
    new = await _slots_inserted(connection, values)
    await connection.execute(
        update(subscription)
        .where(subscription.c.id == bindparam("planned"))
        .values(planned_through=bindparam("through"), next_slot_at=bindparam("following")),
        [
            {"planned": each.subscription, "through": each.planned_through, "following": each.next_slot_at}
            for _, each in current
        ],
    )
    await tell(connection, now, [told for _, each in current for told in each.told])
    return new


async def _unmade(connection: AsyncConnection, now: datetime, woken: Sequence[Values]) -> None:
    """Takes back the lanes of channels that were erased while we waited for them."""
    channels = {tuple(values[name] for name in _CHANNEL) for values in woken}
    found = select(*(subscription.c[name] for name in _CHANNEL)).where(_among(subscription, channels))
    erased = channels.difference(tuple(row) for row in (await connection.execute(found)).all())
    if erased:
        made = (lane.c.fence == _first_fence(now), lane.c.holder.is_(None))
        await connection.execute(delete(lane).where(_among(lane, erased), *made))


def _among(table: Table, channels: Collection[tuple[Any, ...]]) -> ColumnElement[bool]:
    return tuple_(*(table.c[name] for name in _CHANNEL)).in_(sorted(channels))


async def _current(
    connection: AsyncConnection, chosen: Select[Any], plans: Sequence[Plan]
) -> list[tuple[Row[Any], Plan]]:
    """The plans that are news, each with its subscription's row."""
    rows = {row.id: row for row in (await connection.execute(chosen)).all()}
    return [
        (rows[each.subscription], each)
        for each in plans
        if each.subscription in rows and _is_news(rows[each.subscription], each)
    ]


def _is_news(row: Row[Any], planned_: Plan) -> bool:
    """Whether nobody has changed the subscription or planned it as far already."""
    return bool(row.revision == planned_.revision and row.planned_through < planned_.planned_through)


async def _slots_inserted(connection: AsyncConnection, values: Sequence[Values]) -> int:
    if not values:
        return 0
    inserted = upsert_into(slot, connection).on_conflict_do_nothing().returning(slot.c.id)
    return len((await connection.execute(inserted, list(values))).all())


async def lanes_woken(
    connection: AsyncConnection, now: datetime, woken: Iterable[tuple[Values, datetime]]
) -> None:
    """Sees to it that channels are looked at, from that moment on; one that waits already goes on waiting.

    The fence of a new one begins with the clock: a channel that was erased and comes again never has a
    fence that somebody still holds.
    """
    fence = _first_fence(now)
    earliest: dict[Channel, datetime] = {}
    for values, moment in woken:
        channel = Channel(values["platform"], values["place"], values["channel"])
        earliest[channel] = min(moment, earliest.get(channel, moment))
    rows = [
        {**channel_columns(channel), "next_try_at": moment, "fence": fence}
        for channel, moment in sorted(earliest.items())
    ]
    if not rows:
        return
    made = upsert_into(lane, connection)
    await connection.execute(
        made.on_conflict_do_update(
            index_elements=[lane.c.platform, lane.c.place, lane.c.channel],
            set_={"next_try_at": func.coalesce(lane.c.next_try_at, made.excluded.next_try_at)},
        ),
        rows,
    )


def _first_fence(now: datetime) -> int:
    return int(now.timestamp() * 1_000)


async def tell(connection: AsyncConnection, now: datetime, told: Sequence[Told]) -> int:
    """Queues what persons are to be told, frozen already, each once; nobody is told who is not there.

    In one order, whoever does it, so that two who queue the same never wait for each other: first every
    slot, then the persons' channels.
    """
    new: list[Values] = []
    for each in sorted(told, key=lambda one: (one.channel, one.kind, one.subject, one.key)):
        if not await _is_there(connection, each):
            continue
        values = {
            "kind": each.kind,
            "subject": each.subject,
            "key": each.key,
            **channel_columns(each.channel),
            "due_at": now,
            "expires_at": now + TELL_WITHIN,
            "state": "frozen",
            "on_doubt": each.on_doubt,
            "attempts": 0,
        }
        inserted = upsert_into(slot, connection).values(values).on_conflict_do_nothing()
        made = (await connection.execute(inserted.returning(slot.c.id))).scalar_one_or_none()
        if made is None:
            continue
        new.append(values)
        await connection.execute(edition.insert().values(edition_columns(made, each.edition, now)))
        await connection.execute(part.insert(), [part_columns(made, one) for one in each.edition.parts])
    await lanes_woken(connection, now, ((values, now) for values in new))
    return len(new)


async def _is_there(connection: AsyncConnection, told: Told) -> bool:
    """Whether there is still somebody to tell: a place not left, an owner not erased, a follow not ended."""
    person, at = told.channel.person, (told.channel.platform, told.channel.place)
    if person == "":
        return False
    away = select(departure.c.place).where(tuple_(departure.c.platform, departure.c.place) == at)
    if (await connection.execute(away)).first() is not None:
        return False
    if told.kind != "follow":
        return True
    follows = select(follow.c.id).where(
        tuple_(follow.c.platform, follow.c.place) == at, follow.c.person == person
    )
    if connection.dialect.name == "postgresql":
        follows = follows.with_for_update(read=True)  # who erases it waits, and then erases this as well
    return (await connection.execute(follows)).first() is not None
