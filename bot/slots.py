"""Slots: the instants at which a schedule is due, as pure maths.

The rule: a slot is a local date and a local time in the schedule's zone. Where the clocks skip that time,
its instant is the first one after the gap; where the time comes twice, the first. Each date and time of
a schedule is one slot, never none and never two, so two times inside one gap are two slots at one instant.
It reads no clock and knows no database; whether a slot was sent is for the ledger to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from itertools import islice
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.schedules import Schedule
from bot.schedules.days import FIRST_YEAR, LAST_YEAR, dates
from bot.schedules.zone_data import zone

Note = Literal["gap", "overlap"]
_TICK: Final = timedelta(microseconds=1)
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """One local date and time of a schedule, and its instant.

    `local` is that instant on the zone's clocks (with a fixed offset), so that it differs from `date` and
    `time` where `note` is "gap"; `utc` is the same instant.
    """

    date: date
    time: time
    local: datetime
    utc: datetime
    note: Note | None


def slots(schedule: Schedule, start: datetime, until: datetime | None = None) -> Iterator[Slot]:
    """The slots with `start` <= instant < `until`, by instant, then by date and time.

    Both have to be aware. Without `until` they end with the year `LAST_YEAR` (2299). Raises ValueError
    for a naive moment or a start outside `FIRST_YEAR` (1900) to `LAST_YEAR`.
    """
    if start.tzinfo is None or (until is not None and until.tzinfo is None):
        raise ValueError("slots need aware moments")
    if not FIRST_YEAR < start.year < LAST_YEAR:
        raise ValueError(f"slots start after {FIRST_YEAR} and before {LAST_YEAR}")
    return _slots(schedule, start.astimezone(UTC), until.astimezone(UTC) if until else None)


def next_slots(schedule: Schedule, start: datetime, count: int) -> tuple[Slot, ...]:
    """The first `count` slots from `start` on; fewer where the years end."""
    return tuple(islice(slots(schedule, start), count))


def slot_at(zone_name: str, on: date, at: time) -> Slot:
    """The slot of one local date and time. Raises KeyError for a zone there is not."""
    return _slot(zone(zone_name), datetime.combine(on, at))


def _slots(schedule: Schedule, start: datetime, until: datetime | None) -> Iterator[Slot]:
    clocks = zone(schedule.zone)
    # what the clocks have shown before the start is over; what comes twice may still be over after that
    shown = (start - _TICK).astimezone(clocks).replace(tzinfo=None)
    for on in dates(schedule.days, shown.date()):
        if on in schedule.skip:
            continue
        for at in schedule.times:
            wall = datetime.combine(on, at)
            if wall <= shown:
                continue
            slot = _slot(clocks, wall)
            if until is not None and slot.utc >= until:
                return
            if slot.utc >= start:
                yield slot


def _slot(clocks: ZoneInfo, wall: datetime) -> Slot:
    on, at = wall.date(), wall.time()
    before, after = _offset(clocks, wall, 0), _offset(clocks, wall, 1)
    if before == after:
        return Slot(on, at, wall.replace(tzinfo=_fixed(before)), _instant(wall, before), None)
    if before > after:
        return Slot(on, at, wall.replace(tzinfo=_fixed(before)), _instant(wall, before), "overlap")
    utc = _end_of_gap(clocks, wall, _instant(wall, after), _instant(wall, before))
    local = utc.astimezone(clocks)
    return Slot(on, at, utc.astimezone(_fixed(local.utcoffset() or timedelta())), utc, "gap")


def _end_of_gap(clocks: ZoneInfo, wall: datetime, early: datetime, late: datetime) -> datetime:
    """The first instant at which the clocks show `wall` or later: after `early`, at `late` at the latest."""
    while late - early > _SECOND:
        middle = early + timedelta(seconds=(late - early) // _SECOND // 2)
        if middle.astimezone(clocks).replace(tzinfo=None) >= wall:
            late = middle
        else:
            early = middle
    return late


def _offset(clocks: ZoneInfo, wall: datetime, fold: int) -> timedelta:
    return wall.replace(tzinfo=clocks, fold=fold).utcoffset() or timedelta()


def _instant(wall: datetime, offset: timedelta) -> datetime:
    return (wall - offset).replace(tzinfo=UTC)


@lru_cache(maxsize=1024)
def _fixed(offset: timedelta) -> timezone:
    """The same clock with its offset spelt out, so that sums with a slot's moments are about instants."""
    return timezone(offset)
