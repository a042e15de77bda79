"""Rows of the delivery tables as values, and values as rows.

Owns how a value is spelt in a column. Refuses to open a connection.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row

from bot.delivery.records import FrozenEdition, OpenSlot, Part, PastSlot, PlannedSlot
from bot.schedules import parse_schedule, text
from bot.subscriptions import Channel, Pause, Subscription

Values = dict[str, Any]


def written(subscription: Subscription) -> Values:
    """A subscription's columns, without those that planning keeps."""
    pause = subscription.pause
    return {
        "id": subscription.id,
        **channel_columns(subscription.channel),
        "channel_name": subscription.channel_name,
        "owner": subscription.owner,
        "schedule": text(subscription.schedule),
        "zone": subscription.schedule.zone,
        "skip_dates": json.dumps([each.isoformat() for each in subscription.schedule.skip]),
        "topics": json.dumps(subscription.topics),
        "style": subscription.style,
        "empty_policy": subscription.empty,
        "catch_up_seconds": int(subscription.catch_up.total_seconds()),
        "on_doubt": subscription.on_doubt,
        "state": subscription.state,
        "pause_reason": pause.reason if pause else None,
        "paused_at": pause.since if pause else None,
        "paused_by": pause.by if pause else None,
        "snoozed_until": subscription.snoozed_until,
        "zone_since": subscription.zone_since,
        "former_zone": subscription.former_zone,
        "created_at": subscription.created_at,
        "revision": subscription.revision,
    }


def subscription_of(row: Row[Any]) -> Subscription:
    """The subscription that a row holds."""
    skip = tuple(date.fromisoformat(each) for each in json.loads(row.skip_dates))
    pause = None if row.paused_at is None else Pause(row.pause_reason, row.paused_at, row.paused_by)
    return Subscription(
        id=row.id,
        channel=channel_of(row),
        owner=row.owner,
        schedule=parse_schedule(row.schedule, row.zone, skip),
        created_at=row.created_at,
        channel_name=row.channel_name,
        topics=tuple(json.loads(row.topics)),
        style=row.style,
        empty=row.empty_policy,
        catch_up=timedelta(seconds=row.catch_up_seconds),
        on_doubt=row.on_doubt,
        state=row.state,
        pause=pause,
        snoozed_until=row.snoozed_until,
        zone_since=row.zone_since,
        former_zone=row.former_zone,
        revision=row.revision,
    )


def channel_of(row: Row[Any]) -> Channel:
    """The channel that a row is about."""
    return Channel(row.platform, row.place, row.channel)


def channel_columns(channel: Channel) -> Values:
    """The three columns that name a channel."""
    return {"platform": channel.platform, "place": channel.place, "channel": channel.id}


def planned(subscription: Row[Any], slot: PlannedSlot, now: datetime) -> Values:
    """A slot's row, for a subscription's row."""
    return {
        "kind": "digest",
        "subject": subscription.id,
        "key": slot.key,
        **channel_columns(channel_of(subscription)),
        "date": slot.date,
        "time": slot.time,
        "due_at": slot.due_at,
        "expires_at": slot.due_at + timedelta(seconds=subscription.catch_up_seconds),
        "note": slot.note,
        "state": slot.state,
        "reason": slot.reason,
        "on_doubt": subscription.on_doubt,
        "attempts": 0,
        "ended_at": None if slot.state == "due" else now,
    }


def open_slot(
    row: Row[Any], subscription: Subscription | None, edition: Row[Any] | None, parts: Sequence[Row[Any]]
) -> OpenSlot:
    """A slot with what belongs to it."""
    return OpenSlot(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        channel=channel_of(row),
        key=row.key,
        date=row.date,
        time=row.time,
        due_at=row.due_at,
        note=row.note,
        state=row.state,
        attempts=row.attempts,
        on_doubt=row.on_doubt,
        expires_at=row.expires_at,
        subscription=subscription,
        edition=None if edition is None else _edition(edition, parts),
        reason=row.reason,
    )


def _edition(row: Row[Any], parts: Iterable[Row[Any]]) -> FrozenEdition:
    return FrozenEdition(
        id=row.id,
        number=row.number,
        content=row.content,
        sha256=row.sha256,
        history=row.history,
        revision=row.revision,
        text=row.text,
        parts=tuple(_part(each) for each in parts),
    )


def edition_columns(slot: int, edition: FrozenEdition, now: datetime) -> Values:
    """An edition's row."""
    return {
        "slot": slot,
        "id": edition.id,
        "number": edition.number,
        "revision": edition.revision,
        "content": edition.content,
        "sha256": edition.sha256,
        "history": edition.history,
        "text": edition.text,
        "frozen_at": now,
    }


def part_columns(slot: int, part: Part) -> Values:
    """A part's row, before it was ever tried."""
    return {
        "slot": slot,
        "number": part.number,
        "key": part.key,
        "payload": json.dumps(_plain(part.payload), ensure_ascii=False),
        "in_thread": part.in_thread,
        "state": "waiting",
        "attempts": 0,
    }


def _plain(value: Any) -> Any:
    """Mappings and sequences of any kind as JSON knows them."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _part(row: Row[Any]) -> Part:
    return Part(
        number=row.number,
        key=row.key,
        payload=json.loads(row.payload),
        in_thread=row.in_thread,
        state=row.state,
        first_tried_at=row.first_tried_at,
        tried_at=row.tried_at,
        attempts=row.attempts,
        message=row.message,
    )


def past_slot(row: Row[Any]) -> PastSlot:
    """A slot as history tells of it; the row is joined with its edition and counts of its parts."""
    return PastSlot(
        key=row.key,
        date=row.date,
        time=row.time,
        due_at=row.due_at,
        note=row.note,
        state=row.state,
        reason=row.reason,
        ended_at=row.ended_at,
        edition=row.edition_id,
        number=row.edition_number,
        parts=row.parts,
        parts_sent=row.parts_sent,
    )
