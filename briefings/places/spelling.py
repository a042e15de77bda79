"""Which name of a place a misspelt string means, if it can mean only one.

Owns the measure of nearness (edits, a swap of neighbours counting as one) and the guards: everyday
words, names of people and cities are never corrected, and two countries equally near give nothing. It refuses
strings shorter than four letters, with digits, or not in Latin letters.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SHORTEST = 4
LONGEST = 60


def allowed_edits(length: int) -> int:
    """How many edits a string of that many letters may be away: 1 below 8 letters, 2 below 15, else 3."""
    if length < 8:
        return 1
    return 2 if length < 15 else 3


def close(word: str, targets: Iterable[str]) -> list[str]:
    """The `targets` nearest to `word`, if it may be a misspelling of one of them; else none.

    Targets as near as the best one are among them even where such a slip is unlikely: they are its rivals.
    """
    from rapidfuzz import process  # noqa: PLC0415  (only a misspelling needs it)
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    limit = allowed_edits(len(word))
    words = word.split(" ")
    near = process.extract(word, list(targets), scorer=OSA.distance, score_cutoff=max(limit, 2), limit=None)
    rivals = [
        (int(edits), target)
        for target, edits, _ in near
        if edits and target.count(" ") == len(words) - 1 and (edits <= limit or _jumbled(word, target))
    ]
    for best, nearest in sorted(rivals):
        pairs = [(a, b) for a, b in zip(words, nearest.split(" "), strict=True) if a != b]
        edited = [(a, b, int(OSA.distance(a, b))) for a, b in pairs]
        if all(_plausible(*pair) or (len(words) > 1 and _one_letter(*pair)) for pair in edited):
            return [target for edits, target in rivals if edits <= best]
    return []


def _plausible(word: str, target: str, edits: int) -> bool:
    """Whether people make this slip in a word: short ones allow less; first letters are seldom wrong."""
    beyond = edits > allowed_edits(len(word)) and not _jumbled(word, target)
    if beyond or min(len(word), len(target)) < SHORTEST - 1 or len(target) < SHORTEST:
        return False
    if word[0] != target[0]:
        swapped = word[:2] == target[1::-1]
        lost_or_added = word == target[1:] or word[1:] == target
        if edits > 1 or not (swapped or (lost_or_added and len(target) >= 5)):
            return False
    if len(word) == len(target) and len(target) <= 5:
        return sorted(word) == sorted(target) or (len(target) == 5 and word[-1] == target[-1])
    if len(target) == SHORTEST:
        return set(word) == set(target)
    return True


def _jumbled(word: str, target: str) -> bool:
    """Whether letters of a name of six or more have changed places: "Vietman"."""
    return len(word) >= 6 and word[0] == target[0] and sorted(word) == sorted(target)


def _one_letter(word: str, target: str, edits: int) -> bool:
    """Whether one letter is lost from, or added to, a word of four letters in a longer name: "Hong Kog"."""
    return edits == 1 and len(target) == SHORTEST and len(word) != len(target) and word[:2] == target[:2]


@dataclass(frozen=True)
class Spelling:
    """The names that may be corrected to, read when the first misspelling comes."""

    folder: Path
    extra: Mapping[str, str]

    @cached_property
    def _codes(self) -> dict[str, str]:
        rows = (self.folder / "spelling.tsv").read_text(encoding="utf-8").splitlines()
        return {**dict(row.split("\t") for row in rows), **self.extra}

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        grouped: dict[int, list[str]] = {}
        for key in self._codes:
            grouped.setdefault(len(key), []).append(key)
        return grouped

    @cached_property
    def words(self) -> frozenset[str]:
        """Everyday words, people and cities that lie near a country's name."""
        return frozenset((self.folder / "words.txt").read_text(encoding="utf-8").splitlines())

    def correct(self, key: str) -> str | None:
        """The codes that `key`, a normal form, is a misspelling of; None where none or several are near."""
        if not SHORTEST <= len(key) <= LONGEST or not key.replace(" ", "").isalpha() or not key.isascii():
            return None
        if key in self.words:
            return None
        reach = allowed_edits(len(key))
        around = [
            target
            for size in range(len(key) - reach, len(key) + reach + 1)
            for target in self._by_length.get(size, ())
        ]
        codes = {self._codes[target] for target in close(key, around)}
        return codes.pop() if len(codes) == 1 else None
