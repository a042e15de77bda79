"""Cron lines as Vixie cron reads them: five fields to days and times, and back.

0 and 7 are Sunday; names, lists, ranges and steps are read; where neither the day of the month nor the
weekday begins with "*", a date needs one of the two, else both. It refuses what readers of cron disagree
about: a step without a range, a range that runs backwards, fields of other programs' dialects.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Final

from bot.schedules.days import EVERY_DAY, EVERY_MONTH, EVERY_WEEKDAY, CronDays
from briefings.errors import BadInput

CRON_EXAMPLE: Final = "cron 30 8 * * 1-5"
_NICKNAMES: Final = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_PART: Final = re.compile(
    r"(?:(?P<all>\*)|(?P<low>[0-9a-z]{1,3})(?:-(?P<high>[0-9a-z]{1,3}))?)(?:/(?P<step>[0-9]{1,3}))?"
)
_SUNDAY: Final = 6
_NO_STEP: Final = 60


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()
    """Names of the values from `low` on."""


_MINUTE = _Field("minute", 0, 59)
_HOUR = _Field("hour", 0, 23)
_DAY = _Field("day of the month", 1, 31)
_MONTH = _Field(
    "month", 1, 12, ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
)
_WEEKDAY = _Field("weekday", 0, 7, ("sun", "mon", "tue", "wed", "thu", "fri", "sat"))
_FIELDS: Final = (_MINUTE, _HOUR, _DAY, _MONTH, _WEEKDAY)


def read_cron(line: str) -> tuple[CronDays, tuple[time, ...]]:
    """The days and times of a cron line without its command. Raises BadInput naming the field."""
    texts = _NICKNAMES.get(line.strip().casefold(), line).casefold().split()
    if len(texts) != len(_FIELDS):
        raise BadInput(
            f"A cron line has five fields (minute, hour, day, month, weekday), and that one has "
            f"{len(texts)}; for example: {CRON_EXAMPLE}."
        )
    minutes, hours, days, months, numbered = (
        _values(text, field) for text, field in zip(texts, _FIELDS, strict=True)
    )
    weekdays = tuple(sorted({(number - 1) % 7 for number in numbered}))
    both = texts[2].startswith("*") or texts[4].startswith("*")
    if not both and (days == EVERY_DAY or weekdays == EVERY_WEEKDAY):
        both, days, weekdays = True, EVERY_DAY, EVERY_WEEKDAY  # one of the two always holds
    times = tuple(time(hour, minute) for hour in hours for minute in minutes)
    return CronDays(months, days, weekdays, both), times


def cron_text(days: CronDays, times: Sequence[time]) -> str:
    """The line that reads as these days and times, which have to come from one."""
    minutes = tuple(sorted({each.minute for each in times}))
    hours = tuple(sorted({each.hour for each in times}))
    numbered = tuple(sorted((day + 1) % 7 for day in days.weekdays))
    month_days, weekdays = _written(days.days, _DAY), _written(numbered, _WEEKDAY)
    if days.both and "*" not in (month_days, weekdays):
        step, starred = _starred(days.days, _DAY)
        other_step, other = _starred(numbered, _WEEKDAY)
        month_days, weekdays = (starred, weekdays) if step <= other_step else (month_days, other)
    fields = (_written(minutes, _MINUTE), _written(hours, _HOUR), month_days)
    return " ".join((*fields, _written(days.months, _MONTH), weekdays))


def _values(text: str, field: _Field) -> tuple[int, ...]:
    return tuple(sorted({value for part in text.split(",") for value in _part(part, field)}))


def _part(part: str, field: _Field) -> range:
    match = _PART.fullmatch(part)
    if match is None:
        raise _unreadable(part, field)
    step = int(match["step"]) if match["step"] else 1
    if step == 0:
        raise BadInput(f"“{part[:20]}” has a step of 0; write a step of 1 or more.")
    if match["all"]:
        return range(field.low, (_SUNDAY if field is _WEEKDAY else field.high) + 1, step)
    low = _number(match["low"], field, part)
    if match["high"] is None:
        if match["step"]:
            raise BadInput(f"“{part}” has a step but no range; write {low}-{field.high}/{step} or {low}.")
        return range(low, low + 1)
    high = _number(match["high"], field, part)
    if field is _WEEKDAY and high == 0 < low:
        high = 7  # fri-sun
    if high < low:
        raise BadInput(f"“{part}” runs backwards; write two ranges, the lower numbers first.")
    return range(low, high + 1, step)


def _number(text: str, field: _Field, part: str) -> int:
    if text in field.names:
        return field.low + field.names.index(text)
    if not text.isdecimal() or not field.low <= int(text) <= field.high:
        raise _unreadable(part, field)
    return int(text)


def _unreadable(part: str, field: _Field) -> BadInput:
    return BadInput(
        f"“{part[:20]}” is no {field.name} of a cron line ({field.low} to {field.high}, lists with commas, "
        f"ranges such as {field.low}-{field.low + 4}, steps such as */2); for example: {CRON_EXAMPLE}."
    )


def _written(values: Sequence[int], field: _Field) -> str:
    """The shortest plain form: "*", ranges of three and more, a list."""
    every = {_DAY.name: EVERY_DAY, _MONTH.name: EVERY_MONTH, _WEEKDAY.name: EVERY_WEEKDAY}.get(
        field.name, tuple(range(field.low, field.high + 1))
    )
    if tuple(values) == every:
        return "*"
    runs: list[list[int]] = []
    for value in values:
        if runs and runs[-1][-1] == value - 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(map(str, run)) for run in runs)


def _starred(values: Sequence[int], field: _Field) -> tuple[int, str]:
    """The values in a form that begins with "*", which is how a line asks for both, and its step.

    Where no such form is possible, the text is empty and the step beyond all.
    """
    high = field.high
    for step in range(2, high + 1):
        stepped = range(field.low, high + 1, step)
        if {value % 7 if field is _WEEKDAY else value for value in stepped} <= set(values):
            rest = [value for value in values if value not in stepped]
            return step, ",".join([f"*/{step}", *([_written(rest, field)] if rest else [])])
    return _NO_STEP, ""
