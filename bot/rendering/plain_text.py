"""Texts as readers are meant to see them, before any markup: one line, nothing hidden, nothing reversed.

Owns what is taken out of every text on its way to a chat, and the isolation of right-to-left text.
"""

import re
import unicodedata

from bot.printable import printable

ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
"""Around right-to-left text, so that marks beside it stay where they are (UAX #9, FSI and PDI)."""

_MOST_MARKS = 30
"""Combining marks in a row that any script needs (UAX #15, stream-safe text)."""
_MAY_PILE = re.compile(rf"[^\w\s]{{{_MOST_MARKS + 1}}}")
"""No mark is a word character, so that a pile of them is found fast."""
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""The blocks of scripts written right to left (Unicode, DerivedBidiClass)."""
_HIDDEN_AT = re.compile("(?<=@)[\u200b\u2060]+")
"""Zero-width characters after "@" are ours to place."""


def one_line(text: str) -> str:
    """`text` printable, keeping the single spaces that join it to its neighbours."""
    if text.isprintable() and "  " not in text:
        return text if text.isascii() else _unpiled(text)
    core = printable(text)
    if not core:
        return " " if text[:1].isspace() else ""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    bare = _HIDDEN_AT.sub("", core)
    return f"{before}{_unpiled(bare)}{after}"


def isolated(text: str) -> str:
    """`text`, set apart from its surroundings where it holds right-to-left letters."""
    if text.isascii() or not _RTL.search(text):
        return text
    core = text.strip(" ")
    start = text.index(core)
    return f"{text[:start]}{ISOLATE}{core}{END_OF_ISOLATE}{text[start + len(core) :]}"


def _unpiled(text: str) -> str:
    """`text` without marks piled higher than any script piles them."""
    if not _MAY_PILE.search(text):
        return text
    kept: list[str] = []
    run = 0
    for each in text:
        run = run + 1 if unicodedata.combining(each) else 0
        if run <= _MOST_MARKS:
            kept.append(each)
    return "".join(kept)
