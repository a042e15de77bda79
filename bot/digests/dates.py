"""Dates as people name them: "friday", "25 December", "2026-12-25". Pure.

Owns which date such a word means: the next one from a given day on.
"""

import re
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]{3,9})\.?,?(?:\s+(\d{4}))?")
_MONTH_FIRST: Final = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(\d{4}))?")


def named_date(typed: str, today: date) -> date | None:
    """The date that words mean, the first one after today where they leave it open; None for other words."""
    words = " ".join(typed.casefold().split()).removeprefix("next ")
    weekday = _numbered(words, _WEEKDAYS)
    if words == "tomorrow":
        return today + timedelta(days=1)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    day_first, month_first = _DAY_FIRST.fullmatch(words), _MONTH_FIRST.fullmatch(words)
    if day_first:
        return _on(day_first[1], day_first[2], day_first[3], today)
    if month_first:
        return _on(month_first[2], month_first[1], month_first[3], today)
    return None


def _on(day: str, month: str, year: str | None, today: date) -> date | None:
    number = _numbered(month, _MONTHS)
    if number is None:
        return None
    years = (int(year),) if year else range(today.year, today.year + 9)  # 29 February comes within eight
    for each in years:
        try:
            found = date(each, number + 1, int(day))
        except ValueError:
            continue
        if year or found > today:
            return found
    return None


def _numbered(word: str, names: tuple[str, ...]) -> int | None:
    """Which of the names a word is, or begins with three letters at least."""
    found = [number for number, name in enumerate(names) if len(word) > 2 and name.startswith(word)]
    return found[0] if found else None
