"""A schedule back to words: plain English for readers, and the canonical text that reads as the same.

Owns how days and times are said. It never says when a slot falls: that depends on the clocks.
"""

from collections.abc import Sequence
from datetime import date, time
from itertools import pairwise
from typing import Final, assert_never

from bot.schedules.cron import cron_text
from bot.schedules.days import (
    EVERY_DAY,
    EVERY_MONTH,
    EVERY_WEEKDAY,
    LAST,
    CronDays,
    DayRule,
    MonthDays,
    MonthWeekdays,
    Weekdays,
)
from bot.schedules.schedule import Schedule

_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_ORDINALS: Final = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", LAST: "last"}
_WORKING: Final = (0, 1, 2, 3, 4)
_WEEKEND: Final = (5, 6)
_SAID_IN_FULL: Final = 8
"""Times of day that are listed; more are summed up."""


def text(schedule: Schedule) -> str:
    """The canonical text: `parse_schedule(text(schedule), schedule.zone)` equals `schedule`.

    For a cron rule the times have to be every hour with every minute, as a line gives them.
    """
    named = _canonical(schedule.days, schedule.times)
    left_out = ",".join(each.isoformat() for each in schedule.skip)
    return f"{named} except {left_out}" if left_out else named


def in_words(schedule: Schedule) -> str:
    """What the schedule means: "on weekdays at 08:30, Europe/London time"."""
    said = f"{_days(schedule.days)} {_times(schedule.times)}, {schedule.zone} time"
    if schedule.skip:
        said += f", except on {_listed([_dated(each) for each in schedule.skip])}"
    return said


def _canonical(days: DayRule, times: Sequence[time]) -> str:
    clock = ",".join(f"{each:%H:%M}" for each in times)
    match days:
        case Weekdays(numbers):
            return f"{_weekly(numbers)} {clock}"
        case MonthWeekdays(pairs):
            return f"{','.join(f'{_ORDINALS[which]} {_short(day)}' for which, day in pairs)} {clock}"
        case MonthDays((only,)) if only == LAST:
            return f"last day {clock}"
        case MonthDays(numbers):
            return f"day {','.join('last' if day == LAST else str(day) for day in numbers)} {clock}"
        case CronDays():
            return f"cron {cron_text(days, times)}"
        case _:
            assert_never(days)


def _weekly(numbers: tuple[int, ...]) -> str:
    named = {EVERY_WEEKDAY: "every day", _WORKING: "weekdays", _WEEKEND: "weekends"}.get(numbers)
    run = _run(numbers)
    if named is None and run is not None:
        return f"{_short(run[0])}-{_short(run[1])}"
    return named or ",".join(_short(day) for day in numbers)


def _days(days: DayRule) -> str:
    match days:
        case Weekdays(numbers):
            return _weekdays(numbers)
        case MonthWeekdays(pairs):
            named = _listed([f"the {_ORDINALS[which]} {_NAMES[day]}" for which, day in pairs])
            return f"on {named} of the month"
        case MonthDays(numbers):
            return f"on {_month_days(numbers)} of the month"
        case CronDays():
            return _cron_days(days)
        case _:
            assert_never(days)


def _weekdays(numbers: tuple[int, ...]) -> str:
    if numbers == EVERY_WEEKDAY:
        return "every day"
    if numbers in (_WORKING, _WEEKEND):
        return "on weekdays" if numbers == _WORKING else "at weekends"
    run = _run(numbers)
    if run is not None:
        return f"from {_NAMES[run[0]]} to {_NAMES[run[1]]}"
    return f"on {_listed([f'{_NAMES[day]}s' for day in numbers])}"


def _month_days(numbers: Sequence[int]) -> str:
    return f"the {_listed([_month_run(first, last) for first, last in _runs(numbers)])}"


def _month_run(first: int, last: int) -> str:
    if first == LAST:
        return "last day"
    return _ordinal(first) if first == last else f"{_ordinal(first)} to {_ordinal(last)}"


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of days; two neighbours stay two."""
    runs: list[tuple[int, int]] = []
    for day in numbers:
        if len(runs) > 1 and runs[-1] == (day - 1, day - 1) and runs[-2] == (day - 2, day - 2):
            runs[-2:] = [(day - 2, day)]
        elif runs and runs[-1][1] == day - 1 and runs[-1][0] < day - 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _cron_days(days: CronDays) -> str:
    month_days, weekdays = f"on {_month_days(days.days)} of the month", _weekdays(days.weekdays)
    if days.days == EVERY_DAY:
        said = weekdays
    elif days.both and days.weekdays == EVERY_WEEKDAY:
        said = month_days
    elif days.both:
        said = f"{weekdays} falling {month_days}"
    else:
        said = f"{month_days} and also {weekdays}"
    if days.months == EVERY_MONTH:
        return said
    return f"in {_listed([_MONTHS[month - 1] for month in days.months])} {said}"


def _times(times: Sequence[time]) -> str:
    clock = [f"{each:%H:%M}" for each in times]
    if len(clock) <= _SAID_IN_FULL:
        return f"at {_listed(clock)}"
    minutes = [each.hour * 60 + each.minute for each in times]
    gaps = {later - earlier for earlier, later in pairwise(minutes)}
    spread = f"from {clock[0]} to {clock[-1]}"
    if len(gaps) > 1:
        return f"{len(clock)} times a day {spread}"
    gap = gaps.pop()
    return f"every hour {spread}" if gap == 60 else f"every {gap} minutes {spread}"


def _run(numbers: tuple[int, ...]) -> tuple[int, int] | None:
    """First and last of three or more weekdays on end, around the end of the week too; None for others."""
    starts = [day for day in numbers if (day - 1) % 7 not in numbers]
    if len(starts) != 1 or len(numbers) < 3:
        return None
    return starts[0], (starts[0] + len(numbers) - 1) % 7


def _short(day: int) -> str:
    return _NAMES[day][:3].lower()


def _ordinal(day: int) -> str:
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _dated(on: date) -> str:
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
