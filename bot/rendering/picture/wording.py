"""The picture's own words: what each style of line means, and the entries of the lettered list.

Owns which lines share one letter: numbers are for citations alone. Refuses content: an edge's label is
repeated as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Literal

from briefings.present.picture import STYLE, Style
from briefings.present.wording import LEVEL, upper_first
from briefings.reply import Edge, Picture

MEANING: Mapping[Style, str] = {STYLE[level]: upper_first(words) for level, words in LEVEL.items()}
"""What a line's style says of its likelihood, the surest first."""
GROUP: Mapping[Literal["country", "bloc"], str] = {"country": "Country", "bloc": "Group of countries"}
NOTE = "Likelihoods are the author's words."


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter of the list: the same thing said of one party and one or more others."""

    letter: str
    style: Style
    label: str
    parties: str
    edges: tuple[int, ...]
    """Positions in the picture's edges."""


@dataclass(frozen=True, slots=True)
class _Gathered:
    edges: tuple[int, ...]
    sources: tuple[str, ...]
    targets: tuple[str, ...]


def caption(edge: Edge) -> str:
    """An edge's label; a reported one says so."""
    if edge.style == "reported" and "reported" not in edge.label.lower():
        return f"{edge.label} (reported)"
    return edge.label


def styles(edges: Iterable[Edge]) -> tuple[Style, ...]:
    """The styles in use, the surest first."""
    used = {edge.style for edge in edges}
    return tuple(style for style in MEANING if style in used)


def entries(picture: Picture) -> tuple[Entry, ...]:
    """The lettered list, the surest first; every edge is in exactly one entry."""
    names = {node.key: node.label for node in picture.nodes}
    found: list[Entry] = []
    for style in styles(picture.edges):
        mine = [n for n, edge in enumerate(picture.edges) if edge.style == style]
        for group in _gathered(picture.edges, mine):
            edge = picture.edges[group.edges[0]]
            mark = " → " if edge.directed else " – "
            parties = mark.join(
                ", ".join(names[key] for key in side) for side in (group.sources, group.targets)
            )
            found.append(Entry(letters(len(found)), style, caption(edge), parties, group.edges))
    return tuple(found)


def letters(place: int) -> str:
    """The letters of the entry at a place, counted from 0: A to Z, then AA, AB and so on."""
    before, last = divmod(place, len(ascii_uppercase))
    return (letters(before - 1) if before else "") + ascii_uppercase[last]


def _gathered(edges: Sequence[Edge], mine: Sequence[int]) -> list[_Gathered]:
    """Edges of one label gathered around the end that most of them share."""
    left = list(mine)
    found = []
    while left:
        first = edges[left[0]]
        alike = [n for n in left if (edges[n].label, edges[n].directed) == (first.label, first.directed)]
        from_source = [n for n in alike if edges[n].source == first.source]
        to_target = [n for n in alike if edges[n].target == first.target]
        if len(from_source) >= len(to_target):
            targets = tuple(dict.fromkeys(edges[n].target for n in from_source))
            group = _Gathered(tuple(from_source), (first.source,), targets)
        else:
            sources = tuple(dict.fromkeys(edges[n].source for n in to_target))
            group = _Gathered(tuple(to_target), sources, (first.target,))
        found.append(group)
        left = [n for n in left if n not in group.edges]
    return found
