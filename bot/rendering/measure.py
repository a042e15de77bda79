"""How much a platform takes: limits as values, and the size of a text as the platform counts it.

Owns no number of any platform; each adapter states its own, with the source.
"""

from dataclasses import dataclass
from math import ceil
from typing import Literal

Unit = Literal["code points", "utf-16 units"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may hold, in sizes as `size` counts them, markup and escapes included.

    The parts fit beside each other whatever they hold: body ≥ question + sources + the longest piece.
    """

    unit: Unit
    bytes_each: float
    """UTF-8 bytes that a character may take on average before it counts as more than one."""
    title: int
    body: int
    """Question, notes, pieces and sources of a page together."""
    comfort: int
    """How full a page gets where its pieces allow; small screens want less than platforms allow."""
    foot: int
    """Basis lines and disclaimers together."""
    question: int
    sources: int
    """What is kept free for the sources of one long piece."""
    notes: int
    """What is kept free for lines that say what could not be shown."""
    heading: int
    label: int
    """Of a claim's level, and of its citation marks."""
    remark: int
    claims: int
    """Claims on a page; no more than one request for evidence answers."""

    def size(self, text: str) -> int:
        """How much of a limit `text` takes: its characters, or more where its bytes weigh more."""
        if text.isascii():
            return len(text)
        characters = len(text) if self.unit == "code points" else len(text.encode("utf-16-le")) // 2
        return max(characters, ceil(len(text.encode("utf-8")) / self.bytes_each))
