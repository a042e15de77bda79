"""Patterns kept as data: `name: regular expression` lines, those of one name being alternatives.

Owns reading and compiling them, each on first need. What a match means is the caller's business.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources


@cache
def _lines(file: str) -> tuple[tuple[str, str], ...]:
    text = (resources.files("briefings.answers") / "data" / file).read_text(encoding="utf-8")
    return tuple(_parsed(text))


def _parsed(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, colon, pattern = line.partition(": ")
        if colon and not line.startswith("#"):
            yield name, pattern


@cache
def names(file: str) -> tuple[str, ...]:
    """The names in a file, in order, without repeats."""
    return tuple(dict.fromkeys(name for name, _ in _lines(file)))


@cache
def pattern(file: str, name: str) -> re.Pattern[str]:
    """The pattern of that name; one that matches nothing where the file has none."""
    return re.compile("|".join(found for key, found in _lines(file) if key == name) or r"(?!)")
