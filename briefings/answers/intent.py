"""What a question is after beside its topic: dangers, the past, what has happened, what is likeliest.

Owns the reordering of an outcome to that end, and the outcomes that only the wording of the question calls
for. It speaks where the question's wording shows such an end, and in English only.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from briefings.answers import slots
from briefings.answers.cues import SLOTS
from briefings.answers.evidence import Evidence, Ranked
from briefings.answers.outcome import Abstention, Answer, FalsePremise, Result
from briefings.answers.patterns import pattern
from briefings.answers.question import Question
from briefings.answers.shelf import Shelf
from briefings.briefing import Absence
from briefings.claims import Claim, ClaimKind, Modality
from briefings.references import ClaimRef

FEW = 4
"""Claims from which a list of dangers, or a theme's, is long enough."""
ON_TOPIC = 0.3
"""Share of what is asked about that a claim of the past, or of what is sure, must meet."""
SAME_THING = 0.75
"""Share of a question a claim must meet to be about the same act."""
_TIES = frozenset({"ties", "relations", "alliance", "partnership"})
_KNOWN = _TIES | {
    *("danger", "risk", "threat", "modality-words", "question-words", "say"),
    *("nuclear", "transfer", "troops", "deploy"),
}
_ENDS = re.compile(r"^(?:verified|confirmed|proven|proved|established|likeliest|probable|tight|close)$", re.I)
"""Words that only say what is wanted."""
_LOOSE = frozenset({Absence.DETAIL, Absence.TOPIC})
"""Absences that only say that nothing was found."""
HEDGED = frozenset({Modality.POSSIBLE, Modality.CONDITIONAL})


def refined(question: Question, result: Result, ranked: Sequence[Ranked], shelf: Shelf) -> Result:
    """The outcome, turned to what the question's wording is after."""
    if question.language != "en":
        return result
    counted = _headcount(question, shelf)
    if counted:
        return Answer(counted)
    if isinstance(result, Abstention) and result.absence in _LOOSE and _is_bare(question, shelf):
        turns = (turn(question, Answer(()), ranked, shelf) for turn in _OF_THEIR_OWN)
        return next((turned for turned in turns if isinstance(turned, Answer)), result)
    if not isinstance(result, Answer) or any(name.person for name in question.named):
        return result
    return _turned(question, result, ranked, shelf)


def _turned(question: Question, result: Answer, ranked: Sequence[Ranked], shelf: Shelf) -> Result:
    for turn in (_uncounted, _unadvised, _nuclear, _happened, _sure, _history, _likeliest, _harms):
        turned = turn(question, result, ranked, shelf)
        if turned is not None:
            return turned
    return result


def _is_bare(question: Question, shelf: Shelf) -> bool:
    """Whether its words, places apart, speak of nothing but what the turns know."""
    return all(
        _KNOWN & {*unit.concepts} or shelf.lexicon.is_plain(unit.stem) or _ENDS.search(unit.surface)
        for unit in question.units
    )


def bare_theme(question: Question, shelf: Shelf) -> tuple[ClaimRef, ...]:
    """The claims of a theme named with a place some of them are about, and nothing else; those first."""
    mentions = shelf.themes.find(question.text)
    codes = {*question.codes} & shelf.covered
    if len(mentions) != 1 or not codes or question.asks or len(question.words) > len(question.units) + 8:
        return ()
    mention, spans = mentions[0], [(name.start, name.end) for name in question.named]
    spans.append((mention.start, mention.end))
    if any(not any(start <= unit.start < end for start, end in spans) for unit in question.units):
        return ()
    entries = [(b.article.id, entry) for b in shelf.briefings if (entry := b.theme(mention.slug))]
    refs = [ClaimRef(article, claim) for article, entry in entries for claim in entry.claims]
    near = [ref for ref in refs if codes & shelf.places_of(ref)]
    return tuple(dict.fromkeys((*near, *refs)))[:FEW] if near else ()


def _says(intent: str, question: Question) -> bool:
    return pattern("intent.txt", intent).search(question.text.casefold()) is not None


def _first(result: Answer, front: Sequence[ClaimRef]) -> Answer | None:
    """The answer with some claims put at its head; None where there are none."""
    return replace(result, claims=tuple(dict.fromkeys((*front, *result.claims)))[:5]) if front else None


