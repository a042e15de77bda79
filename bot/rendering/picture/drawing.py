"""The pixels: a scene drawn with Pillow. The only module that imports it, and itself imported late.

Owns colours on paper, strokes and glyphs. Refuses to move anything: places come from the scene.
"""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import assert_never

from PIL import Image, ImageDraw, ImageFont, features
from PIL.PngImagePlugin import PngInfo

from bot.rendering.picture.geometry import WIDTH, Box, Line, Point, box_around
from bot.rendering.picture.key import SAMPLE_WIDTH, Item, Sample
from bot.rendering.picture.lettering import LEADING, Face, Lettering
from bot.rendering.picture.letters import FOLDER, Font, Run, runs, settable
from bot.rendering.picture.palette import PALETTES, Colour, Palette, Theme
from bot.rendering.picture.parties import Placed
from bot.rendering.picture.routes import Route
from bot.rendering.picture.scene import MARGIN, Scene, compose
from bot.rendering.picture.strokes import THICKNESS
from bot.rendering.picture.strokes import runs as ink_runs
from briefings.present.picture import Style
from briefings.reply import Picture

FINE = 3
"""Shapes are drawn so many times larger and reduced: smooth edges."""
ROUND = 20.0


def png(picture: Picture, theme: Theme, width: int) -> bytes:
    """The picture as a PNG, `width` pixels wide, its text equivalent in the "Description" field."""
    shown = settable(picture, shaped=_shaped())
    scene = compose(shown, measure)
    sheet = _Sheet(scene, PALETTES[theme], width)
    info = PngInfo()
    info.add_text("Title", picture.title)
    info.add_text("Description", picture.alt)
    out = BytesIO()
    sheet.draw().save(out, "PNG", pnginfo=info, compress_level=6)
    return out.getvalue()


def measure(words: str, face: Face, size: int) -> float:
    """The width of words set at a size, both in layout units."""
    return sum(_font(run.font, size * 4).getlength(run.words) for run in _runs(words, face)) / 4


@cache
def _shaped() -> bool:
    """Whether Pillow can join letters here: FriBiDi is found at run time, not shipped with it."""
    return bool(features.check("raqm") and features.check("fribidi"))


def _runs(words: str, face: Face) -> tuple[Run, ...]:
    return runs(words, face, shaped=_shaped()) or ()


@cache
def _font(font: Font, size: int) -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if font.shaping else ImageFont.Layout.BASIC
    with (FOLDER / font.file).open("rb") as file:
        return ImageFont.truetype(BytesIO(file.read()), size, layout_engine=engine)


