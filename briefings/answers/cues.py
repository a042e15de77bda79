"""What a question asks for, told by its cue words.

Owns the kinds of asking and which absence each stands for. It looks at wording only, never at claims.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from briefings.answers.patterns import names, pattern
from briefings.briefing import Absence

SLOTS: dict[str, Absence] = {
    "author": Absence.AUTHOR,
    "title": Absence.TITLE,
    "dated": Absence.DATE,
    "source": Absence.SOURCE,
    "probability": Absence.PROBABILITY,
    "duration": Absence.DURATION,
    "figure": Absence.FIGURE,
    "when": Absence.DATE,
    "person": Absence.PERSON,
    "place": Absence.PLACE,
    "reaction": Absence.REACTION,
    "opinion": Absence.OPINION,
    "later": Absence.DETAIL,
}
"""Kinds that ask for one particular thing, and what is absent when no claim gives it."""


_CUES = "cues.txt"
_STANCE = "stance.txt"


def asks(text: str, language: str) -> tuple[str, ...]:
    """The kinds of asking a lower-case text shows, the most particular first."""
    codes = (language, "en") if language not in ("en", "other") else ("en",)
    if language == "other":
        codes = (_script(text), "en")
    return tuple(
        dict.fromkeys(
            kind for code in codes for kind, name in _kinds(code) if pattern(_CUES, name).search(text)
        )
    )


@cache
def _kinds(language: str) -> tuple[tuple[str, str], ...]:
    return tuple((name.split()[0], name) for name in names(_CUES) if name.split()[1] == language)


def _script(text: str) -> str:
    if re.search(r"[\u3040-\u30ff]", text):
        return "ja"
    if re.search(r"[\uac00-\ud7a3]", text):
        return "ko"
    if re.search(r"[\u3400-\u9fff]", text):
        return "zh"
    if re.search(r"[\u0600-\u06ff]", text):
        return "ar"
    if re.search(r"[\u0900-\u097f]", text):
        return "hi"
    return "ru" if re.search(r"[\u0400-\u04ff]", text) else "en"


@dataclass(frozen=True, slots=True)
class Stance:
    """How a question stands to what it speaks of."""

    takes: bool
    """It takes something for granted ("why did ...", "since ...")."""
    maybe: bool
    """It speaks of what may be, or asks "what if"."""
    certain: bool
    """It calls something certain or already so."""
    done: bool
    """It speaks of something as done or under way."""
    denied: bool
    """It takes it that something is not so."""
    welcomes: bool
    """It takes it that something is welcome or for the better."""
    tagged: bool
    """It states something and asks to have it confirmed."""


def stance(text: str, language: str, kinds: Collection[str]) -> Stance:
    """The stance of a lower-case text; other languages show less than English."""
    if language != "en":
        maybe = "whatif" in kinds or "maybe" in kinds
        takes = "why" in kinds or "when" in kinds
        return Stance(
            takes, maybe, certain=False, done="done" in kinds, denied=False, welcomes=False, tagged=False
        )
    return Stance(**{name: pattern(_STANCE, name).search(text) is not None for name in names(_STANCE)})
