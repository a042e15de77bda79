"""Reading the ledger: open slots with what belongs to them, what readers of a channel saw, and the past."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Row, ScalarSelect, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.records import LastEdition, OpenSlot, PastSlot
from bot.delivery.states import OPEN, SHOWN
from bot.storage.delivery_rows import open_slot, past_slot, subscription_of
from bot.storage.delivery_tables import edition, part, slot, subscription
from bot.storage.ledger.claiming import of_channel
from bot.subscriptions import Channel


async def open_slots(connection: AsyncConnection, channel: Channel) -> tuple[OpenSlot, ...]:
    """What is due in a channel, oldest first; of digests due at one moment the one with the lesser id.

    So the order does not depend on who planned what first, and a preview can tell it.
    """
    order = (slot.c.due_at, slot.c.subject, slot.c.id)
    chosen = select(slot).where(*of_channel(channel), slot.c.state.in_(OPEN)).order_by(*order)
    rows = (await connection.execute(chosen)).all()
    ids = [row.id for row in rows]
    subjects = {row.subject for row in rows if row.kind == "digest"}
    found = select(subscription).where(subscription.c.id.in_(subjects))
    subscriptions = {row.id: subscription_of(row) for row in (await connection.execute(found)).all()}
    editions: dict[int, Row[Any]] = {}
    parts: dict[int, list[Row[Any]]] = defaultdict(list)
    if any(row.state == "frozen" for row in rows):
        frozen = select(edition).where(edition.c.slot.in_(ids))
        editions = {row.slot: row for row in (await connection.execute(frozen)).all()}
        of_them = select(part).where(part.c.slot.in_(ids)).order_by(part.c.slot, part.c.number)
        for row in (await connection.execute(of_them)).all():
            parts[row.slot].append(row)
    return tuple(
        open_slot(row, subscriptions.get(row.subject), editions.get(row.id), parts[row.id]) for row in rows
    )


async def last_editions(connection: AsyncConnection, channel: Channel) -> tuple[LastEdition, ...]:
    """The last edition of each digest of a channel, removed ones included, that readers may have seen."""
    chosen = (
        select(
            subscription.c.id,
            subscription.c.state,
            subscription.c.changed_at,
            edition.c.number,
            edition.c.history,
        )
        .select_from(subscription)
        .join(edition, edition.c.slot == last_seen())
        .where(
            subscription.c.platform == channel.platform,
            subscription.c.place == channel.place,
            subscription.c.channel == channel.id,
        )
        .order_by(subscription.c.id)
    )
    return tuple(
        LastEdition(row.id, row.number, row.history, row.changed_at if row.state == "removed" else None)
        for row in (await connection.execute(chosen)).all()
    )


def last_seen() -> ScalarSelect[int]:
    """The slot of a subscription's last edition that readers saw, or may have seen, some of."""
    begun = select(part.c.slot).where(part.c.slot == slot.c.id, part.c.state != "waiting").exists()
    numbered = edition.alias()
    return (
        select(slot.c.id)
        .join(numbered, numbered.c.slot == slot.c.id)
        .where(
            slot.c.kind == "digest",
            slot.c.subject == subscription.c.id,
            or_(slot.c.state.in_(SHOWN), begun),
        )
        .order_by(numbered.c.number.desc(), slot.c.due_at.desc(), slot.c.id.desc())
        .limit(1)
        .correlate(subscription)
        .scalar_subquery()
    )


async def past(connection: AsyncConnection, name: str, limit: int) -> tuple[PastSlot, ...]:
    """The last slots of a subscription, newest first."""
    of_slot = select(func.count()).select_from(part).where(part.c.slot == slot.c.id)
    told = (
        select(
            slot,
            edition.c.id.label("edition_id"),
            edition.c.number.label("edition_number"),
            of_slot.scalar_subquery().label("parts"),
            of_slot.where(part.c.state == "sent").scalar_subquery().label("parts_sent"),
        )
        .join(edition, edition.c.slot == slot.c.id, isouter=True)
        .where(slot.c.kind == "digest", slot.c.subject == name)
        .order_by(slot.c.due_at.desc(), slot.c.id.desc())
        .limit(limit)
    )
    return tuple(past_slot(row) for row in (await connection.execute(told)).all())
