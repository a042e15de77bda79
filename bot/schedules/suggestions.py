"""What is offered while somebody types a schedule's days: common ones that the grammar reads.

It completes days alone; times are too many to offer and zones are `bot.schedules.zones`' to find.
"""

from collections.abc import Iterator
from typing import Final

MAX_SUGGESTIONS: Final = 25
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COMMON: Final = ("weekdays", "every day", "weekends", "sun-thu", "mon,thu", "mon,wed,fri", "tue,thu")
_MONTHLY: Final = ("day 1", "day 1,15", "day 15", "last day")


def complete_days(typed: str, limit: int = MAX_SUGGESTIONS) -> tuple[str, ...]:
    """Up to `limit` days that begin as `typed` does, common ones first; none where nothing begins so."""
    wanted = " ".join(typed.casefold().split())
    found = dict.fromkeys(each for each in _offered() if each.startswith(wanted))
    return tuple(found)[:limit]


def _offered() -> Iterator[str]:
    yield from _COMMON
    yield from _WEEKDAYS
    yield from _MONTHLY
    for which in ("first", "last", "second", "third", "fourth", "fifth"):
        yield from (f"{which} {weekday}" for weekday in _WEEKDAYS)
