"""The shipped fonts: which letters they hold, and words cut into runs of one font each.

Owns the promise that no empty box stands for a letter: a party whose name we cannot set is shown
by its key, any other letter we lack by the replacement mark. Refuses the system's fonts.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import chain

from bot.rendering.picture.lettering import Face
from briefings.reply import Node, Picture

FOLDER = resources.files("bot.rendering.picture") / "fonts"
REPLACEMENT = "�"


@dataclass(frozen=True, slots=True)
class Font:
    """One font file and the letters in it."""

    file: str
    shaping: bool
    """Its script is only right when letters are joined, stacked or set from right to left."""
    letters: frozenset[int]


@dataclass(frozen=True, slots=True)
class Run:
    """Words that one font can set."""

    words: str
    font: Font


@cache
def fonts() -> tuple[Font, ...]:
    """All shipped fonts, in the order in which they are asked for a letter."""
    table = json.loads((FOLDER / "coverage.json").read_text("utf-8"))
    return tuple(
        Font(row["file"], row["shaping"], frozenset(chain.from_iterable(map(_codes, row["ranges"]))))
        for row in table
    )


def _codes(ends: tuple[int, int]) -> range:
    low, high = ends
    return range(low, high + 1)


def runs(words: str, face: Face, *, shaped: bool) -> tuple[Run, ...] | None:
    """The words as runs of one font each; none when a letter is in no font we can set.

    `shaped` says whether letters can be joined, stacked and set from right to left here.
    """
    usable = [font for font in _order(face) if shaped or not font.shaping]
    found: list[Run] = []
    for letter in words:
        keep = found and ord(letter) in found[-1].font.letters and found[-1].font not in usable[:1]
        font = found[-1].font if keep else next((f for f in usable if ord(letter) in f.letters), None)
        if font is None:
            return None
        if found and found[-1].font is font:
            found[-1] = Run(found[-1].words + letter, font)
        else:
            found.append(Run(letter, font))
    return tuple(_tidied(found, usable[0]))


def _tidied(found: Sequence[Run], first: Font) -> Iterator[Run]:
    """Spaces and commas that end a shaped run are handed on: they follow the order of the whole line."""
    for run in found:
        kept = run.words
        while run.font.shaping and kept and ord(kept[-1]) in first.letters:
            kept = kept[:-1]
        if kept:
            yield Run(kept, run.font)
        if len(kept) < len(run.words):
            yield Run(run.words[len(kept) :], first)


def settable(picture: Picture, *, shaped: bool) -> Picture:
    """The picture in letters we can set: names by their keys, other letters by the replacement mark."""

    def safe(words: str) -> str:
        return words if runs(words, "regular", shaped=shaped) is not None else "".join(map(mark, words))

    def mark(letter: str) -> str:
        return letter if runs(letter, "regular", shaped=shaped) is not None else REPLACEMENT

    def named(node: Node) -> Node:
        known = node.label.strip() and runs(node.label, "strong", shaped=shaped) is not None
        return node if known else replace(node, label=safe(node.key))

    return replace(
        picture,
        title=safe(picture.title),
        nodes=tuple(named(node) for node in picture.nodes),
        edges=tuple(replace(edge, label=safe(edge.label)) for edge in picture.edges),
    )


def _order(face: Face) -> Sequence[Font]:
    first = f"{face}.ttf"
    other = "regular.ttf" if face == "strong" else "strong.ttf"
    return sorted((font for font in fonts() if font.file != other), key=lambda font: font.file != first)
