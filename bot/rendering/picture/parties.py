"""The parties of a picture as placed shapes: a rounded box for a country, a hexagon for a bloc.

Owns a party's size, shape and outline. Refuses to choose where it sits.
"""

from dataclasses import dataclass, replace

from bot.rendering.picture.geometry import Box, Line, Point, box_around
from bot.rendering.picture.lettering import Lettering, Measure, fit
from briefings.reply import Node, Picture

WIDEST = 296.0
"""No party is wider, so that two of one row keep a gap for their line."""
PLAIN_SIZES = (38, 35, 32, 29)
FOCUS_SIZES = (44, 40, 36, 32, 29)
PADDING_X, PADDING_Y = 24.0, 20.0
POINT = 30.0
"""How far a hexagon's points stand out beyond its words."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party with its measured words."""

    node: Node
    words: Lettering
    focus: bool

    @property
    def width(self) -> float:
        """Of its shape."""
        return min(WIDEST, max(120.0, self.words.width + 2 * _padding(self.node)))

    @property
    def height(self) -> float:
        """Of its shape."""
        return self.words.height + 2 * PADDING_Y


@dataclass(frozen=True, slots=True)
class Placed:
    """A party and the box of its shape."""

    party: Party
    box: Box

    def outline(self) -> Line:
        """The corners of its shape, in order, the first not repeated."""
        box = self.box
        if self.party.node.group == "country":
            return (
                (box.left, box.top),
                (box.right, box.top),
                (box.right, box.bottom),
                (box.left, box.bottom),
            )
        middle = box.centre[1]
        return (
            (box.left + POINT, box.top),
            (box.right - POINT, box.top),
            (box.right, middle),
            (box.right - POINT, box.bottom),
            (box.left + POINT, box.bottom),
            (box.left, middle),
        )

    def lowered(self, by: float) -> "Placed":
        """The party moved down the page."""
        return replace(self, box=self.box.moved(0.0, by))

    def covers(self, point: Point, margin: float = 0.0) -> bool:
        """Whether the point lies on the shape, or within about `margin` of it."""
        box = self.box.grown(margin)
        if not box.holds(point):
            return False
        if self.party.node.group == "country":
            return True
        x, y = point
        reach = min(x - box.left, box.right - x)
        slope = POINT / (box.height / 2)
        return reach >= abs(y - box.centre[1]) * slope


def parties(picture: Picture, measure: Measure) -> tuple[Party, ...]:
    """The picture's parties with their words fitted, in the picture's order."""
    found = []
    for node in picture.nodes:
        focus = node.key in picture.focus
        sizes = FOCUS_SIZES if focus else PLAIN_SIZES
        words = fit(node.label, "strong", sizes, WIDEST - 2 * _padding(node), 2, measure)
        found.append(Party(node, words, focus))
    return tuple(found)


def place(party: Party, centre: Point) -> Placed:
    """The party with its middle at that point."""
    return Placed(party, box_around(centre, party.width, party.height))


def _padding(node: Node) -> float:
    return PADDING_X if node.group == "country" else PADDING_X / 2 + POINT
