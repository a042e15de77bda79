"""The concept lexicon: words of many languages to the concepts they speak of.

Owns concepts, their relations and the reading of a text into units. It judges no question.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from briefings.search.words import Word, fold, split, stem

_DATA = "data"
_ARABIC_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف", "ك")

Span = tuple[int, int]
Term = tuple[str, tuple[str, ...]]
"""A word's stem (or an expression) and the concepts it may speak of."""


@dataclass(frozen=True, slots=True)
class Concept:
    """Something the field speaks of. `near` are cousins, `opposite` what cannot hold at once."""

    name: str
    flags: frozenset[str]
    near: tuple[str, ...]
    opposite: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One meaningful word or expression of a text: every concept it may speak of, and its stem."""

    surface: str
    stem: str
    concepts: tuple[str, ...]
    start: int
    end: int

    @property
    def term(self) -> Term:
        """What it is looked for by."""
        return self.stem, self.concepts

    @property
    def known(self) -> bool:
        """Whether the lexicon knows it."""
        return bool(self.concepts)


class Forms:
    """Expressions of one group of languages, looked up at a place in a row of words."""

    def __init__(self, *, prefixes: bool) -> None:
        self._prefixes = prefixes
        self._single: dict[str, tuple[str, ...]] = {}
        self._runs: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}

    def add(self, form: str, concept: str) -> None:
        """Let `form` speak of `concept` (too)."""
        keys = tuple(self._key(part) for part in form.split())
        if len(keys) == 1:
            self._single[keys[0]] = _with(self._single.get(keys[0], ()), concept)
        elif keys:
            runs = self._runs.setdefault(keys[0], [])
            same = next((i for i, run in enumerate(runs) if run[0] == keys), None)
            if same is None:
                runs.append((keys, (concept,)))
            else:
                runs[same] = (keys, _with(runs[same][1], concept))

    def at(self, words: Sequence[Word], place: int) -> tuple[int, tuple[str, ...]]:
        """How many words from `place` on form the longest known expression, and its concepts."""
        best: tuple[int, tuple[str, ...]] = (0, ())
        for key in self._keys(words[place]):
            for keys, concepts in self._runs.get(key, ()):
                if len(keys) > best[0] and self._follows(words, place, keys):
                    best = (len(keys), concepts)
            if best[0] < 1 and key in self._single:
                best = (1, self._single[key])
        return best

    def inside(self, run: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """The longest known expressions within a run of an unspaced script."""
        place = 0
        while place < len(run):
            size = next(
                (n for n in range(min(8, len(run) - place), 0, -1) if run[place : place + n] in self._single),
                0,
            )
            if size:
                yield place, place + size, self._single[run[place : place + size]]
            place += size or 1

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that occurs in an expression."""
        return frozenset(self._single) | {
            key for runs in self._runs.values() for run in runs for key in run[0]
        }

    def _key(self, part: str) -> str:
        return fold(part) if self._prefixes else stem(fold(part))

    def _keys(self, word: Word) -> Iterator[str]:
        if not self._prefixes:
            yield word.stem
            return
        for text in _bare(word.text):
            shortest = _shortest(text)
            yield text
            for size in range(len(text) - 1, shortest - 1, -1):
                yield text[:size]

    def _follows(self, words: Sequence[Word], place: int, keys: tuple[str, ...]) -> bool:
        if place + len(keys) > len(words):
            return False
        pairs = zip(keys[1:], words[place + 1 :], strict=False)
        if self._prefixes:
            return all(word.text.startswith(key) for key, word in pairs)
        return all(word.stem == key for key, word in pairs)


