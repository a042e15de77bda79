"""Dates of a rule against the calendar, and days that are offered."""

from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.schedules import parse_schedule
from bot.schedules.days import LAST, DayRule, MonthDays, MonthWeekdays, Weekdays, dates, ever
from bot.schedules.suggestions import MAX_SUGGESTIONS, complete_days
from tests.bot.schedules.generated import days


def holds(rule: DayRule, on: date) -> bool:
    """Whether a date is one of the rule's, asked of the date alone."""
    next_month = (on.replace(day=28) + timedelta(days=4)).replace(day=1)
    left = (next_month - on).days
    match rule:
        case Weekdays(numbers):
            return on.weekday() in numbers
        case MonthDays(numbers):
            return on.day in numbers or (left == 1 and LAST in numbers)
        case MonthWeekdays(pairs):
            names = {((on.day + 6) // 7, on.weekday())} | ({(LAST, on.weekday())} if left <= 7 else set())
            return bool(names & set(pairs))
        case _:
            raise AssertionError(rule)


@given(days, st.dates(date(2024, 1, 1), date(2030, 1, 1)))
@settings(max_examples=120, deadline=None)
def test_the_dates_are_those_the_calendar_has(rule: DayRule, first: date) -> None:
    """From the first on, in order, each date for which the rule holds and no other."""
    found = list(islice(dates(rule, first), 6))
    end = found[-1] if found else first
    wanted = [first + timedelta(days=step) for step in range((end - first).days + 1)]
    assert found == [on for on in wanted if holds(rule, on)]
    assert ever(rule)


def test_leap_days_are_kept_over_a_year_without_one() -> None:
    """2100 is no leap year."""
    leap = parse_schedule("cron 0 0 29 2 *", "UTC").days
    assert [on.year for on in islice(dates(leap, date(2095, 1, 1)), 2)] == [2096, 2104]


@pytest.mark.parametrize("typed", ["", "we", "first", "Last  F", "day 1", "zzz"])
def test_days_that_are_offered_can_be_read(typed: str) -> None:
    """Each begins as typed and is a schedule once a time follows; no more than a list may hold."""
    offered = complete_days(typed)
    assert len(offered) <= MAX_SUGGESTIONS
    assert bool(offered) == (typed != "zzz")
    for each in offered:
        assert each.startswith(" ".join(typed.lower().split()))
        assert parse_schedule(f"{each} 08:30", "UTC").times
