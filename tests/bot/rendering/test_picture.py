"""The PNG: what is in it, what it is drawn with, and how it fails."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from bot.rendering.picture import draw
from bot.rendering.picture.drawing import measure
from bot.rendering.picture.letters import FOLDER, REPLACEMENT, fonts, runs, settable
from bot.rendering.picture.palette import PALETTES, Palette, Theme, contrast
from bot.rendering.picture.scene import compose
from bot.rendering.picture.strokes import runs as ink_runs
from briefings.reply import Edge, Node, Picture
from tests.bot.rendering.graphs import STYLES, crowd

THEMES: tuple[Theme, ...] = ("light", "dark")
PICTURE = Picture(
    "Who leans on whom",
    (Node("TD", "Chad", "country"), Node("ML", "Mali", "country"), Node("au", "African Union", "bloc")),
    (
        Edge("TD", "ML", "military support", True, "reported", ("a:C01",)),
        Edge("ML", "au", "ties", False, "dashed", ("a:C02",)),
    ),
    "Chad → Mali: military support (reported); Mali – African Union: ties (possible).",
    ("ML",),
)


def _opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [390, 1200])
def test_it_is_a_png_of_the_width_asked_for(theme: Theme, width: int) -> None:
    """The file is a PNG, as wide as asked, on the theme's ground, with something drawn on it."""
    image = _opened(draw(PICTURE, theme=theme, width=width))
    assert image.format == "PNG"
    assert image.width == width
    assert image.getpixel((1, 1)) == PALETTES[theme].ground
    assert len(image.getcolors(1 << 24) or ()) > 50


def test_alt_text_travels_in_the_file() -> None:
    """The text equivalent is in the "Description" field, arrows and all."""
    image = _opened(draw(PICTURE))
    assert image.info["Description"] == PICTURE.alt
    assert image.info["Title"] == PICTURE.title


def test_the_same_picture_gives_the_same_bytes() -> None:
    """Drawing is a function of its input: two processes give the same bytes, another input others."""
    program = (
        "import sys; from bot.rendering.picture import draw; "
        "from tests.bot.rendering.graphs import crowd; sys.stdout.buffer.write(draw(crowd(5, 7), width=400))"
    )
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
    assert draw(crowd(5, 7), width=400) == other
    assert draw(crowd(5, 7), width=400, theme="dark") != other
    assert draw(replace(crowd(5, 7), title="Another"), width=400) != other


def test_pillow_is_imported_only_when_something_is_drawn() -> None:
    """Importing the way in costs no image library."""
    program = "import sys, bot.rendering.picture; print('PIL' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("width", [0, 319, 4001])
def test_an_absurd_width_is_refused(width: int) -> None:
    """A width outside 320-4000 pixels raises ValueError that names it."""
    with pytest.raises(ValueError, match=str(width)):
        draw(PICTURE, width=width)


def test_an_empty_picture_is_still_a_picture() -> None:
    """No parties and no lines: a title and the note, no failure."""
    assert _opened(draw(Picture("Nobody", (), (), "Nothing."))).width == 1200


