"""One scenario or thing to watch, a question that the day answers and one to ask next.

None twice, none that is not of the day.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from briefings.briefing import Briefing, QAPair, Scenario, WatchItem
from briefings.claims import Claim, ClaimKind
from briefings.editions.edition import Case, Indicator, Outlook
from briefings.editions.rotation import FEWEST
from briefings.editions.sources import Sources
from briefings.references import TopicRef

_BOUND = re.compile(
    r"^(?:and|but|so)\b|\b(?:this(?! mean)|that|these|those|they|them|it|here|there)\b", re.IGNORECASE
)
"""Words that lean on something said before; a question with one may not stand alone."""
_ENGLISH = re.compile(
    r"(?:What|Which|Who|Whose|Why|How|When|Where|Is|Are|Was|Were|Do|Does|Did|Has|Have|Can|Could|May|Might|"
    r"Must|Should|Will|Would)\b[^?]*\?$"
)
"""Pairs are asked in several languages and manners; an edition is in plain English."""
_BOOKISH = re.compile(r"\b(?:article|text|author|compare|said|author's)\b", re.IGNORECASE)
"""Questions about the text rather than the matter come last."""
_OPEN = re.compile(
    r"^(?:What does this mean|What are the implications|"
    r"Can|Could|Do|Does|Has|Have|Is|Are|May|Might|Should|Would|What about|What if)\b|"
    r"\b(?:could|may|might|should|would)\b"
)
"""A question that takes nothing for granted, so that it may stand above an answer that hedges."""

_ADVICE = re.compile(r"\b(?:should|must|advice|advise|recommend)\b", re.IGNORECASE)
"""A question that advice answers."""


def outlook(
    sources: Sources,
    said: Sequence[Claim],
    movable: Sequence[Claim],
    topics: Sequence[TopicRef],
    offered: frozenset[str],
) -> tuple[Outlook, str] | None:
    """The best that was not offered yet, and the name it is remembered by.

    First a scenario that today's claims tell in full, where that leaves three to stand before it; then an
    indicator that rests on one of them, or is about the day's topics; then any scenario, of which they tell
    a part. Only `movable` claims are told under a scenario's condition: neither the leading one nor news.
    """
    briefings = _of(sources, said)
    whole = list(_cases(briefings, movable, offered, whole=True))
    roomy = [found for found in whole if len(said) - len(found[2]) >= FEWEST]
    indicators = _indicators(sources, briefings, said, topics, offered)
    return (
        next((_case(*found) for found in roomy), None)
        or next((_indicator(*found, said) for found in indicators), None)
        or next((_case(*found) for found in whole), None)
        or next((_case(*found) for found in _cases(briefings, movable, offered, whole=False)), None)
    )


def _of(sources: Sources, said: Sequence[Claim]) -> list[Briefing]:
    return [sources.library.briefing(article) for article in dict.fromkeys(claim.article for claim in said)]


def _cases(
    briefings: Sequence[Briefing], movable: Sequence[Claim], offered: frozenset[str], *, whole: bool
) -> Iterator[tuple[Briefing, Scenario, list[str]]]:
    """Scenarios with those of their claims said today; the author's own first."""
    for briefing in briefings:
        rest = {claim.id for claim in movable if claim.article == briefing.article.id}
        for case in sorted(briefing.scenarios, key=lambda each: not each.explicit):
            told = [claim for claim in case.claims if claim in rest]
            enough = len(told) == len(case.claims) if whole else bool(told)
            if enough and _scenario(briefing, case) not in offered:
                yield briefing, case, told


def _scenario(briefing: Briefing, case: Scenario) -> str:
    return f"{briefing.article.id}:case:{case.id}"


def _case(briefing: Briefing, case: Scenario, told: Sequence[str]) -> tuple[Outlook, str]:
    claims = tuple(f"{briefing.article.id}:{claim}" for claim in told)
    return Case(trigger=case.trigger, explicit=case.explicit, claims=claims), _scenario(briefing, case)


def _indicators(
    sources: Sources,
    briefings: Sequence[Briefing],
    said: Sequence[Claim],
    topics: Sequence[TopicRef],
    offered: frozenset[str],
) -> Iterator[tuple[Briefing, WatchItem]]:
    """Indicators of the day that were not offered yet, those on the leading claim first."""
    for briefing in briefings:
        ids = [claim.id for claim in said if claim.article == briefing.article.id]
        resting = [item for item in briefing.watch if not set(ids).isdisjoint(item.claims)]
        resting.sort(key=lambda item: min(ids.index(each) for each in item.claims if each in ids))
        akin = [item for topic in topics for item in sources.library.watch_on(topic, briefing)]
        yield from ((briefing, item) for item in (*resting, *akin) if _watched(briefing, item) not in offered)


