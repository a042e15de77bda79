"""An independent answer to when a local date and time falls: from the offsets in the zone files alone.

It shares nothing with the product and uses no time zone library: the files are read byte by byte, days
are counted as numbers, and the rule is said in another way, over the stretches between two changes of offset.
"""

import re
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

DAY = 86_400
EPOCH = date(1970, 1, 1).toordinal()
LAST_YEAR = 2040
"""Until when the rule at the end of a file, which stands for all later years, is written out."""

_NAME = r"(?:<[^>]+>|[A-Za-z]+)"
_TIME = r"[+-]?\d+(?::\d+){0,2}"

Due = tuple[int, str, str, int, str | None]
"""Instant (seconds since 1970), local date, local time, offset (seconds), note."""


@dataclass(frozen=True)
class Stretches:
    """A zone as stretches of one offset each: where each begins (first: minus infinity), its offset."""

    starts: tuple[float, ...]
    offsets: tuple[int, ...]

    def due(self, day: int, minute: int) -> Due:
        """When the clocks first show that minute of that day, counted from 1970, or first show more."""
        wanted = day * DAY + minute * 60
        at = max(bisect_right(self.starts, wanted - 3 * DAY) - 1, 0)
        while self._shows_until(at) <= wanted:
            at += 1
        instant = int(max(self.starts[at], wanted - self.offsets[at]))
        note = "gap" if instant + self.offsets[at] != wanted else self._again(at, wanted)
        named = date.fromordinal(day + EPOCH).isoformat()
        return instant, named, f"{minute // 60:02}:{minute % 60:02}", self.offsets[at], note

    def _shows_until(self, at: int) -> float:
        return (self.starts[at + 1] if at + 1 < len(self.starts) else float("inf")) + self.offsets[at]

    def _again(self, at: int, wanted: int) -> str | None:
        later = range(at + 1, min(at + 3, len(self.starts)))
        shown = any(self.starts[n] + self.offsets[n] <= wanted < self._shows_until(n) for n in later)
        return "overlap" if shown else None

    def changes(self, first: int, end: int) -> list[int]:
        """Instants in that time at which the offset changes."""
        return [int(start) for start in self.starts if first <= start < end]


@cache
def stretches(name: str) -> Stretches:
    """A zone's stretches, as its file has them. Raises ValueError for a rule of a kind not known here."""
    data = (resources.files("tzdata") / "zoneinfo" / name).read_bytes()
    counts = struct.unpack(">6l", data[20:44])
    skipped = 44 + _length(counts, 4)
    isutc, isstd, leaps, times, types, chars = struct.unpack(">6l", data[skipped + 20 : skipped + 44])
    at = skipped + 44
    moments = struct.unpack(f">{times}q", data[at : at + 8 * times])
    kinds = data[at + 8 * times : at + 9 * times]
    table = at + 9 * times
    offsets = [struct.unpack(">l", data[table + 6 * n : table + 6 * n + 4])[0] for n in range(types)]
    footer = data[skipped + 44 + _length((isutc, isstd, leaps, times, types, chars), 8) :].strip(b"\n")
    listed = [(float("-inf"), offsets[0]), *zip(moments, (offsets[kind] for kind in kinds), strict=True)]
    further = [part for part in _by_rule(footer.decode()) if part[0] > listed[-1][0]]
    return _merged([*listed, *further])


def _by_rule(footer: str) -> list[tuple[float, int]]:
    """The changes of a rule such as "GMT0BST,M3.5.0/1,M10.5.0"; none for a clock that is not changed."""
    clocks, *days = footer.split(",")
    if not days:
        return []
    match = re.fullmatch(rf"{_NAME}({_TIME}){_NAME}({_TIME})?", clocks)
    if match is None:
        raise ValueError(footer)
    standard = -_seconds(match[1])
    summer = -_seconds(match[2]) if match[2] else standard + 3600
    found: list[tuple[float, int]] = []
    for year in range(1970, LAST_YEAR):
        found.append((_moment(days[0], year) - standard, summer))
        found.append((_moment(days[1], year) - summer, standard))
    return sorted(found)


def _moment(rule: str, year: int) -> int:
    """Local seconds since 1970 of "M3.5.0/1": month, week (5 is the last), weekday (0 is Sunday), time."""
    match = re.fullmatch(rf"M(\d+)\.(\d)\.(\d)(?:/({_TIME}))?", rule)
    if match is None:
        raise ValueError(rule)
    month, week, sunday_first = int(match[1]), int(match[2]), int(match[3])
    begins = date(year, month, 1).toordinal() - EPOCH
    ends = date(year + month // 12, month % 12 + 1, 1).toordinal() - EPOCH
    days = [day for day in range(begins, ends) if weekday(day) == (sunday_first - 1) % 7]
    return days[min(week, len(days)) - 1] * DAY + _seconds(match[4] or "2")


def _seconds(text: str) -> int:
    """Seconds of "-10:30"."""
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    total = sum(part * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))
    return -total if text.startswith("-") else total


def _length(counts: tuple[int, ...], size: int) -> int:
    isutc, isstd, leaps, times, types, chars = counts
    return times * (size + 1) + types * 6 + chars + leaps * (size + 4) + isstd + isutc


def _merged(parts: Iterable[tuple[float, int]]) -> Stretches:
    kept: list[tuple[float, int]] = []
    for start, offset in parts:
        if not kept or kept[-1][1] != offset:
            kept.append((start, offset))
    return Stretches(tuple(start for start, _ in kept), tuple(offset for _, offset in kept))


def weekday(day: int) -> int:
    """Monday is 0; 1 January 1970 was a Thursday."""
    return (day + 3) % 7


def month_day(day: int) -> int:
    """The day of the month."""
    return date.fromordinal(day + EPOCH).day


def expected(name: str, on: Callable[[int], bool], minutes: Iterable[int], first: int, end: int) -> list[Due]:
    """What is due in a zone from `first` until before `end`, on the days for which `on` holds."""
    zone, at = stretches(name), sorted(minutes)
    days = (day for day in range(first // DAY - 3, end // DAY + 4) if on(day))
    found = (zone.due(day, minute) for day in days for minute in at)
    return sorted(due for due in found if first <= due[0] < end)
