"""Words to a schedule: "weekdays 08:30", "first monday at 9am", "day 1,15 06:00", "cron 30 8 * * 1-5".

Owns what can be written. Any string gives a schedule or one BadInput sentence with examples; what could
be meant in two ways ("mon 9", "mon 9am, thu 6pm") is refused, not guessed. The grammar is documented in
docs/schedules.md.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, time
from difflib import get_close_matches
from typing import Final, NoReturn

from bot.schedules.cron import CRON_EXAMPLE, read_cron
from bot.schedules.days import EVERY_WEEKDAY, LAST, DayRule, MonthDays, MonthWeekdays, Weekdays
from bot.schedules.schedule import SHORTEST_GAP, Schedule
from bot.schedules.zone_data import spelt
from briefings.errors import BadInput

MAX_TEXT: Final = 10_000
"""Characters of a schedule's text; all of its skip dates fit in."""
EXAMPLES: Final = (
    "weekdays 08:30",
    "every day 07:00,19:00",
    "mon,thu 6pm",
    "first monday 08:00",
    "day 1,15 06:00",
    "last day 23:59",
    CRON_EXAMPLE,
)
_WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "mon monday mondays",
            "tue tues tuesday tuesdays",
            "wed weds wednesday wednesdays",
            "thu thur thurs thursday thursdays",
            "fri friday fridays",
            "sat saturday saturdays",
            "sun sunday sundays",
        )
    )
    for name in names.split()
}
_GROUPS: Final = {
    **dict.fromkeys(("daily", "everyday"), EVERY_WEEKDAY),
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays"), (0, 1, 2, 3, 4)),
    **dict.fromkeys(("weekend", "weekends"), (5, 6)),
}
_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": LAST}
_NOISE: Final = frozenset(
    [
        "at",
        "on",
        "the",
        "of",
        "in",
        "each",
        "every",
        "month",
        "months",
        "monthly",
        "weekly",
        ",",
        "o'clock",
        "oclock",
    ]
)
_KNOWN: Final = (*_WEEKDAYS, *_GROUPS, *_ORDINALS, "every day", "every", "noon", "midnight", "except")
_ALIKE: Final = 0.75
"""How alike (0-1) a word is to one that was probably meant."""
_EXCEPT: Final = re.compile(
    r"\b(?:except(?:\s+on)?|but\s+not(?:\s+on)?|skip|skipping|without)\b", re.IGNORECASE
)
_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<clock>(?P<hour>\d{1,2})(?:(?:[:.]|h(?=\d))(?P<minute>\d\d))?\s*(?P<half>[ap])\.?m\b\.?
            |(?P<hour24>\d{1,2})(?:(?:[:.]|h(?=\d))(?P<minute24>\d\d)|h)(?![\d:.]\d|\w)
            |(?P<digits>[0-2]\d[0-5]\d)(?!\w))
        |(?P<named>(?:12\s+)?(?:noon|midnight)\b|midday\b)
        |(?P<ordinal>\d{1,2})(?:st|nd|rd|th)\b
        |(?P<number>\d{1,9})(?!\w)
        |(?P<word>[^\W\d]+(?:['’]\w+)?)
        |(?P<mark>[,-])
        |(?P<other>\S+)
    )""",
    re.VERBOSE,
)


_OFTEN: Final = re.compile(
    r"\b(?:(?:every|each)\s+(?:\d+\s*|few\s+|half\s+|other\s+)?(?:minutes?|mins?|hours?|hrs?)|hourly|minutely)\b",
    re.IGNORECASE,
)


def parse_schedule(text: str, zone: str, skip: Iterable[date] = ()) -> Schedule:
    """The schedule that `text` describes, in the zone of that IANA name, in whatever capitals.

    `skip` are local dates left out, besides those that `text` excepts. Raises BadInput.
    """
    tidy = " ".join(unicodedata.normalize("NFKC", text[: MAX_TEXT + 1]).split())
    if not tidy or len(tidy) > MAX_TEXT:
        raise BadInput(f"Say on which days and when, for example: {_examples()}.")
    named, *excepted = _EXCEPT.split(tidy, maxsplit=1)
    left_out = {*skip, *(_date(word) for part in excepted for word in _listed(part))}
    days, times = _days_and_times(named.strip(" ,;."))
    return Schedule(days, tuple(sorted(set(times))), spelt(zone.strip()) or zone, tuple(sorted(left_out)))


def _days_and_times(named: str) -> tuple[DayRule, tuple[time, ...]]:
    first, _, rest = named.partition(" ")
    if first.casefold().rstrip(":") == "cron":
        return read_cron(rest)
    if named.startswith("@") or (re.match(r"[\d*]\S*\s+[\d*][\d*/,-]*\s", named) and len(named.split()) == 5):
        return read_cron(named)
    if _OFTEN.search(named):
        raise BadInput(
            f"A digest comes at times of day, {24 * 60 // SHORTEST_GAP} of them at most and {SHORTEST_GAP} "
            "minutes apart; name them: every day 08:00,12:00,16:00, or as a cron line: cron 0 8-18 * * *."
        )
    return _Reader(named).read()


def _listed(part: str) -> list[str]:
    return [word for word in re.split(r"[\s,;]+", part) if word.casefold() not in ("", "and", "on", "&")]


def _date(word: str) -> date:
    try:
        return date.fromisoformat(word.rstrip("."))
    except ValueError:
        raise BadInput(
            f"“{word[:20]}” is no date to leave out; write 2026-12-25, several with commas."
        ) from None


class _Reader:
    """Reads one text from left to right: a block of days and a block of times, in either order."""

    def __init__(self, text: str) -> None:
        spread = re.sub(r"\s*[\u2010-\u2015\u2212]\s*", "-", text.casefold())
        spread = re.sub(r"\s*(?:;|&|\+|\band\b)\s*", " , ", spread)
        spread = re.sub(r"\s+(?:to|through|thru|till|until)\s+", "-", spread)
        self._tokens = list(_TOKEN.finditer(spread))
        self._at = 0
        self._weekly: set[int] = set()
        self._nth: set[tuple[int, int]] = set()
        self._monthly: set[int] = set()
        self._times: list[time] = []
        self._blocks: list[str] = []

    def read(self) -> tuple[DayRule, tuple[time, ...]]:
        """The days and the times. Raises BadInput."""
        while self._at < len(self._tokens):
            self._item()
        kinds = [kind for kind in (self._weekly, self._nth, self._monthly) if kind]
        if not kinds:
            raise BadInput(f"On which days? Write for example: {_examples()}.")
        if not self._times:
            raise BadInput(f"At what time? Write for example: {_examples()}.")
        if len(kinds) > 1:
            raise BadInput(
                "Days of the week, such as “mon”, and days of the month, such as “first monday” or “day 15”, "
                "need a schedule each."
            )
        return self._rule(), tuple(self._times)

    def _rule(self) -> DayRule:
        if self._weekly:
            return Weekdays(tuple(sorted(self._weekly)))
        if self._nth:
            return MonthWeekdays(tuple(sorted(self._nth, key=lambda day: (day[0] == LAST, day))))
        return MonthDays(tuple(sorted(self._monthly, key=lambda day: (day == LAST, day))))

    def _item(self) -> None:
        token = self._tokens[self._at]
        word = token["word"]
        if token["clock"] or token["named"]:
            self._block("times")
            self._times.append(_clock(token))
            self._at += 1
        elif word in ("every", "each") and self._word(1) in ("day", "days"):
            self._days(self._weekly, EVERY_WEEKDAY, 2)
        elif word in _GROUPS:
            self._days(self._weekly, _GROUPS[word], 1)
        elif word in _WEEKDAYS:
            self._days(self._weekly, self._range_of_weekdays(), 0)
        elif word in ("day", "days"):
            self._at += 1
            self._days(self._monthly, self._numbered_days(), 0)
        elif word in _ORDINALS or token["ordinal"]:
            self._counted()
        elif word in _NOISE or token["mark"] == ",":
            self._refuse_fortnight(word)
            self._at += 1
        else:
            self._refuse(token)

    def _days(self, kind: set[int], days: Iterable[int], tokens: int) -> None:
        self._block("days")
        kind.update(days)
        self._at += tokens

    def _block(self, name: str) -> None:
        if not self._blocks or self._blocks[-1] != name:
            self._blocks.append(name)
        if len(self._blocks) > 2:
            raise BadInput(
                "One schedule has the same times on all of its days: name all days, then all times, "
                "or make two schedules."
            )

    def _range_of_weekdays(self) -> tuple[int, ...]:
        first = _WEEKDAYS[self._word(0) or ""]
        self._at += 1
        if self._mark(0) != "-":
            return (first,)
        last = _WEEKDAYS.get(self._word(1) or "")
        if last is None:
            self._refuse(self._tokens[min(self._at + 1, len(self._tokens) - 1)])
        self._at += 2
        return tuple((first + step) % 7 for step in range((last - first) % 7 + 1))

    def _numbered_days(self) -> set[int]:
        """The days of the month after "day": numbers, ranges, "last"."""
        found: set[int] = set()
        while (day := self._day_at(0)) is not None:
            self._at += 1
            end = self._day_at(1) if self._mark(0) == "-" else None
            if end is not None:
                self._at += 2
                found.update(_day_range(day, end))
            found.add(day)
            if self._mark(0) == "," and self._day_at(1) is not None:
                self._at += 1
        if not found:
            raise BadInput(
                f"Which day of the month? Write “every day” or a number, for example: {_examples()}."
            )
        return found

    def _day_at(self, ahead: int) -> int | None:
        """The day of the month that stands there; None where none does."""
        if self._at + ahead >= len(self._tokens):
            return None
        token = self._tokens[self._at + ahead]
        if token["word"] == "last":
            return LAST
        number = token["number"] or token["ordinal"]
        if number is None:
            return None
        if not 1 <= int(number) <= 31:
            raise BadInput(f"There is no day {number[:9]} in a month; write 1 to 31, or “last day”.")
        return int(number)

    def _counted(self) -> None:
        """Such as "first monday", "first and third monday", "last day", "1st and 15th"."""
        self._refuse_alternate()
        counts = [self._count()]
        while self._mark(0) == "," and self._is_count(1):
            self._at += 1
            counts.append(self._count())
        weekday = _WEEKDAYS.get(self._word(0) or "")
        if weekday is not None:
            self._at += 1
            if self._mark(0) == "-":
                raise BadInput("Name the weekdays one by one: first monday, first tuesday.")
            self._block("days")
            self._nth.update((_which(count), weekday) for count in counts)
            return
        if self._word(0) in ("day", "days"):
            self._at += 1
        elif self._word(-1) in _ORDINALS and self._word(0) != "of":
            self._refuse(self._tokens[min(self._at, len(self._tokens) - 1)])
        self._days(self._monthly, (_month_day(count) for count in counts), 0)

    def _count(self) -> int:
        token = self._tokens[self._at]
        self._at += 1
        return int(token["ordinal"]) if token["ordinal"] else _ORDINALS[token["word"]]

    def _is_count(self, ahead: int) -> bool:
        at = self._at + ahead
        return at < len(self._tokens) and bool(
            self._tokens[at]["ordinal"] or self._tokens[at]["word"] in _ORDINALS
        )

    def _refuse_alternate(self) -> None:
        """Because "every second monday" is every other one to some readers and one a month to others."""
        spoken = self._word(0) in ("second", "third", "fourth", "fifth") or self._tokens[self._at]["ordinal"]
        if spoken and self._word(-1) in ("every", "each") and self._word(2) != "of":
            raise BadInput(
                "“Every second monday” can mean two things; write “second monday of the month” for one day a "
                "month. Every other week is not offered."
            )

    def _refuse_fortnight(self, word: str | None) -> None:
        if word in ("every", "each") and (self._word(1) == "other" or self._number(1)):
            raise BadInput(f"“Every other” and “every 2” are not offered; write for example: {_examples()}.")

    def _word(self, ahead: int) -> str | None:
        at = self._at + ahead
        return self._tokens[at]["word"] if 0 <= at < len(self._tokens) else None

    def _mark(self, ahead: int) -> str | None:
        at = self._at + ahead
        return self._tokens[at]["mark"] if at < len(self._tokens) else None

    def _number(self, ahead: int) -> bool:
        at = self._at + ahead
        return at < len(self._tokens) and self._tokens[at]["number"] is not None

    def _refuse(self, token: re.Match[str]) -> NoReturn:
        piece = token[0].strip()[:40]
        number = token["number"]
        if number and len(number) <= 2 and int(number) <= 23:
            raise BadInput(
                f"“{piece}” may be morning or evening; write {int(number):02}:00, or am or pm with it."
            )
        if spelt(piece) or "/" in token.string[token.end() :].split(" ")[0]:
            raise BadInput("Give the time zone on its own, apart from the days and times.")
        meant = get_close_matches(piece, _KNOWN, n=1, cutoff=_ALIKE) if len(piece) > 2 else ()
        guess = f"; perhaps “{meant[0]}” is meant; or" if meant else ";"
        raise BadInput(
            f"“{piece}” cannot be read as a day or a time{guess} write for example: {_examples()}."
        )


def _clock(token: re.Match[str]) -> time:
    if token["named"]:
        return time(0) if token["named"].endswith("midnight") else time(12)
    digits = token["digits"] or ""
    hour = int(token["hour"] or token["hour24"] or digits[:2])
    minute = int(token["minute"] or token["minute24"] or digits[2:] or 0)
    half = token["half"]
    written = token[0].strip()
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        hint = "; midnight is 00:00, at the beginning of its day" if hour == 24 else ""
        raise BadInput(f"There is no {written} on a clock{hint}; write 08:30 or 8:30pm, for example.")
    return time(hour % 12 + (12 if half == "p" else 0) if half else hour, minute)


def _day_range(first: int, last: int) -> range:
    end = 31 if last == LAST else last
    if first == LAST or end < first:
        raise BadInput("Days of the month run upwards: day 1-7, or day 25-last.")
    return range(first, end + 1)


def _which(count: int) -> int:
    if count > 5:
        raise BadInput("A month has five of a weekday at most; write first to fifth, or last.")
    return count


def _month_day(count: int) -> int:
    if count != LAST and not 1 <= count <= 31:
        raise BadInput(f"There is no day {count} in a month; write 1 to 31, or “last day”.")
    return count


def _examples() -> str:
    return "; ".join(EXAMPLES)
