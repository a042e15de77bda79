"""Options as they are typed where a platform has no fields for them: after the command, on one line."""

from collections.abc import Mapping
from typing import Final

from bot.commands import Definition, OptionType

VALUES: Final[Mapping[OptionType, str]] = {
    "topic": "India",
    "theme": "nuclear",
    "text": "Tokyo and Seoul spoke about trade.",
    "page": "sources",
    "claims": "C07",
    "digest": "s-7K3QF2",
    "draft": "7K3QF2",
    "days": "weekdays",
    "times": "08:30",
    "zone": "Europe/London",
    "topics": "India, China",
    "style": "headlines",
    "empty": "line",
    "dates": "2026-12-01",
    "span": "12 hours",
    "doubt": "never-lose",
}
"""A value for each kind of option."""
_NAMED: Final = {"days", "time", "zone", "topics", "style", "empty", "skip", "catch_up", "on_doubt"}
"""Fields that are typed after their names."""
_BEFORE: Final = {"b": "vs ", "theme": "on "}


def value(definition: Definition, name: str) -> str:
    """What an option is filled in with; the second topic differs from the first."""
    option = next(each for each in definition.options if each.name == name)
    return "China" if name == "b" else VALUES[option.type]


def line(given: Mapping[str, str]) -> str:
    """What is typed after the command."""
    return " ".join(_word(name, text) for name, text in given.items())


def _word(name: str, text: str) -> str:
    return f"{name} {text}" if name in _NAMED else f"{_BEFORE.get(name, '')}{text}"
