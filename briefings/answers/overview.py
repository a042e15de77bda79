"""Questions that name a topic and ask nothing more of it, or ask what an article is about.

Owns which claims introduce a topic. It looks at entries, not at words.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from briefings.answers.question import Question
from briefings.answers.shelf import Shelf
from briefings.briefing import Briefing
from briefings.claims import Modality
from briefings.references import ClaimRef

FEW = 4
"""Claims per article in an introduction."""
SHORTEST = 3
"""Words from which a message that names nothing may ask what an article is about."""


def introduce(question: Question, shelf: Shelf, *, apart: bool = False) -> tuple[ClaimRef, ...]:
    """The claims that introduce what the question names, or the articles where it names nothing.

    `apart`: each place by what leads its own entry, rather than by what they share.
    """
    codes = [code for code in question.codes if code in shelf.covered]
    found: list[ClaimRef] = []
    for briefing in shelf.briefings:
        if codes:
            ids = _of_places(briefing, codes, apart=apart)
        elif len(question.words) >= SHORTEST and _asks_of_article(question):
            ids = _of_article(briefing, advice="should" in question.asks)
        else:
            ids = []
        found += [ClaimRef(briefing.article.id, claim) for claim in dict.fromkeys(ids)][:FEW]
    return tuple(found)


def of_the_whole(question: Question, shelf: Shelf) -> tuple[ClaimRef, ...]:
    """What answers a question about an article's opening or tone; nothing for any other question."""
    found: list[ClaimRef] = []
    for briefing in shelf.briefings:
        if "opening" in question.asks:
            ids = _opening(briefing)
        elif "tone" in question.asks and not question.codes:
            ids = [briefing.bottom_line, *briefing.key_judgements]
        else:
            ids = []
        found += [ClaimRef(briefing.article.id, claim) for claim in dict.fromkeys(ids)][:FEW]
    return tuple(found)


def _opening(briefing: Briefing) -> list[str]:
    """The claims that rest on the first section."""
    first = briefing.article.passages[0].section
    lede = {passage.id for passage in briefing.article.passages if passage.section == first}
    return [claim.id for claim in briefing.claims if lede & {*claim.passages}]


def _asks_of_article(question: Question) -> bool:
    """Whether what is known of its words is of the asking itself, and in English all of it is known."""
    if question.language == "en":
        return all(unit.known for unit in question.units)
    return any(unit.known for unit in question.units) or "should" in question.asks


def _of_places(briefing: Briefing, codes: list[str], *, apart: bool) -> list[str]:
    """Claims that hold all the places named; else each place's lead and what else its entry lists."""
    together = [c.id for c in briefing.claims if len(codes) > 1 and {*codes} <= {*c.countries}]
    if together and not apart:
        return together[:FEW]
    entries = [entry for code in codes for entry in briefing.countries if entry.code == code]
    leads = [entry.lead for entry in entries]
    rest = [claim for entry in entries for claim in _in_turn(entry.exposure, entry.options)]
    blocs = [claim for bloc in briefing.blocs if bloc.key in codes for claim in bloc.claims]
    return [*leads, *blocs, *rest]


def _in_turn(first: Sequence[str], second: Sequence[str]) -> Iterator[str]:
    """One of each while both last."""
    for pair in zip_longest(first, second):
        yield from (claim for claim in pair if claim is not None)


def _of_article(briefing: Briefing, *, advice: bool) -> list[str]:
    """The bottom line and key judgements; or, asked for advice, what the author advises the world."""
    if advice:
        advised = [claim for claim in briefing.claims if claim.modality is Modality.RECOMMENDED]
        return [claim.id for claim in sorted(advised, key=lambda claim: len(claim.actors))]
    return [briefing.bottom_line, *briefing.key_judgements]
