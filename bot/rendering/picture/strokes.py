"""How a style is stroked: the runs of ink along a line. Pure lengths, in layout units.

Owns dash patterns. Refuses colours, which only repeat what the strokes say.
"""

from collections.abc import Iterator, Mapping
from itertools import cycle

from bot.rendering.picture.geometry import Line, length, piece
from briefings.present.picture import Style

THICKNESS: Mapping[Style, float] = {
    "solid": 5.0,
    "reported": 5.0,
    "dash-dotted": 5.0,
    "dashed": 5.0,
    "dotted": 7.0,
    "grey": 5.0,
}
PATTERNS: Mapping[Style, tuple[float, ...]] = {
    "solid": (),
    "reported": (),
    "dash-dotted": (28.0, 13.0, 1.0, 13.0),
    "dashed": (21.0, 14.0),
    "dotted": (0.5, 15.0),
    "grey": (),
}
"""Ink, gap, ink, gap ...; none for an unbroken line. Ends are round, so the shortest ink is a dot."""


def runs(line: Line, style: Style) -> Iterator[Line]:
    """The pieces of a line that carry ink."""
    pattern = PATTERNS[style]
    if not pattern:
        yield line
        return
    whole, start = length(line), 0.0
    for number, step in cycle(enumerate(pattern)):
        if start >= whole:
            return
        if number % 2 == 0 and (ink := piece(line, start, min(start + step, whole))):
            yield ink
        start += step
