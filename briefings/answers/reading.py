"""What likeness is judged by: a question's terms, the places it names, what it asks and how.

Owns that value and its packed form. Curated questions that ship are read when the product is built
(`scripts/build_answers.py`) and kept in `data/readings.json`; any other is read when it is needed.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

from briefings.answers.cues import Stance
from briefings.search.lexicon import Term

TABLE = "readings.json"
Packed = Sequence[object]


@dataclass(frozen=True, slots=True)
class Reading:
    """A question, without the text. `places`: the codes each name may stand for; `person`: one is named."""

    language: str
    terms: tuple[Term, ...]
    places: tuple[tuple[str, ...], ...]
    person: bool
    asks: tuple[str, ...]
    stance: Stance

    @property
    def codes(self) -> tuple[str, ...]:
        """Every place named, without repeats."""
        return tuple(dict.fromkeys(code for codes in self.places for code in codes))


def pack(reading: Reading) -> list[object]:
    """The reading as JSON takes it."""
    stance = "".join("1" if getattr(reading.stance, field.name) else "0" for field in fields(Stance))
    terms = [[word, *concepts] for word, concepts in reading.terms]
    return [reading.language, terms, reading.places, int(reading.person), reading.asks, stance]


@cache
def shipped() -> dict[str, Reading]:
    """The readings that come with the product, by the text of the question."""
    table = json.loads((resources.files("briefings.answers") / "data" / TABLE).read_text(encoding="utf-8"))
    return {text: _unpack(*row) for text, row in table.items()}


def _unpack(
    language: str,
    terms: Iterable[Sequence[str]],
    places: Iterable[Sequence[str]],
    person: int,
    asks: Iterable[str],
    stance: str,
) -> Reading:
    return Reading(
        language,
        tuple((word, tuple(concepts)) for word, *concepts in terms),
        tuple(tuple(codes) for codes in places),
        person == 1,
        tuple(asks),
        _stance(stance),
    )


@cache
def _stance(bits: str) -> Stance:
    return Stance(*(bit == "1" for bit in bits))
