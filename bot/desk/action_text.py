"""Actions as text and back: versioned, self-contained, as short as a platform's buttons take. Pure.

`c1:<action>:…`, the free text last. Whatever did not come from here decodes to a value that says so;
nothing is raised. Nothing here is secret or signed: who may do what is checked when an action runs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from bot.printable import printable
from bot.rendering.actions import (
    KINDS,
    Action,
    Choose,
    Feedback,
    Kind,
    Run,
    Share,
    ShowEvidence,
    TurnPage,
)
from bot.rendering.asked import Asked, AskedVerb
from bot.rendering.marks import MARK
from bot.rendering.marks import read as marks_read

FROM_MESSAGE = "@message"
"""Stands for an argument too long to carry: the message itself says what was asked."""
VERSION = 1

_MOST_PAGES = 999
_VERBS: dict[str, AskedVerb] = {
    "b": "brief",
    "q": "ask",
    "c": "compare",
    "s": "scenarios",
    "w": "watch",
    "g": "gaps",
    "m": "map",
    "a": "about",
    "e": "evidence",
    "t": "text",
    "d": "digest",
    "f": "follow",
    "u": "unfollow",
}
_LETTERS = {verb: letter for letter, verb in _VERBS.items()}
_KINDS: dict[str, Kind] = {kind[0]: kind for kind in KINDS}
_PREFIX = re.compile(r"c([1-9]\d{0,3}):", re.ASCII)
_NUMBER = re.compile(r"0|[1-9]\d{0,2}", re.ASCII)
_CLAIM = re.compile(r"(?P<article>[a-z0-9-]+):C(?P<number>\d{1,4})", re.ASCII)
_PACKED = re.compile(r"[a-z0-9-]+:\d{1,4}(?:,\d{1,4})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Outdated:
    """Written by another version of this program."""

    version: int


@dataclass(frozen=True, slots=True)
class Forged:
    """Never written by this program."""


@dataclass(frozen=True, slots=True)
class ActionTexts:
    """Writes the actions of one reply in at most `longest` characters. `asked`: the command it answers.

    Where what was asked does not fit, the message stands for it: a question is read again from there, a
    shared page is the page the message shows, and feedback is on what the message says.
    """

    asked: Asked
    longest: int

    def encode(self, action: Action) -> str | None:
        """The action as text; None where it does not fit, or its page could not be found again."""
        if isinstance(action, TurnPage) and action.asked.argument is None and action.asked.verb != "ask":
            return None
        whole = encode(action, self.longest) or encode(_without_marks(action), self.longest)
        if whole is not None:
            return whole
        by_message = Asked(self.asked.verb, None)
        match action:
            case TurnPage(asked, page) if asked == self.asked and asked.verb == "ask":
                return encode(TurnPage(by_message, page), self.longest)
            case Share(asked, page) if asked == self.asked:
                return encode(Share(by_message, page), self.longest)
            case Feedback(kind, asked) if asked == self.asked:
                return encode(Feedback(kind, by_message), self.longest)
            case _:
                return None


def _without_marks(action: Action) -> Action:
    """The same without citation numbers: rather a page without them than none."""
    match action:
        case TurnPage(asked) | Share(asked) | Feedback(_, asked) if asked.marks:
            return replace(action, asked=asked.marked(""))
        case _:
            return action


def encode(action: Action, longest: int) -> str | None:
    """The action as text; None where it is longer than that, or holds what no text of ours can carry."""
    body = _body(action)
    if body is None:
        return None
    text = f"c{VERSION}:{body}"
    return text if len(text) <= longest and decode(text, longest) == action else None


def decode(text: str, longest: int) -> Action | Outdated | Forged:
    """What a text stands for."""
    prefix = _PREFIX.match(text)
    if prefix is None:
        return Forged()
    if int(prefix[1]) != VERSION:
        return Outdated(int(prefix[1]))
    if len(text) > longest or printable(text) != text.rstrip(" "):
        return Forged()
    return _read(text[prefix.end() :]) or Forged()


def _body(action: Action) -> str | None:
    match action:
        case ShowEvidence(claims):
            packed = _pack(claims)
            return None if packed is None else f"e:{packed}"
        case Run(asked):
            return _with("r", asked)
        case Choose(verb, place):
            return f"c:{_LETTERS[verb]}:{place}"
        case TurnPage(asked, page):
            return _with("p", asked, page)
        case Share(asked, page):
            return _with("s", asked, page)
        case Feedback(kind, asked):
            written = _with("f", asked)
            return None if written is None else f"f:{kind[0]}{written[1:]}"
        case _:
            assert_never(action)


def _with(letter: str, asked: Asked, page: int | None = None) -> str | None:
    argument = _argument(asked)
    if argument is None:
        return None
    number = "" if page is None else f"{page}:"
    return f"{letter}:{_LETTERS[asked.verb]}:{number}{argument}"


def _argument(asked: Asked) -> str | None:
    if asked.argument is None:
        return FROM_MESSAGE
    if printable(asked.argument) != asked.argument:
        return None
    if asked.verb == "evidence" and asked.argument:
        packed = _pack(asked.claims)
        return None if packed is None else f"{packed}{asked.marks}"
    return f"@{asked.argument}" if asked.argument.startswith("@") else asked.argument


def _read(body: str) -> Action | None:
    letter, _, rest = body.partition(":")
    match letter:
        case "e":
            claims = _unpack(rest)
            return ShowEvidence(claims) if claims else None
        case "r":
            asked = _asked(rest)
            return Run(asked) if asked else None
        case "c":
            return _choose(rest)
        case "p" | "s":
            return _paged(letter, rest)
        case "f":
            kind, _, said = rest.partition(":")
            asked = _asked(said)
            return Feedback(_KINDS[kind], asked) if asked and kind in _KINDS else None
        case _:
            return None


def _choose(rest: str) -> Choose | None:
    letter, _, place = rest.partition(":")
    if letter not in _VERBS or not _NUMBER.fullmatch(place):
        return None
    return Choose(_VERBS[letter], int(place))


def _paged(letter: Literal["p", "s"], rest: str) -> TurnPage | Share | None:
    verb, _, numbered = rest.partition(":")
    number, colon, argument = numbered.partition(":")
    asked = _asked(f"{verb}:{argument}")
    if not colon or not _NUMBER.fullmatch(number) or asked is None or int(number) > _MOST_PAGES:
        return None
    return TurnPage(asked, int(number)) if letter == "p" else Share(asked, int(number))


def _asked(text: str) -> Asked | None:
    letter, colon, argument = text.partition(":")
    if not colon or letter not in _VERBS:
        return None
    verb = _VERBS[letter]
    if argument == FROM_MESSAGE:
        return Asked(verb, None)
    if verb == "evidence" and argument:
        packed, mark, marks = argument.partition(MARK)
        claims = _unpack(packed)
        if not claims or (mark and not marks_read(f"{mark}{marks}")):
            return None
        return Asked(verb, " ".join(claims)).marked(f"{mark}{marks}")
    if argument.startswith("@"):
        return Asked(verb, argument[1:]) if argument.startswith("@@") else None
    return Asked(verb, argument)


def _pack(claims: Sequence[str]) -> str | None:
    """Qualified claims, those of one article in a row together: `article:07,12;other:3`."""
    groups: list[tuple[str, list[str]]] = []
    for claim in claims:
        found = _CLAIM.fullmatch(claim)
        if found is None:
            return None
        if not groups or groups[-1][0] != found["article"]:
            groups.append((found["article"], []))
        groups[-1][1].append(found["number"])
    return ";".join(f"{article}:{','.join(numbers)}" for article, numbers in groups) or None


def _unpack(packed: str) -> tuple[str, ...] | None:
    claims: list[str] = []
    for group in packed.split(";"):
        if not _PACKED.fullmatch(group):
            return None
        article, _, numbers = group.partition(":")
        claims += (f"{article}:C{number}" for number in numbers.split(","))
    return tuple(claims)
