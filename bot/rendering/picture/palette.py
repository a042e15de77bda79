"""The two themes' colours, and the contrast that WCAG 2.2 asks of them.

Owns colours as numbers. Refuses to be the only sign of anything: styles differ by their strokes,
parties by their shapes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from briefings.present.picture import Style

Theme = Literal["light", "dark"]
Colour = tuple[int, int, int]
"""sRGB, 0-255 each."""


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme's colours. Words need 4.5:1 on what they stand on, lines and outlines 3:1."""

    ground: Colour
    words: Colour
    quiet: Colour
    rule: Colour
    """Of the hairline above the key; decoration, so no contrast is asked."""
    party: Colour
    party_edge: Colour
    party_words: Colour
    bloc: Colour
    bloc_edge: Colour
    focus: Colour
    focus_words: Colour
    lines: Mapping[Style, Colour]
    badge_words: Colour


def _rgb(code: str) -> Colour:
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)


PALETTES: Mapping[Theme, Palette] = {
    "light": Palette(
        ground=_rgb("FBFAF7"),
        words=_rgb("1B2430"),
        quiet=_rgb("525C69"),
        rule=_rgb("D9D6CE"),
        party=_rgb("E6EDF5"),
        party_edge=_rgb("5D7691"),
        party_words=_rgb("15202C"),
        bloc=_rgb("F4EBDD"),
        bloc_edge=_rgb("94703A"),
        focus=_rgb("1F4468"),
        focus_words=_rgb("FFFFFF"),
        lines={
            "solid": _rgb("24364B"),
            "reported": _rgb("24364B"),
            "dash-dotted": _rgb("A8431F"),
            "dashed": _rgb("1D6FA5"),
            "dotted": _rgb("7A3E9D"),
            "grey": _rgb("666E77"),
        },
        badge_words=_rgb("FFFFFF"),
    ),
    "dark": Palette(
        ground=_rgb("14191F"),
        words=_rgb("ECEFF3"),
        quiet=_rgb("A9B3BF"),
        rule=_rgb("36414D"),
        party=_rgb("243343"),
        party_edge=_rgb("7F9BB8"),
        party_words=_rgb("F2F5F8"),
        bloc=_rgb("3A3020"),
        bloc_edge=_rgb("BF9A5E"),
        focus=_rgb("B9D6F2"),
        focus_words=_rgb("0F1C29"),
        lines={
            "solid": _rgb("D5DEE8"),
            "reported": _rgb("D5DEE8"),
            "dash-dotted": _rgb("F0936B"),
            "dashed": _rgb("67B7E8"),
            "dotted": _rgb("C79AE6"),
            "grey": _rgb("8E98A3"),
        },
        badge_words=_rgb("14191F"),
    ),
}


def contrast(one: Colour, other: Colour) -> float:
    """WCAG 2.2 contrast ratio, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Colour) -> float:
    """WCAG 2.2 relative luminance of an sRGB colour."""
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
