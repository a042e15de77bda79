"""Makes the shipped fonts: Noto Sans, cut down to the letters of the world's country names.

Owns which letters are shipped and the coverage table beside the fonts. Refuses to be part of the
running program: it needs fontTools, Babel and the full Noto families, and is run by hand:
`python -m scripts.subset_fonts FOLDER...`, the folders holding the Noto files.
"""

import json
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, localedata
from fontTools import subset  # type: ignore[import-untyped]  # no type hints published
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ditto

FOLDER = Path(__file__).parents[1] / "bot" / "rendering" / "picture" / "fonts"
LATIN = {*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x1E00, 0x1F00), *range(0x2010, 0x2027)}
LETTERS = {*LATIN, *range(0x370, 0x530), 0x20AC, 0x2039, 0x203A, 0x2044, 0xFFFD}
SHARED = {0x20, 0x28, 0x29, 0x2C, 0x2D, 0x2E, *range(0x30, 0x3A)}
NEVER = {0xAD, 0x200C, 0x200D, 0x200E, 0x200F}


@dataclass(frozen=True, slots=True)
class Cut:
    """One shipped file: where it is cut from, and for which Unicode names it is the font."""

    name: str
    source: str
    scripts: tuple[str, ...]
    shaping: bool
    """Its letters join, stack or run from right to left: they need more than one glyph after another."""


def _script(name: str, *, shaping: bool) -> Cut:
    weight = "Bold" if name == "oriya" else "Medium"
    return Cut(name, f"NotoSans{name.title()}-{weight}.ttf", (name.upper(),), shaping=shaping)


CUTS = (
    Cut("regular", "NotoSans-Regular.ttf", (), shaping=False),
    Cut("strong", "NotoSans-SemiBold.ttf", (), shaping=False),
    Cut("arrows", "NotoSansMath-Regular.ttf", (), shaping=False),
    Cut("han", "NotoSansCJK-Bold.ttc", ("CJK", "KATAKANA", "HIRAGANA", "HANGUL", "FULLWIDTH"), shaping=False),
    _script("armenian", shaping=False),
    _script("georgian", shaping=False),
    _script("ethiopic", shaping=False),
    *(_script(name, shaping=True) for name in ("arabic", "hebrew", "devanagari", "bengali", "tamil")),
    *(
        _script(name, shaping=True)
        for name in ("telugu", "gujarati", "gurmukhi", "kannada", "malayalam", "oriya")
    ),
    *(_script(name, shaping=True) for name in ("sinhala", "thai", "lao", "khmer", "myanmar")),
)


def country_letters() -> set[int]:
    """Every code point of CLDR's names of countries and regions, in every language."""
    found: set[int] = set()
    for identifier in sorted(localedata.locale_identifiers()):
        for name in Locale.parse(identifier).territories.values():
            found.update(map(ord, name))
    return found - NEVER


def wanted(cut: Cut, letters: set[int]) -> set[int]:
    """The code points that belong into one shipped file."""
    match cut.name:
        case "regular" | "strong":
            return LETTERS
        case "arrows":
            return {0x2192, 0x2194}
        case _:
            mine = {code for code in letters if _first_word(code) in cut.scripts}
            joiners = {0x200C, 0x200D} if cut.shaping else set()
            return mine | SHARED | joiners


def _first_word(code: int) -> str:
    return unicodedata.name(chr(code), "?").replace("-", " ").split()[0]


def shipped(cut: Cut, source: Path, letters: set[int]) -> set[int]:
    """Write one file; the code points that it ended up with."""
    options = subset.Options(hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 5, 13, 14])
    options.font_number = 2 if source.suffix == ".ttc" else -1
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted(cut, letters))
    cutter.subset(font)
    target = FOLDER / f"{cut.name}.{'otf' if 'CFF ' in font else 'ttf'}"
    subset.save_font(font, str(target), options)
    with TTFont(target) as written:
        return set(written.getBestCmap())


def ranges(codes: Iterable[int]) -> list[list[int]]:
    """The code points as inclusive runs, ascending."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return runs


def main(folders: list[Path]) -> None:
    """Cut every font and write the coverage table."""
    letters = country_letters()
    table = []
    for cut in CUTS:
        source = next(folder / cut.source for folder in folders if (folder / cut.source).exists())
        codes = shipped(cut, source, letters)
        name = next(path.name for path in FOLDER.glob(f"{cut.name}.?tf"))
        table.append({"file": name, "shaping": cut.shaping, "ranges": ranges(codes)})
    (FOLDER / "coverage.json").write_text(json.dumps(table, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
