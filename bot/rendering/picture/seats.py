"""Where the parties sit: an assignment of parties to the seats of a staggered grid.

Owns the search for few crossings, short lines and free sight. Refuses pixels of labels: a seat is
large enough for any party, so two parties never overlap whatever their names are. The search draws
its random numbers from a fixed seed: the same parties and ties always get the same seats.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import ceil, exp, hypot
from random import Random

from bot.rendering.picture.geometry import box_around, distance, pierces

COLUMNS = 5
"""Half-columns; two parties of one row sit at least two apart."""
COLUMN = 208.0
ROW = 250.0
MOVES = 8000
WARM, COLD = 5.0, 0.1
LEVEL = 1.5
"""What a level line costs more: between two parties of one row least of a line is seen."""
PASSED, CROSSED, OFF_CENTRE = 2.5, 0.8, 0.15
"""The costs of a line through a party, of a crossing, and of each row that a party is off the middle."""
NARROW = 80.0
"""Nearer than this, two lines from one party are taken for one."""
SPREAD = 0.7
"""How much more each further line between one pair counts."""
ROOM_WIDTH, ROOM_HEIGHT = 330.0, 130.0
"""What a line must keep clear of around a seat that it only passes."""

Seat = tuple[int, int]
"""Half-column and row."""
Tie = tuple[int, int]
"""Two parties, by their positions in the list of parties."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The seats there are; a seat's number is its place in reading order."""

    rows: int

    @property
    def size(self) -> int:
        """How many seats."""
        return COLUMNS * self.rows

    def seat(self, number: int) -> Seat:
        """A seat's half-column and row."""
        return number % COLUMNS, number // COLUMNS

    def spot(self, number: int) -> tuple[float, float]:
        """A seat's middle."""
        column, row = self.seat(number)
        return column * COLUMN, row * ROW

    def unrest(self, number: int) -> float:
        """How far a seat is from the middle of the grid, in rows and columns."""
        column, row = self.seat(number)
        return hypot((column - (COLUMNS - 1) / 2) / 2, row - (self.rows - 1) / 2)


@dataclass(frozen=True, slots=True)
class View:
    """What the straight line between two seats costs."""

    span: float
    passed: int
    """The seats it runs through, as bits."""
    crossed: int
    """The pairs of seats whose line it crosses or runs alongside, as bits."""


class Views:
    """The views of all pairs of seats, each worked out when it is first asked for."""

    def __init__(self, grid: Grid) -> None:
        self._spots = [grid.spot(number) for number in range(grid.size)]
        self._rooms = [box_around(spot, ROOM_WIDTH, ROOM_HEIGHT) for spot in self._spots]
        self._pairs = tuple(combinations(range(grid.size), 2))
        numbered = {pair: n for n, pair in enumerate(self._pairs)}
        self.number = numbered | {(b, a): n for (a, b), n in numbered.items()}
        """Of a pair, whichever seat is named first."""
        self.view: Callable[[int], View] = cache(self._view)
        self._sides: Callable[[int], tuple[int, ...]] = cache(self._sides_of)

    def _view(self, pair: int) -> View:
        a, b = self._pairs[pair]
        return View(self._span(a, b), self._passed(a, b), self._crossed(pair) | self._alongside(a, b))

    def _span(self, a: int, b: int) -> float:
        (ax, ay), (bx, by) = self._spots[a], self._spots[b]
        reach: float = (hypot(ax - bx, ay - by) / ROW) ** 1.3
        return reach + (LEVEL if ay == by else 0.0)

    def _passed(self, a: int, b: int) -> int:
        here, there = self._spots[a], self._spots[b]
        rooms = enumerate(self._rooms)
        return sum(1 << n for n, room in rooms if n not in (a, b) and pierces(here, there, room))

    def _sides_of(self, pair: int) -> tuple[int, ...]:
        """For each seat, on which side of a pair's line it lies: -1, 0 or 1."""
        (ax, ay), (bx, by) = (self._spots[end] for end in self._pairs[pair])
        turns = ((bx - ax) * (y - ay) - (by - ay) * (x - ax) for x, y in self._spots)
        return tuple((turn > 0) - (turn < 0) for turn in turns)

    def _crossed(self, pair: int) -> int:
        a, b = self._pairs[pair]
        sides = self._sides(pair)
        left = [seat for seat, side in enumerate(sides) if side < 0]
        right = [seat for seat, side in enumerate(sides) if side > 0]
        bits = 0
        for other in (self.number[c, d] for c in left for d in right):
            across = self._sides(other)
            if across[a] * across[b] < 0:
                bits |= 1 << other
        return bits

    def _alongside(self, a: int, b: int) -> int:
        """The pairs whose line leaves one of the two seats in almost the same direction."""
        bits = 0
        for corner, end in ((a, b), (b, a)):
            for other in range(len(self._spots)):
                if other not in (a, b) and self._narrow(corner, end, other):
                    bits |= 1 << self.number[corner, other]
        return bits

    def _narrow(self, corner: int, end: int, other: int) -> bool:
        x, y = self._spots[corner]
        spots = (self._spots[end], self._spots[other])
        near, far = sorted(spots, key=lambda spot: hypot(spot[0] - x, spot[1] - y))
        return distance(near, (x, y), far) < NARROW


