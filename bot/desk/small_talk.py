"""Words said to the bot that ask for nothing the library holds: greetings, thanks, and what it is.

Owns a closed list of phrases, in a few languages, and the page each brings. A message is small talk
only when every part of it stands in the list: "hello, what about India?" is a question. Pure.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources

from bot.commands import About, Command, Gaps

_LONGEST = 80
"""Characters; nobody greets at greater length."""
_PARTS = re.compile(r"[,.;:!?…–—·¡¿،؛؟।、。，！？]+|\s+[-&]\s+")
_MARKS = re.compile(r"[^\w\s'\u0900-\u0dff]+")
"""Emoji and the like; vowel signs of Indian scripts belong to their letters."""

_CHATTING = "help"
_PAGES: Mapping[str, Command] = {
    "help": About(),
    "gaps": Gaps(),
    "sources": About("sources"),
    "privacy": About("privacy"),
}


def small_talk(text: str) -> Command | None:
    """The page that small talk is answered with; None for all else."""
    if len(text) > _LONGEST:
        return None
    said = [part for each in _PARTS.split(text) if (part := _plain(each))]
    if not said:
        return None
    pages = [_page(each) for each in said]
    if None in pages:
        return None
    return _PAGES[next((page for page in pages if page and page != _CHATTING), _CHATTING)]


def _page(part: str) -> str | None:
    """The page of one part of a message; None where it is no small talk."""
    listed = _phrases()
    if part in listed:
        return listed[part]
    return _CHATTING if _chats(tuple(part.split()), listed) else None


def _chats(words: tuple[str, ...], listed: Mapping[str, str]) -> bool:
    """Whether words are greetings and the like, one after the other: "hi there", "ok thanks"."""
    if not words:
        return True
    ends = range(1, len(words) + 1)
    return any(listed.get(" ".join(words[:end])) == _CHATTING and _chats(words[end:], listed) for end in ends)


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
