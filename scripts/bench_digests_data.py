"""Subscriptions for measuring: many of them, written at once, spread over zones and hours as people are.

Owns the spread. Days, hours and zones are drawn by weight from a seed, so that every run has the same.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any, Final

from sqlalchemy import Table, func, select, text, update

from bot.delivery.planner import coming, slot_key
from bot.delivery.states import OPEN
from bot.schedules import parse_schedule
from bot.slots import Slot
from bot.storage.database import Database
from bot.storage.delivery_rows import channel_columns, written
from bot.storage.delivery_tables import lane, slot, subscription
from bot.subscriptions import Channel, Style, Subscription

SEED: Final = 1
IN_A_PLACE: Final = 5
"""Subscriptions of one guild or workspace, on average."""
SHARED: Final = 0.2
"""Of the subscriptions so many share a channel with another one."""
ROWS: Final = 2_000
"""Rows of one statement."""
ZONES: Final = {
    "America/New_York": 20,
    "America/Chicago": 9,
    "America/Los_Angeles": 10,
    "America/Sao_Paulo": 4,
    "Europe/London": 11,
    "Europe/Berlin": 10,
    "Europe/Paris": 6,
    "Europe/Kyiv": 3,
    "Africa/Nairobi": 2,
    "Asia/Dubai": 2,
    "Asia/Kolkata": 9,
    "Asia/Kathmandu": 1,
    "Asia/Seoul": 4,
    "Asia/Tokyo": 5,
    "Australia/Sydney": 3,
    "UTC": 1,
}
DAYS: Final = {"weekdays": 55, "every day": 30, "mon,wed,fri": 5, "mon": 7, "first monday": 3}
HOURS: Final = {6: 8, 7: 18, 8: 28, 9: 20, 10: 4, 12: 5, 13: 2, 16: 3, 17: 5, 18: 4, 20: 3}
MINUTES: Final = {0: 52, 30: 27, 15: 7, 45: 6} | dict.fromkeys(range(5, 60, 10), 1)
TOPICS: Final = ((), ("country:IN",), ("country:IN", "country:CN"), ("country:JP", "country:KR"))
STYLES: Final[dict[Style, int]] = {"full": 5, "headlines": 3, "thread": 2}


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written."""

    subscriptions: int
    channels: int


async def fill(database: Database, number: int, planned_through: datetime, platform: str) -> Filled:
    """So many active subscriptions, planned up to a moment, each with the slot before it as sent."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    channels: set[Channel] = set()
    async with database.writing() as connection:
        drawn = _drawn(chance, number, planned_through, platform)
        while some := list(islice(drawn, ROWS)):
            new = {each.channel for each, _ in some} - channels
            channels |= new
            rows = [_row(each, planned_through, following) for each, following in some]
            await connection.execute(subscription.insert(), rows)
            await connection.execute(lane.insert(), [channel_columns(each) | {"fence": 1} for each in new])
            past = [_past(each, planned_through) for each, _ in some]
            await connection.execute(slot.insert(), past)
        if connection.dialect.name == "postgresql":  # which it does by itself, a minute later
            await connection.execute(text("ANALYZE"))
    return Filled(number, len(channels))


async def as_posted(database: Database) -> int:
    """Ends every open slot as sent and lets every channel rest, as if workers had been there; how many."""
    ended = {"state": "sent", "reason": "on-time", "ended_at": slot.c.due_at}
    async with database.writing() as connection:
        sent = await connection.execute(update(slot).where(slot.c.state.in_(OPEN)).values(ended))
        rest = {"next_try_at": None, "holder": None, "lease_until": None}
        await connection.execute(update(lane).where(lane.c.next_try_at.is_not(None)).values(rest))
        return sent.rowcount


async def rows_of(database: Database, table: Table, *wanted: Any) -> int:
    """How many rows a table has."""
    async with database.writing() as connection:
        return int(
            (await connection.execute(select(func.count()).select_from(table).where(*wanted))).scalar_one()
        )


def _drawn(
    chance: random.Random, number: int, moment: datetime, platform: str
) -> Iterator[tuple[Subscription, datetime]]:
    last = Channel(platform, "0", "0")
    for count in range(number):
        if not count or chance.random() >= SHARED:
            last = Channel(platform, str(10**17 + count // IN_A_PLACE), str(2 * 10**17 + count))
        words = f"{_one(chance, DAYS)} {_one(chance, HOURS):02}:{_one(chance, MINUTES):02}"
        zone = _one(chance, ZONES)
        yield (
            Subscription(
                id=f"s{count}",
                channel=last,
                owner=str(3 * 10**17 + count % 1_000),
                schedule=_schedule(words, zone),
                created_at=moment - timedelta(days=90),
                topics=chance.choice(TOPICS),
                style=_one(chance, STYLES),
            ),
            _following(words, zone, moment).utc,
        )


def _one(chance: random.Random, weighted: dict[Any, int]) -> Any:
    return chance.choices(list(weighted), list(weighted.values()))[0]


@cache
def _schedule(words: str, zone: str) -> Any:
    return parse_schedule(words, zone)


@cache
def _following(words: str, zone: str, moment: datetime) -> Slot:
    of_it = Subscription("s", Channel("", "", ""), "", _schedule(words, zone), moment)
    return next(coming(of_it, moment))


def _row(each: Subscription, moment: datetime, following: datetime) -> dict[str, Any]:
    kept = {"changed_at": each.created_at, "planned_through": moment, "next_slot_at": following}
    return written(each) | kept


def _past(each: Subscription, moment: datetime) -> dict[str, Any]:
    before = moment - timedelta(days=1)
    found = _following(f"every day {each.schedule.times[0]:%H:%M}", each.schedule.zone, before)
    return {
        "kind": "digest",
        "subject": each.id,
        "key": slot_key(found),
        **channel_columns(each.channel),
        "date": found.date,
        "time": f"{found.time:%H:%M}",
        "due_at": found.utc,
        "expires_at": found.utc + each.catch_up,
        "state": "sent",
        "reason": "on-time",
        "on_doubt": each.on_doubt,
        "attempts": 0,
        "ended_at": found.utc,
    }
