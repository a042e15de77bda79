"""Curated questions: which of them a reader's question comes closest to.

Owns the likeness of two questions. It does not decide whether close is close enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from briefings.answers.cues import SLOTS
from briefings.answers.reading import Reading
from briefings.briefing import Absence, QAPair
from briefings.search.index import Asked, Features, Postings, Weights, coverage, features_of
from briefings.search.lexicon import Lexicon

PLACE_WEIGHT = 0.8
"""A place named weighs about as much as a rare concept."""
TELLING = 0.25
"""Weight from which a word tells what a question is about."""
UNKNOWN = 0.65
"""Weight of a word nothing knows, in English: often what the question turns on, often a turn of phrase."""
UNKNOWN_FOREIGN = 0.1
"""Elsewhere the lexicon is thin, so an unknown word is probably only an unknown word."""
PERSON = "@person"
"""The feature of a question that names a politician."""
IMPLIED = 0.6
"""A place a pair is filed under but does not name."""
UNASKED_PLACE = 0.5
"""What it costs that the curated question names a place the reader left out, beside the full weight."""
_SHORTLIST = 40


@dataclass(frozen=True, slots=True)
class Curated:
    """One curated question, read."""

    article: str
    pair: QAPair
    reading: Reading


@dataclass(frozen=True, slots=True)
class Near:
    """A curated question and how like it the reader's is, 0 to 1."""

    curated: Curated
    score: float
    told: float
    """Share of what the reader's question is about (without places) that the curated one holds too."""
    meant: float
    """Share of what the curated question is about, places included, that the reader's holds too."""


def own_features(reading: Reading) -> dict[str, float]:
    """What the question itself holds, as features."""
    places = {f"@{code}": 1.0 for code in reading.codes}
    person = {PERSON: 1.0} if reading.person else {}
    return features_of(reading.terms) | places | person


def asked_of(reading: Reading, weights: Weights) -> tuple[Asked, ...]:
    """Everything the question holds as things to look for."""
    unknown = UNKNOWN if reading.language == "en" else UNKNOWN_FOREIGN
    words = (weights.ask(term, unknown) for term in dict.fromkeys(reading.terms))
    names = ([f"@{code}" for code in codes] for codes in dict.fromkeys(reading.places))
    places = [*names, [PERSON]] if reading.person else names
    return (*words, *(Asked("", tuple((name, 1.0) for name in group), PLACE_WEIGHT) for group in places))


class CuratedIndex:
    """All curated questions of the library."""

    def __init__(self, curated: Sequence[Curated], weights: Weights) -> None:
        self._curated = curated
        self._features = [_features(entry) for entry in curated]
        self._codes = [entry.reading.codes for entry in curated]
        self._asks = [frozenset(entry.reading.asks) for entry in curated]
        self._asked: dict[int, tuple[Asked, ...]] = {}
        self._postings = Postings(self._features)
        self._weights = weights

    def nearest(self, question: Reading, limit: int = 12) -> tuple[Near, ...]:
        """The most alike curated questions of different pairs, best first."""
        asked = asked_of(question, self._weights)
        total = sum(a.weight for a in asked)
        if total <= 0:
            return ()
        own = own_features(question)
        met = sorted(self._postings.covered(asked).items(), key=lambda item: (-item[1], item[0]))[:_SHORTLIST]
        ours = _Ours(own, question, question.codes, frozenset(question.asks))
        scored = [(self._likeness(n, covered / total, ours), n) for n, covered in met]
        best: dict[tuple[str, str], Near] = {}
        for score, number in sorted(scored, key=lambda pair: (-pair[0], pair[1])):
            entry = self._curated[number]
            key = (entry.article, entry.pair.id)
            if key not in best and len(best) < limit:
                told = _content(asked, self._features[number])
                best[key] = Near(entry, score, told, _meant(self._theirs(number), own))
        return tuple(best.values())

    def asking(self, ask: str, absence: Absence) -> Near | None:
        """The first curated question, naming no place, that asks for this kind of thing, which is absent."""
        for entry, asks in zip(self._curated, self._asks, strict=True):
            if ask in asks and entry.pair.absence is absence and not entry.reading.codes:
                return Near(entry, 1.0, 1.0, 1.0)
        return None

    def _likeness(self, number: int, forward: float, ours: "_Ours") -> float:
        backward = _eased_coverage(self._theirs(number), ours.features)
        alike = (2 * forward * backward / (forward + backward)) if forward + backward else 0.0
        asking = _same_asking(self._curated[number], self._asks[number], ours)
        return alike * asking * _same_direction(self._codes[number], ours)

    def _theirs(self, number: int) -> tuple[Asked, ...]:
        if number not in self._asked:
            self._asked[number] = asked_of(self._curated[number].reading, self._weights)
        return self._asked[number]


