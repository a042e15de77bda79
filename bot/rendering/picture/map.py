"""The map: parties in their seats, lines between them, captions on the lines.

Owns the choice among several good seatings by what they look like once drawn. Refuses to show a
caption that would hide something: lines carry words where all words fit, else letters.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf

from bot.rendering.picture.captions import Caption, Tag, captions
from bot.rendering.picture.geometry import WIDTH, Box, crossings, length
from bot.rendering.picture.lettering import Measure, fit
from bot.rendering.picture.parties import Party, Placed, parties, place
from bot.rendering.picture.routes import Route, routes
from bot.rendering.picture.seats import COLUMN, Seat, seatings
from bot.rendering.picture.wording import caption, entries
from briefings.reply import Edge, Picture

BLEED = 12.0
"""How near the paper's edge a caption may come."""
FEW = 10
"""Up to so many lines carry their words; more carry letters, and a list gives the words."""
FEWEST, MOST, PATIENCE = 2, 10, 9000
"""How many seatings are drawn and compared; `PATIENCE` is shared out by the square of the number of lines."""
CAPTION_SIZES, CAPTION_WIDTH = (33, 31), 230.0
BADGE, BADGE_SIZE = 48.0, 30
HIDDEN, PIERCED, HEADS = 0.5, 4.0, 3.0
"""What it costs to hide a point of a line, to run over a party, to let arrow heads touch."""


@dataclass(frozen=True, slots=True)
class Map:
    """Parties, lines and captions at their places."""

    placed: tuple[Placed, ...]
    routes: tuple[Route, ...]
    captions: tuple[Caption | None, ...]
    """As many as routes; none where a line's caption found no place."""
    lettered: bool

    @property
    def bottom(self) -> float:
        """Below everything."""
        ends = [each.box.bottom for each in self.placed]
        return max([*ends, *(point[1] for route in self.routes for point in route.line)], default=0.0)


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a map is captioned and spaced."""

    lettered: bool
    row: float
    apart: float
    stretches: tuple[float, ...]
    """How far rows are pulled apart, one after another, until every caption finds its place."""


WORDED = _Manner(lettered=False, row=280.0, apart=120.0, stretches=(1.0, 1.15, 1.3))
LETTERED = _Manner(lettered=True, row=262.0, apart=72.0, stretches=(1.0, 1.2, 1.5, 2.0))


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is to be mapped, and the height at which the map begins."""

    people: tuple[Party, ...]
    edges: tuple[Edge, ...]
    top: float


def best_map(picture: Picture, top: float, measure: Measure) -> Map:
    """The map of a picture, from `top` downwards."""
    edges = tuple(edge for edge in picture.edges if edge.source != edge.target)
    subject = _Subject(parties(picture, measure), edges, top)
    chosen = _seatings(subject, picture.focus)
    if len(edges) == len(picture.edges) <= FEW:  # what is not drawn has to be listed
        drawn = _drawn(WORDED, subject, chosen, _word_tags(edges, measure))
        if _clear(drawn):
            return drawn
    return _drawn(LETTERED, subject, chosen, _letter_tags(picture, edges, measure))


def _seatings(subject: _Subject, focus: Sequence[str]) -> tuple[tuple[Seat, ...], ...]:
    number = {party.node.key: n for n, party in enumerate(subject.people)}
    ends = ((number[edge.source], number[edge.target]) for edge in subject.edges)
    ties = Counter((min(a, b), max(a, b)) for a, b in ends)
    middle = [number[key] for key in dict.fromkeys(focus) if key in number]
    count = min(max(PATIENCE // max(1, len(subject.edges) ** 2), FEWEST), MOST)
    return seatings(len(number), ties, middle, count) if number else ((),)


def _word_tags(edges: Sequence[Edge], measure: Measure) -> list[Tag]:
    words = (fit(caption(edge), "regular", CAPTION_SIZES, CAPTION_WIDTH, 3, measure) for edge in edges)
    return [Tag(each, each.width + 16, each.height + 2) for each in words]


def _letter_tags(picture: Picture, edges: Sequence[Edge], measure: Measure) -> list[Tag]:
    letters = {picture.edges[n]: entry.letter for entry in entries(picture) for n in entry.edges}
    words = (fit(letters[edge], "strong", (BADGE_SIZE,), BADGE, 1, measure) for edge in edges)
    return [Tag(each, BADGE, BADGE) for each in words]


def _drawn(manner: _Manner, subject: _Subject, chosen: Sequence[Sequence[Seat]], tags: Sequence[Tag]) -> Map:
    """The best of the seatings, its rows pulled apart as far as its captions need."""
    for stretch in manner.stretches:
        maps = [_map(manner, stretch, subject, seats, tags) for seats in chosen]
        best = min(maps, key=_faults)
        chosen = [chosen[maps.index(best)]]
        if _clear(best) if not manner.lettered else None not in best.captions:
            break
    return best


def _clear(drawn: Map) -> bool:
    return all(caption is not None and not caption.hides for caption in drawn.captions)


def _map(
    manner: _Manner, stretch: float, subject: _Subject, seats: Sequence[Seat], tags: Sequence[Tag]
) -> Map:
    """Parties, lines and captions, centred, the highest of them at the subject's top."""
    columns = [column for column, _ in seats]
    middle = (min(columns) + max(columns)) / 2 if columns else 0.0
    row = manner.row * stretch
    spots = ((WIDTH / 2 + (column - middle) * COLUMN, line * row) for column, line in seats)
    placed = [place(party, spot) for party, spot in zip(subject.people, spots, strict=True)]
    courses = routes(placed, subject.edges, manner.apart)
    highest = [route.highest for route in courses] + [each.box.top for each in placed]
    down = subject.top - min(highest, default=0.0)
    people = tuple(each.lowered(down) for each in placed)
    lines = tuple(route.lowered(down) for route in courses)
    area = Box(BLEED, subject.top - BLEED, WIDTH - BLEED, inf)
    return Map(people, lines, captions(people, lines, tags, area), manner.lettered)


def _faults(drawn: Map) -> tuple[int, float]:
    """What is wrong with a map: captions without a place, then all that makes it hard to read."""
    lines = [(*route.line[:-1:8], route.line[-1]) for route in drawn.routes]
    cost = sum(crossings(a, b) for a, b in combinations(lines, 2)) + sum(map(length, lines)) / 900
    cost += sum(HIDDEN * caption.hides for caption in drawn.captions if caption)
    cost += sum(PIERCED * _pierced(route, drawn.placed) for route in drawn.routes)
    heads = [box for box in (route.head_box for route in drawn.routes) if box]
    cost += sum(HEADS for a, b in combinations(heads, 2) if a.overlaps(b))
    for route in drawn.routes:
        if box := route.head_box:
            others = (other.line for other in drawn.routes if other is not route)
            cost += HIDDEN * sum(box.holds(point) for line in others for point in line[::2])
    return drawn.captions.count(None), cost


def _pierced(route: Route, placed: Sequence[Placed]) -> int:
    ends = (route.edge.source, route.edge.target)
    rooms = [each.box.grown(8) for each in placed if each.party.node.key not in ends]
    return sum(room.holds(point) for room in rooms for point in route.line[::2])
