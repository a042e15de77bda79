"""The answerer: a question, perhaps of several parts, to one outcome.

Owns what is unreadable, how parts are merged and the final check of the output. It holds no wording
and never raises: every string gets an outcome.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefings.answers.decide import decide
from briefings.answers.outcome import LONGEST_QUESTION, Abstention, Answer, FalsePremise, Result, Unreadable
from briefings.answers.question import parts
from briefings.answers.shelf import Shelf
from briefings.briefing import Absence, Briefing
from briefings.places import Gazetteer
from briefings.references import ClaimRef
from briefings.themes import ThemeVocabulary

LONGEST = LONGEST_QUESTION
"""Characters; nobody asks a longer question, and pasted texts have a command of their own."""
MOST_CLAIMS = 6
"""Most claims in any outcome; more is a reading list."""
MOST_CORRECTING = 3
"""Most claims said instead of what a false premise takes for granted."""

_IT = re.compile(r"\b(for|to|on) (?:it|them)\b(?= *[?.!,]?$)", re.I)


class Answerer:
    """Answers questions from briefings; a pure function of them."""

    def __init__(self, briefings: Sequence[Briefing], gazetteer: Gazetteer, themes: ThemeVocabulary) -> None:
        self.shelf = Shelf(briefings, gazetteer, themes)

    def answer(self, question: str) -> Result:
        """What comes of a question. Never raises."""
        text = question.strip()
        if not text:
            return Unreadable("empty")
        if len(text) > LONGEST:
            return Unreadable("too-long")
        if not any(char.isalnum() for char in text):
            return Unreadable("no-words")
        return self._checked(self._answer(text))

    def _answer(self, text: str) -> Result:
        whole = decide(text, self.shelf)
        pieces = parts(text)
        if len(pieces) == 1 or (isinstance(whole, Abstention) and whole.absence is Absence.OUTSIDE):
            return whole
        return _merged([decide(piece, self.shelf) for piece in self._spelt_out(pieces)], whole)

    def _spelt_out(self, pieces: Sequence[str]) -> list[str]:
        """The parts, with "for it" in a later one read as the one place the first one names."""
        named = self.shelf.read(pieces[0]).named
        if len(named) != 1:
            return list(pieces)
        return [pieces[0], *(_IT.sub(rf"\g<1> {named[0].surface}", piece) for piece in pieces[1:])]

    def _checked(self, result: Result) -> Result:
        """The outcome, with claims that do not exist or repeat taken out, and no more than the cap."""
        if isinstance(result, Unreadable):
            return result
        known: list[ClaimRef] = [ref for ref in dict.fromkeys(result.claims) if self.shelf.holds(ref)]
        if isinstance(result, Answer):
            if not known:
                return Abstention(Absence.TOPIC)
            return replace(result, claims=tuple(known[:MOST_CLAIMS]))
        if isinstance(result, FalsePremise):
            claims = tuple(known[:MOST_CORRECTING])
            held = [ref for ref in dict.fromkeys(result.rest) if self.shelf.holds(ref) and ref not in claims]
            return replace(result, claims=claims, rest=tuple(held[: MOST_CLAIMS - len(claims)]))
        return replace(result, claims=tuple(known[:2]))


def _merged(results: Sequence[Result], whole: Result) -> Result:
    """One outcome of several questions: a false premise is named first, and what can be answered is."""
    false = next((result for result in results if isinstance(result, FalsePremise)), None)
    answers = [result for result in results if isinstance(result, Answer)]
    heard: list[Answer | FalsePremise] = [*([false] if false else []), *answers]
    guesses = tuple(dict.fromkeys(guess for result in heard for guess in result.guesses))
    claims = _in_turn([result.claims for result in answers])
    if false is not None:
        return replace(false, rest=claims, guesses=guesses)
    if not answers:
        return results[0] if isinstance(whole, Answer) else whole
    return Answer(claims, answers[0].pair if len(answers) == 1 else None, guesses)


def _in_turn(lists: Sequence[tuple[ClaimRef, ...]]) -> tuple[ClaimRef, ...]:
    """The best of each part first, then the second best of each, and so on."""
    longest = max((len(claims) for claims in lists), default=0)
    return tuple(dict.fromkeys(claims[n] for n in range(longest) for claims in lists if n < len(claims)))
