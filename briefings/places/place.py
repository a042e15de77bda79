"""The values a place look-up gives back. They say which readings a name has; they choose none of them."""

from dataclasses import dataclass
from typing import Literal

PlaceKind = Literal["country", "bloc", "ambiguous", "none"]
MentionKind = Literal["country", "bloc", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Place:
    """The outcome of looking up one whole string.

    `codes` holds ISO 3166-1 alpha-2 codes (XK for Kosovo), "US-GA" for a subdivision, or a bloc's key; it is
    empty for kind "none" and has at least two entries for "ambiguous", likeliest first. `suggestion` is the
    English name when `name` was recognised as a misspelling of it ("did you mean"), else None.
    """

    name: str
    kind: PlaceKind
    codes: tuple[str, ...]
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in running text: `text[start:end] == surface`. `guessed` marks a corrected misspelling."""

    start: int
    end: int
    surface: str
    kind: MentionKind
    codes: tuple[str, ...]
    guessed: bool
