"""The lines between placed parties: curved apart where several join one pair, clear of bystanders.

Owns the course of each line and its arrow head. Refuses labels and colours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot, inf

from bot.rendering.picture.geometry import WIDTH, Box, Line, Point, bend, box_over, crossings, length, piece
from bot.rendering.picture.parties import Placed
from briefings.reply import Edge

STEPS = 64
GAP = 9.0
"""Between a party's shape and the end of a line."""
HEAD_LENGTH, HEAD_WIDTH = 32.0, 28.0
APART = 74.0
ENDS_APART = 40.0
EDGE = 16.0
"""How near the paper's edge a curve is pulled; it lies between its ends and where it is pulled."""
CROWDED = 0.35
"""What it costs to end a line where another one ends."""
BENDS = (0.0, 70.0, -70.0, 140.0, -140.0, 220.0, -220.0, 310.0, -310.0)


@dataclass(frozen=True, slots=True)
class Route:
    """One edge's course from its source to its target, outside both shapes."""

    edge: Edge
    line: Line
    """Where it is stroked; ends at the back of the head where there is one."""
    head: tuple[Point, Point, Point] | None
    """Tip, then the two back corners; none for an edge without direction."""

    @property
    def highest(self) -> float:
        """The least y of the stroke."""
        return min(y for _, y in self.line)

    def lowered(self, by: float) -> "Route":
        """The course moved down the page."""
        line = tuple((x, y + by) for x, y in self.line)
        if self.head is None:
            return replace(self, line=line)
        tip, left, right = ((x, y + by) for x, y in self.head)
        return replace(self, line=line, head=(tip, left, right))

    @property
    def head_box(self) -> Box | None:
        """What the head covers."""
        return box_over(self.head) if self.head else None


