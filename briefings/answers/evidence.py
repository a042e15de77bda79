"""Claims as evidence: which of them speak to a question, and which few together answer it.

Owns the ranking and choice of claims. Whether they suffice is decided by the caller.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.answers.pairs import Curated, Near, asked_of
from briefings.answers.question import Question
from briefings.briefing import Briefing
from briefings.claims import Claim, Modality
from briefings.references import ClaimRef
from briefings.search.index import NEAR_CONCEPT, Asked, Weights, coverage, features_of, match
from briefings.search.lexicon import Lexicon, Unit
from briefings.search.words import tidy

TOLD = 0.75
"""What a word counts for that only the curated questions about a claim use, beside 1 in its statement."""
PART = 0.8
"""What a word counts for that is part of an expression in its statement."""
THEME = 0.5
"""What a word of a claim's theme label counts for."""
_NAMED_KINDS = frozenset({"#weapon", "#treaty", "#sanction", "#company", "#naval", "#law"})
"""What readers ask for by kind or name, so that only a claim that states it will do."""
BACKING = 0.5
"""Share that curated questions alike have in the order of claims."""
CLOSE = 0.8
"""Share of the best backing from which a claim joins an answer."""
FAR = 0.6
"""Share of the best backing below which a claim stays out, even where it adds something."""
SAME_SENTENCE = 0.25
"""What a claim gains, as a share of the best backing, by resting on the sentence the first one rests on."""
SAME_PARAGRAPH = 0.1
"""The same for its paragraph."""
LATER = 0.97
"""What each place further back among a curated question's claims costs."""
MOST = 5
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
    sentences: frozenset[str]
    """Ids of the passages it rests on."""
    paragraphs: frozenset[str]
    """Where those stand."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A claim, the share of the question it meets, and the share without the places named."""

    evidence: Evidence
    score: float
    content: float
    rarest: float
    """How well it meets the most telling word of the question."""
    backed: float
    """The score together with what curated questions alike say for it; what claims are ordered by."""


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
    return Evidence(
        ref=ClaimRef(briefing.article.id, claim.id),
        claim=claim,
        stated=stated,
        features={**about, **told, **stated},
        sentences=frozenset(claim.passages),
        paragraphs=frozenset(passage.rpartition(".")[0] for passage in claim.passages),
    )


def _features(text: str, lexicon: Lexicon) -> dict[str, float]:
    """What a text holds; an expression also holds, less surely, what its words hold alone."""
    units = lexicon.read(tidy(text), (), "en")
    inside = (alone for unit in units for word in _words(unit) for alone in lexicon.read(word, (), "en"))
    parts = dict.fromkeys(features_of(unit.term for unit in inside), PART)
    return parts | features_of(unit.term for unit in units)


def _words(unit: Unit) -> list[str]:
    words = unit.surface.split()
    return words if len(words) > 1 else []


