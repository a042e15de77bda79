"""Schedules of every kind, made by chance."""

from datetime import date, time

from hypothesis import strategies as st

from bot.schedules import Schedule
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
from bot.schedules.schedule import SHORTEST_GAP
from bot.schedules.zone_data import zone_names

NASTY = (
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "America/St_Johns",
    "America/Nuuk",
    "America/Scoresbysund",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Gaza",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Pacific/Chatham",
    "Pacific/Apia",
)
"""Gaps at midnight, of half an hour and of two hours, summer time that is the standard, none at all."""


def some(values: tuple[int, ...]) -> st.SearchStrategy[tuple[int, ...]]:
    """Some of the values, ascending, each once."""
    return st.sets(st.sampled_from(values), min_size=1).map(lambda chosen: tuple(sorted(chosen)))


def _last_behind(numbers: set[int]) -> tuple[int, ...]:
    return tuple(sorted(numbers, key=lambda number: (number == LAST, number)))


def _pairs(pairs: set[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(pairs, key=lambda pair: (pair[0] == LAST, pair)))


days: st.SearchStrategy[DayRule] = st.one_of(
    some(EVERY_WEEKDAY).map(Weekdays),
    st.sets(st.tuples(st.sampled_from((1, 2, 3, 4, 5, LAST)), st.integers(0, 6)), min_size=1, max_size=4)
    .map(_pairs)
    .map(MonthWeekdays),
    st.sets(st.sampled_from((*EVERY_DAY, LAST)), min_size=1, max_size=6).map(_last_behind).map(MonthDays),
)


def _far_enough(minutes: set[int]) -> bool:
    ordered = sorted(minutes)
    return all(
        later - earlier >= SHORTEST_GAP
        for earlier, later in zip(ordered, [*ordered[1:], ordered[0] + 1440], strict=True)
    )


times = (
    st.sets(st.integers(0, 1439), min_size=1, max_size=4)
    .filter(_far_enough)
    .map(lambda minutes: tuple(time(*divmod(minute, 60)) for minute in sorted(minutes)))
)


@st.composite
def cron_rules(draw: st.DrawFn) -> tuple[DayRule, tuple[time, ...]]:
    """Days and times as a cron line gives them."""
    both = draw(st.booleans())
    month_days = draw(st.one_of(st.just(EVERY_DAY), some(EVERY_DAY)))
    weekdays = draw(st.one_of(st.just(EVERY_WEEKDAY), some(EVERY_WEEKDAY)))
    full = EVERY_DAY in (month_days,) or EVERY_WEEKDAY in (weekdays,)
    starred = 1 in month_days or 6 in weekdays  # only these can be written with a star and a step
    rule = CronDays(
        draw(st.one_of(st.just(EVERY_MONTH), some(EVERY_MONTH))),
        month_days,
        weekdays,
        full or (both and starred),
    )
    hours = draw(some(tuple(range(24))))
    minutes = draw(st.sampled_from([(0,), (30,), (7, 37), (0, 15, 30, 45)]))
    return rule, tuple(time(hour, minute) for hour in hours for minute in minutes)


zones = st.one_of(st.sampled_from(NASTY), st.sampled_from(zone_names()))
skips = st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=3).map(
    lambda chosen: tuple(sorted(chosen))
)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Any schedule."""
    rule, at = draw(st.one_of(st.tuples(days, times), cron_rules()))
    return Schedule(rule, at, draw(zones), draw(skips))