def _watched(briefing: Briefing, item: WatchItem) -> str:
    return f"{briefing.article.id}:watch:{item.id}"


def _indicator(briefing: Briefing, item: WatchItem, said: Sequence[Claim]) -> tuple[Outlook, str]:
    """The indicator, resting on what is said today where it does; else on its own claims."""
    own = [briefing.claim(claim) for claim in item.claims]
    today = tuple(claim for claim in own if claim in said)
    return (
        Indicator(
            indicator=item.indicator, signals=item.signals, origin=item.origin, claims=today or tuple(own)
        ),
        _watched(briefing, item),
    )


def opening(
    sources: Sources, said: Sequence[Claim], topics: Sequence[TopicRef], offered: frozenset[str]
) -> tuple[str, str] | None:
    """A question on the day's topics that its leading claim answers first, and its name.

    Half of the answer's claims are said today. Advice answers only what is asked for advice.
    """
    lead, keys = said[0], {topic.key for topic in topics}
    today = {claim.id for claim in said if claim.article == lead.article}
    briefing = sources.library.briefing(lead.article)
    pairs = [
        pair
        for pair in briefing.answers
        if pair.outcome == "answer" and _asked(briefing, pair) not in offered
        if _half(lead, pair, today) and not keys.isdisjoint(pair.about)
    ]
    ranked = sorted(
        (
            not today.issuperset(pair.claims),
            pair.questions[0],
            _asked(briefing, pair),
        )
        for pair in pairs
        if _OPEN.search(pair.questions[0]) and not _BOOKISH.search(pair.questions[0])
        if lead.kind is not ClaimKind.RECOMMENDATION or _ADVICE.search(pair.questions[0])
    )
    return next(((words, name) for *_, words, name in ranked if _well_put(sources, words)), None)


def _half(lead: Claim, pair: QAPair, today: Collection[str]) -> bool:
    """Whether a pair's answer begins with the leading claim, and half of it is said today."""
    told = [claim for claim in pair.claims if claim in today]
    return lead.id == pair.claims[0] and 2 * len(told) >= len(pair.claims)


def question(
    sources: Sources,
    said: Sequence[Claim],
    topics: Sequence[TopicRef],
    offered: frozenset[str],
    shown: frozenset[str],
) -> tuple[str, str] | None:
    """A question that the library answers, and the name it is remembered by.

    Best is one that goes on from today's claims to something not shown yet. A pair's first question is its
    editor's own; the others are how else it may be put.
    """
    today = frozenset(f"{claim.article}:{claim.id}" for claim in said)
    keys = frozenset(topic.key for topic in topics)
    day = _Day(today, keys, shown)
    pairs = [
        (*_reach(briefing, pair, day), pair, _asked(briefing, pair))
        for briefing in _of(sources, said)
        for pair in briefing.answers
        if pair.outcome == "answer" and _asked(briefing, pair) not in offered
    ]
    ranked = sorted(
        (rank, place > 0, bool(_BOOKISH.search(words)), far, -fresh, place, words, name)
        for rank, far, fresh, pair, name in pairs
        if rank <= 1
        for place, words in enumerate(pair.questions)
    )
    return next(((words, name) for *_, words, name in ranked if _well_put(sources, words)), None)


@dataclass(frozen=True, slots=True)
class _Day:
    """Claims said today, keys of its topics, claims shown before."""

    said: frozenset[str]
    keys: frozenset[str]
    shown: frozenset[str]


def _asked(briefing: Briefing, pair: QAPair) -> str:
    return f"{briefing.article.id}:ask:{pair.id}"


def _reach(briefing: Briefing, pair: QAPair, day: _Day) -> tuple[int, bool, int]:
    """How a pair goes on from today: 0 leads on, 1 is of the day, 2 is not; off its topics; claims unseen."""
    claims = {f"{briefing.article.id}:{claim}" for claim in pair.claims}
    near = not claims.isdisjoint(day.said)
    akin = not day.keys.isdisjoint(pair.about)
    rank = 0 if near and claims - day.said else 1 if near or akin else 2
    return rank, not akin, len(claims - day.said - day.shown)


def _well_put(sources: Sources, words: str) -> bool:
    """Whether a question stands alone, names its subject and is answered as it is."""
    if not _ENGLISH.match(words) or _BOUND.search(words):
        return False
    if all(topic.key == "source" for topic in sources.topics.mentioned(words)):
        return False
    return sources.answers(words)