def seatings(
    parties: int, ties: Mapping[Tie, int], focus: Sequence[int], count: int
) -> tuple[tuple[Seat, ...], ...]:
    """Up to `count` different good seatings: a seat for each party, empty rows left out.

    `ties` are the pairs joined by lines, with how many; `focus` are the parties kept in the middle.
    """
    grid = Grid(_rows(parties, len(focus)))
    search = _Search(grid, parties, ties, focus)
    found = [search.run(seed) for seed in range(count if ties else 1)]
    return tuple(dict.fromkeys(_compact([grid.seat(number) for number in seating]) for seating in found))


def _rows(parties: int, focus: int) -> int:
    rows = max(2, ceil(parties / 2.6)) if parties > 1 else 1
    return rows + 1 if focus and rows % 2 == 0 else rows


def _compact(taken: list[Seat]) -> tuple[Seat, ...]:
    rows = {row: i for i, row in enumerate(sorted({row for _, row in taken}))}
    return tuple((column, rows[row]) for column, row in taken)


class _Search:
    """Simulated annealing over seatings."""

    def __init__(self, grid: Grid, parties: int, ties: Mapping[Tie, int], focus: Sequence[int]) -> None:
        self._grid = grid
        self._ties = tuple(ties)
        self._weights = [1 + SPREAD * (lines - 1) for lines in ties.values()]
        self._focus = frozenset(focus)
        self._views = Views(grid)
        self._parties = parties
        order = sorted(range(grid.size), key=lambda number: (grid.unrest(number), number))
        self._inner = frozenset(_apart(order, len(self._focus), frozenset()))
        self._unrest = [OFF_CENTRE * grid.unrest(number) for number in range(grid.size)]
        self._beside = [_beside(number) for number in range(grid.size)]

    def run(self, seed: int) -> list[int]:
        """The best seating found with these random numbers."""
        random = Random(seed)  # noqa: S311  the same seats every time, nothing secret
        seating = self._start()
        cost = self._cost(seating)
        best, least = seating, cost
        for move in range(MOVES if self._ties else 0):
            heat = WARM * (COLD / WARM) ** (move / MOVES)
            after = self._moved(seating, random)
            if after is None:
                continue
            then = self._cost(after)
            if then <= cost or random.random() < exp((cost - then) / heat):
                seating, cost = after, then
                if cost < least:
                    best, least = seating, cost
        return best

    def _start(self) -> list[int]:
        order = sorted(range(self._grid.size), key=lambda number: (self._grid.unrest(number), number))
        inner = sorted(self._inner, key=order.index)
        even = [n for n in order if self._grid.seat(n)[0] % 2 == 0 and n not in self._inner]
        outer = _apart(even, self._parties - len(inner), self._inner)
        free = {True: iter(inner), False: iter(outer)}
        return [next(free[party in self._focus]) for party in range(self._parties)]

    def _moved(self, seating: list[int], random: Random) -> list[int] | None:
        party = int(random.random() * self._parties)
        target = int(random.random() * self._grid.size)
        if (party in self._focus) != (target in self._inner) or seating[party] == target:
            return None
        after = list(seating)
        if target in after:
            after[after.index(target)] = after[party]
        after[party] = target
        taken = sum(1 << seat for seat in after)
        return None if taken & self._beside[target] else after

    def _cost(self, seating: list[int]) -> float:
        number, view, unrest = self._views.number, self._views.view, self._unrest
        pairs = [number[seating[a], seating[b]] for a, b in self._ties]
        present = taken = 0
        for pair in pairs:
            present |= 1 << pair
        cost = 0.0
        for seat in seating:
            taken |= 1 << seat
            cost += unrest[seat]
        for pair, weight in zip(pairs, self._weights, strict=True):
            seen = view(pair)
            passed, crossed = (seen.passed & taken).bit_count(), (seen.crossed & present).bit_count()
            cost += weight * (seen.span + PASSED * passed + CROSSED * crossed)
        return cost


def _apart(order: Sequence[int], count: int, taken: frozenset[int]) -> list[int]:
    """The first seats of the order that are not beside each other, nor beside those taken."""
    chosen: list[int] = []
    bits = sum(1 << number for number in taken)
    for number in order:
        if len(chosen) < count and not bits & (_beside(number) | 1 << number):
            chosen.append(number)
            bits |= 1 << number
    return chosen


def _beside(number: int) -> int:
    """The seats that nobody may take while this one is taken, as bits."""
    column = number % COLUMNS
    bits = 0
    if column > 0:
        bits |= 1 << (number - 1)
    if column < COLUMNS - 1:
        bits |= 1 << (number + 1)
    return bits
