"""The index over short texts read as terms: how well one text covers another.

Owns feature weights (how rare a concept or word is) and coverage. It decides nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from briefings.search.lexicon import Lexicon, Term

SAME_CONCEPT = 0.9
"""What sharing a concept counts for, where sharing the very word counts 1."""
NEAR_CONCEPT = 0.4
"""What a cousin concept counts for."""
SOFT = 0.35
"""Weight of words that say little about a topic, beside those that say what it is."""
SHORTEST_TELLING = 5
"""Letters; what nothing knows and is shorter is mostly a slip or a stray."""
PLAIN = 0.15
"""Weight of everyday words that no concept claims."""
FRAME = 0.06
"""Weight of words of the asking itself ("say", "explain", "article")."""

STRAY = 0.2
"""Most that a word without concepts weighs where unknown words weigh less."""

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """One term of a question, ready to be looked for: features with their strength, and its weight."""

    word: str
    """Its word or expression; empty for what is no word, such as a place named."""
    features: tuple[tuple[str, float], ...]
    weight: float


class Weights:
    """How rare each feature is among the texts it was made from: 0 (everywhere) to 1 (in one text)."""

    def __init__(self, lexicon: Lexicon, texts: Iterable[Iterable[str]]) -> None:
        self._lexicon = lexicon
        counts: dict[str, int] = {}
        total = 0
        for features in texts:
            total += 1
            for feature in set(features):
                counts[feature] = counts.get(feature, 0) + 1
        top = log(1 + (total + 0.5) / 0.5)
        self._asked = lru_cache(maxsize=4096)(self._ask)
        self._rarity = {f: log(1 + (total - n + 0.5) / (n + 0.5)) / top for f, n in counts.items()}

    def ask(self, term: Term, unknown: float) -> Asked:
        """The term as something to look for; `unknown` weighs what neither lexicon nor texts know."""
        return self._asked(term, unknown)

    def _ask(self, term: Term, unknown: float) -> Asked:
        word, concepts = term
        features = {f"={word}": 1.0}
        for name in concepts:
            features[f"#{name}"] = SAME_CONCEPT
            for cousin in self._lexicon.concept(name).near:
                features.setdefault(f"#{cousin}", NEAR_CONCEPT)
        return Asked(word, tuple(features.items()), self.of(term, unknown))

    def of(self, term: Term, unknown: float) -> float:
        """The weight of a term: its mean rarity, less for soft and frame words."""
        word, concepts = term
        if not concepts:
            return self._of_word(word, unknown)
        flags = [self._lexicon.concept(name).flags for name in concepts]
        rarities = [
            self._rarity.get(f"#{name}", 1.0)
            for name, flag in zip(concepts, flags, strict=True)
            if "frame" not in flag
        ]
        if not rarities:
            return FRAME
        soft = len(rarities) < len(concepts) or any("soft" in flag for flag in flags)
        return sum(rarities) / len(rarities) * (SOFT if soft else 1.0)

    def _of_word(self, word: str, unknown: float) -> float:
        if self._lexicon.is_plain(word):
            return PLAIN
        held = self._rarity.get(f"={word}")
        if held is not None:
            return min(held, max(unknown, STRAY))
        return unknown if len(word) >= SHORTEST_TELLING else min(FRAME, unknown)


def features_of(terms: Iterable[Term]) -> dict[str, float]:
    """What a text offers: its words and their concepts, each at full strength."""
    found: dict[str, float] = {}
    for word, concepts in terms:
        found[f"={word}"] = 1.0
        for name in concepts:
            found[f"#{name}"] = 1.0
    return found


def match(asked: Asked, features: Features) -> float:
    """How well a text's features meet one term asked for, 0 to 1."""
    best = 0.0
    for feature, strength in asked.features:
        held = features.get(feature)
        if held is not None and strength * held > best:
            best = strength * held
    return best


def coverage(question: Sequence[Asked], features: Features) -> float:
    """The share of the question's weight that a text's features meet, 0 to 1."""
    total = met = 0.0
    for asked in question:
        total += asked.weight
        best = 0.0
        for feature, strength in asked.features:
            if feature in features and strength * features[feature] > best:
                best = strength * features[feature]
        met += asked.weight * best
    return met / total if total > 0 else 0.0


class Postings:
    """Which texts hold a feature, to rank many texts at once."""

    def __init__(self, texts: Sequence[Features]) -> None:
        self._held: dict[str, list[tuple[int, float]]] = {}
        for number, features in enumerate(texts):
            for feature, strength in features.items():
                self._held.setdefault(feature, []).append((number, strength))

    def covered(self, question: Sequence[Asked]) -> dict[int, float]:
        """For every text that meets anything: the summed weight of what it meets."""
        totals: dict[int, float] = {}
        for asked in question:
            best: dict[int, float] = {}
            known = best.get
            for feature, strength in asked.features:
                for number, held in self._held.get(feature, ()):
                    if strength * held > known(number, 0.0):
                        best[number] = strength * held
            weight, sofar = asked.weight, totals.get
            for number, met in best.items():
                totals[number] = sofar(number, 0.0) + met * weight
        return totals
