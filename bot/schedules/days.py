"""Rules for days: which dates a schedule has.

Owns a closed union of rules and their calendar. It knows no time of day, no zone and no clock, and reads
no text: `bot.schedules.grammar` and `bot.schedules.cron` do.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, assert_never

LAST: Final = -1
"""Stands for the last one: of the days of a month, or of one weekday in it."""
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2299
"""Years that are searched for dates, both included: a century on either side of any use, so that every
search ends. 29 February on a given weekday comes at least once in forty years."""
EVERY_MONTH: Final = tuple(range(1, 13))
EVERY_DAY: Final = tuple(range(1, 32))
EVERY_WEEKDAY: Final = tuple(range(7))


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Every week on these weekdays: 0 is Monday, 6 Sunday; ascending, each once."""

    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MonthWeekdays:
    """Every month on the first to fifth, or the `LAST`, of a weekday.

    Pairs of which and weekday, those with `LAST` at the end, each once. A month without a fifth such
    weekday has none.
    """

    days: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class MonthDays:
    """Every month on these days, 1 to 31 or `LAST`; ascending with `LAST` at the end, each once.

    A month that is too short for a day has none.
    """

    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CronDays:
    """The day fields of a cron line, each in full: months, days of the month, weekdays (0 is Monday).

    A date needs its month, and its day and its weekday where `both`, else one of the two.
    """

    months: tuple[int, ...]
    days: tuple[int, ...]
    weekdays: tuple[int, ...]
    both: bool


DayRule = Weekdays | MonthWeekdays | MonthDays | CronDays


@lru_cache(maxsize=4096)  # subscriptions share their rules
def days_of_month(rule: DayRule, year: int, month: int) -> tuple[int, ...]:
    """The days of that month that the rule has, ascending."""
    first, length = monthrange(year, month)
    match rule:
        case Weekdays(days):
            return tuple(day for day in range(1, length + 1) if (first + day - 1) % 7 in days)
        case MonthWeekdays(days):
            found = {_nth(which, weekday, first, length) for which, weekday in days}
            return tuple(sorted(day for day in found if 0 < day <= length))
        case MonthDays(days):
            return tuple(sorted({length if day == LAST else day for day in days if day <= length}))
        case CronDays():
            return _cron_days(rule, month, first, length)
        case _:
            assert_never(rule)


def dates(rule: DayRule, first: date) -> Iterator[date]:
    """The dates of the rule from `first` on, ascending, to the end of `LAST_YEAR`."""
    for year in range(max(first.year, FIRST_YEAR), LAST_YEAR + 1):
        for month in EVERY_MONTH:
            if (year, month) < (first.year, first.month):
                continue
            for day in days_of_month(rule, year, month):
                found = date(year, month, day)
                if found >= first:
                    yield found


def ever(rule: DayRule) -> bool:
    """Whether the rule has any date at all: "30 February" has none."""
    return next(dates(rule, date(FIRST_YEAR, 1, 1)), None) is not None


def on_two_days_running(rule: DayRule) -> bool:
    """Whether some date of the rule is followed by another on the next day."""
    before = 0
    for found in dates(rule, date(FIRST_YEAR, 1, 1)):
        if found.toordinal() == before + 1:
            return True
        before = found.toordinal()
    return False


def _nth(which: int, weekday: int, first: int, length: int) -> int:
    """The day of the month; beyond its length where there is none."""
    earliest = 1 + (weekday - first) % 7
    return earliest + 7 * ((length - earliest) // 7 if which == LAST else which - 1)


def _cron_days(rule: CronDays, month: int, first: int, length: int) -> tuple[int, ...]:
    if month not in rule.months:
        return ()
    joined = all if rule.both else any
    return tuple(
        day
        for day in range(1, length + 1)
        if joined((day in rule.days, (first + day - 1) % 7 in rule.weekdays))
    )
