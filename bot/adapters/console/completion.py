"""What could be typed next: commands, topics in any language, themes and pages. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.commands import ABOUT_PAGES, DEFINITIONS, Definition
from briefings.topics import BETWEEN, Found, NotCovered, Topics, Unclear

_ON = re.compile(r"(?P<pair>.*\s)on\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`text` replaces the last `length` characters of the line; `shown` is what the list says."""

    text: str
    length: int
    shown: str


def suggest(
    line: str, topics: Topics, definitions: Sequence[Definition] = DEFINITIONS
) -> Iterator[Suggestion]:
    """What could stand at the end of `line`, best first; at most a screenful per kind."""
    typed = line.lstrip()
    word, space, rest = typed.partition(" ")
    definition = {each.name: each for each in definitions}.get(word.removeprefix("/").casefold())
    if not space:
        yield from _commands(word, definitions)
    if space and definition:
        yield from _options(definition, rest.lstrip(), topics)
    elif typed and not typed.startswith("/"):
        yield from _names(typed, topics, "topic")


def _commands(word: str, definitions: Sequence[Definition]) -> Iterator[Suggestion]:
    slash = "/" if word.startswith("/") or not word else ""
    for definition in definitions:
        if definition.name.startswith(word.removeprefix("/").casefold()):
            shown = f"/{definition.name}  {definition.help}"
            yield Suggestion(f"{slash}{definition.name}", len(word), shown)


def _options(definition: Definition, rest: str, topics: Topics) -> Iterator[Suggestion]:
    types = tuple(option.type for option in definition.options)
    if types[:2] == ("topic", "topic"):
        yield from _pair(rest, topics)
    elif types[:1] == ("topic",):
        yield from _names(rest, topics, "topic")
    elif types[:1] == ("page",):
        pages = (page for page in ABOUT_PAGES if page.startswith(rest.casefold()))
        yield from (Suggestion(page, len(rest), page) for page in pages)


def _pair(rest: str, topics: Topics) -> Iterator[Suggestion]:
    """The first topic, then the second, then the theme after "on"."""
    on = _ON.match(rest)
    if on and topics.read_two(on["pair"]):
        yield from _names(rest[on.end() :], topics, "theme")
        return
    found = list(_names(rest, topics, "topic"))
    for cut in (*BETWEEN.finditer(rest), *re.finditer(r"\s+", rest)):
        if isinstance(topics.read(rest[: cut.start()]), Found | NotCovered | Unclear):
            found += _names(rest[cut.end() :], topics, "topic")
    yield from dict.fromkeys(found)


def _names(prefix: str, topics: Topics, kind: str) -> Iterator[Suggestion]:
    found = topics.complete(prefix, "theme" if kind == "theme" else "topic")
    for shown, text in found:
        yield Suggestion(text, len(prefix), shown if shown == text else f"{shown} ({text})")
