"""Names of places inside running text: where each begins and ends.

Owns the words of a text, in scripts with and without spaces, and the rule that the longest name wins at each
point from the left. Whether a name is a place where it stands is for the guards to say.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from briefings.places.folding import flag, fold
from briefings.places.guards import Guards, Passage, Word
from briefings.places.particles import is_katakana, is_unspaced, stems
from briefings.places.spelling import Spelling
from briefings.places.tables import SortedLines

LOOKALIKE = "-"
LONGEST_IN_WORDS = 9
LONGEST_UNSPACED = 14
LONGEST_MISSPELT = 3  # words
_SEPARATORS = (
    r"\s\x00-\x2a\x2c-\x2f:-@\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u2010-\u205e\u2e00-\u2e7f\u3000-\u3004\u3007-\u3020"
    r"\u30fb\ufe0f\uff01-\uff0a\uff0c-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65،؛؟।॥״׳־\U0001f1e6-\U0001f1ff"
)
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?"  # U.S.  D.P.R.K
    r"|[^\W\d_]{1,4}\.(?=[ -]?\w)"  # St. N. No.
    r"|[\U0001f1e6-\U0001f1ff]{2}"  # a flag
    rf"|[^{_SEPARATORS}]+"
)
_GAP = re.compile(r"[ \xa0]{0,2}(?:[-‐‑–'’/&]|, (?=D\.?C))?[ \xa0]{0,2}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: offsets, the codes of its entry ("-" for a look-alike), and whether it was corrected."""

    start: int
    end: int
    codes: str
    guessed: bool = False


