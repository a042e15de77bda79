"""What comes of a question: a closed union of values, without any wording."""

from dataclasses import dataclass
from typing import Literal

from briefings.briefing import Absence
from briefings.references import ClaimRef, TopicRef

__all__ = [
    "LONGEST_QUESTION",
    "Abstention",
    "Answer",
    "ClaimRef",
    "FalsePremise",
    "Result",
    "TopicRef",
    "Unreadable",
]

LONGEST_QUESTION = 1_000
"""Characters of a question; longer ones are texts, for which there is "brief me on this"."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The claims that answer, best first."""

    claims: tuple[ClaimRef, ...]
    pair: str | None = None
    """The curated pair it came from, or None when it was found by search."""
    guesses: tuple[tuple[str, str], ...] = ()
    """Misspelt names as typed, and the name they were read as."""


@dataclass(frozen=True, slots=True)
class Abstention:
    """The library does not answer this. `claims`: the nearest things it does say (may be none)."""

    absence: Absence
    subjects: tuple[str, ...] = ()
    """Country codes or bloc keys the question is about and the library does not cover."""
    claims: tuple[ClaimRef, ...] = ()
    nearest: tuple[TopicRef, ...] = ()
    pair: str | None = None
    guesses: tuple[tuple[str, str], ...] = ()
    of_source: bool = False
    """Whether it is the article itself that lacks it: who wrote it, when, under what title."""


@dataclass(frozen=True, slots=True)
class FalsePremise:
    """The question takes for granted what no article says. `claims`: what is said instead."""

    claims: tuple[ClaimRef, ...]
    why: Literal["other-actor", "not-certain", "not-said", "reversed", "opposite"]
    nearest: tuple[TopicRef, ...] = ()
    pair: str | None = None
    guesses: tuple[tuple[str, str], ...] = ()
    rest: tuple[ClaimRef, ...] = ()
    """The claims that answer the other parts of the question, where it has any."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Not a question we can read; `why` picks the sentence that says what to do."""

    why: Literal["empty", "too-long", "no-words"]


Result = Answer | Abstention | FalsePremise | Unreadable
