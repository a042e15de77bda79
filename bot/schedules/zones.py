"""From what people call their time zone to its IANA name: by that name, by city, by country.

It refuses to guess: a country with several clocks, a city name several large cities share, and a fixed
offset, which follows no clock change, are refused with the names to choose from; so is a misspelling, with
the three nearest. Links between zones count as names of their own.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from bot.schedules.abbreviations import places_of, refuse_abbreviation
from bot.schedules.zone_data import spelt, table, zone, zone_names
from briefings.errors import BadInput
from briefings.places import Gazetteer
from briefings.places.folding import fold
from briefings.places.tables import SortedLines

NEAREST: Final = 3
"""Names that a misspelling is refused with (the project's time rule)."""
MAX_CHOICES: Final = 25
LONGEST_NAME: Final = 100
_ALIKE: Final = 0.8
"""How alike (0-1) the name of a city has to be to be thought of; zones and countries are, however unlike."""
_PLAINLY: Final = 0.75
"""How alike a name has to be to complete what was mistyped."""
_LOOKED_AT: Final = 50
"""Names looked at for three zones, since several may be of one."""
_REGIONS: Final = ("Etc", "US", "Canada", "Mexico", "Brazil", "Chile")
"""First parts of names whose last part is no city: US/Central."""
_CITIES: Final = Path(__file__).parent / "data" / "cities.tsv"
_OFFSET: Final = re.compile(
    r"(?:utc|gmt|z)?\s*(?P<sign>[+\u2212-])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?", re.IGNORECASE
)
_SAMPLES: Final = tuple(datetime(2027, 1, 4, 12) + timedelta(days=7 * week) for week in range(105))  # noqa: DTZ001
"""Two years by the week, in local time: zones whose offsets agree on all of them keep the same clocks."""
_OFTEN: Final = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Kyiv",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Africa/Cairo",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Africa/Johannesburg",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Jakarta",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Australia/Sydney",
    "Pacific/Auckland",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Sao_Paulo",
)
"""Offered before anything is typed."""


class Zones:
    """Names of time zones. Unchanging once made; its tables are read when first needed."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    @cached_property
    def _cities(self) -> SortedLines:
        return SortedLines.read(_CITIES)

    def find(self, text: str) -> str:
        """The IANA name of what `text` means. Raises BadInput naming what could be meant."""
        asked = " ".join(text.split())
        if not asked or len(asked) > LONGEST_NAME:
            raise BadInput(
                "Name a time zone, a city or a country, for example Europe/London, Kolkata or Japan."
            )
        exact = spelt(asked) or spelt(asked.replace(" ", "_"))
        if exact is not None:
            return exact
        refuse_abbreviation(asked)
        _refuse_offset(asked)
        named = _apart(_in_names().get(fold(asked), ())) or self._of_city(asked) or self._in_country(asked)
        named = named or self._of_country(asked)
        if not named:
            nearest = ", ".join(_with_its_name(*each) for each in self._nearest(asked)[:NEAREST])
            raise BadInput(f"There is no time zone “{asked[:40]}”; the nearest are {nearest}.")
        if len(named) > 1:
            raise BadInput(f"“{asked[:40]}” may mean several time zones; choose one: {_choices(named)}.")
        return named[0]

    def complete(self, prefix: str, limit: int = MAX_CHOICES) -> tuple[tuple[str, str], ...]:
        """Up to `limit` (IANA name, the country or city it stands for, or nothing), best first.

        Zones whose own name, city or country begins like `prefix`; else near ones.
        """
        if not prefix.strip():
            return tuple((name, "") for name in _OFTEN[:limit])
        asked = prefix[:LONGEST_NAME]
        beginning = fold(asked)
        found: dict[str, tuple[tuple[bool, bool, bool], str]] = {}
        for name, meant, is_city in self._beginning(beginning):
            rank = (is_city, not fold(meant).startswith(beginning), name not in _OFTEN)
            found.setdefault(name, (rank, meant))
        best = [(name, meant) for name, (_, meant) in sorted(found.items(), key=lambda each: each[1][0])]
        return tuple((best or self._nearest(asked, _PLAINLY)[:NEAREST])[:limit])

    def nearest(self, text: str) -> tuple[str, ...]:
        """The three zones whose names, cities or countries look most like `text`."""
        return tuple(zone for zone, _ in self._nearest(text)[:NEAREST])

    def _nearest(self, text: str, least: float = 0) -> list[tuple[str, str]]:
        """Zones, each once, with the country that was meant, if one was, most alike first."""
        from rapidfuzz import process  # noqa: PLC0415 - only a misspelling pays for it
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        city = text.rpartition("/")[2]
        names = {**_in_names(), **{fold(name): (name,) for name in zone_names()}}
        tables: tuple[tuple[Mapping[str, Sequence[str]], float], ...] = (
            (names, least),
            (self._countries, least),
            (self._large_cities, max(least, _ALIKE)),
        )
        near = [
            (-score, order, known[key][0], key)
            for order, (known, low) in enumerate(tables)
            for key, score, _ in process.extract(
                fold(text), list(known), scorer=OSA.normalized_similarity, limit=_LOOKED_AT, score_cutoff=low
            )
        ]
        ranked = {_target(found): (found, "") for found in self._of_city(city)}
        ranked |= {_target(found): (found, country) for found, country in self._corrected(text)}
        for _, order, found, key in sorted(near):
            ranked.setdefault(_target(found), (found, self._countries[key][1] if order == 1 else ""))
        return list(ranked.values())

    def _of_city(self, asked: str) -> tuple[str, ...]:
        payload = self._cities.get(fold(asked))
        return _apart(payload.split("|")) if payload else ()

    def _in_country(self, asked: str) -> tuple[str, ...]:
        """The zone of a city that is named with its country: "Birmingham, United Kingdom"."""
        city, _, country = (part.strip() for part in asked.rpartition(","))
        place = self._gazetteer.exact(country) if city else None
        there = (
            {_clocks(name) for code in place.codes for name in _by_country().get(code, ())} if place else ()
        )
        named = (*_in_names().get(fold(city), ()), *self._of_city(city)) if there else ()
        return _apart(name for name in named if _clocks(name) in there)

    def _corrected(self, text: str) -> tuple[tuple[str, str], ...]:
        """The zone and name of a country by any of its names, misspelt: "Great Britian"."""
        place = self._gazetteer.look_up(text)
        zones = _by_country().get(place.codes[0], ()) if place.kind == "country" else ()
        return ((_apart(zones)[0], self._gazetteer.name(place.codes[0])),) if zones else ()

    def _of_country(self, asked: str) -> tuple[str, ...]:
        place = self._gazetteer.exact(asked)
        if place is None or place.kind not in ("country", "ambiguous"):
            return ()
        countries = (_by_country().get(code.partition("-")[0], ()) for code in place.codes)
        return tuple(name for zones in countries for name in _apart(zones))

    @cached_property
    def _countries(self) -> dict[str, tuple[str, str]]:
        """The best known zone of each country and its name, by that name folded."""
        named = ((self._gazetteer.name(code), zones) for code, zones in _by_country().items())
        return {fold(name): (_apart(zones)[0], name) for name, zones in named}

    @cached_property
    def _large_cities(self) -> dict[str, tuple[str, ...]]:
        """Names in Latin letters, for misspellings."""
        rows = self._cities.block.decode().splitlines()
        pairs = (row.split("\t") for row in rows if row.isascii())
        return {key: tuple(named.split("|")) for key, named in pairs}

    def _beginning(self, prefix: str) -> Iterator[tuple[str, str, bool]]:
        """Zones, what of theirs begins so, and whether it is one of the many cities."""
        for place, named in _in_names().items():
            if place.startswith(prefix):
                yield from ((name, _city(name), False) for name in named)
        yield from ((name, prefix.upper(), False) for name in places_of(prefix))
        for name, code in self._gazetteer.complete(prefix):
            zones = _by_country().get(code, ())
            yield from ((zone, name, False) for zone in _apart(zones))
        for name in zone_names():
            if fold(name).startswith(prefix) and not places_of(name):
                yield name, "", False
        for key, payload in self._cities.with_prefix(prefix):
            yield from ((name, key.title(), True) for name in payload.split("|"))


def _city(name: str) -> str:
    return name.rpartition("/")[2].replace("_", " ")


@cache
def _by_country() -> dict[str, tuple[str, ...]]:
    """Zones by ISO 3166-1 alpha-2 code, in the table's order, which puts populous ones first where it can."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, _, name in _rows(table("zoneinfo/zone.tab")):
        found[code].append(name)
    return {code: tuple(names) for code, names in found.items()}


