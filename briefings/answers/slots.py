"""Questions for one particular thing: whether any claim can give it.

Owns what fills a slot. Where nothing does, it names what is absent.
"""

import re

from briefings.answers.cues import SLOTS
from briefings.answers.evidence import Ranked
from briefings.answers.question import Question
from briefings.briefing import Absence
from briefings.claims import Modality

FILLED = 0.6
"""Share of what is asked about that a claim must meet to be about that thing."""
_NUMBER = re.compile(r"\b(?:\d[\d.,]*|hundreds?|thousands?|millions?|billions?|dozens?|per cent|percent)\b")
_OUGHT = re.compile(r"\w.*\b(?:should|must|ought)\s+(?:the\s+)?$")
_OUGHT_FIRST = re.compile(r"\W*(?:so |and )?(?:should|ought|must)\s+(?:the\s+)?")
_PASSIVE = re.compile(r"\s+be \w+(?:ed|en|t)\b")
_LIKELY = re.compile(r"\blikely\b")
_OWN = re.compile(
    r"\b(?:take|views?|thinks?|thoughts?|says?|opinions?|feels?|believes?|plans?|mind|stance)\b"
)
"""What asks for somebody's own mind."""
NAMED_THINGS = frozenset(
    {
        "weapon",
        "missile",
        "treaty",
        "mercenary",
        "intelligence-service",
        "naval",
        "sanction",
        "summit",
        "law",
        "bank",
    }
)
"""Concepts that come in named kinds; asked "which ...?", the reader wants the name."""
_WHICH = re.compile(
    r"\b(?:which|what|name (?:the|a|one|some|any)?|list (?:the)?)"
    r"(?: (?:(?:kind|type|sort|model|class|brand)s?|specific|exact|other|new|russian|north korean|chinese|"
    r"american|indian|japanese)(?: of)?)*\b"
)


def absent(question: Question, ranked: tuple[Ranked, ...]) -> Absence | None:
    """What the question asks for and no claim gives; None where it asks for nothing particular."""
    kind = next((ask for ask in question.asks if ask in SLOTS), None)
    if kind is None:
        return _named_thing(question) or _person(question, ranked) or advised(question, ranked)
    if any(_fills(kind, question, candidate) for candidate in ranked[:6]):
        return None
    return SLOTS[kind]


def _person(question: Question, ranked: tuple[Ranked, ...]) -> Absence | None:
    """A politician is named, and nothing else in the question is met: it is about him."""
    if not any(name.person for name in question.named):
        return None
    own = _OWN.search(question.text.casefold()) is not None
    return Absence.PERSON if own or not any(r.content >= FILLED for r in ranked[:3]) else None


def advised(question: Question, ranked: tuple[Ranked, ...]) -> Absence | None:
    """What some country should do, where the author advises others only."""
    lowered = question.text.casefold()
    for name in question.named:
        before = lowered[: name.start]
        if _OUGHT.search(before) or ("," not in lowered and _OUGHT_FIRST.fullmatch(before)):
            given = [r.evidence.claim for r in ranked if r.evidence.claim.modality is Modality.RECOMMENDED]
            passive = _PASSIVE.match(lowered[name.end :]) is not None
            if not any({*name.codes} & {*(c.countries if passive else c.actors)} for c in given):
                return Absence.OPINION
    return None


def _fills(kind: str, question: Question, candidate: Ranked) -> bool:
    statement = candidate.evidence.claim.statement.casefold()
    if kind == "figure":
        return _NUMBER.search(statement) is not None and candidate.content >= FILLED
    return kind == "probability" and _LIKELY.search(statement) is not None and candidate.content >= FILLED


def _named_thing(question: Question) -> Absence | None:
    """The name that is asked for and never given, as in "Which missiles?"."""
    lowered = question.text.casefold()
    for cue in _WHICH.finditer(lowered):
        unit = next((unit for unit in question.units if unit.start >= cue.end() - 1), None)
        if unit and unit.start - cue.end() <= 1 and NAMED_THINGS & set(unit.concepts):
            return Absence.DETAIL
    return None