@pytest.mark.parametrize("theme", THEMES)
def test_colours_meet_wcag_aa(theme: Theme) -> None:
    """Words reach 4.5:1 on what they stand on; lines, outlines and badges reach 3:1."""
    p = PALETTES[theme]
    assert set(p.lines) == set(STYLES)
    words = [(p.words, p.ground), (p.quiet, p.ground), (p.party_words, p.party), (p.party_words, p.bloc)]
    words += [(p.focus_words, p.focus)]
    words += [(p.badge_words, line) for line in p.lines.values()]
    words += [(line, p.ground) for line in p.lines.values()]  # captions in words wear their line's colour
    assert min(contrast(a, b) for a, b in words) >= 4.5
    shapes = [p.party_edge, p.bloc_edge, p.focus, *p.lines.values()]
    assert min(contrast(shape, p.ground) for shape in shapes) >= 3


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21:1, and #777777 on white is the well-known 4.48:1."""
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((0x77, 0x77, 0x77), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", THEMES)
def test_the_drawing_keeps_to_its_palette(theme: Theme) -> None:
    """The colours tested for contrast are the ones really on the paper."""
    p: Palette = PALETTES[theme]
    colours = {colour for _, colour in _opened(draw(PICTURE, theme=theme)).getcolors(1 << 24) or ()}
    assert {p.ground, p.lines["reported"], p.lines["dashed"], p.party, p.bloc, p.focus, p.words} <= colours


def test_strokes_tell_styles_apart_without_colour() -> None:
    """Likely, possible and conditional lines each have gaps of their own; the others have none."""
    line = ((0.0, 0.0), (400.0, 0.0))
    ink = {style: tuple(ink_runs(line, style)) for style in STYLES}
    assert ink["solid"] == ink["reported"] == ink["grey"] == (line,)
    assert len({ink[style] for style in ("solid", "dash-dotted", "dashed", "dotted")}) == 4
    assert all(run[0][0] < run[-1][0] for runs_ in ink.values() for run in runs_)


@pytest.mark.parametrize(
    "name",
    [
        "North Korea",
        "Côte d’Ivoire",
        "Россия",
        "Ελλάδα",
        "한국",
        "대한민국",
        "中国",
        "日本",
        "საქართველო",
        "Հայաստան",
        "ኢትዮጵያ",
    ],
)
def test_simple_scripts_are_always_set(name: str) -> None:
    """Names in scripts whose letters only follow one another need nothing but the shipped fonts."""
    assert runs(name, "strong", shaped=False) is not None


@pytest.mark.parametrize("name", ["ایران", "भारत", "ישראל", "ไทย", "বাংলাদেশ", "இந்தியா"])
def test_joined_scripts_are_set_or_replaced(name: str) -> None:
    """Where letters cannot be joined the party's key is shown instead: never a wrong or broken name."""
    picture = Picture("Names", (Node("XX", name, "country"),), (), "")
    assert settable(picture, shaped=True).nodes[0].label == name
    assert settable(picture, shaped=False).nodes[0].label == "XX"


def test_a_letter_we_lack_is_never_an_empty_box() -> None:
    """An unknown letter in a name shows the key; elsewhere the replacement mark, which the fonts do hold."""
    cuneiform = "\U00012000"
    picture = Picture(
        f"A {cuneiform}",
        (Node("IQ", cuneiform, "country"), Node("IR", "Iran", "country"), Node("ZZ", "  ", "bloc")),
        (Edge("IQ", "IR", f"{cuneiform} ties", True, "solid", ()),),
        "",
    )
    shown = settable(picture, shaped=True)
    assert [node.label for node in shown.nodes] == ["IQ", "Iran", "ZZ"]
    assert shown.title == f"A {REPLACEMENT}"
    assert shown.edges[0].label == f"{REPLACEMENT} ties"
    assert runs(REPLACEMENT, "strong", shaped=False) is not None


def test_runs_lose_nothing_and_end_at_the_script() -> None:
    """Runs put together give the words back; a comma after a right-to-left name belongs to the line."""
    words = "ایران, 中国 and Chad"
    found = runs(words, "regular", shaped=True)
    assert found is not None
    assert "".join(run.words for run in found) == words
    assert [run.words for run in found if run.font.shaping] == ["ایران"]


@pytest.mark.parametrize("font", fonts(), ids=lambda font: str(font.file))
def test_the_coverage_table_tells_the_truth(font: object) -> None:
    """The table beside the fonts names exactly the letters of each font file."""
    ttlib = pytest.importorskip("fontTools.ttLib", reason="fontTools is a development tool")
    known = next(each for each in fonts() if each is font)
    with (FOLDER / known.file).open("rb") as file:
        assert set(ttlib.TTFont(file).getBestCmap()) == known.letters


def test_fonts_are_small_and_licensed() -> None:
    """All fonts together stay under 1.5 MB, and their licence lies beside them."""
    files = [FOLDER / font.file for font in fonts()]
    assert sum(len(file.read_bytes()) for file in files) < 1_500_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text("utf-8")


def test_real_widths_fit_the_shapes() -> None:
    """With the shipped fonts, too, every name and caption is no wider than the shape it stands in."""
    names = ("Saint Vincent and the Grenadines", "조선민주주의인민공화국", "Papua New Guinea", "W" * 60)
    nodes = tuple(Node(f"k{n}", name, "bloc" if n % 2 else "country") for n, name in enumerate(names))
    edges = tuple(Edge("k0", f"k{n}", "long-range missile technology", True, "dashed", ()) for n in (1, 2, 3))
    scene = compose(Picture("Long names", nodes, edges, ""), measure)
    for placed in scene.placed:
        words = placed.party.words
        assert max(measure(line, words.face, words.size) for line in words.lines) <= placed.box.width - 40
        assert words.height <= placed.box.height
    for caption in scene.captions:
        assert caption is not None
        assert caption.tag.words.width <= caption.box.width
