"""Claims as evidence: which of them speak to a question, and which few together answer it.

Owns the ranking and choice of claims. Whether they suffice is decided by the caller.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.answers.pairs import Curated, asked_of
from briefings.answers.question import Question
from briefings.briefing import Briefing
from briefings.claims import Claim, Modality
from briefings.references import ClaimRef
from briefings.search.index import NEAR_CONCEPT, Asked, Weights, coverage, features_of, match
from briefings.search.lexicon import Lexicon
from briefings.search.words import tidy

TOLD = 0.75
"""What a word counts for that only the curated questions about a claim use, beside 1 in its statement."""
THEME = 0.5
"""What a word of a claim's theme label counts for."""
_NAMED_KINDS = frozenset({"#weapon", "#treaty", "#sanction", "#company", "#naval", "#law"})
"""What readers ask for by kind or name, so that only a claim that states it will do."""
MOST = 4
"""Most claims in one answer."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim as an index sees it."""

    ref: ClaimRef
    claim: Claim
    stated: Mapping[str, float]
    """Features of its statement, and the places it is about."""
    features: Mapping[str, float]
    """The same, with what curated questions add."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A claim, the share of the question it meets, and the share without the places named."""

    evidence: Evidence
    score: float
    content: float
    rarest: float
    """How well it meets the most telling word of the question."""


def gather(
    briefings: Sequence[Briefing], curated: Sequence[Curated], lexicon: Lexicon
) -> tuple[Evidence, ...]:
    """All claims of the library with their features."""
    told = _told(curated)
    return tuple(
        _evidence(briefing, claim, told.get((briefing.article.id, claim.id), {}), lexicon)
        for briefing in briefings
        for claim in briefing.claims
    )


def _told(curated: Sequence[Curated]) -> dict[tuple[str, str], dict[str, float]]:
    """What curated questions with one or two claims say of each; longer answers blur it."""
    told: dict[tuple[str, str], dict[str, float]] = {}
    for entry in curated:
        if entry.pair.outcome == "answer" and len(entry.pair.claims) <= 2:
            features = dict.fromkeys(features_of(entry.reading.terms), TOLD)
            for claim in entry.pair.claims:
                told.setdefault((entry.article, claim), {}).update(features)
    return told


def _evidence(briefing: Briefing, claim: Claim, told: Mapping[str, float], lexicon: Lexicon) -> Evidence:
    blocs = [bloc.key for bloc in briefing.blocs if claim.id in bloc.claims]
    labels = " ".join(theme.label for theme in briefing.themes if theme.slug in claim.themes)
    places = {f"@{place}": 1.0 for place in (*claim.countries, *blocs)}
    stated = _features(claim.statement, lexicon) | places
    about = dict.fromkeys(_features(labels, lexicon), THEME)
    return Evidence(ClaimRef(briefing.article.id, claim.id), claim, stated, {**about, **told, **stated})


def _features(text: str, lexicon: Lexicon) -> dict[str, float]:
    return features_of(unit.term for unit in lexicon.read(tidy(text), (), "en"))


class ClaimIndex:
    """The claims of the library, ranked for a question."""

    def __init__(self, evidence: Sequence[Evidence], weights: Weights) -> None:
        self.evidence = evidence
        self._by_ref = {each.ref: each for each in evidence}
        self._weights = weights

    def of(self, ref: ClaimRef) -> Evidence:
        """The evidence a claim is; raises KeyError."""
        return self._by_ref[ref]

    def rank(self, question: Question) -> tuple[Ranked, ...]:
        """Every claim that meets something, best first; ties by order in the article."""
        asked = asked_of(question.reading, self._weights)
        keenest = max((a for a in asked if a.word), key=lambda a: a.weight, default=None)
        ranked = (
            _rank(evidence, asked, keenest, _tone(question, evidence.claim)) for evidence in self.evidence
        )
        return tuple(sorted((r for r in ranked if r.score > 0), key=lambda r: -r.score))

    def choose(self, question: Question, ranked: Sequence[Ranked], most: int = MOST) -> tuple[Ranked, ...]:
        """The few claims that together answer: each next one must add something or be nearly as good."""
        if not ranked:
            return ()
        asked = asked_of(question.reading, self._weights)
        chosen = [ranked[0]]
        for candidate in ranked[1:12]:
            if len(chosen) == most:
                break
            if candidate.score < 0.6 * chosen[0].score:
                break
            if candidate.score >= 0.88 * chosen[0].score or self._adds(asked, chosen, candidate):
                chosen.append(candidate)
        return tuple(chosen)

    def _adds(self, asked: Sequence[Asked], chosen: Sequence[Ranked], candidate: Ranked) -> bool:
        """Whether the candidate meets a good part of what those chosen leave open."""
        whole = sum(a.weight for a in asked) or 1.0
        gain = 0.0
        for a in asked:
            held = max(match(a, ranked.evidence.features) for ranked in chosen)
            gain += a.weight * max(0.0, match(a, candidate.evidence.features) - held)
        return gain / whole >= 0.15


def _rank(evidence: Evidence, asked: Sequence[Asked], keenest: Asked | None, tone: float) -> Ranked:
    score = coverage(asked, evidence.features) * tone
    content = coverage([a for a in asked if a.word], evidence.features)
    if keenest is None:
        return Ranked(evidence, score, content, 1.0)
    named = any(feature in _NAMED_KINDS and strength > NEAR_CONCEPT for feature, strength in keenest.features)
    return Ranked(evidence, score, content, match(keenest, evidence.stated if named else evidence.features))


def _tone(question: Question, claim: Claim) -> float:
    """Questions of the form "what if" are best met by what is conditional or possible; advice by advice."""
    if "whatif" in question.asks and claim.modality in (Modality.CONDITIONAL, Modality.POSSIBLE):
        return 1.1
    if "should" in question.asks and claim.modality is Modality.RECOMMENDED:
        return 1.2
    return 1.0
