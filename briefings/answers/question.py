"""Reading a question: what it asks for, which places and people it names, which concepts it holds.

Owns the reading only; what the library can say to it is decided elsewhere.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from briefings.answers.cues import Stance, asks, stance
from briefings.answers.reading import Reading
from briefings.places import Gazetteer, PlaceMention
from briefings.search.lexicon import Lexicon, Unit
from briefings.search.words import Word, fold, split, tidy

_QUALIFIERS = frozenset({"asia", "asia-pacific", "world"})
"""Regions too wide to count as something a library lacks."""


@dataclass(frozen=True, slots=True)
class Named:
    """A place named in a question, or a person standing for one."""

    start: int
    end: int
    surface: str
    codes: tuple[str, ...]
    person: bool = False
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read. `codes` are country codes and bloc keys, in the order they are named."""

    text: str
    language: str
    words: tuple[Word, ...]
    units: tuple[Unit, ...]
    named: tuple[Named, ...]
    asks: tuple[str, ...]
    stance: Stance

    @property
    def codes(self) -> tuple[str, ...]:
        """Every place named, without repeats; both readings of an ambiguous name."""
        return tuple(dict.fromkeys(code for name in self.named for code in name.codes))

    @property
    def reading(self) -> Reading:
        """What its likeness to other questions is judged by."""
        return Reading(
            self.language,
            tuple(unit.term for unit in self.units),
            tuple(name.codes for name in self.named),
            any(name.person for name in self.named),
            self.asks,
            self.stance,
        )


def read(text: str, gazetteer: Gazetteer, covered: Collection[str], *, fuzzy: bool = False) -> Question:
    """The question as read; `fuzzy` also takes misspelt place names."""
    tidied = tidy(text)
    words = split(tidied)
    lexicon = Lexicon.shipped()
    language = lexicon.language(words)
    named = _named(words, gazetteer.find(tidied, prefer=covered, fuzzy=fuzzy), text)
    spans = [(name.start, name.end) for name in named]
    named = tuple(name for name in named if {*name.codes} - _QUALIFIERS or {*name.codes} & {*covered})
    lowered = tidied.casefold()
    kinds = asks(lowered, language)
    return Question(
        text=tidied,
        language=language,
        words=words,
        units=lexicon.read(tidied, spans, language),
        named=named,
        asks=kinds,
        stance=stance(lowered, language, kinds),
    )


def strangers(question: Question, covered: Collection[str]) -> tuple[str, ...]:
    """Places the question names and the library does not cover."""
    found = []
    for name in question.named:
        if not any(code in covered for code in name.codes):
            found += [code for code in name.codes if code not in _QUALIFIERS]
    return tuple(dict.fromkeys(found))


def _named(words: tuple[Word, ...], places: tuple[PlaceMention, ...], text: str) -> tuple[Named, ...]:
    people = tuple(_people(words))
    if len({person.codes for person in people}) > 1 or any(
        _stands_for_state(p.surface, text) for p in people
    ):
        people = tuple(replace(person, person=False) for person in people)
    found = [
        Named(p.start, p.end, p.surface, p.codes, guessed=p.guessed)
        for p in places
        if not _is_word(p.surface) and not any(p.start < n.end and n.start < p.end for n in people)
    ]
    return tuple(sorted([*found, *people], key=lambda name: name.start))


_STATE = (
    r"(?:'s|s'|')? (?:\w+ )?(?:government|regime|state|country|nation|army|troops|soldiers|forces|men|rule|"
    r"administration|side|dictatorship|cabinet|capital|diplomats?|military|economy|war|neighbours?|arsenal)"
)
"""What makes of a leader's name a name for the state."""


def _stands_for_state(surface: str, text: str) -> bool:
    """Whether the state is meant and not the man, as in "Kim's regime", "the Kims"."""
    lowered = text.casefold().replace("’", "'")
    return surface.endswith("kims") or re.search(re.escape(surface) + _STATE, lowered) is not None


def _is_word(surface: str) -> bool:
    """Whether it is an everyday word: the "Who" that opens a question is not the health organisation."""
    return fold(surface) in {"who", "us", "it", "in", "is", "no", "me", "so"} and not surface.isupper()


def _people(words: tuple[Word, ...]) -> Iterator[Named]:
    table = _persons()
    place = 0
    while place < len(words):
        size, code = _person_at(words, place, table)
        if size:
            first, last = words[place], words[place + size - 1]
            surface = " ".join(word.text for word in words[place : place + size])
            yield Named(first.start, last.end, surface, (code,), person=True)
        place += size or 1


def _person_at(
    words: tuple[Word, ...], place: int, table: dict[str, list[tuple[tuple[str, ...], str]]]
) -> tuple[int, str]:
    for names, code in table.get(words[place].text, ()):
        if tuple(word.text for word in words[place : place + len(names)]) == names:
            return len(names), code
    return 0, ""


@cache
def _persons() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    text = (resources.files("briefings.answers") / "data" / "persons.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        code, colon, names = line.partition(":")
        if colon and not line.startswith("#"):
            for name in names.split(","):
                parts = tuple(word.text for word in split(tidy(name)))
                if parts:
                    table.setdefault(parts[0], []).append((parts, code))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


_CLAUSE = re.compile(
    r"^\W*(?:if|since|when|given|should|suppose|in case|after|now that|because|once)\b", re.I
)
_ASKING = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:what|which|who|whom|why|how|where|does|do|did|is|are|would|could|can|"
    r"might|may|will|list|name|describe)\b",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[?？;؟])\s+(?=\S)")
_ITEM = re.compile(r"(?:^|[\s,;:])\(?(?:[a-e]|[1-5]|i{1,3}|iv)[).]\s+")
_LIST = re.compile(r"^(?P<head>(?:\w+[\s,'-]+){0,7}\w+)\s*:\s*(?P<rest>[^:?]+,[^:?]+)\??$")
_BETWEEN = re.compile(r",\s*(?:and\s+)?|\s+and\s+", re.I)
_JOINED = re.compile(
    r"\s+plus\s+(?=\w+\s+\w+)|;\s+|,?\s+and\s+(?=(?:also\s+)?(?:what|which|who|whom|why|how|where|when|does|do|is|are|would|"
    r"could|can|with what)\b)"
    r"|,\s+(?=(?:what|which|who|why|how|where|when)\b.*\?)",
    re.I,
)


_ADDED = re.compile(r"\s+plus\s+(?=\w+\s+\w+)|;\s+", re.I)


def parts(text: str) -> tuple[str, ...]:
    """The questions a message holds, each able to stand alone; usually one."""
    items = _ITEM.split(text)
    listed = _LIST.match(text.strip())
    if listed and len(_BETWEEN.split(listed["rest"])) > 2:
        found = [f"{listed['head']}: {item.strip()}" for item in _BETWEEN.split(listed["rest"])]
    elif len(items) > 2:
        head = items[0].strip()
        found = [f"{head} {item.strip(' ,;')}".strip() for item in items[1:] if item.strip()]
    else:
        found = [part for sentence in _SENTENCE.split(text) for part in _joined(sentence)]
    long_enough = [part.strip() for part in found if len(part.split()) >= 3]
    return tuple(long_enough) if len(long_enough) > 1 and len(long_enough) == len(found) else (text,)


def _joined(sentence: str) -> list[str]:
    """Questions joined by "and" or a comma; a condition stays with its question."""
    if _CLAUSE.match(sentence):
        return [sentence]
    return (_JOINED if _ASKING.match(sentence) else _ADDED).split(sentence)