class ClaimIndex:
    """The claims of the library, ranked for a question."""

    def __init__(self, evidence: Sequence[Evidence], weights: Weights) -> None:
        self.evidence = evidence
        self._by_ref = {each.ref: each for each in evidence}
        self._weights = weights

    def of(self, ref: ClaimRef) -> Evidence:
        """The evidence a claim is; raises KeyError."""
        return self._by_ref[ref]

    def rank(self, question: Question, near: Sequence[Near] = ()) -> tuple[Ranked, ...]:
        """Every claim that meets something, best first; ties by order in the article.

        `near`: curated questions alike, which speak for their claims.
        """
        sought = _Sought(asked_of(question.reading, self._weights))
        votes = _votes(near)
        ranked = (
            _rank(e, sought, _tone(question, e.claim), votes.get(e.ref, 0.0))
            for e in self.evidence
            if not sought.all.isdisjoint(e.features)
        )
        return tuple(sorted((r for r in ranked if r.score > 0), key=lambda r: -r.score))

    def speaking(self, question: Question, ranked: Sequence[Ranked], least: float) -> tuple[Ranked, ...]:
        """Those whose own statement meets a word of the question by `least`; a name of a place is no word.

        What only curated questions say of a claim may be a word of theirs with another meaning.
        """
        words = [a for a in asked_of(question.reading, self._weights) if a.word]
        return tuple(
            r for r in ranked if not words or any(match(a, r.evidence.stated) >= least for a in words)
        )

    def fill_up(
        self, question: Question, chosen: Sequence[Ranked], ranked: Sequence[Ranked], most: int = MOST
    ) -> tuple[Ranked, ...]:
        """What is chosen, and after it claims nearly as well backed or that add something to it."""
        asked = asked_of(question.reading, self._weights)
        best = max((r.backed for r in ranked), default=0.0)
        first = chosen[0].evidence
        worth = {r.evidence.ref: r.backed + best * _kin(first, r.evidence) for r in ranked}
        found = list(chosen)
        for candidate in sorted(ranked, key=lambda r: -worth[r.evidence.ref])[:12]:
            value = worth[candidate.evidence.ref]
            if len(found) >= most or value < FAR * best:
                break
            if candidate not in found and (value >= CLOSE * best or self._adds(asked, found, candidate)):
                found.append(candidate)
        return tuple(found)

    def _adds(self, asked: Sequence[Asked], chosen: Sequence[Ranked], candidate: Ranked) -> bool:
        """Whether the candidate meets a good part of what those chosen leave open."""
        whole = sum(a.weight for a in asked) or 1.0
        gain = 0.0
        for a in asked:
            held = max(match(a, ranked.evidence.features) for ranked in chosen)
            gain += a.weight * max(0.0, match(a, candidate.evidence.features) - held)
        return gain / whole >= 0.15


def _kin(first: Evidence, other: Evidence) -> float:
    """How much nearer a claim comes to an answer by standing next to its first claim in the article."""
    if first.sentences & other.sentences:
        return SAME_SENTENCE
    if first.claim.modality is other.claim.modality is Modality.RECOMMENDED:
        return SAME_PARAGRAPH
    return SAME_PARAGRAPH if first.paragraphs & other.paragraphs else 0.0


def _votes(near: Sequence[Near]) -> dict[ClaimRef, float]:
    """How much curated questions alike speak for each claim they are answered with: the best says it."""
    votes: dict[ClaimRef, float] = {}
    for each in near:
        if each.curated.pair.outcome == "answer":
            for place, claim in enumerate(each.curated.pair.claims):
                ref = ClaimRef(each.curated.article, claim)
                votes[ref] = max(votes.get(ref, 0.0), each.score * LATER**place)
    return votes


class _Sought:
    """What a question looks for, worked out once for all claims."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self.asked = asked
        self.words = [a for a in asked if a.word]
        self.all = frozenset(feature for a in asked for feature, _ in a.features)
        self.keenest = max(self.words, key=lambda a: a.weight, default=None)
        self.named = self.keenest is not None and any(
            feature in _NAMED_KINDS and strength > NEAR_CONCEPT for feature, strength in self.keenest.features
        )


def _rank(evidence: Evidence, sought: _Sought, tone: float, vote: float) -> Ranked:
    covered = coverage(sought.asked, evidence.features)
    score = covered * tone
    whole = len(sought.words) == len(sought.asked)
    content = covered if whole else coverage(sought.words, evidence.features)
    backed = (1 - BACKING) * score + BACKING * vote * tone
    if sought.keenest is None:
        return Ranked(evidence, score, content, 1.0, backed)
    rarest = match(sought.keenest, evidence.stated if sought.named else evidence.features)
    return Ranked(evidence, score, content, rarest, backed)


def _tone(question: Question, claim: Claim) -> float:
    """Questions of the form "what if" are best met by what is conditional or possible; advice by advice."""
    if "whatif" in question.asks and claim.modality in (Modality.CONDITIONAL, Modality.POSSIBLE):
        return 1.1
    if "hearsay" in question.asks and claim.modality is Modality.REPORTED:
        return 1.2
    if "should" in question.asks and claim.modality is Modality.RECOMMENDED:
        return 1.2
    return 1.0
