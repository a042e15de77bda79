"""Cron lines against what the fields say, read another way."""

from datetime import date, timedelta
from random import Random

import pytest

from bot.schedules import parse_schedule
from bot.schedules.cron import read_cron
from bot.schedules.days import CronDays, days_of_month
from briefings.errors import BadInput

LINES = (
    "30 8 * * 1-5",
    "0 8 * * 0",
    "0 8 * * 7",
    "0 8 13 * 5",
    "0 8 1,15 * mon",
    "0 8 */2 * mon",
    "0 8 13 * */2",
    "0 8 1-7 * *",
    "0 8 31 * *",
    "0 8 29 feb *",
    "0 8 1-31 * 1",
    "0 8 * jan-mar,dec sat",
    "0 8 * * 5-7",
    "0 8 * * fri-sun",
    "0 8 10-20/5 */3 *",
    "0 8 1 */4 0-6/3",
)
_NAMES = {"sun": 0, "mon": 1, "fri": 5, "sat": 6, "jan": 1, "feb": 2, "mar": 3, "dec": 12}


def holds(field: str, value: int, high: int) -> bool:
    """Whether a field admits a value, one part at a time."""
    return any(_part_holds(part, value, high) for part in field.split(","))


def _part_holds(part: str, value: int, high: int) -> bool:
    whole, _, step = part.partition("/")
    low = 1 if high in (31, 12) else 0
    first, _, last = whole.partition("-")
    if whole == "*":
        begins, ends = low, high
    else:
        begins = _NAMES[first] if first in _NAMES else int(first)
        ends = begins if not last else _NAMES[last] if last in _NAMES else int(last)
        ends = 7 if ends < begins else ends
    return begins <= value <= ends and (value - begins) % int(step or 1) == 0


def due(line: str, on: date) -> bool:
    """Vixie's rule for a date."""
    _, _, day, month, weekday = line.split()
    numbers = (on.isoweekday() % 7, 7 if on.isoweekday() == 7 else -1)
    right_day = holds(day, on.day, 31)
    right_weekday = any(holds(weekday, number, 7) for number in numbers)
    either = not day.startswith("*") and not weekday.startswith("*")
    right = right_day or right_weekday if either else right_day and right_weekday
    return right and holds(month, on.month, 12)


@pytest.mark.parametrize("line", LINES)
def test_dates_of_a_line(line: str) -> None:
    """The dates are those that the fields admit, for twelve years."""
    rule, _ = read_cron(line)
    on = date(2026, 1, 1)
    while on.year < 2038:
        assert (on.day in days_of_month(rule, on.year, on.month)) == due(line, on), on
        on += timedelta(days=1)


def test_lines_by_chance() -> None:
    """Random fields as well, for two years each."""
    rng = Random(5)  # noqa: S311 - chance that can be repeated
    for _ in range(60):
        fields = [_field(rng, low, high) for low, high in ((1, 31), (1, 12), (0, 7))]
        line = " ".join(("0 8", *fields))
        rule, _ = read_cron(line)
        on = date(2027, 6, 1)
        while on.year < 2029:
            assert (on.day in days_of_month(rule, on.year, on.month)) == due(line, on), (line, on)
            on += timedelta(days=1)


def _field(rng: Random, low: int, high: int) -> str:
    first, last = sorted((rng.randint(low, high), rng.randint(low, high)))
    return rng.choice(
        ("*", f"*/{rng.randint(2, 6)}", str(first), f"{first}-{last}", f"{first}-{last}/2,{last}")
    )


def test_times_are_every_hour_with_every_minute() -> None:
    """In order of the day."""
    _, times = read_cron("0,30 8-9,22 * * *")
    assert [f"{each:%H:%M}" for each in times] == ["08:00", "08:30", "09:00", "09:30", "22:00", "22:30"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("* * * *", "five fields"),
        ("0 8 * * * *", "five fields"),
        ("60 8 * * *", "no minute"),
        ("0 24 * * *", "no hour"),
        ("0 8 32 * *", "no day of the month"),
        ("0 8 0 * *", "no day of the month"),
        ("0 8 * 13 *", "no month"),
        ("0 8 * foo *", "no month"),
        ("0 8 * * 8", "no weekday"),
        ("0 8 * * mon#1", "no weekday"),
        ("0 8 L * *", "no day of the month"),
        ("0 8 ? * *", "no day of the month"),
        ("0 8 1, * *", "no day of the month"),
        ("0 8 * * 1--5", "no weekday"),
        ("5/10 8 * * *", "no range"),
        ("*/0 8 * * *", "step of 0"),
        ("0 22-2 * * *", "backwards"),
        ("@reboot", "five fields"),
    ],
)
def test_lines_refused(line: str, reason: str) -> None:
    """What is no cron line, or means different things to different programs."""
    with pytest.raises(BadInput, match=reason):
        parse_schedule(f"cron {line}", "UTC")


def test_one_field_that_holds_always_makes_every_day() -> None:
    """1-31 or any weekday is every day, since one of the two is enough."""
    assert read_cron("0 8 1-31 * 1")[0] == read_cron("0 8 * * *")[0]
    assert isinstance(read_cron("0 8 * * 0-7")[0], CronDays)
