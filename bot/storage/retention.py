"""What has had its time, in SQL.

Owns which rows those are: with what stands in `standing`, every period that docs/privacy.md promises. Of a
digest that was removed, what its channel was shown outlives its words, for those that post there still.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Select, Table, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.expression import ColumnElement

from bot.delivery.states import OPEN
from bot.leaving.ports import FEEDBACK_KEPT, TOLD_KEPT
from bot.ports import BUDGET_WINDOW, EVENTS_KEPT, THREADS_KEPT
from bot.storage.delivery_tables import draft, edition, lane, part, slot, subscription
from bot.storage.ledger.reading import last_seen
from bot.storage.tables import event_seen, feedback, identify, thread_topic


async def expire(connection: AsyncConnection, now: datetime, removed_before: datetime) -> dict[str, int]:
    """Deletes it; returns the rows by table, without those that hang on others."""
    gone: dict[str, int] = {}
    words = await _emptied(connection, removed_before)
    if words:
        gone[edition.name] = words
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
    """Digests that people removed, with all that was posted for them but what others there rest on."""
    names = select(subscription.c.id).where(_ripe(before))
    needed = slot.c.id.in_(_needed(before))
    yield slot, and_(slot.c.kind != "follow", slot.c.subject.in_(names), ~needed)
    rest = select(slot.c.id).where(slot.c.subject == subscription.c.id, slot.c.kind != "follow")
    yield subscription, and_(_ripe(before), ~rest.correlate(subscription).exists())


def _ripe(before: datetime) -> ColumnElement[bool]:
    """Removed before then, and nothing of it is under way."""
    under_way = (
        select(slot.c.id)
        .where(slot.c.subject == subscription.c.id, slot.c.state.in_(OPEN))
        .correlate(subscription)
        .exists()
    )
    return and_(subscription.c.state == "removed", subscription.c.changed_at <= before, ~under_way)


def _needed(before: datetime) -> Select[int]:
    """The slots of the last editions of removed digests whose channel has others, or had some till lately.

    What they showed there counts for those, and the numbers of editions go on from theirs.
    """
    other = subscription.alias()
    others = (
        select(other.c.id)
        .where(
            *(other.c[name] == subscription.c[name] for name in ("platform", "place", "channel")),
            or_(other.c.state != "removed", other.c.changed_at > before),
        )
        .correlate(subscription)
        .exists()
    )
    seen = last_seen()
    chosen = select(seen).select_from(subscription).correlate(None)
    return chosen.where(_ripe(before), others, seen.is_not(None))


async def _emptied(connection: AsyncConnection, before: datetime) -> int:
    """Leaves of those number and history alone, and nobody's name; returns how many had words."""
    needed = _needed(before)
    wordless = {"content": "", "text": "", "sha256": ""}
    emptied = update(edition).where(edition.c.slot.in_(needed), edition.c.content != "").values(wordless)
    words = (await connection.execute(emptied)).rowcount
    bare = {"payload": "{}", "message": None}
    await connection.execute(update(part).where(part.c.slot.in_(needed), part.c.payload != "{}").values(bare))
    subjects = select(slot.c.subject).where(slot.c.id.in_(needed))
    named = or_(subscription.c.owner != "", subscription.c.paused_by.is_not(None))
    nobodys = {"owner": "", "paused_by": None}
    await connection.execute(
        update(subscription).where(subscription.c.id.in_(subjects), named).values(nobodys)
    )
    return words


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
