"""Shortening and splitting texts that are too long: at words where it can, never inside a character.

Owns where a text may be parted. A cut is always visible: "…" stands where something was left out or goes
on. Right-to-left text is parted at its words as well, never inside one.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from wcwidth import grapheme_boundary_before

ELLIPSIS = "…"
Fits = Callable[[str], bool]

_REACH = 2
"""A part keeps at least one half (1/_REACH) of what would fit, so that long words cannot starve it."""
_WINDOW = 256
"""Characters looked at around a cut to find whole ones; longer ones exist only to do harm."""
_SPACE = re.compile(r" ")


def cut(text: str, fits: Fits) -> str:
    """`text`, or as much of its beginning as fits with "…" after it; empty when nothing fits."""
    if fits(text):
        return text
    end = _end(text, lambda part: fits(part.rstrip() + ELLIPSIS))
    kept = text[:end].rstrip() + ELLIPSIS
    return kept if fits(kept) else ""


def split(text: str, fits: Fits) -> Iterator[str]:
    """`text` in parts that fit, "…" wherever it goes on. Joined without "…" they give the words again.

    A part that cannot be made to fit holds one character.
    """
    rest, before = text, ""
    while not fits(before + rest):
        lead = before
        end = max(1, _end(rest, lambda part, lead=lead: fits(lead + part.rstrip() + ELLIPSIS)))  # type: ignore[misc]
        yield before + rest[:end].rstrip() + ELLIPSIS
        rest, before = rest[end:].lstrip(), ELLIPSIS
        if not rest:
            return
    yield before + rest


def _end(text: str, fits: Fits) -> int:
    """Where to part `text` so that what stands before fits."""
    most = _furthest(text, fits)
    spaces = [found.start() for found in _SPACE.finditer(text, most // _REACH, most + 1) if found.start() > 0]
    whole = [place for place in spaces if _is_boundary(text, place)]
    if whole:
        outside = [place for place in whole if not _within_run(text, place)]
        return (outside or whole)[-1]
    place = most
    while 0 < place < len(text) and most - place < _WINDOW and not _is_boundary(text, place):
        place = _cluster_start(text, place)
    return place if place > 0 and _is_boundary(text, place) else most


def _furthest(text: str, fits: Fits) -> int:
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(text[:middle]):
            low = middle
        else:
            high = middle - 1
    return low


def _is_boundary(text: str, place: int) -> bool:
    """Whether no character, as readers see them, is cut at `place`."""
    return place in {0, len(text)} or _cluster_start(text, place) == place


def _cluster_start(text: str, place: int) -> int:
    """Where the character that holds the code point at `place` begins."""
    start = max(0, place - _WINDOW)
    found: int = grapheme_boundary_before(text[start : place + 1], place + 1 - start)
    return start + found


def _within_run(text: str, place: int) -> bool:
    """Whether right-to-left words stand on both sides of the space at `place`."""
    return _is_rtl(text[max(0, place - _WINDOW) : place][::-1]) and _is_rtl(text[place : place + _WINDOW])


def _is_rtl(text: str) -> bool:
    """Whether the first letter is written right to left."""
    for each in text:
        direction = unicodedata.bidirectional(each)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return False
