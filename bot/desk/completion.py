"""What a topic may become while it is typed: covered topics, in any language, shown in the reader's.

Owns how a choice is worded; which topics there are is the library's affair, and how many choices of
which length a platform takes is the platform's. Pure.
"""

from collections.abc import Collection, Sequence
from typing import Literal

from bot.commands import OptionType
from bot.printable import printable
from bot.rendering.cutting import cut
from briefings.topics import Found, NotCovered, Topics


def choices(
    kind: OptionType | None,
    typed: str,
    others: Collection[str],
    topics: Topics,
    locale: str,
    *,
    most: int,
    longest: int,
) -> list[tuple[str, str]]:
    """Up to `most` (name shown, value sent) of at most `longest` characters each, best first.

    `others`: what the command's other options hold, which is not offered again. A misspelt name brings
    what it is read as. Of `topics` that are chosen to be sent, also one that nothing is known on yet.
    Options that are no topics, and None, bring nothing.
    """
    if kind not in {"topic", "theme", "topics"}:
        return []
    wanted: Literal["topic", "theme"] = "theme" if kind == "theme" else "topic"
    text = printable(typed)
    found: Sequence[tuple[str, str]] = topics.complete(text, wanted, locale)
    taken = {each.casefold() for each in others}
    if not found and text:
        match topics.read(text):
            case Found(topic) if wanted == "topic" or topic.kind == "theme":
                found = ((topics.name(topic, locale), topics.name(topic)),)
            case NotCovered(topic) if kind == "topics":
                found = ((topics.name(topic, locale), topics.name(topic)),)
            case _:
                found = ()
    fitting = {value: _shown(name, value, longest) for name, value in found if value.casefold() not in taken}
    return [(name, value) for value, name in fitting.items() if len(value) <= longest][:most]


def _shown(name: str, value: str, longest: int) -> str:
    """The name in the reader's language, with the English one where they differ and both fit."""
    upper = name[:1].upper() + name[1:]
    both = upper if name.casefold() == value.casefold() else f"{upper} ({value})"
    return both if len(both) <= longest else cut(upper, lambda part: len(part) <= longest)