def _content(asked: Sequence[Asked], features: Features) -> float:
    return coverage([a for a in asked if a.word], features)


def _meant(theirs: Sequence[Asked], own: Features) -> float:
    """The lesser of what is met with and without places; a curated question may be a place alone."""
    whole = coverage(theirs, own)
    telling = sum(a.weight for a in theirs if a.word)
    return min(whole, _content(theirs, own)) if telling >= TELLING else whole


@dataclass(frozen=True, slots=True)
class _Ours:
    """The reader's question, with what every comparison needs of it."""

    features: Features
    reading: Reading
    codes: tuple[str, ...]
    asks: frozenset[str]


def _same_direction(first: tuple[str, ...], ours: _Ours) -> float:
    """Below 1 where both name the same two places the other way round, and one acts on the other."""
    second = ours.codes
    if len(first) < 2 or len(second) < 2 or set(first[:2]) != set(second[:2]) or first[0] == second[0]:
        return 1.0
    lexicon = Lexicon.shipped()
    acts = any(
        "act" in lexicon.concept(name).flags for _, concepts in ours.reading.terms for name in concepts
    )
    return 0.8 if acts else 1.0


def _eased_coverage(theirs: Sequence[Asked], own: Features) -> float:
    """As `coverage`, a place that the reader's question does not name weighing less."""
    total = met = 0.0
    for asked in theirs:
        best, named = 0.0, False
        for feature, strength in asked.features:
            held = own.get(feature)
            if held is not None:
                named = True
                best = max(best, strength * held)
        total += asked.weight if named or asked.word else asked.weight * UNASKED_PLACE
        met += asked.weight * best
    return met / total if total > 0 else 0.0


def _features(entry: Curated) -> dict[str, float]:
    return {f"@{code}": IMPLIED for code in entry.pair.about} | own_features(entry.reading)


_PARTICULAR = frozenset(SLOTS) - {"opinion", "later"}
_INTERROGATIVES = frozenset({"why", "how", "who", "whatif", "should", "define", "yesno"}) | _PARTICULAR


def _same_asking(entry: Curated, theirs: frozenset[str], question: _Ours) -> float:
    """Below 1 where one asks for a particular thing, or takes for done, what the other does not."""
    factor = 1.0
    ours = question.asks
    if (theirs & _PARTICULAR) != (ours & _PARTICULAR) and not (theirs & ours & _PARTICULAR):
        factor *= 0.85
    if entry.pair.outcome == "abstain" and theirs & _INTERROGATIVES and ours & _INTERROGATIVES:
        factor *= 1.0 if theirs & ours & _INTERROGATIVES else 0.85
    if entry.reading.language == question.reading.language == "en":
        factor *= _same_tone(entry.reading, question.reading)
    return factor


def _same_tone(theirs: Reading, ours: Reading) -> float:
    stances = theirs.stance, ours.stance
    alike = stances[0].done == stances[1].done and stances[0].maybe == stances[1].maybe
    turned = stances[0].denied != stances[1].denied or stances[0].certain != stances[1].certain
    asked = ("why" in theirs.asks) == ("why" in ours.asks)
    return (1.0 if alike else 0.96) * (0.85 if turned else 1.0) * (1.0 if asked else 0.97)
