"""Words said to the bot that ask for nothing the library holds: greetings, thanks, and what it is.

Owns a closed list of phrases, in a few languages, and the page each brings. A message is small talk
only when every part of it stands in the list: "hello, what about India?" is a question. Pure.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

from bot.commands import About, Command, Gaps
from bot.desk.wishes import wishes_a_digest
from bot.digest_commands import DigestList

_LONGEST = 80
"""Characters; nobody greets at greater length."""
_PARTS = re.compile(r"[,.;:!?…–—·¡¿،؛؟।、。，！？]+|\s+[-&]\s+")
_MARKS = re.compile(r"[^\w\s'\u0900-\u0dff]+")
"""Emoji and the like; vowel signs of Indian scripts belong to their letters."""

COURTESY = "At your service: ask whenever you like."
"""What thanks, praise and goodbyes are answered with."""

_CHATTING = frozenset({"help", "courtesy", "filler"})
"""Kinds of phrases that may follow one another."""
_PAGES: Mapping[str, Command] = {
    "help": About(),
    "gaps": Gaps(),
    "sources": About("sources"),
    "privacy": About("privacy"),
}


def small_talk(text: str) -> Command | Literal["courtesy"] | None:
    """The page that small talk is answered with, or that it wants a courtesy only; None for all else."""
    if wishes_a_digest(_plain(text)):
        return DigestList()
    if len(text) > _LONGEST:
        return None
    said = [part for each in _PARTS.split(text) if (part := _plain(each))]
    if not said:
        return None
    kinds: set[str] = set()
    for each in said:
        found = _kinds(each)
        if found is None:
            return None
        kinds |= found
    page = next((name for name in _PAGES if name in kinds - _CHATTING), None)
    if page is None and "courtesy" in kinds and "help" not in kinds:
        return "courtesy"
    return _PAGES[page or "help"]


def _kinds(part: str) -> frozenset[str] | None:
    """The kinds of phrases in one part of a message; None where it is no small talk."""
    listed = _phrases()
    if part in listed:
        return frozenset({listed[part]})
    return _chain(tuple(part.split()), listed)


def _chain(words: tuple[str, ...], listed: Mapping[str, str]) -> frozenset[str] | None:
    """The kinds of greetings and the like, one after the other: "hi there", "ok thanks"."""
    if not words:
        return frozenset()
    for end in range(1, len(words) + 1):
        kind = listed.get(" ".join(words[:end]), "")
        rest = _chain(words[end:], listed) if kind in _CHATTING else None
        if rest is not None:
            return rest | {kind}
    return None


@cache
def _phrases() -> Mapping[str, str]:
    """The page of each phrase."""
    found: dict[str, str] = {}
    text = (resources.files("bot.desk") / "data" / "small_talk.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        page, colon, phrases = line.partition(":")
        if colon and not line.startswith("#"):
            found |= {_plain(each): page for each in phrases.split(";")}
    return found


def _plain(text: str) -> str:
    """Letters, figures and apostrophes in one case, between single spaces."""
    straight = unicodedata.normalize("NFC", text).replace("’", "'")
    return " ".join(_MARKS.sub(" ", straight).casefold().split())
