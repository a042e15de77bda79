"""Autocompletion: which option is being typed, and up to 25 choices for it. Pure.

Owns Discord's limits and the shape of its data; what a topic may become is `bot.desk.completion`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.adapters.discord.parse import definition_of, options_of
from bot.commands import OptionType
from bot.desk import completion
from briefings.errors import BadInput
from briefings.topics import Topics

MOST = 25
"""Choices (LIMITS: autocomplete)."""
LONGEST = 100
"""Characters of a choice's name, and of its value."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The option that has the focus, and what the others hold."""

    kind: OptionType
    text: str
    others: tuple[str, ...]


def typed(data: Mapping[str, Any]) -> Typed | None:
    """What is being typed; None for an option that is not known."""
    try:
        definition = definition_of(data)
    except BadInput:
        return None
    given = [each for each in options_of(data) if isinstance(each.get("value"), str)]
    focused = next((each for each in given if each.get("focused")), None)
    if focused is None:
        return None
    kind = next((each.type for each in definition.options if each.name == focused["name"]), None)
    others = tuple(str(each["value"]) for each in given if each is not focused)
    return None if kind is None else Typed(kind, str(focused["value"]), others)


def choices(data: Mapping[str, Any], topics: Topics, locale: str) -> list[tuple[str, str]]:
    """(Name shown, value sent), best first, for a topic or theme that has the focus; else none."""
    found = typed(data)
    if found is None:
        return []
    return completion.choices(
        found.kind, found.text, found.others, topics, locale, most=MOST, longest=LONGEST
    )


def fitting(offered: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """As many of the choices as Discord takes, their names cut, values too long left out."""
    kept = [(_short(name), value) for name, value in offered if 0 < len(value) <= LONGEST]
    return tuple(kept[:MOST])


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