@dataclass(frozen=True)
class Finder:
    """Finds names in text with the entries of one gazetteer: `entry(key)` gives codes and manner."""

    folder: Path
    names: SortedLines
    aliases: Mapping[str, str]
    entry: Callable[[str], tuple[str, str] | None]

    @cached_property
    def _guards(self) -> Guards:
        return Guards(self.folder)

    @cached_property
    def _openings(self) -> frozenset[str]:
        return frozenset(key.split(" ")[0] for key in self.aliases)

    @cached_property
    def _begins(self) -> Callable[[str], bool]:
        return lru_cache(maxsize=4096)(self.names.begins)

    def hits(self, text: str, spelling: Spelling | None) -> Iterator[Hit]:
        """Names in `text`, in order, never overlapping. Look-alikes come too, with the codes "-"."""
        passage = Passage(text, tuple(Word(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)))
        at = 0
        while at < len(passage.words):
            word = passage.words[at]
            if any(is_unspaced(sign) for sign in word.text):
                yield from self._in_unspaced(word)
                at += 1
                continue
            hit, used = self._longest(passage, at)
            if spelling is not None and (hit is None or (hit.codes == LOOKALIKE and used == 1)):
                corrected, width = self._corrected(passage, at, spelling)
                hit, used = (corrected, width) if corrected is not None else (hit, used)
            if hit is not None:
                yield hit
            at += used

    def _longest(self, passage: Passage, at: int) -> tuple[Hit | None, int]:
        """The longest name from word `at`, and how many words it takes; (None, 1) where there is none."""
        for width in range(self._reach(passage, at), 0, -1):
            last = at + width - 1
            found = self._read(passage, at, last)
            if found is not None and self._stands(passage, at, last, found[1]):
                return self._hit(passage, at, last, found[0]), width
        stem = self._stem(passage.words[at])
        return stem, 1

    def _reach(self, passage: Passage, at: int) -> int:
        """How many words from `at` may belong to one name: one, unless some name begins with this word."""
        opening = fold(passage.words[at].text)
        if not (
            self._begins(opening + " ") or opening in self._openings or passage.words[at].text.endswith(".")
        ):
            return 1
        width = 1
        while (
            width < LONGEST_IN_WORDS
            and at + width < len(passage.words)
            and _GAP.fullmatch(
                passage.text, passage.words[at + width - 1].end, passage.words[at + width].start
            )
        ):
            width += 1
        return width

    def _read(self, passage: Passage, first: int, last: int) -> tuple[str, str] | None:
        surface = passage.surface(first, last)
        sign = flag(surface)
        if sign is not None:
            return (sign, "a") if self.entry("=" + sign) is not None else None
        exact = self.entry("=" + surface)
        if exact is not None and exact[1] != "w" and not (passage.shouting and len(surface) < 3):
            return exact
        return self.entry(fold(surface))

    def _stands(self, passage: Passage, first: int, last: int, manner: str) -> bool:
        """Whether an entry of that manner counts where it stands."""
        surface = passage.surface(first, last)
        capital = any(sign.isupper() for sign in surface)
        if manner == "w":
            return False
        if manner == "C":
            return surface[:1].isupper()
        if manner == "c":
            return capital or (passage.lowercase and len(surface) > 3)
        if manner == "b":
            return capital or passage.lowercase
        if manner == "p":
            return (capital or passage.lowercase) and not self._guards.is_person(
                passage, first, last, self._is_place
            )
        return True

    def _is_place(self, text: str) -> bool:
        found = self.entry("=" + text) or self.entry(fold(text))
        return found is not None and found[0] != LOOKALIKE

    def _hit(self, passage: Passage, first: int, last: int, codes: str) -> Hit:
        start, end = passage.words[first].start, passage.words[last].end
        closing = passage.words[last].text
        if closing.endswith(".") and "." not in closing[:-1]:
            end -= 1
        return Hit(start, end, codes)

    def _stem(self, word: Word) -> Hit | None:
        """A name with a particle, a clitic or a German genitive on it."""
        remainders = stems(word.text)
        if not remainders and word.text.endswith("s") and len(word.text) >= 8 and word.capital:
            remainders = (word.text[:-1],)
        for stem in remainders:
            found = self.entry(fold(stem))
            if found is not None and found[1] in "ac":
                start = word.start + max(word.text.find(stem), 0)
                return Hit(start, min(start + len(stem), word.end), found[0])
        return None

    def _in_unspaced(self, word: Word) -> Iterator[Hit]:
        at = 0
        while at < len(word.text):
            length, codes = self._unspaced_at(word.text, at)
            if length:
                yield Hit(word.start + at, word.start + at + length, codes)
            at += max(length, 1)

    def _unspaced_at(self, text: str, at: int) -> tuple[int, str]:
        """Length and codes of the longest name at `at`; a katakana name must be a whole run of katakana."""
        if not is_unspaced(text[at]) or not self._begins(fold(text[at : at + 2])):
            return 0, LOOKALIKE
        if is_katakana(text[at]) and at and is_katakana(text[at - 1]):
            return 0, LOOKALIKE
        for end in range(min(len(text), at + LONGEST_UNSPACED), at + 1, -1):
            if is_katakana(text[end - 1]) and end < len(text) and is_katakana(text[end]):
                continue
            found = self.entry(fold(text[at:end]))
            if found is not None and found[1] != "w":
                return end - at, found[0]
        return 0, LOOKALIKE

    def _corrected(self, passage: Passage, at: int, spelling: Spelling) -> tuple[Hit | None, int]:
        """A misspelt name of up to three words from word `at`."""
        reach = 1
        while (
            reach < LONGEST_MISSPELT
            and at + reach < len(passage.words)
            and passage.gap(at + reach - 1) in (" ", "-")
        ):
            reach += 1
        for width in range(reach, 0, -1):
            words = passage.words[at : at + width]
            if any(len(word.text) < 3 for word in words) or (width == 1 and self.entry(fold(words[0].text))):
                continue
            codes = spelling.correct(fold(passage.surface(at, at + width - 1)))
            if codes is not None:
                return Hit(words[0].start, words[-1].end, codes, guessed=True), width
        return None, 1
