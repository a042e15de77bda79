"""Misspelt words: the known word a reader probably meant.

Owns the guess for one word. It leaves short words, known words and words with two equal readings alone.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache

SURE = 6
"""Letters from which a word that only the lexicon has is guessed too, not just words of the library."""
OFTEN = 2
"""How many times as often as another guess the library must use a word for it to be the one meant."""
SHORTEST = 4
"""Letters; below that nearly every slip is another word."""


class Speller:
    """Guesses over one vocabulary of English words; `used`: how often the library uses a word."""

    def __init__(self, vocabulary: Collection[str], used: Mapping[str, int]) -> None:
        self._used = used
        self._known = frozenset(word for word in {*vocabulary, *used} if word.isascii() and word.isalpha())
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(self._known):
            if len(word) >= SHORTEST:
                self._by_length.setdefault(len(word), []).append(word)
        self.guess = lru_cache(maxsize=4096)(self._guess)

    def knows(self, word: str) -> bool:
        """Whether the word is in the vocabulary."""
        return word in self._known

    def _guess(self, word: str) -> str | None:
        """The one known word within the slips its length allows, or None."""
        if len(word) < SHORTEST or not (word.isascii() and word.isalpha()) or word in self._known:
            return None
        from rapidfuzz import process  # noqa: PLC0415  (heavy, and needed for misspelt questions only)
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        allowed = slips(len(word))
        pool = [
            known
            for size in range(len(word) - allowed, len(word) + allowed + 1)
            for known in self._by_length.get(size, ())
        ]
        near = process.extract(word, pool, scorer=OSA.distance, score_cutoff=allowed, limit=6)
        likely = sorted((distance + (known[0] != word[0]), known) for known, distance, _ in near)
        best = [known for cost, known in likely if cost == likely[0][0] and cost <= allowed]
        ours = sorted(((self._used[known], known) for known in best if known in self._used), reverse=True)
        if not ours:
            return best[0] if len(best) == 1 and len(word) >= SURE else None
        plainly = len(ours) == 1 or ours[0][0] >= OFTEN * ours[1][0]
        return ours[0][1] if plainly else None


def slips(length: int) -> int:
    """How many letters may be wrong, missing or swapped in a word of that length."""
    return 2 if length >= 7 else 1
