"""Points, boxes and curves on the picture's plane; x to the right, y downwards, in layout units.

Owns plane geometry alone. Refuses to know what the shapes stand for.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import hypot

WIDTH = 1200.0
"""Of the plane that everything is placed on, in layout units; its height follows its content."""
Point = tuple[float, float]
Line = tuple[Point, ...]
"""Two or more points joined in order; a curve is a line of many points."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def centre(self) -> Point:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """Its extent along x."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its extent along y."""
        return self.bottom - self.top

    def grown(self, margin: float) -> "Box":
        """The box with a margin on all four sides."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def moved(self, dx: float, dy: float) -> "Box":
        """The box shifted."""
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share any area; touching edges do not count."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, point: Point) -> bool:
        """Whether the point lies inside or on the edge."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


def box_around(centre: Point, width: float, height: float) -> Box:
    """The box of that size around a centre."""
    x, y = centre
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def box_over(points: Line) -> Box:
    """The smallest box that holds all the points."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def bend(start: Point, pull: Point, end: Point, steps: int) -> Line:
    """A quadratic Bezier curve as `steps` + 1 points."""
    points = []
    for step in range(steps + 1):
        t = step / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append((a * start[0] + b * pull[0] + c * end[0], a * start[1] + b * pull[1] + c * end[1]))
    return tuple(points)


def length(line: Line) -> float:
    """How long the line is."""
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line))


def piece(line: Line, start: float, end: float) -> Line:
    """The part of a line between two distances from its first point; empty when there is none."""
    found: list[Point] = []
    gone = 0.0
    for a, b in pairwise(line):
        step = hypot(b[0] - a[0], b[1] - a[1])
        if step and gone < end and gone + step > start:
            low, high = max(0.0, (start - gone) / step), min(1.0, (end - gone) / step)
            if not found:
                found.append((a[0] + low * (b[0] - a[0]), a[1] + low * (b[1] - a[1])))
            found.append((a[0] + high * (b[0] - a[0]), a[1] + high * (b[1] - a[1])))
        gone += step
    return tuple(found)


def crosses(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the segments a-b and c-d cross at a point inside both."""
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def crossings(line: Line, other: Line) -> int:
    """How often two lines cross."""
    if not box_over(line).overlaps(box_over(other)):
        return 0
    return sum(crosses(a, b, c, d) for a, b in pairwise(line) for c, d in pairwise(other))


def distance(point: Point, a: Point, b: Point) -> float:
    """From a point to the nearest point of the segment a-b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    t = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square if square else 0.0
    t = min(1.0, max(0.0, t))
    return hypot(point[0] - a[0] - t * dx, point[1] - a[1] - t * dy)


def pierces(a: Point, b: Point, box: Box) -> bool:
    """Whether the segment a-b passes through the box."""
    if box.holds(a) or box.holds(b):
        return True
    corners = (
        (box.left, box.top),
        (box.right, box.top),
        (box.right, box.bottom),
        (box.left, box.bottom),
    )
    return any(crosses(a, b, corners[i], corners[(i + 1) % 4]) for i in range(4))
