"""What an option may become while it is typed: covered topics, in any language, shown in the reader's.

Owns the limits of Discord's choices; which topics there are is the library's affair. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.adapters.discord.definitions import CHAT, by_name
from bot.printable import printable
from bot.rendering.cutting import cut
from briefings.topics import Found, Topics

MOST = 25
"""Choices (LIMITS: autocomplete)."""
LONGEST = 100
"""Characters of a choice's name, and of its value."""


@dataclass(frozen=True, slots=True)
class Typing:
    """An option that is being typed. `others`: what the command's other options hold so far."""

    kind: str
    text: str
    others: tuple[str, ...]


def typing(data: Mapping[str, Any]) -> Typing | None:
    """What is being typed; None where it is no option that we complete."""
    definition = by_name().get((CHAT, str(data.get("name", ""))))
    given = [each for each in data.get("options") or () if isinstance(each.get("value"), str)]
    focused = next((each for each in given if each.get("focused")), None)
    if definition is None or focused is None:
        return None
    kind = next((each.type for each in definition.options if each.name == focused["name"]), "")
    others = tuple(each["value"] for each in given if each is not focused)
    return Typing(kind, printable(focused["value"]), others)


def choices(typed: Typing, topics: Topics, locale: str) -> list[tuple[str, str]]:
    """Up to 25 (name shown, value sent), best first. A misspelt name brings what it is read as."""
    if typed.kind not in {"topic", "theme"}:
        return []
    kind: Literal["topic", "theme"] = "theme" if typed.kind == "theme" else "topic"
    found: Sequence[tuple[str, str]] = topics.complete(typed.text, kind, locale)
    taken = {each.casefold() for each in typed.others}
    if not found and typed.text:
        match topics.read(typed.text):
            case Found(topic) if kind == "topic" or topic.kind == "theme":
                found = ((topics.name(topic, locale), topics.name(topic)),)
            case _:
                found = ()
    fitting = {value: _shown(name, value) for name, value in found if value.casefold() not in taken}
    return [(name, value) for value, name in fitting.items() if len(value) <= LONGEST][:MOST]


def _shown(name: str, value: str) -> str:
    """The name in the reader's language, with the English one where they differ and both fit."""
    upper = name[:1].upper() + name[1:]
    both = upper if name.casefold() == value.casefold() else f"{upper} ({value})"
    return both if len(both) <= LONGEST else cut(upper, lambda part: len(part) <= LONGEST)