def _touching(question: Question, shelf: Shelf) -> Callable[[Evidence], bool]:
    """Whether a claim is about every place the question names, or else its themes."""
    codes = [{*name.codes} for name in question.named if {*name.codes} & shelf.covered]
    slugs = {mention.slug for mention in shelf.themes.find(question.text)}

    def touches(evidence: Evidence) -> bool:
        places = shelf.places_of(evidence.ref)
        if codes:
            return all(places & each for each in codes)
        return bool(slugs & {*evidence.claim.themes})

    return touches


def _is_worry(claim: Claim) -> bool:
    """A forecast of something that is not welcome."""
    return (
        claim.kind is ClaimKind.FORECAST
        and claim.modality in HEDGED | {Modality.LIKELY}
        and claim.polarity in ("negative", "mixed")
    )


def _harms(question: Question, result: Answer, ranked: Sequence[Ranked], shelf: Shelf) -> Answer | None:
    """Dangers are told by forecasts; effects by forecasts first."""
    strong = _says("harm", question)
    if not (strong or _says("effect", question)) or {*question.asks} & {*SLOTS, "why", "who", "should"}:
        return None
    touches = _touching(question, shelf)
    told = [ref for ref in result.claims if _is_worry(shelf.claim(ref))]
    best = max((r.backed for r in ranked), default=0.0)
    by_backing = sorted(ranked, key=lambda r: -r.backed)
    pool = [
        r for r in by_backing if _is_worry(r.evidence.claim) and touches(r.evidence) and r.backed >= best / 3
    ]
    mine = [r.evidence.ref for r in pool]
    kept = [ref for ref in told if ref in mine] or told
    found = tuple(dict.fromkeys((*kept, *mine)))[: max(FEW, len(kept))]
    if not found:
        return None
    if strong:
        return replace(result, claims=found)
    judged = [ref for ref in result.claims if not _is_background(shelf.claim(ref))]
    return _first(replace(result, claims=tuple(judged)), kept)


def _is_background(claim: Claim) -> bool:
    return claim.kind is ClaimKind.FACT and claim.polarity in ("neutral", "positive")


def _history(question: Question, result: Answer, ranked: Sequence[Ranked], shelf: Shelf) -> Answer | None:
    """Whether it was always so is told by claims of the past."""
    if not _says("history", question):
        return None
    past = pattern("intent.txt", "past")
    touches, pair = _touching(question, shelf), len(question.codes) > 1
    scores = {r.evidence.ref: r.content for r in ranked}
    told = [
        e
        for e in shelf.claims.evidence
        if past.search(e.claim.statement)
        and e.claim.kind is ClaimKind.FACT
        and (not question.codes or touches(e))
    ]
    front = [e for e in told if pair or scores.get(e.ref, 0.0) >= ON_TOPIC]
    if not question.codes and any(_TIES & {*unit.concepts} for unit in question.units):
        front = [e for e in told if _TIES & {name.removeprefix("#") for name in e.stated}]
    beside = {p for e in front for p in _paragraphs(e.claim)}
    kin = [e.ref for e in told if beside & _paragraphs(e.claim)]
    themes = {slug for e in front[:1] for slug in e.claim.themes}
    rest = tuple(ref for ref in result.claims if themes & {*shelf.claim(ref).themes})
    return _first(replace(result, claims=rest), [*(e.ref for e in front), *kin][:3])


def _paragraphs(claim: Claim) -> set[str]:
    return {passage.rpartition(".")[0] for passage in claim.passages}


def _happened(question: Question, result: Answer, ranked: Sequence[Ranked], shelf: Shelf) -> Result | None:
    """Asked whether something has happened: no claim has it so, and those that answer only that it may."""
    if question.stance.maybe or _says("unless", question) or "yesno" not in question.asks:
        return None
    done = _says("done", question)
    if not (done or _says("under-way", question)):
        return None
    aim, touches = pattern("intent.txt", "aim"), _touching(question, shelf)

    def holds(claim: Claim) -> bool:
        return claim.modality not in HEDGED and not (done and aim.search(claim.statement))

    if holds(shelf.claim(result.claims[0])):
        return None
    subject = {*question.named[0].codes} if question.named else set()
    about = (r.evidence for r in ranked if r.content >= SAME_THING)
    firm = [
        e.ref
        for e in about
        if holds(e.claim) and (not subject or (touches(e) and subject & {*e.claim.actors}))
    ]
    if firm:
        plainly = [ref for ref in firm if not aim.search(shelf.claim(ref).statement)]
        return _first(result, plainly[:1]) if question.codes else result
    hedged = tuple(ref for ref in result.claims if not holds(shelf.claim(ref)))
    return FalsePremise(hedged[:2], "not-certain")