@cache
def _in_names() -> dict[str, tuple[str, ...]]:
    """Zones by the city in their IANA name, folded; links such as Asia/Calcutta give what they point to."""
    current = {name for names in _by_country().values() for name in names}
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name in zone_names():
        region, _, place = name.partition("/")
        if place and region not in _REGIONS:
            found[fold(place.rpartition("/")[2])].setdefault(name if name in current else _target(name))
    return {
        place: tuple(name for name in names if name in current) or tuple(names)
        for place, names in found.items()
    }


def _target(name: str) -> str:
    seen = {name}
    while (further := _links().get(name)) is not None and further not in seen:
        name = further
        seen.add(name)
    return name


@cache
def _links() -> dict[str, str]:
    lines = (line.split() for line in table("zoneinfo/tzdata.zi").splitlines() if line.startswith("L "))
    return {link: target for _, target, link in lines}


def _rows(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")[:3]


def _apart(names: Iterable[str]) -> tuple[str, ...]:
    """The names, of those that keep the same clocks the best known or else the first, best known first."""
    found: dict[tuple[timedelta | None, ...], str] = {}
    for name in sorted(names, key=lambda name: name not in _OFTEN):
        found.setdefault(_clocks(name), name)
    return tuple(found.values())


@cache
def _clocks(name: str) -> tuple[timedelta | None, ...]:
    there = zone(name)
    return tuple(moment.replace(tzinfo=there).utcoffset() for moment in _SAMPLES)


def _with_its_name(name: str, country: str) -> str:
    plain = country.partition(" (")[0]
    return f"{name} ({plain})" if plain and plain != name else name


def _choices(names: tuple[str, ...]) -> str:
    shown = names[:12]
    return ", ".join(shown) + (f" and {len(names) - len(shown)} more" if len(names) > len(shown) else "")


def _refuse_offset(asked: str) -> None:
    match = _OFFSET.fullmatch(asked)
    if match is None:
        return
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    fixed = spelt(f"Etc/GMT{'-' if match['sign'] == '+' else '+'}{hours}") if not minutes else None
    also = f", or {fixed} for a clock that is never changed (its sign is turned round)" if fixed else ""
    raise BadInput(f"“{asked}” is an offset, which does not follow clock changes; name a city{also}.")
