"""Standstills in SQL: one note for each platform, with the last times at which nothing could be posted.

Owns the note. Times too short to make any digest late are not kept.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.standstills import Hindrance, Standstill
from bot.storage.tables import note
from bot.storage.upsert import upsert_into

MOST: Final = 20
"""Times that are kept of each platform; planning looks at the newest only."""
SHORTEST: Final = timedelta(minutes=2)
"""No window is shorter than five minutes, and a reason is what took half of it."""


async def begun(
    connection: AsyncConnection, since: datetime, platforms: Sequence[str], reason: Hindrance
) -> None:
    """From then on nothing can be posted there; what lasts goes on, and so does what had just ended."""
    for platform, known in (await _locked(connection, platforms)).items():
        goes_on = [each for each in known if each.reason == reason and _reaches(each, since)]
        first = min((each.since for each in goes_on), default=since)
        others = [each for each in known if each not in goes_on]
        await _put(connection, platform, [*others, Standstill(reason, first)])


def _reaches(each: Standstill, moment: datetime) -> bool:
    return each.until is None or each.until >= moment


async def over(connection: AsyncConnection, now: datetime, platforms: Sequence[str]) -> None:
    """Somebody can post there."""
    if not any(
        each.until is None for known in (await found(connection, platforms)).values() for each in known
    ):
        return
    for platform, known in (await _locked(connection, platforms)).items():
        ended = [each if each.until is not None else replace(each, until=now) for each in known]
        await _put(connection, platform, [each for each in ended if _counts(each)][-MOST:])


def _counts(each: Standstill) -> bool:
    return each.until is None or each.until - each.since >= SHORTEST


async def found(
    connection: AsyncConnection, platforms: Sequence[str], *, lock: bool = False
) -> dict[str, tuple[Standstill, ...]]:
    """Those of each platform, oldest first."""
    names = {_name(each): each for each in platforms}
    chosen = select(note).where(note.c.key.in_(names)).order_by(note.c.key)
    if lock and connection.dialect.name == "postgresql":
        chosen = chosen.with_for_update()
    rows = (await connection.execute(chosen)).all()
    return {names[row.key]: _read(row.value) for row in rows}


async def _locked(connection: AsyncConnection, platforms: Sequence[str]) -> dict[str, tuple[Standstill, ...]]:
    """The same, with a row for each, which nobody else changes meanwhile; always in one order."""
    for platform in sorted(platforms):
        made = upsert_into(note, connection).values(key=_name(platform), value="[]")
        await connection.execute(made.on_conflict_do_nothing())
    return await found(connection, platforms, lock=True)


async def _put(connection: AsyncConnection, platform: str, known: Sequence[Standstill]) -> None:
    value = json.dumps([[each.reason, _written(each.since), _written(each.until)] for each in known])
    await connection.execute(note.update().where(note.c.key == _name(platform)).values(value=value))


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _read(value: str) -> tuple[Standstill, ...]:
    return tuple(
        Standstill(reason, datetime.fromisoformat(since), until and datetime.fromisoformat(until))
        for reason, since, until in json.loads(value)
    )


def _name(platform: str) -> str:
    return f"standstill:{platform}"
