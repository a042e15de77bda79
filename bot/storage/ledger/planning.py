"""Planning in SQL: which subscriptions are due, and their slots written down once each.

Owns the statements. A slot's uniqueness is the database's affair, so that any number of planners may
write the same ones.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
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
from bot.storage.delivery_tables import edition, lane, part, slot, subscription
from bot.storage.upsert import upsert_into
from bot.subscriptions import Channel, Subscription

_ROWS = 500
"""Rows of one statement; SQLite takes 32,766 values in one."""
TELL_WITHIN = timedelta(days=2)
"""How long a person may be told something that concerns them; after that it is of no use."""


async def to_plan(
    connection: AsyncConnection, now: datetime, platforms: Sequence[str], limit: int
) -> tuple[tuple[Subscription, datetime], ...]:
    """Those whose next slot has come, longest waiting first."""
    due = (
        select(subscription)
        .where(subscription.c.next_slot_at <= now, subscription.c.platform.in_(platforms))
        .order_by(subscription.c.next_slot_at)
        .limit(limit)
    )
    rows = (await connection.execute(due)).all()
    return tuple((subscription_of(row), row.planned_through) for row in rows)


async def plan(connection: AsyncConnection, now: datetime, plans: Sequence[Plan]) -> int:
    """Writes the plans down whose revision is still the present one."""
    names = [each.subscription for each in plans]
    chosen = select(subscription).where(subscription.c.id.in_(names))
    if connection.dialect.name == "postgresql":
        chosen = chosen.order_by(subscription.c.id).with_for_update()
    rows = {row.id: row for row in (await connection.execute(chosen)).all()}
    current = [
        (rows[each.subscription], each)
        for each in plans
        if each.subscription in rows and _is_news(rows[each.subscription], each)
    ]
    if not current:
        return 0
    values = [planned(row, each, now) for row, plan_ in current for each in plan_.slots]
    new = await _slots_inserted(connection, values)
    await lanes_woken(connection, ((each, each["due_at"]) for each in values if each["state"] == "due"))
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


def _is_news(row: Row[Any], planned_: Plan) -> bool:
    """Whether nobody has changed the subscription or planned it as far already."""
    return bool(row.revision == planned_.revision and row.planned_through < planned_.planned_through)


async def _slots_inserted(connection: AsyncConnection, values: Sequence[Values]) -> int:
    new = 0
    for start in range(0, len(values), _ROWS):
        inserted = (
            upsert_into(slot, connection)
            .values(list(values[start : start + _ROWS]))
            .on_conflict_do_nothing()
            .returning(slot.c.id)
        )
        new += len((await connection.execute(inserted)).all())
    return new


async def lanes_woken(connection: AsyncConnection, woken: Iterable[tuple[Values, datetime]]) -> None:
    """Sees to it that channels are looked at, from that moment on; one that waits already goes on waiting."""
    earliest: dict[Channel, datetime] = {}
    for values, moment in woken:
        channel = Channel(values["platform"], values["place"], values["channel"])
        earliest[channel] = min(moment, earliest.get(channel, moment))
    rows = [
        {**channel_columns(channel), "next_try_at": moment, "fence": 0}
        for channel, moment in sorted(earliest.items())
    ]
    for start in range(0, len(rows), _ROWS):
        made = upsert_into(lane, connection).values(rows[start : start + _ROWS])
        await connection.execute(
            made.on_conflict_do_update(
                index_elements=[lane.c.platform, lane.c.place, lane.c.channel],
                set_={"next_try_at": func.coalesce(lane.c.next_try_at, made.excluded.next_try_at)},
            )
        )


async def tell(connection: AsyncConnection, now: datetime, told: Sequence[Told]) -> int:
    """Queues what persons are to be told, frozen already, each once."""
    new = 0
    for each in told:
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
        new += 1
        await connection.execute(edition.insert().values(edition_columns(made, each.edition, now)))
        await connection.execute(part.insert(), [part_columns(made, one) for one in each.edition.parts])
        await lanes_woken(connection, [(values, now)])
    return new
