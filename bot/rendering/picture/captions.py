"""Where each line's caption goes: on its own line, clear of parties, arrow heads and other captions.

Owns the choice of a place along a line. Refuses a place that touches anything a reader must see:
a caption that finds none is left out, and its line is told apart by the list under the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rendering.picture.geometry import Box, Line, Point, box_around, box_over, length, piece
from bot.rendering.picture.lettering import Lettering
from bot.rendering.picture.parties import Placed
from bot.rendering.picture.routes import Route

CLEAR = 7.0
"""Between a caption and anything else."""
PLACES = tuple(0.5 + sign * step / 100 for step in range(0, 41, 4) for sign in ((1, -1) if step else (1,)))
"""Where along its line a caption is tried, the middle first."""


@dataclass(frozen=True, slots=True)
class Tag:
    """What a caption shows, and the size of its shape."""

    words: Lettering
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Caption:
    """A tag in its place on a route."""

    route: Route
    tag: Tag
    box: Box
    hides: int
    """How many points of other lines it lies on."""


def captions(
    placed: Sequence[Placed], courses: Sequence[Route], tags: Sequence[Tag], area: Box
) -> tuple[Caption | None, ...]:
    """A place inside `area` for each route's tag, in the routes' order; none where all are taken."""
    taken = [each.box.grown(CLEAR) for each in placed]
    taken += [box.grown(CLEAR) for box in (route.head_box for route in courses) if box]
    order = sorted(range(len(courses)), key=lambda n: (round(length(courses[n].line), 3), n))
    found: list[Caption | None] = [None] * len(courses)
    for number in order:
        others = [point for n, route in enumerate(courses) if n != number for point in route.line]
        place = _place(courses[number].line, tags[number], taken, others, area)
        if place:
            box, hides = place
            taken.append(box.grown(CLEAR))
            found[number] = Caption(courses[number], tags[number], box, hides)
    return tuple(found)


def _place(
    line: Line, tag: Tag, taken: Sequence[Box], others: Sequence[Point], area: Box
) -> tuple[Box, int] | None:
    best: tuple[float, Box, int] | None = None
    whole = length(line)
    zone = box_over(line).grown(max(tag.width, tag.height))
    near = [point for point in others if zone.holds(point)]
    for part in PLACES:
        aside = abs(part - 0.5) * 6
        if best and best[0] <= aside:
            break
        box = box_around(_at(line, whole * part), tag.width, tag.height)
        if not _inside(box, area) or any(box.overlaps(other) for other in taken):
            continue
        room = box.grown(4)
        hides = sum(room.holds(point) for point in near)
        cost = aside + hides
        if best is None or cost < best[0]:
            best = (cost, box, hides)
    return best[1:] if best else None


def _at(line: Line, along: float) -> Point:
    return piece(line, 0.0, along)[-1]


def _inside(box: Box, area: Box) -> bool:
    across = area.left <= box.left and box.right <= area.right
    return across and area.top <= box.top and box.bottom <= area.bottom
