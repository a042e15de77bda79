"""The whole picture as placed shapes and words, in layout units; pure, so that it can be proved.

Owns the page: title, map, list or legend, note. Refuses pixels, colours and fonts: it is handed a
measure for widths and leaves the rest to the drawing.
"""

from dataclasses import dataclass

from bot.rendering.picture.captions import Caption
from bot.rendering.picture.geometry import WIDTH, Point
from bot.rendering.picture.key import Key, legend, listing
from bot.rendering.picture.lettering import Lettering, Measure, fit
from bot.rendering.picture.map import best_map
from bot.rendering.picture.parties import Placed
from bot.rendering.picture.routes import Route
from bot.rendering.picture.wording import NOTE
from briefings.reply import Picture

MARGIN = 44.0
TITLE_SIZES = (50, 46, 42, 38)
NOTE_SIZE = 29
NOTE_LINES = 12
"""Room for the basis and the disclaimer of several articles."""


@dataclass(frozen=True, slots=True)
class Words:
    """Lettering whose top left corner is at `at`."""

    lettering: Lettering
    at: Point


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything on the page."""

    height: float
    title: Words
    placed: tuple[Placed, ...]
    routes: tuple[Route, ...]
    captions: tuple[Caption | None, ...]
    """As many as routes; none where a line's caption found no place."""
    lettered: bool
    """Whether captions are numbers that the key explains."""
    key: Key
    note: Words


def compose(picture: Picture, measure: Measure) -> Scene:
    """The page for a picture.

    A relationship of a party with itself is listed but not drawn. Raises ValueError where an edge
    names a party the picture does not have, or a key comes twice.
    """
    _check(picture)
    title = fit(picture.title, "strong", TITLE_SIZES, WIDTH - 2 * MARGIN, 2, measure)
    drawn = best_map(picture, MARGIN + title.height + 30, measure)
    top = drawn.bottom + 46
    key = listing(picture, top, measure) if drawn.lettered else legend(picture, top, measure)
    note = fit(picture.footer or NOTE, "regular", (NOTE_SIZE,), WIDTH - 2 * MARGIN, NOTE_LINES, measure)
    end = key.bottom + 22
    return Scene(
        height=end + note.height + MARGIN,
        title=Words(title, (MARGIN, MARGIN)),
        placed=drawn.placed,
        routes=drawn.routes,
        captions=drawn.captions,
        lettered=drawn.lettered,
        key=key,
        note=Words(note, (MARGIN, end)),
    )


def _check(picture: Picture) -> None:
    keys = [node.key for node in picture.nodes]
    if len(set(keys)) != len(keys):
        raise ValueError("a picture names each party once")
    strangers = {end for edge in picture.edges for end in (edge.source, edge.target)} - set(keys)
    if strangers:
        raise ValueError(f"edges name parties that are not in the picture: {', '.join(sorted(strangers))}")
