"""Why an edition is read today: what it is to its article, what it completes, what it goes on from.

Owns the choice, from what the library and the channel's history hold. Words for it are `present`'s.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field

from briefings.claims import Claim, ClaimKind, Frozen
from briefings.editions.changes import ref
from briefings.editions.history import History, Unit
from briefings.editions.sources import Sources
from briefings.references import TopicRef


class Standing(Frozen):
    """What its leading claim is to the article: the bottom line, or a key judgement."""

    kind: Literal["standing"] = "standing"
    what: Literal["bottom-line", "key-judgement"]


class LeadOf(Frozen):
    """Its leading claim is the article's first on a country."""

    kind: Literal["lead-of"] = "lead-of"
    country: str


class Completes(Frozen):
    """With it all claims on a topic are told. `editions`: those that told the others; none: it tells all."""

    kind: Literal["completes"] = "completes"
    topic: str
    editions: tuple[int, ...] = ()


class GoesOn(Frozen):
    """Its leading claim is also on what an earlier edition was about."""

    kind: Literal["goes-on"] = "goes-on"
    edition: int
    topic: str


Reason = Annotated[Standing | LeadOf | Completes | GoesOn, Field(discriminator="kind")]


def reason(
    sources: Sources, day: Unit, said: Sequence[Claim], before: History, *, asks: bool, last: bool
) -> Reason | None:
    """The best that is true of a day. Under a question (`asks`) only that it completes what was begun.

    `last`: nothing is left after it, so that it completes more than its topic.
    """
    completes = [] if last else list(_completes(sources, day, said, before))
    if asks:
        return next((each for each in completes if each.editions), None)
    standing = _standing(sources, said[0])
    goes_on = next(_goes_on(sources, day, said[0], before), None)
    return standing or next(iter(completes), None) or goes_on or _lead_of(sources, day, said[0])


def _standing(sources: Sources, lead: Claim) -> Standing | None:
    briefing = sources.library.briefing(lead.article)
    if lead.id == briefing.bottom_line:
        return Standing(what="bottom-line")
    return Standing(what="key-judgement") if lead.id in briefing.key_judgements else None


def _lead_of(sources: Sources, day: Unit, lead: Claim) -> LeadOf | None:
    briefing = sources.library.briefing(lead.article)
    for topic in (*day.topics[:1], *((day.facet,) if day.facet else ())):
        entry = briefing.country(topic.key) if topic.kind == "country" else None
        if entry is not None and entry.lead == lead.id:
            return LeadOf(country=sources.name(topic))
    return None


def _completes(sources: Sources, day: Unit, said: Sequence[Claim], before: History) -> Iterator[Completes]:
    """The day's own topics of which nothing is left, those begun in earlier editions as well."""
    today = {ref(claim) for claim in said}
    editions = {seen.qualified: seen.edition for seen in before.seen}
    for topic in (*day.topics[:1], *((day.facet,) if day.facet else ())):
        all_on = {name for name in sources.claims_on(topic) if sources.claim(name).kind is not ClaimKind.META}
        begun = {editions.get(name, 0) for name in all_on - today}
        if 0 not in begun and len(today & all_on) > 1:
            yield Completes(topic=_name(sources, topic, said[0]), editions=tuple(sorted(begun)))


def _goes_on(sources: Sources, day: Unit, lead: Claim, before: History) -> Iterator[GoesOn]:
    """The latest earlier days whose topic the leading claim is on too."""
    for told in reversed(before.days):
        for topic in (told.facet, told.topic):
            themed = topic is not None and topic.kind == "theme" and ref(lead) in sources.claims_on(topic)
            if topic is not None and (themed or topic in day.topics[:1]):
                yield GoesOn(edition=told.edition, topic=_name(sources, topic, lead))


def _name(sources: Sources, topic: TopicRef, lead: Claim) -> str:
    return sources.name(topic, sources.library.briefing(lead.article))
