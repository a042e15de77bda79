"""How a look-up is judged against a gold answer, for our own corpus and for the shared sample alike.

Gold is a code; "A|B" a name with several readings, where the first alone is tolerated; "@key" a bloc; "-"
nothing.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from briefings.places import Gazetteer, Place

Verdict = Literal["right", "missed", "wrong"]


def rows(path: Path) -> list[dict[str, str]]:
    """The lines of a table of forms with the columns surface and gold."""
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def judge(gold: str, place: Place) -> Verdict:
    """An answer withheld is "missed", another answer than the gold one is "wrong"."""
    if gold == "-":
        return "right" if place.kind == "none" else "wrong"
    if place.kind == "none":
        return "missed"
    if gold.startswith("@"):
        return "right" if (place.kind, place.codes) == ("bloc", (gold[1:],)) else "wrong"
    wanted = gold.split("|")
    if place.kind == "country":
        return "right" if place.codes[0] == wanted[0] else "wrong"
    if place.kind == "ambiguous" and len(wanted) > 1 and set(place.codes) & set(wanted):
        return "right"
    return "wrong"


def judged(gazetteer: Gazetteer, table: Iterable[dict[str, str]]) -> dict[Verdict, list[str]]:
    """Surfaces by verdict, each with what it gave."""
    found: dict[Verdict, list[str]] = {"right": [], "missed": [], "wrong": []}
    for row in table:
        place = gazetteer.look_up(row["surface"])
        found[judge(row["gold"], place)].append(f"{row['surface']} -> {place.kind} {'|'.join(place.codes)}")
    return found