@dataclass(frozen=True, slots=True)
class _Bundle:
    """All edges between one pair."""

    ends: tuple[Placed, Placed]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is already on the paper: lines, roughly, and where they end."""

    lines: list[Line]
    ends: list[Point]


def routes(placed: Sequence[Placed], edges: Sequence[Edge], apart: float = APART) -> tuple[Route, ...]:
    """A course for each edge, in the edges' order; both ends must be among the placed parties.

    `apart` is how far the middles of two lines of one pair run from each other, where there is room.
    """
    by_key = {each.party.node.key: each for each in placed}
    done: dict[int, Route] = {}
    drawn = _Drawn([], [])
    for bundle, numbers in _bundles(by_key, edges):
        rooms = [each.box.grown(16) for each in placed if each not in bundle.ends]
        ways = _least(bundle, apart, rooms, drawn)
        for number, edge, way in zip(numbers, bundle.edges, ways, strict=True):
            done[number] = _route(edge, way)
            drawn.lines.append(_coarse(way))
            drawn.ends.extend((way[0], way[-1]))
    return tuple(done[number] for number in range(len(edges)))


def _bundles(by_key: dict[str, Placed], edges: Sequence[Edge]) -> list[tuple[_Bundle, list[int]]]:
    groups: dict[tuple[str, str], list[int]] = {}
    for number, edge in enumerate(edges):
        low, high = sorted((edge.source, edge.target))
        groups.setdefault((low, high), []).append(number)
    found = [
        (_Bundle((by_key[a], by_key[b]), tuple(edges[n] for n in numbers)), numbers)
        for (a, b), numbers in groups.items()
    ]
    return sorted(found, key=lambda item: (_reach(item[0]), item[1]))


def _reach(bundle: _Bundle) -> float:
    a, b = (end.box.centre for end in bundle.ends)
    return round(hypot(a[0] - b[0], a[1] - b[1]), 3)


def _fan(bundle: _Bundle, offset: float, widest: float) -> tuple[Line, ...]:
    """The curves of a bundle, outside both shapes, all in the direction of `ends`."""
    start, end = (placed.box.centre for placed in bundle.ends)
    reach = hypot(end[0] - start[0], end[1] - start[1])
    nx, ny = (start[1] - end[1]) / reach, (end[0] - start[0]) / reach
    count = len(bundle.edges)
    width = min(_breadth(placed.box, nx, ny) for placed in bundle.ends)
    ends_apart = min(ENDS_APART, 0.62 * width / count)
    apart = min(widest, 1.3 * reach / count) - ends_apart
    curves = []
    for number in range(count):
        side = number - (count - 1) / 2
        shift, pull = side * ends_apart, side * (ends_apart + 2 * apart) + 2 * offset
        a = (start[0] + nx * shift, start[1] + ny * shift)
        b = (end[0] + nx * shift, end[1] + ny * shift)
        x = min(max((start[0] + end[0]) / 2 + nx * pull, EDGE), WIDTH - EDGE)
        middle = (x, (start[1] + end[1]) / 2 + ny * pull)
        curves.append(_outside(bend(a, middle, b, STEPS), *bundle.ends))
    return tuple(curves)


def _breadth(box: Box, nx: float, ny: float) -> float:
    """How broad a shape is across a line with that normal."""
    return min(box.width / max(abs(nx), 1e-6), box.height / max(abs(ny), 1e-6))


def _least(bundle: _Bundle, apart: float, rooms: Sequence[Box], drawn: _Drawn) -> tuple[Line, ...]:
    """The curves of a bundle, bent as little as free sight asks."""
    best: tuple[Line, ...] = ()
    least = inf
    for offset in BENDS:
        bent = (abs(offset) / 130) ** 1.5
        if bent >= least:
            break
        fan = _fan(bundle, offset, apart)
        cost = bent + _hindrance(fan, rooms, drawn)
        if cost < least:
            best, least = fan, cost
    return best


def _hindrance(fan: Sequence[Line], rooms: Sequence[Box], drawn: _Drawn) -> float:
    """What the curves run over, cross or crowd."""
    cost = 0.0
    for line in fan:
        over = box_over(line)
        near = [room for room in rooms if room.overlaps(over)]
        cost += 2.0 * sum(room.holds(point) for room in near for point in line[::2])
    outer = fan if len(fan) == 1 else (fan[0], fan[-1])
    cost += sum(crossings(_coarse(line), other) for line in outer for other in drawn.lines)
    ends = [end for line in outer for end in (line[0], line[-1])]
    return cost + sum(CROWDED for a in ends for b in drawn.ends if _near(a, b))


def _coarse(line: Line) -> Line:
    return (*line[:-1:8], line[-1])


def _near(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) < HEAD_LENGTH and abs(a[1] - b[1]) < HEAD_LENGTH


def _route(edge: Edge, curve: Line) -> Route:
    way = curve if edge.source <= edge.target else curve[::-1]
    if not edge.directed:
        return Route(edge, way, None)
    whole = length(way)
    shaft = piece(way, 0.0, whole - min(HEAD_LENGTH, 0.6 * whole))
    return Route(edge, shaft, _head(shaft[-1], way[-1]))


def _outside(way: Line, source: Placed, target: Placed) -> Line:
    """The part of a curve between leaving its source and reaching its target."""
    last = len(way) - 1
    low = next((i for i in range(last) if not source.covers(way[i], GAP)), last)
    high = next((i for i in range(last, 0, -1) if not target.covers(way[i], GAP)), 0)
    start = _edge_of(source, way[max(low - 1, 0)], way[low])
    end = _edge_of(target, way[min(high + 1, last)], way[high])
    return (start, *way[low : high + 1], end)


def _edge_of(placed: Placed, inside: Point, outside: Point) -> Point:
    """Where a step from inside a shape leaves it, to within a fraction of a unit."""
    for _ in range(6):
        middle = ((inside[0] + outside[0]) / 2, (inside[1] + outside[1]) / 2)
        if placed.covers(middle, GAP):
            inside = middle
        else:
            outside = middle
    return outside


def _head(back: Point, tip: Point) -> tuple[Point, Point, Point]:
    reach = hypot(tip[0] - back[0], tip[1] - back[1]) or 1.0
    dx, dy = (tip[0] - back[0]) / reach, (tip[1] - back[1]) / reach
    half = HEAD_WIDTH / 2 * min(1.0, reach / HEAD_LENGTH)
    left = (back[0] - dy * half, back[1] + dx * half)
    right = (back[0] + dy * half, back[1] - dx * half)
    return tip, left, right