def _sure(question: Question, result: Answer, ranked: Sequence[Ranked], shelf: Shelf) -> Answer | None:
    """Whether something is certain is answered by what is only reported, where that is about it."""
    if not _says("sure", question) or "yesno" not in question.asks:
        return None
    reported = [r for r in ranked if r.evidence.claim.modality is Modality.REPORTED and r.content >= ON_TOPIC]
    return _first(result, [r.evidence.ref for r in reported])


def _likeliest(question: Question, result: Answer, ranked: Sequence[Ranked], shelf: Shelf) -> Answer | None:
    """What is likely comes before what may be."""
    if not _says("likeliest", question):
        return None
    touches = _touching(question, shelf)
    likely = [e for e in shelf.claims.evidence if e.claim.modality is Modality.LIKELY]
    front = [e.ref for e in likely if touches(e) or not question.codes]
    forecasts = [ref for ref in result.claims if shelf.claim(ref).kind is ClaimKind.FORECAST]
    return _first(replace(result, claims=tuple(forecasts)), front)


def _nuclear(question: Question, result: Answer, ranked: Sequence[Ranked], shelf: Shelf) -> Result | None:
    """Weapons of the atom are spoken of by claims that name them, for the place that is asked about."""
    countries = {code for code in question.codes if code.isupper()}
    if (
        not any({"nuclear", "nuclear-technology"} & {*unit.concepts} for unit in question.units)
        or not countries
    ):
        return None
    touches = _touching(question, shelf)
    about = [r for r in ranked if {"#nuclear", "#nuclear-technology"} & r.evidence.stated.keys()]
    if _says("armed", question) and not any(countries & shelf.places_of(r.evidence.ref) for r in about):
        return Abstention(Absence.DETAIL)
    held = {r.evidence.ref for r in about if touches(r.evidence) and _is_worry(r.evidence.claim)}
    if not held or len(question.codes) < 2 or not _says("handed", question):
        return None
    return replace(result, claims=tuple(e.ref for e in shelf.claims.evidence if e.ref in held))


def _uncounted(
    question: Question, result: Answer, ranked: Sequence[Ranked], shelf: Shelf
) -> Abstention | None:
    """How many soldiers somebody has or sent, of whom no claim says it."""
    if not question.codes or not _says("headcount", question) or _tells_more(question):
        return None
    return Abstention(Absence.FIGURE, (), result.claims[:1])


def _unadvised(
    question: Question, result: Answer, ranked: Sequence[Ranked], shelf: Shelf
) -> Abstention | None:
    """What somebody should do to whom the article gives no advice."""
    if any(shelf.claim(ref).modality is Modality.RECOMMENDED for ref in result.claims):
        return None
    missing = slots.advised(question, tuple(ranked))
    return None if missing is None else Abstention(missing, (), result.claims[:1])


def _headcount(question: Question, shelf: Shelf) -> tuple[ClaimRef, ...]:
    """The claims that put a figure to soldiers sent, where the question has them go the way the claims do."""
    if not _says("headcount", question) or _tells_more(question):
        return ()
    text, figure = question.text.casefold(), pattern("intent.txt", "figure")
    targets = {
        c
        for n in question.named
        if text[: n.start].rstrip().endswith((" to", " in", " into", " help", " for"))
        for c in n.codes
    }
    senders = {*question.codes} - targets
    return tuple(
        e.ref
        for e in shelf.claims.evidence
        if figure.search(e.claim.statement)
        and "#troops" in e.stated
        and senders <= {*e.claim.actors}
        and targets <= {*e.claim.affected}
        and all((a, t) in shelf.helpers for a in e.claim.actors for t in targets)
    )


def _tells_more(question: Question) -> bool:
    """Whether it speaks of more than soldiers and their going somewhere."""
    going, plain = pattern("intent.txt", "there"), {"troops", "deploy", "question-words", "number"}
    return any(not ({*unit.concepts} & plain or going.search(unit.surface)) for unit in question.units)


_OF_THEIR_OWN = (_nuclear, _sure, _history, _likeliest, _harms)
"""What finds claims without an answer to start from."""
