"""Whether a name met in running text is a place there, or part of a person's name, or an everyday word.

Judges from the words around it and their capitals. It refuses rather than guesses: a person is no country.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

# Names that are at least as often a person's as a place's.
_MOSTLY_PERSONS = frozenset(
    {"jordan", "chad", "georgia", "sofia", "santiago", "paris", "washington", "victoria"}
)
_SPEECH_WORDS = (
    "said says told asked replied laughed smiled thinks thought wrote tweeted joked added explained "
    "himself herself texted emailed who whose he she his her"
)
_SPEECH = frozenset(_SPEECH_WORDS.split())
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "prof", "sir", "lord", "lady", "dame", "saint"])
# Words that may stand with a capital before or after a name without being part of it.
_CONNECTIVE_WORDS = (
    "a about after against all also although among an and are as at because before between both brief but "
    "by can compare could did do does during even every for from had has have how however if in into is "
    "it its like may meanwhile might more most near no not of on or our over per should since so some "
    "than that the their then there these they this those through to today tomorrow toward towards under "
    "until unlike versus via vs was we were what when where whether which while who whom whose why will "
    "with within without would yesterday you your president minister ambassador republic kingdom "
    "government king queen north south east west northern southern eastern western visit leave inside "
    "outside back must let tell give show explain"
)
_CONNECTIVE = frozenset(_CONNECTIVE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text with its offsets in characters."""

    start: int
    end: int
    text: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def plain(self) -> str:
        """In small letters, without a dot."""
        return self.text.lower().rstrip(".")


@dataclass(frozen=True)
class Passage:
    """A text and its words, with what its use of capitals tells."""

    text: str
    words: tuple[Word, ...]

    @cached_property
    def lowercase(self) -> bool:
        """Whether its writer uses no capitals, but at the very start or for "I": then they tell nothing."""
        return not any(word.capital and word.text != "I" for word in self.words[1:]) and not (
            self.words and self.words[0].text[1:2].isupper()
        )

    @cached_property
    def shouting(self) -> bool:
        """Whether it is all in capitals and longer than a few words."""
        return len(self.words) > 3 and self.text.upper() == self.text and self.text.lower() != self.text

    @cached_property
    def headline(self) -> bool:
        """Whether nearly every word begins with a capital, as in a heading."""
        long = [word for word in self.words if len(word.text) > 3]
        return len(long) > 3 and sum(word.capital for word in long) >= 0.8 * len(long)

    def surface(self, first: int, last: int) -> str:
        """The text from word `first` to word `last`."""
        return self.text[self.words[first].start : self.words[last].end]

    def gap(self, index: int) -> str:
        """What stands between word `index` and the next."""
        return self.text[self.words[index].end : self.words[index + 1].start]


@dataclass(frozen=True)
class Guards:
    """The guards, with the lists of people's names they need."""

    folder: Path

    @cached_property
    def _given(self) -> frozenset[str]:
        return self._list("given.txt") - _CONNECTIVE

    @cached_property
    def _surnames(self) -> frozenset[str]:
        return self._list("surnames.txt") - _CONNECTIVE

    def _list(self, file: str) -> frozenset[str]:
        return frozenset((self.folder / file).read_text(encoding="utf-8").splitlines())

    def is_person(self, passage: Passage, first: int, last: int, is_place: Callable[[str], bool]) -> bool:
        """Whether the name in words `first` to `last` is somebody's; `is_place` tells of the word after."""
        return self._named_before(passage, first) or self._named_after(passage, first, last, is_place)

    def _named_before(self, passage: Passage, first: int) -> bool:
        """Whether a given name, initial or title comes before it: "Michael Jordan", "Mr Jordan"."""
        if first == 0 or passage.gap(first - 1) not in (" ", ". "):
            return False
        before = passage.words[first - 1]
        initial = len(before.plain) == 1 and before.text.endswith(".")
        known = before.plain in _TITLES or before.plain in self._given or initial
        return known and before.plain not in _CONNECTIVE and (before.capital or passage.lowercase)

    def _named_after(self, passage: Passage, first: int, last: int, is_place: Callable[[str], bool]) -> bool:
        """Whether what follows makes it a person: "Jordan Peterson", "Chad the intern", "Jordan said"."""
        if last + 1 >= len(passage.words) or passage.gap(last) != " ":
            return False
        after = passage.words[last + 1]
        mostly = passage.words[last].plain in _MOSTLY_PERSONS and first == last
        elsewhere = mostly and not passage.headline and not after.text.isupper()
        named = after.capital and not is_place(after.text) and after.plain not in _CONNECTIVE
        if named and (elsewhere or after.plain in self._surnames):
            return True
        if not mostly or passage.words[last].plain == "washington":
            return False
        if after.plain in _SPEECH:
            return True
        placed = first > 0 and passage.words[first - 1].plain in ("in", "across", "inside", "throughout")
        return after.text == "the" and not placed