class _Sheet:
    """One drawing in progress: shapes on an enlarged sheet, then words at their final size."""

    def __init__(self, scene: Scene, palette: Palette, width: int) -> None:
        self._scene = scene
        self._palette = palette
        self._scale = width / WIDTH
        self._size = (width, round(scene.height * self._scale))
        self._shapes = Image.new("RGB", (width * FINE, self._size[1] * FINE), palette.ground)
        self._pen = ImageDraw.Draw(self._shapes)
        self._zoom = self._scale * FINE

    def draw(self) -> Image.Image:
        """The finished image."""
        scene = self._scene
        for route in scene.routes:
            self._halo(route)
            self._stroke(route.line, route.edge.style)
            if route.head:
                self._polygon(route.head, self._palette.lines[route.edge.style])
        for placed in scene.placed:
            self._shape(placed)
        self._captions()
        self._key_shapes()
        image = self._shapes.reduce(FINE)
        self._write(image)
        return image

    def _halo(self, route: Route) -> None:
        inner = route.line[12:-12]
        if len(inner) > 1:
            self._line(inner, THICKNESS[route.edge.style] + 9, self._palette.ground)

    def _stroke(self, line: Line, style: Style) -> None:
        colour = self._palette.lines[style]
        for run in ink_runs(line, style):
            self._line(run, THICKNESS[style], colour)

    def _line(self, line: Line, thickness: float, colour: Colour) -> None:
        points = [(x * self._zoom, y * self._zoom) for x, y in line]
        self._pen.line(points, colour, round(thickness * self._zoom), joint="curve")
        for end in (line[0], line[-1]):
            self._dot(end, thickness / 2, colour)

    def _dot(self, centre: Point, radius: float, colour: Colour) -> None:
        self._pen.ellipse(self._corners(box_around(centre, 2 * radius, 2 * radius)), fill=colour)

    def _polygon(self, points: Sequence[Point], colour: Colour) -> None:
        self._pen.polygon([(x * self._zoom, y * self._zoom) for x, y in points], fill=colour)

    def _corners(self, box: Box) -> tuple[float, float, float, float]:
        zoom = self._zoom
        return box.left * zoom, box.top * zoom, box.right * zoom, box.bottom * zoom

    def _shape(self, placed: Placed) -> None:
        palette, focus = self._palette, placed.party.focus
        match placed.party.node.group:
            case "country":
                fill, edge = palette.party, palette.party_edge
            case "bloc":
                fill, edge = palette.bloc, palette.bloc_edge
            case other:
                assert_never(other)
        self._outlined(placed, palette.focus if focus else fill, palette.focus if focus else edge)

    def _outlined(self, placed: Placed, fill: Colour, edge: Colour) -> None:
        width = 3.5
        if placed.party.node.group == "country":
            self._pen.rounded_rectangle(
                self._corners(placed.box), ROUND * self._zoom, fill, edge, round(width * self._zoom)
            )
            return
        corners = placed.outline()
        self._polygon(corners, fill)
        self._line((*corners, corners[0]), width, edge)

    def _captions(self) -> None:
        for caption in self._scene.captions:
            if caption is None:
                continue
            colour = self._palette.lines[caption.route.edge.style]
            if self._scene.lettered:
                self._badge(caption.box, colour)
            else:
                self._pen.rounded_rectangle(self._corners(caption.box), 10 * self._zoom, self._palette.ground)

    def _badge(self, box: Box, colour: Colour) -> None:
        self._dot(box.centre, box.width / 2, self._palette.ground)
        self._dot(box.centre, box.width / 2 - 3, colour)

    def _key_shapes(self) -> None:
        key = self._scene.key
        self._line(((MARGIN, key.top), (WIDTH - MARGIN, key.top)), 1.5, self._palette.rule)
        for sample in key.samples:
            self._sample(sample)
        for item in key.items:
            self._badge(item_badge(item), self._palette.lines[item.entry.style])

    def _sample(self, sample: Sample) -> None:
        middle = sample.top + sample.words.height / 2
        match sample.shows:
            case "country" | "bloc":
                box = box_around((sample.left + SAMPLE_WIDTH / 2, middle), SAMPLE_WIDTH - 16, 40)
                self._small_shape(sample.shows, box)
            case style:
                self._stroke(((sample.left, middle), (sample.left + SAMPLE_WIDTH, middle)), style)

    def _small_shape(self, group: str, box: Box) -> None:
        palette = self._palette
        if group == "country":
            self._pen.rounded_rectangle(
                self._corners(box), 12 * self._zoom, palette.party, palette.party_edge, round(3 * self._zoom)
            )
            return
        middle, point = box.centre[1], 18
        corners = (
            (box.left + point, box.top),
            (box.right - point, box.top),
            (box.right, middle),
            (box.right - point, box.bottom),
            (box.left + point, box.bottom),
            (box.left, middle),
        )
        self._polygon(corners, palette.bloc)
        self._line((*corners, corners[0]), 3, palette.bloc_edge)

    def _write(self, image: Image.Image) -> None:
        scene, palette = self._scene, self._palette
        pen = ImageDraw.Draw(image)
        self._left(pen, scene.title.lettering, scene.title.at, palette.words)
        for placed in scene.placed:
            colour = palette.focus_words if placed.party.focus else palette.party_words
            self._centred(pen, placed.party.words, placed.box, colour)
        for caption in scene.captions:
            if caption:
                line = palette.lines[caption.route.edge.style]
                colour = palette.badge_words if scene.lettered else line
                self._centred(pen, caption.tag.words, caption.box, colour)
        for sample in scene.key.samples:
            self._left(pen, sample.words, (sample.left + SAMPLE_WIDTH + 22, sample.top), palette.quiet)
        for item in scene.key.items:
            letter = Lettering((item.entry.letter,), "strong", 28, 0)
            self._centred(pen, letter, item_badge(item), palette.badge_words)
            self._left(pen, item.label, (item.left, item.top), palette.words)
            self._left(pen, item.parties, (item.left, item.top + item.label.height), palette.quiet)
        self._left(pen, scene.note.lettering, scene.note.at, palette.quiet)

    def _centred(self, pen: ImageDraw.ImageDraw, words: Lettering, box: Box, colour: Colour) -> None:
        x, y = box.centre
        top = y - words.height / 2
        for number, line in enumerate(words.lines):
            left = x - measure(line, words.face, words.size) / 2
            self._set(pen, line, words, (left, top + number * words.size * LEADING), colour)

    def _left(self, pen: ImageDraw.ImageDraw, words: Lettering, at: Point, colour: Colour) -> None:
        for number, line in enumerate(words.lines):
            self._set(pen, line, words, (at[0], at[1] + number * words.size * LEADING), colour)

    def _set(self, pen: ImageDraw.ImageDraw, line: str, words: Lettering, at: Point, colour: Colour) -> None:
        size = max(1, round(words.size * self._scale))
        x = at[0] * self._scale
        baseline = (at[1] + words.size * (LEADING / 2 + 0.36)) * self._scale
        for run in _runs(line, words.face):
            font = _font(run.font, size)
            pen.text((x, baseline), run.words, colour, font, anchor="ls")
            x += font.getlength(run.words)


def item_badge(item: Item) -> Box:
    """Where an entry's letter stands: left of its first line."""
    return box_around((item.left - 40, item.top + item.label.size * LEADING / 2), 46, 46)
