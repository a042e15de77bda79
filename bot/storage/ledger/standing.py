"""Pausing and resuming by channel in SQL, where a subscription stands, and forgetting old texts.

Owns what is kept for ever (slots, each subscription's last edition that readers saw) and what is not.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.ports import TellOwners
from bot.delivery.records import PlannedSlot, Standing, Standings
from bot.delivery.states import LEFT, OPEN, SHOWN, SlotReason
from bot.storage.delivery_rows import planned, subscription_of
from bot.storage.delivery_tables import edition, part, slot, subscription
from bot.storage.ledger import planning, reading
from bot.storage.upsert import upsert_into
from bot.subscriptions import Channel, Subscription


async def pause(
    connection: AsyncConnection, now: datetime, channel: Channel, reason: SlotReason, tell: TellOwners
) -> None:
    """Pauses the active subscriptions of a channel, and queues what their owners are told."""
    found = await _locked(connection, of_channel(channel), subscription.c.state == "active")
    await _changed(connection, now, found, state="paused", pause_reason=reason, paused_at=now, paused_by=None)
    if found:
        await planning.tell(connection, now, tell(found))


async def refused(connection: AsyncConnection, platforms: Sequence[str]) -> tuple[Subscription, ...]:
    """Those paused by nobody, by channel."""
    chosen = (
        select(subscription)
        .where(*_refused(), subscription.c.platform.in_(platforms))
        .order_by(*_OF_CHANNEL, subscription.c.id)
    )
    return tuple(subscription_of(row) for row in (await connection.execute(chosen)).all())


async def resume(
    connection: AsyncConnection, now: datetime, channel: Channel, tell: TellOwners
) -> tuple[Subscription, ...]:
    """Lets those paused by nobody go on, and queues what their owners are told."""
    found = await _locked(connection, of_channel(channel), *_refused())
    await _changed(connection, now, found, state="active", pause_reason=None, paused_at=None, paused_by=None)
    if found:
        await planning.tell(connection, now, tell(found))
    return found


_OF_CHANNEL = (subscription.c.platform, subscription.c.place, subscription.c.channel)


def of_channel(channel: Channel) -> ColumnElement[bool]:
    """That a subscription posts there."""
    return tuple_(*_OF_CHANNEL) == (channel.platform, channel.place, channel.id)


def _refused() -> tuple[ColumnElement[bool], ...]:
    """Paused by nobody, since the platform refused us; not by our removal, which our return ends."""
    here = or_(subscription.c.pause_reason.is_(None), subscription.c.pause_reason != LEFT)
    return (subscription.c.state == "paused", subscription.c.paused_by.is_(None), here)


async def _locked(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> tuple[Subscription, ...]:
    chosen = select(subscription).where(*conditions).order_by(subscription.c.id)
    if connection.dialect.name == "postgresql":
        chosen = chosen.with_for_update()
    return tuple(subscription_of(row) for row in (await connection.execute(chosen)).all())


async def _changed(
    connection: AsyncConnection, now: datetime, found: Sequence[Subscription], **values: object
) -> None:
    await connection.execute(
        update(subscription)
        .where(subscription.c.id.in_([each.id for each in found]))
        .values(**values, changed_at=now, revision=subscription.c.revision + 1)
    )


async def add(connection: AsyncConnection, now: datetime, name: str, chosen: PlannedSlot) -> bool:
    """Writes one slot down; False when it is there, or the subscription is not active."""
    found = select(subscription).where(subscription.c.id == name, subscription.c.state == "active")
    row = (await connection.execute(found)).one_or_none()
    if row is None:
        return False
    values = planned(row, chosen, now)
    inserted = upsert_into(slot, connection).values(values).on_conflict_do_nothing().returning(slot.c.id)
    new = (await connection.execute(inserted)).scalar_one_or_none() is not None
    if new:
        await planning.lanes_woken(connection, now, [(values, chosen.due_at)])
    return new


async def standings(connection: AsyncConnection, channel: Channel) -> Standings:
    """Where the digests of a channel stand."""
    chosen = select(subscription).where(of_channel(channel), subscription.c.state != "removed")
    rows = (await connection.execute(chosen.order_by(subscription.c.id))).all()
    slots = [each for each in await reading.open_slots(connection, channel) if each.kind == "digest"]
    return Standings(
        tuple(
            Standing(
                subscription_of(row),
                row.planned_through,
                tuple(each for each in slots if each.subject == row.id),
            )
            for row in rows
        ),
        await reading.last_editions(connection, channel),
    )


async def forget(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Drops editions of slots that ended before, with their parts."""
    old = _forgettable(before).limit(limit)
    if connection.dialect.name == "postgresql":
        old = old.with_for_update(of=slot, skip_locked=True)  # two who do it share it
    dropped = delete(edition).where(edition.c.slot.in_(old)).returning(edition.c.slot)
    return len((await connection.execute(dropped)).all())


def _forgettable(before: datetime) -> Select[tuple[int]]:
    """Slots with a text that nobody needs: not a digest's, not seen, or seen and followed by another."""
    held, later, numbered = edition.alias(), slot.alias(), edition.alias()
    begun = select(part.c.slot).where(part.c.slot == slot.c.id, part.c.state != "waiting").exists()
    newer = (
        select(later.c.id)
        .join(numbered, numbered.c.slot == later.c.id)
        .where(
            later.c.kind == "digest",
            later.c.subject == slot.c.subject,
            later.c.state.in_(SHOWN),
            tuple_(numbered.c.number, later.c.due_at, later.c.id)
            > tuple_(held.c.number, slot.c.due_at, slot.c.id),
        )
        .correlate(slot, held)
        .exists()
    )
    seen = or_(slot.c.state.in_(SHOWN), begun)
    return (
        select(slot.c.id)
        .join(held, held.c.slot == slot.c.id)
        .where(
            slot.c.state.not_in(OPEN),
            slot.c.ended_at < before,
            or_(slot.c.kind != "digest", ~seen, newer),
        )
        .order_by(slot.c.ended_at)
    )