class Lexicon:
    """Concepts and their words; other languages than English are read on first need."""

    def __init__(self, english: str, world: str, function_words: str, plain_words: str = "") -> None:
        self._world_text = world
        self._concepts: dict[str, Concept] = {}
        self._spelt: set[str] = set()
        self._english = Forms(prefixes=False)
        self._read_english(english)
        self._functions = dict(_function_lines(function_words))
        plain = plain_words.partition("\n")[2].split()
        self._spelt.update(plain)
        self._plain = frozenset(stem(fold(word)) for word in plain)

    @classmethod
    @cache
    def shipped(cls) -> "Lexicon":
        """The lexicon that comes with the product."""
        folder = resources.files("briefings.search") / _DATA
        names = ("concepts.en.txt", "concepts.world.txt", "function_words.txt", "plain_words.txt")
        return cls(*((folder / name).read_text(encoding="utf-8") for name in names))

    def concept(self, name: str) -> Concept:
        """The concept of that name; raises KeyError."""
        return self._concepts[name]

    @property
    def concepts(self) -> Mapping[str, Concept]:
        """All concepts by name."""
        return self._concepts

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every English word in an expression as it is spelt there, and the English function words."""
        return frozenset(self._spelt) | self._functions["en"]

    def knows(self, word: Word) -> bool:
        """Whether an English word, in any inflection, is in the lexicon."""
        return (
            word.text in self.vocabulary or word.stem in self._english.vocabulary or word.stem in self._plain
        )

    def is_plain(self, word: str) -> bool:
        """Whether a stem without concepts is everyday English that does not tell topics apart."""
        return word in self._plain

    def language(self, words: Sequence[Word]) -> str:
        """The language whose function words the text uses most; English when none stands out."""
        counts = {code: sum(w.text in known for w in words) for code, known in self._functions.items()}
        best = max(counts, key=lambda code: (counts[code], code == "en"))
        if best != "en":
            return best
        foreign = sum(not word.text.isascii() or word.foreign for word in words)
        return "en" if foreign * 2 <= len(words) - (counts["en"] == 0) else "other"

    def is_function_word(self, word: Word, language: str) -> bool:
        """Whether the word says nothing about the topic in that language."""
        return word.text in self._functions.get(language, frozenset()) or word.text in self._functions["en"]

    def read(self, tidied: str, taken: Iterable[Span] = (), language: str | None = None) -> tuple[Unit, ...]:
        """The units of a tidied text outside the spans `taken`, in order."""
        words = split(tidied)
        spoken = self.language(words) if language is None else language
        closed = tuple(taken)
        found: list[Unit] = []
        for row in _rows(words, closed):
            found += self._units(row, spoken)
        return tuple(found)

    @cached_property
    def _world(self) -> Forms:
        forms = Forms(prefixes=True)
        for line in self._world_text.splitlines():
            name, colon, rest = line.partition(":")
            if colon and not line.startswith("#"):
                for form in rest.split(","):
                    forms.add(form.strip(), name.strip())
        return forms

    def _units(self, words: Sequence[Word], language: str) -> Iterator[Unit]:
        place = 0
        while place < len(words):
            word = words[place]
            if word.unspaced:
                yield from self._unspaced(word)
                place += 1
                continue
            size, concepts = self._known(words, place, language)
            if size <= 1 and self.is_function_word(word, language):
                place += 1
                continue
            last = words[place + max(size, 1) - 1]
            surface = " ".join(w.text for w in words[place : place + max(size, 1)])
            yield Unit(surface, word.stem if size <= 1 else surface, concepts, word.start, last.end)
            place += max(size, 1)

    def _known(self, words: Sequence[Word], place: int, language: str) -> tuple[int, tuple[str, ...]]:
        english = self._english.at(words, place)
        if language == "en":
            return english
        world = self._world.at(words, place)
        return world if world[0] >= english[0] else english

    def _unspaced(self, word: Word) -> Iterator[Unit]:
        for start, end, concepts in self._world.inside(word.text):
            piece = word.text[start:end]
            yield Unit(piece, piece, concepts, word.start + start, word.start + end)

    def _read_english(self, text: str) -> None:
        name = ""
        for line in text.splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            if line[0] != " ":
                concept = _header(line)
                name = concept.name
                self._concepts[name] = concept
                continue
            for form in line.split(","):
                for spelt in _spellings(form.strip()):
                    self._english.add(spelt, name)
                    self._spelt.update(fold(part) for part in spelt.split())


def _header(line: str) -> Concept:
    name, *rest = line.split()
    flags = frozenset(part.strip("[]") for part in rest if part.startswith("["))
    near = tuple(part[1:] for part in rest if part.startswith("~"))
    return Concept(name, flags, near, tuple(part[1:] for part in rest if part.startswith("^")))


def _spellings(form: str) -> Iterator[str]:
    spaced = form.replace("-", " ").replace("'s", "").replace("'", "").replace(";", " ")
    yield spaced
    if "-" in form:
        yield form.replace("-", "")


def _function_lines(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    for line in text.splitlines():
        code, colon, rest = line.partition(":")
        if colon and not line.startswith("#"):
            yield code, frozenset(fold(word) for word in rest.split())


def _with(concepts: tuple[str, ...], concept: str) -> tuple[str, ...]:
    return concepts if concept in concepts else (*concepts, concept)


def _shortest(text: str) -> int:
    """The fewest letters that may stand for a longer word: fewer where a letter says more."""
    first = text[0]
    if "\uac00" <= first <= "\ud7a3":
        return 1 if len(text) <= 3 else 2
    if "\u0900" <= first <= "\u0dff" or "\u0590" <= first <= "\u06ff":
        return 3
    return 4


def _bare(text: str) -> tuple[str, ...]:
    if "\u0600" <= text[0] <= "\u06ff":
        return (
            text,
            *(text[len(p) :] for p in _ARABIC_PREFIXES if text.startswith(p) and len(text) - len(p) >= 3),
        )
    return (text,)


def _rows(words: Sequence[Word], taken: tuple[Span, ...]) -> Iterator[list[Word]]:
    """Stretches of words between the spans that are taken."""
    row: list[Word] = []
    for word in words:
        span = next((s for s in taken if word.start < s[1] and s[0] < word.end), None)
        if span is None:
            row.append(word)
            continue
        if word.unspaced:
            row += _outside(word, [s for s in taken if word.start < s[1] and s[0] < word.end])
        if row:
            yield row
        row = []
    if row:
        yield row


def _outside(word: Word, spans: list[Span]) -> Iterator[Word]:
    """The parts of an unspaced run that no span covers."""
    place = word.start
    for start, end in [*sorted(spans), (word.end, word.end)]:
        if start > place:
            piece = word.text[place - word.start : start - word.start]
            yield Word(piece, piece, place, start)
        place = max(place, end)
