"""What a question takes for granted, held against the claims.

Owns the recognition of false premises: another actor, the reverse, the opposite, a possibility told as
fact. It speaks up only when a claim says what holds instead.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from briefings.answers.evidence import Evidence
from briefings.answers.pairs import UNKNOWN
from briefings.answers.question import Question
from briefings.claims import Claim, Modality
from briefings.references import ClaimRef
from briefings.search.index import Asked, Weights, coverage, match
from briefings.search.lexicon import Lexicon, Unit

Helpers = Mapping[tuple[str, str], tuple[ClaimRef, ...]]
"""Who supports whom, and the claims that say so."""
Why = Literal["other-actor", "not-certain", "not-said", "reversed", "opposite"]

COVERED = 0.75
"""Share of the presupposed predicate a claim must hold to be about the same thing."""
_HELP = frozenset({"support", "aid", "deploy"})
_NEGATIVE = re.compile(r"\b(?:not|no|never|without)\b")
TOUCHED = 0.35
"""How well a claim must meet an act to speak of it at all: a cousin of it is enough."""
FIRM = frozenset({Modality.ASSERTED, Modality.REPORTED, Modality.RECOMMENDED})


@dataclass(frozen=True, slots=True)
class Broken:
    """A premise that does not hold, and the claims that say what does."""

    why: Why
    evidence: tuple[Evidence, ...]


def broken(
    question: Question,
    evidence: Sequence[Evidence],
    helpers: Helpers,
    weights: Weights,
    lexicon: Lexicon,
) -> Broken | None:
    """The false premise of a question about places, or None. `helpers`: who supports whom."""
    stance = question.stance
    if not (stance.takes or stance.certain) or (stance.maybe and not stance.certain) or not question.named:
        return None
    predicate = _predicate(question, lexicon)
    acts = [unit for unit in predicate if _is_act(unit, lexicon)]
    if not predicate:
        return None
    if any(_HELP & set(unit.concepts) for unit in acts):
        other = _other_side(question, evidence, helpers)
        if other is not None:
            return other
    asked = [weights.ask(unit.term, UNKNOWN) for unit in predicate]
    about = [e for e in evidence if coverage(asked, e.stated) >= COVERED]
    subject = _subject(question)
    if not about:
        return _opposite(question, predicate, evidence, lexicon)
    return _judge(question, subject, about, asked if acts else (), evidence)


def _other_side(question: Question, evidence: Sequence[Evidence], helpers: Helpers) -> Broken | None:
    """One place is said to help another, and the claims have them help or be helped by others only."""
    if len(question.codes) != 2:
        return None
    subject, target = _subject(question), next(c for c in question.codes if c != _subject(question))
    if (subject, target) in helpers:
        return None
    given = [pair for pair in helpers if pair[0] == subject] or [
        pair for pair in helpers if pair[1] == target
    ]
    why: Why = "reversed" if (target, subject) in helpers else "other-actor"
    if not given:
        given = [pair for pair in helpers if {subject, target} & {*pair}]
        why = "not-said"
    refs = {ref for pair in ([(target, subject)] if why == "reversed" else given) for ref in helpers[pair]}
    told = [e for e in evidence if e.ref in refs]
    return Broken(why, tuple(told[:2])) if told else None


def untold(question: Question, claims: Sequence[Claim]) -> Why | None:
    """Why claims that would answer show the question's premise to be false, or None.

    It takes for done or sure what they call possible, or for not so what they say.
    """
    stance = question.stance
    if not claims or not (stance.takes or stance.certain) or (stance.maybe and not stance.certain):
        return None
    modality = claims[0].modality
    if modality not in FIRM and (stance.certain or (stance.done and modality is not Modality.LIKELY)):
        return "not-certain"
    if stance.denied and not any(_NEGATIVE.search(claim.statement.casefold()) for claim in claims):
        return "opposite"
    if stance.welcomes and all(claim.polarity == "negative" for claim in claims):
        return "opposite"
    return None


def unheld(question: Question, evidence: Sequence[Evidence], weights: Weights, lexicon: Lexicon) -> bool:
    """Whether the question takes an act for done that none of the claims that would answer holds."""
    stance = question.stance
    if question.language != "en" or not (stance.takes and stance.done) or stance.maybe:
        return False
    acts = [unit for unit in question.units if _is_act(unit, lexicon) and not _is_soft(unit, lexicon)]
    asked = [weights.ask(unit.term, UNKNOWN) for unit in acts]
    return any(all(match(a, e.stated) < TOUCHED for e in evidence) for a in asked)


def _judge(
    question: Question,
    subject: str,
    about: Sequence[Evidence],
    acts: Sequence[Asked],
    evidence: Sequence[Evidence],
) -> Broken | None:
    theirs = [e for e in about if subject in e.claim.countries]
    if not theirs:
        return Broken("other-actor", _instead(subject, about, acts, evidence)) if acts else None
    if acts and _is_reversed(question, subject, theirs):
        return Broken("reversed", tuple(theirs[:2]))
    told_as_fact = question.stance.certain or question.stance.done
    if told_as_fact and all(e.claim.modality not in FIRM for e in theirs):
        return Broken("not-certain", tuple(theirs[:2]))
    return None


def _instead(
    subject: str, about: Sequence[Evidence], acts: Sequence[Asked], evidence: Sequence[Evidence]
) -> tuple[Evidence, ...]:
    """What is said of the one wrongly named, where it comes near, and who does act."""
    theirs = [(coverage(acts, e.stated), e) for e in evidence if subject in e.claim.countries]
    near = max(theirs, key=lambda pair: pair[0], default=None)
    own = (near[1],) if near is not None and near[0] >= COVERED / 2 else ()
    return (*own, about[0])


def _is_reversed(question: Question, subject: str, about: Sequence[Evidence]) -> bool:
    """The one who acts in the question is only acted upon in every claim, by the question's object."""
    others = set(question.codes) - {subject}
    return bool(others) and all(subject not in e.claim.actors and others & set(e.claim.actors) for e in about)


