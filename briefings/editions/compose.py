"""Composing an edition, and the run of the next ones. Pure: the same input gives the same bytes.

Owns what goes into one edition and what a channel has been shown after it. The history counts once the
edition is out; composed again from the older one, nothing is lost and nothing comes twice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefings.editions.changes import ref, settled
from briefings.editions.content import Content, content_of
from briefings.editions.edition import Day, Edition, Heading, NothingNew, Outlook
from briefings.editions.history import History, Known, Seen, known_of, on_topics
from briefings.editions.order import Order, Slot
from briefings.editions.outlook import outlook, question
from briefings.editions.sources import Sources
from briefings.references import TopicRef

NEAR = 3
"""How many further topics are offered when all is shown, and how many are named of those with news."""


@dataclass(frozen=True, slots=True)
class Composed:
    """An edition, and what the channel has been shown once it is out."""

    edition: Edition
    history: History


def compose_edition(
    sources: Sources, order: Order, history: History, slot: Slot, edition_id: str
) -> Composed | NothingNew:
    """The next edition of a channel: what is new first, then the next day of its run.

    Its number follows the history's. With nothing to say the order's empty policy decides.
    """
    before = settled(history, sources.library)
    content = content_of(sources, order, before)
    if content.empty and not on_topics(sources.library, order.topics):
        return NothingNew(reason="not-covered")
    if content.empty and order.empty == "skip":
        return NothingNew(reason="all-shown")
    offers = _offers(sources, content, before)
    after = _after(sources, content, before, offers)
    stamp = _Stamp(slot, edition_id, max((seen.edition for seen in before.seen), default=0))
    return Composed(_edition(sources, order, content, after, offers, stamp), after)


def plan_run(
    sources: Sources, order: Order, history: History, slots: Iterable[tuple[Slot, str]]
) -> Iterator[Composed | NothingNew]:
    """What each of the slots (with its edition's id) would give, given the earlier ones as planned."""
    for slot, edition_id in slots:
        found = compose_edition(sources, order, history, slot, edition_id)
        yield found
        if isinstance(found, Composed):
            history = found.history


@dataclass(frozen=True, slots=True)
class _Offers:
    """What goes beyond the claims, and the names under which it is remembered."""

    outlook: Outlook | None = None
    question: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stamp:
    """Which edition it is, beside its number. `since`: the last one with something to say."""

    slot: Slot
    id: str
    since: int


def _offers(sources: Sources, content: Content, before: History) -> _Offers:
    if not content.items:
        return _Offers()
    said = [item.claim for item in content.items]
    offered = frozenset(before.offered)
    shown = frozenset(seen.qualified for seen in before.seen)
    day = [item.claim for item in content.items if not item.mark]
    movable = day if len(day) < len(said) else day[1:]
    ahead = outlook(sources, said, movable, content.topics, offered)
    asked = question(sources, said, content.topics, offered, shown)
    names = tuple(found[1] for found in (ahead, asked) if found)
    return _Offers(ahead[0] if ahead else None, asked[0] if asked else None, names)


def _after(sources: Sources, content: Content, before: History, offers: _Offers) -> History:
    number = before.editions + 1
    seen = {each.qualified: each for each in before.seen}
    for gone in content.gone:
        seen.pop(gone.qualified, None)
    for item in content.items:
        briefing = sources.library.briefing(item.claim.article)
        seen[item.qualified] = Seen.of(item.claim, briefing, number)
    return History(
        editions=number,
        seen=tuple(seen.values()),
        known=tuple(_known(sources, content, before)),
        offered=(*before.offered, *offers.names),
        round=content.round,
    )


def _known(sources: Sources, content: Content, before: History) -> Iterator[Known]:
    """All of an article once the channel has met it; later on, its new claims as they are shown.

    What was withdrawn is known no longer: should it come back, it is news.
    """
    gone = {seen.qualified for seen in content.gone}
    met = {
        each.article: tuple(name for name in each.claims if f"{each.article}:{name}" not in gone)
        for each in before.known or ()
    }
    told = {item.qualified for item in content.items}
    for each in known_of(sources.library):
        if each.article not in met:
            yield each
            continue
        shown = [name for name in each.claims if f"{each.article}:{name}" in told]
        claims = tuple(dict.fromkeys((*met[each.article], *shown)))
        yield each.model_copy(update={"claims": claims})


def _edition(
    sources: Sources,
    order: Order,
    content: Content,
    after: History,
    offers: _Offers,
    stamp: _Stamp,
) -> Edition:
    days, seen = content.round, {each.qualified for each in after.seen}
    held = {ref(claim) for _, claim in on_topics(sources.library, order.topics)}
    all_shown = not days.units and not content.waiting
    cited = [item.claim for item in content.items]
    if offers.outlook is not None and offers.outlook.kind == "indicator":
        cited += offers.outlook.claims
    return Edition(
        id=stamp.id,
        number=after.editions,
        slot=stamp.slot,
        since=stamp.since,
        style=order.style,
        empty=order.empty,
        topics=tuple(sources.name(topic) for topic in order.topics),
        several=len(sources.library.briefings) > 1,
        items=content.items,
        gone=content.gone,
        waiting=content.waiting,
        arrived=content.arrived,
        about=_about(sources, order, content),
        day=Day(number=days.done, of=days.done + len(days.units)) if content.day else None,
        following=sources.heading(days.units[0]) if days.units else None,
        shown=len(held & seen),
        all_shown=all_shown,
        wider=tuple(_wider(sources, order, seen)) if all_shown else (),
        outlook=offers.outlook,
        question=offers.question,
        articles=sources.provenance(cited),
    )


def _about(sources: Sources, order: Order, content: Content) -> Heading | None:
    if content.day is not None:
        return sources.heading(content.day)
    if content.empty:
        return None
    return Heading(topics=tuple(sources.name(topic) for topic in content.topics or order.topics)[:NEAR])


def _wider(sources: Sources, order: Order, seen: set[str]) -> Iterator[str]:
    """Topics that share most with what was shown and hold more; none where all is ordered."""
    if not order.topics:
        return
    ranked: list[tuple[int, TopicRef]] = []
    for topic in sources.library.topics:
        claims = sources.claims_on(topic)
        if topic in order.topics or topic.kind == "bloc" or claims <= seen:
            continue
        ranked.append((len(claims & seen), topic))
    ranked.sort(key=lambda each: -each[0])
    yield from (sources.name(topic) for shared, topic in ranked[:NEAR] if shared)
