"""What stands under the map: a legend of the styles in use, or the lettered list that explains it.

Owns the arrangement in two columns. Refuses styles and shapes that the picture does not use.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.rendering.picture.lettering import Lettering, Measure, fit
from bot.rendering.picture.wording import GROUP, MEANING, Entry, entries, styles
from briefings.present.picture import Style
from briefings.reply import Picture

LEFT, RIGHT, COLUMN_WIDTH = 44.0, 622.0, 534.0
HEADING_SIZE, LABEL_SIZE, PARTIES_SIZE = 32, 32, 29
SAMPLE_WIDTH = 96.0
INDENT = 66.0
HEADING_GAP, ENTRY_GAP, GROUP_GAP = 12.0, 16.0, 22.0
ROW_HEIGHT = 58.0


@dataclass(frozen=True, slots=True)
class Sample:
    """A style of line, or a party's shape, with what it means."""

    shows: Style | Literal["country", "bloc"]
    words: Lettering
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the list at its place."""

    entry: Entry
    label: Lettering
    parties: Lettering
    left: float
    top: float

    @property
    def height(self) -> float:
        """Of both its parts."""
        return self.label.height + self.parties.height


@dataclass(frozen=True, slots=True)
class Key:
    """The legend or list, from `top` down to `bottom`."""

    top: float
    bottom: float
    samples: tuple[Sample, ...]
    items: tuple[Item, ...]


def legend(picture: Picture, top: float, measure: Measure) -> Key:
    """What the styles and shapes in use mean, in two columns."""
    shown = [*styles(picture.edges), *_groups(picture)]
    rows = (len(shown) + 1) // 2
    samples = []
    for number, each in enumerate(shown):
        left = LEFT if number < rows else RIGHT
        samples.append(_sample(each, left, top + 20 + number % max(rows, 1) * ROW_HEIGHT, measure))
    return Key(top, top + 20 + rows * ROW_HEIGHT, tuple(samples), ())


def listing(picture: Picture, top: float, measure: Measure) -> Key:
    """The lettered list under headings that double as the legend, in two even columns."""
    listed = entries(picture)
    items = [_item(entry, measure) for entry in listed]
    cuts = (_columns(items, cut, top + 20, measure) for cut in range(1, len(items) + 1))
    columns = min(cuts, key=lambda key: key.bottom)
    groups = _groups(picture)
    samples = list(columns.samples)
    for number, group in enumerate(groups):
        samples.append(_sample(group, (LEFT, RIGHT)[number], columns.bottom + GROUP_GAP, measure))
    bottom = columns.bottom + (GROUP_GAP + ROW_HEIGHT if groups else 0.0)
    return Key(top, bottom, tuple(samples), columns.items)


def _columns(items: Sequence[Item], cut: int, top: float, measure: Measure) -> Key:
    one = _column(items[:cut], LEFT, top, measure)
    two = _column(items[cut:], RIGHT, top, measure)
    return Key(top, max(one.bottom, two.bottom), one.samples + two.samples, one.items + two.items)


def _column(items: Sequence[Item], left: float, top: float, measure: Measure) -> Key:
    samples: list[Sample] = []
    placed: list[Item] = []
    y = top
    for item in items:
        if not placed or placed[-1].entry.style != item.entry.style:
            y += GROUP_GAP if placed else 0.0
            samples.append(_sample(item.entry.style, left, y, measure))
            y += samples[-1].words.height + HEADING_GAP
        placed.append(Item(item.entry, item.label, item.parties, left + INDENT, y))
        y += item.height + ENTRY_GAP
    return Key(top, y, tuple(samples), tuple(placed))


def _item(entry: Entry, measure: Measure) -> Item:
    width = COLUMN_WIDTH - INDENT
    label = fit(entry.label, "strong", (LABEL_SIZE,), width, 3, measure)
    return Item(entry, label, fit(entry.parties, "regular", (PARTIES_SIZE,), width, 6, measure), 0.0, 0.0)


def _sample(shows: Style | Literal["country", "bloc"], left: float, top: float, measure: Measure) -> Sample:
    match shows:
        case "country" | "bloc":
            words = GROUP[shows]
        case _:
            words = MEANING[shows]
    return Sample(shows, fit(words, "regular", (HEADING_SIZE,), COLUMN_WIDTH, 1, measure), left, top)


def _groups(picture: Picture) -> tuple[Literal["country", "bloc"], ...]:
    """The shapes in use, where there are two to tell apart."""
    used = {node.group for node in picture.nodes}
    return ("country", "bloc") if len(used) == 2 else ()
