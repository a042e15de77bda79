"""A database with rows in every table: slots in every state, parts in every state, awkward texts."""

import json
from datetime import timedelta
from typing import Any, get_args

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.states import OPEN, PartState, SlotState
from bot.schedules import parse_schedule
from bot.storage.copying import TABLES
from bot.storage.database import Database
from bot.storage.delivery_rows import written
from bot.storage.tables import metadata
from bot.subscriptions import Channel, Subscription
from tests.fakes.clock import EARLY

STATES: tuple[SlotState, ...] = tuple(state for group in get_args(SlotState) for state in get_args(group))
PART_STATES: tuple[PartState, ...] = get_args(PartState)
AWKWARD = "Zöe “said”\r\n\t\\ \u2028 नमस्ते 🙂 \x01"
CHANNEL = {"platform": "discord", "place": "100", "channel": "200"}


def subscription() -> Subscription:
    """One that is due every day at 08:30."""
    return Subscription(
        id="s-1",
        channel=Channel(platform="discord", place="100", id="200"),
        owner="owner",
        schedule=parse_schedule("every day 08:30", "Europe/London"),
        created_at=EARLY,
        channel_name=AWKWARD,
    )


async def fill(database: Database) -> None:
    """Puts the rows in."""
    async with database.writing() as connection:
        await _small_tables(connection)
        planned = {"changed_at": EARLY, "planned_through": EARLY, "next_slot_at": EARLY + timedelta(days=90)}
        await _put(connection, "subscription", written(subscription()) | planned)
        await _put(connection, "lane", CHANNEL | {"next_try_at": EARLY, "fence": 2**40, "holder": None})
        for number, state in enumerate(STATES, 7):
            await _slot(connection, number, state)


async def _small_tables(connection: AsyncConnection) -> None:
    text = AWKWARD
    await _put(connection, "attached_article", {"article": "b", "sha256": "a" * 64, "attached_at": EARLY})
    for name in ("S1.10", "S1.2", "s1.1", "Ä", "Z"):
        await _put(connection, "attached_passage", {"article": "b", "passage": name, "wording": text})
    await _put(connection, "note", {"key": "commands", "value": text})
    await _put(connection, "identify", {"id": 5, "bot": "1", "shard": 0, "at": EARLY})
    lease = {"role": "digests", "holder": "x", "fence": 2**41, "expires_at": EARLY}
    await _put(connection, "lease", lease)
    remark: dict[str, Any] = {"at": EARLY, "platform": "slack", "place": "T1", "question": text}
    remark |= {"answer_text": text, "claims": "C01 C02", "kind": "wrong"}
    for number in (3, 2, 11):
        await _put(connection, "feedback", remark | {"id": number, "comment": text if number > 2 else None})
    await _put(connection, "event_seen", {"key": "Ev1", "at": EARLY})
    await _put(connection, "thread_topic", {"thread": "T1:C1:1", "topics": "India", "at": EARLY})
    draft = {"id": "d", "author": "owner", "content": "{}", "expires_at": EARLY}
    await _put(connection, "draft", CHANNEL | draft)
    follow = {"id": "f", "platform": "discord", "place": "100", "person": "p", "topic": "country:IN"}
    await _put(connection, "follow", follow | {"created_at": EARLY})
    await _put(connection, "departure", {"platform": "slack", "place": "T2", "left_at": EARLY})
    version = {"article": "b", "version": 1, "sha256": "b" * 64, "content": "{}", "noticed_at": EARLY}
    await _put(connection, "noticed_version", version)


async def _slot(connection: AsyncConnection, number: int, state: SlotState) -> None:
    due = (EARLY + timedelta(days=number)).replace(hour=8, minute=30, second=0, microsecond=0)
    row = CHANNEL | {"id": number, "kind": "digest", "subject": "s-1", "key": f"{due:%Y-%m-%dT08:30}"}
    row |= {"date": due.date(), "time": "08:30", "due_at": due, "expires_at": due + timedelta(days=900)}
    ended = None if state in OPEN else due
    row |= {"state": state, "on_doubt": "never-double", "attempts": 1, "ended_at": ended}
    await _put(connection, "slot", row | {"reason": None if state in OPEN else "on-time"})
    if state == "due":
        return
    edition = {"slot": number, "id": f"e{number}", "number": number, "revision": 1, "content": "{}"}
    edition |= {"sha256": "c" * 64, "history": "{}", "text": AWKWARD, "frozen_at": due}
    await _put(connection, "edition", edition)
    for place, part_state in enumerate(PART_STATES, 1):
        part = {"slot": number, "number": place, "key": f"k{number}-{place}", "state": part_state}
        part |= {"payload": json.dumps({"content": AWKWARD}), "in_thread": place > 1, "attempts": place}
        await _put(connection, "part", part | {"tried_at": due, "message": "m" if place > 2 else None})


async def _put(connection: AsyncConnection, table: str, row: dict[str, Any]) -> None:
    await connection.execute(insert(metadata.tables[table]).values(row))


EVERY_TABLE = tuple(table.name for table in TABLES)