def _opposite(
    question: Question, predicate: Sequence[Unit], evidence: Sequence[Evidence], lexicon: Lexicon
) -> Broken | None:
    """A claim about all the places named that says the opposite of one act and holds the rest."""
    named = set(question.codes)
    for unit in predicate:
        opposites = {f"#{name}" for concept in unit.concepts for name in lexicon.concept(concept).opposite}
        rest = [other for other in predicate if other is not unit]
        held = [
            e
            for e in evidence
            if opposites & e.stated.keys() and named <= {*e.claim.countries} and _holds(e, rest)
        ]
        if held:
            return Broken("opposite", tuple(held[:2]))
    return None


def _holds(evidence: Evidence, units: Sequence[Unit]) -> bool:
    met = [unit for unit in units if any(f"#{name}" in evidence.stated for name in unit.concepts)]
    return 2 * len(met) >= len(units)


def _subject(question: Question) -> str:
    """The first place named, unless one comes after "by" (then that is who acts)."""
    for name in question.named:
        before = question.text[: name.start].casefold().split()
        if before and before[-1] == "by":
            return name.codes[0]
    return question.named[0].codes[0]


def _predicate(question: Question, lexicon: Lexicon) -> list[Unit]:
    """The telling units of the question."""
    found = []
    for unit in question.units:
        telling = [n for n in unit.concepts if not lexicon.concept(n).flags & {"frame", "soft"}]
        if telling or not (unit.concepts or lexicon.is_plain(unit.stem)):
            found.append(unit)
    return found


def _is_act(unit: Unit, lexicon: Lexicon) -> bool:
    return any("act" in lexicon.concept(name).flags for name in unit.concepts)


def _is_soft(unit: Unit, lexicon: Lexicon) -> bool:
    return any(lexicon.concept(name).flags & {"soft", "frame"} for name in unit.concepts)
