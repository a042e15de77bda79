"""Measuring what the checks catch: each mutant is checked with less and with more to go by."""

from collections.abc import Mapping
from dataclasses import dataclass

from briefings.briefing import Briefing
from briefings.checks import check
from tests.briefings.checks.corpus import briefing, data, gazetteer, text
from tests.briefings.checks.meaning import TWISTS, Twist

WAYS = ("briefing alone", "and names of places", "and the text", "all three", "with the sign-off")
"""What the checks may go by. The first four leave the reviewer's sign-off out."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A twist, and the codes of the checks that caught it, by way."""

    twist: Twist
    codes: Mapping[str, frozenset[str]]

    def caught(self, way: str) -> bool:
        """Whether anything was found, going by that much."""
        return bool(self.codes[way])


def measure(twist: Twist, ways: tuple[str, ...] = WAYS) -> Outcome:
    """Checks one twisted briefing in each of these ways."""
    spoilt = data(twist.article)
    spoilt["answers"] = []  # they do not matter to statements, and take time
    twist.apply(spoilt)
    subject = briefing(spoilt)
    return Outcome(twist, {way: _codes(subject, way, text(twist.article)) for way in ways})


def _codes(subject: Briefing, way: str, source: str | None) -> frozenset[str]:
    places = gazetteer() if way in {"and names of places", "all three"} else None
    wording = source if way in {"and the text", "all three"} else None
    verdict = check(subject, wording, places=places, sign_off=way == "with the sign-off")
    return frozenset(finding.code for finding in verdict.findings)


def measured(ways: tuple[str, ...] = WAYS) -> tuple[Outcome, ...]:
    """Every twist whose article's text is at hand."""
    return tuple(measure(twist, ways) for twist in TWISTS if text(twist.article))
