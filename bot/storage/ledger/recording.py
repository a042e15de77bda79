"""Recording in SQL: content frozen, attempts written down before they are made, outcomes after.

Owns what one delivery changes. Each statement is made by who holds the lane; `keep` is asked first in
the same transaction.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.records import FrozenEdition, OpenSlot
from bot.delivery.states import OPEN, Ended, PartState, SlotReason
from bot.storage.delivery_rows import edition_columns, part_columns
from bot.storage.delivery_tables import edition, part, slot, subscription


async def freeze(connection: AsyncConnection, now: datetime, chosen: OpenSlot, frozen: FrozenEdition) -> bool:
    """Keeps the content in place of one that nobody saw; False when the subscription has changed."""
    if not await _unchanged(connection, chosen, frozen.revision):
        return False
    if chosen.edition is not None:
        await connection.execute(delete(part).where(part.c.slot == chosen.id))
        await connection.execute(delete(edition).where(edition.c.slot == chosen.id))
    await connection.execute(edition.insert().values(edition_columns(chosen.id, frozen, now)))
    await connection.execute(part.insert(), [part_columns(chosen.id, each) for each in frozen.parts])
    await connection.execute(update(slot).where(slot.c.id == chosen.id).values(state="frozen"))
    return True


async def begin(connection: AsyncConnection, now: datetime, chosen: OpenSlot, number: int) -> bool:
    """Writes an attempt down; False when a first part's subscription is not what was composed for."""
    frozen = chosen.edition
    if frozen is None:
        return False
    if not chosen.begun and not await _unchanged(connection, chosen, frozen.revision):
        return False
    await connection.execute(
        update(part)
        .where(part.c.slot == chosen.id, part.c.number == number)
        .values(
            state="tried",
            attempts=part.c.attempts + 1,
            first_tried_at=func.coalesce(part.c.first_tried_at, now),
            tried_at=now,
        )
    )
    return True


async def _unchanged(connection: AsyncConnection, chosen: OpenSlot, revision: int) -> bool:
    """Whether the subscription is active and as it was; what is no subscription's cannot change."""
    if chosen.kind != "digest":
        return True
    found = select(subscription.c.revision, subscription.c.state).where(subscription.c.id == chosen.subject)
    if connection.dialect.name == "postgresql":
        found = found.with_for_update(read=True)
    row = (await connection.execute(found)).one_or_none()
    return row is not None and row.state == "active" and row.revision == revision


async def arrived(
    connection: AsyncConnection, now: datetime, slot_id: int, number: int, message: str | None
) -> None:
    """A part is posted; with the last one its slot ends."""
    await _part_is(connection, slot_id, number, "sent", message=message, sent_at=now)
    left = select(part.c.number).where(part.c.slot == slot.c.id, part.c.state != "sent").exists()
    whole = select(slot.c.due_at).where(slot.c.id == slot_id, ~left)
    due: datetime | None = (await connection.execute(whole)).scalar_one_or_none()
    if due is not None:
        reason: SlotReason = "on-time" if (now - due).total_seconds() < ON_TIME else "caught-up"
        await end(connection, now, slot_id, "sent", reason)


ON_TIME = 300.0
"""Seconds after which a digest counts as caught up rather than on time."""


async def not_sent(connection: AsyncConnection, slot_id: int, number: int) -> None:
    """An attempt posted nothing: the part is as if it had never been tried."""
    await _part_is(connection, slot_id, number, "waiting", first_tried_at=None, tried_at=None)


async def doubted(connection: AsyncConnection, slot_id: int, number: int) -> None:
    """Nobody can know whether a part was posted."""
    await _part_is(connection, slot_id, number, "unknown")


async def _part_is(
    connection: AsyncConnection, slot_id: int, number: int, state: PartState, **values: object
) -> None:
    named = (part.c.slot == slot_id, part.c.number == number)
    await connection.execute(update(part).where(*named).values(state=state, **values))


async def end(
    connection: AsyncConnection, now: datetime, slot_id: int, state: Ended, reason: SlotReason
) -> None:
    """Ends a slot that has not ended."""
    await connection.execute(
        update(slot)
        .where(slot.c.id == slot_id, slot.c.state.in_(OPEN))
        .values(state=state, reason=reason, ended_at=now)
    )


async def held_up(connection: AsyncConnection, platforms: Sequence[str], reason: SlotReason) -> int:
    """Notes on open slots what keeps them, in one order, so that two who do it do not block each other."""
    chosen = (
        select(slot.c.id)
        .where(slot.c.platform.in_(platforms), slot.c.state.in_(OPEN), slot.c.reason.is_(None))
        .order_by(slot.c.id)
    )
    if connection.dialect.name == "postgresql":
        chosen = chosen.with_for_update()
    kept = update(slot).where(slot.c.id.in_(chosen)).values(reason=reason)
    return (await connection.execute(kept)).rowcount


async def failed(connection: AsyncConnection, slot_id: int) -> int:
    """Counts a try that failed."""
    counted = update(slot).where(slot.c.id == slot_id).values(attempts=slot.c.attempts + 1)
    return int((await connection.execute(counted.returning(slot.c.attempts))).scalar_one())
