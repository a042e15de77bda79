"""Fitting words into a given width: wrapping, then smaller type, then an ellipsis.

Owns line breaks and type sizes. Refuses to draw, and refuses to measure: widths come from the
measure it is handed, in layout units for a type size in layout units.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Face = Literal["regular", "strong"]
Measure = Callable[[str, Face, int], float]
"""The width of one line of words in a face at a size."""
EAST_ASIAN = 0x3040
"""From here on lines may break between any two letters: kana, Han, Hangul."""
LEADING = 1.24
"""Height of one line of type, as a multiple of its size."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """Words broken into lines at one size; `width` is that of the widest line."""

    lines: tuple[str, ...]
    face: Face
    size: int
    width: float

    @property
    def height(self) -> float:
        """Of all lines together."""
        return len(self.lines) * self.size * LEADING


def fit(words: str, face: Face, sizes: Sequence[int], width: float, most: int, measure: Measure) -> Lettering:
    """The words at the largest of `sizes` (descending) at which they need at most `most` lines.

    Where none is small enough, the last line ends in an ellipsis that shows the cut.
    """
    for size in sizes:
        lines = wrap(words, face, size, width, measure)
        if len(lines) <= most and all(measure(line, face, size) <= width for line in lines):
            return _set(lines, face, size, measure)
    size = sizes[-1]
    kept = wrap(words, face, size, width, measure)
    lines = [*kept[: most - 1], " ".join(kept[most - 1 :])]
    return _set([_cut(line, face, size, width, measure) for line in lines if line], face, size, measure)


def wrap(words: str, face: Face, size: int, width: float, measure: Measure) -> list[str]:
    """The words broken greedily at spaces, and anywhere in scripts written without them.

    A single word may stay too wide.
    """
    lines = [""]
    for part, gap in _parts(words):
        longer = f"{lines[-1]}{gap}{part}" if lines[-1] else part
        if not lines[-1] or measure(longer, face, size) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def _parts(words: str) -> Iterator[tuple[str, str]]:
    """The smallest parts that stay on one line, each with the space before it."""
    for word in words.split():
        gap, part = " ", ""
        for letter in word:
            if part and (ord(letter) >= EAST_ASIAN or ord(part[-1]) >= EAST_ASIAN):
                yield part, gap
                gap, part = "", ""
            part += letter
        yield part, gap


def _set(lines: Sequence[str], face: Face, size: int, measure: Measure) -> Lettering:
    return Lettering(tuple(lines), face, size, max(measure(line, face, size) for line in lines))


def _cut(line: str, face: Face, size: int, width: float, measure: Measure) -> str:
    if measure(line, face, size) <= width:
        return line
    while line and measure(f"{line}…", face, size) > width:
        line = line[:-1].rstrip()
    return f"{line}…"
