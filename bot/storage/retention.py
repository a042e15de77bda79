"""What has had its time, in SQL.

Owns which rows those are: with what stands in `standing`, every period that docs/privacy.md promises.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Table, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.expression import ColumnElement

from bot.delivery.states import OPEN
from bot.leaving.ports import FEEDBACK_KEPT, TOLD_KEPT
from bot.ports import BUDGET_WINDOW, EVENTS_KEPT, THREADS_KEPT
from bot.storage.delivery_tables import draft, lane, slot, subscription
from bot.storage.tables import event_seen, feedback, identify, thread_topic


async def expire(connection: AsyncConnection, now: datetime, removed_before: datetime) -> dict[str, int]:
    """Deletes it; returns the rows by table, without those that hang on others."""
    gone: dict[str, int] = {}
    for table, chosen in (*_by_age(now), *_removed(removed_before), _idle()):
        rows = (await connection.execute(delete(table).where(chosen))).rowcount
        if rows:
            gone[table.name] = gone.get(table.name, 0) + rows
    return gone


def _by_age(now: datetime) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    yield draft, draft.c.expires_at <= now
    yield identify, identify.c.at <= now - BUDGET_WINDOW
    yield event_seen, event_seen.c.at <= now - EVENTS_KEPT
    yield thread_topic, thread_topic.c.at <= now - THREADS_KEPT
    yield feedback, feedback.c.at <= now - FEEDBACK_KEPT
    yield slot, and_(slot.c.kind != "digest", slot.c.state.not_in(OPEN), slot.c.ended_at <= now - TOLD_KEPT)


def _removed(before: datetime) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Digests that people removed, with all that was posted for them; not while something is under way."""
    old = and_(subscription.c.state == "removed", subscription.c.changed_at <= before)
    under_way = (
        select(slot.c.id)
        .where(slot.c.subject == subscription.c.id, slot.c.state.in_(OPEN))
        .correlate(subscription)
        .exists()
    )
    names = select(subscription.c.id).where(old, ~under_way)
    yield slot, and_(slot.c.kind != "follow", slot.c.subject.in_(names))
    yield subscription, and_(old, ~under_way)


def _idle() -> tuple[Table, ColumnElement[bool]]:
    """Channels that nothing belongs to any more."""
    there = [lane.c[name] for name in ("platform", "place", "channel")]
    used = [
        select(table.c.id)
        .where(*(table.c[column.name] == column for column in there))
        .correlate(lane)
        .exists()
        for table in (subscription, slot)
    ]
    return lane, and_(lane.c.next_try_at.is_(None), lane.c.holder.is_(None), *(~each for each in used))
