"""Composing an edition, and the run of the next ones. Pure: the same input gives the same bytes.

Owns what goes into one edition and what a digest has shown after it. The history counts once the
edition is out; composed again from the older one, nothing is lost and nothing comes twice. What the
channel's other digests showed is shown as well, and stays theirs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from briefings.editions.changes import ref, settled
from briefings.editions.content import Content, content_of
from briefings.editions.edition import Day, Edition, NothingNew, Outlook
from briefings.editions.heading import Heading
from briefings.editions.history import History, Known, Seen, Told, Unit, Withdrawn, known_of, on_topics
from briefings.editions.order import Order, Slot
from briefings.editions.outlook import opening, outlook, question
from briefings.editions.reasons import Reason, reason
from briefings.editions.sources import Sources
from briefings.editions.together import ALONE, Neighbours, together
from briefings.references import TopicRef

NEAR = 3
"""How many further topics are offered when all is shown."""
NAMED = 2
"""How many of the topics with news are named in a title."""


A_WEEK = timedelta(days=7)
"""How long the one line of an empty digest holds before it is said again."""


@dataclass(frozen=True, slots=True)
class Composed:
    """An edition, and what its digest has shown once it is out."""

    edition: Edition
    history: History


def compose_edition(
    sources: Sources,
    order: Order,
    history: History,
    slot: Slot,
    edition_id: str,
    neighbours: Neighbours = ALONE,
) -> Composed | NothingNew:
    """The next edition of a digest: what is new for its channel first, then the next day of its run.

    `history`: its own. Its number follows the last one of the channel. With nothing to say the order's
    empty policy decides.
    """
    own = settled(history, sources.library)
    before = together(own, neighbours, sources.library)
    content = content_of(sources, order, before)
    held = frozenset(ref(claim) for _, claim in on_topics(sources.library, order.topics))
    if content.empty and not held:
        return NothingNew(reason="not-covered")
    if content.empty and (order.empty == "skip" or _said_lately(own, slot)):
        return NothingNew(reason="shown-elsewhere" if held & _elsewhere(own, before) else "all-shown")
    offers = _offers(sources, content, before)
    after = _after(sources, content, own, before, offers)
    if content.empty:
        after = after.model_copy(update={"quiet": slot.date})
    past = _Past(
        since=max((seen.edition for seen in before.seen), default=0),
        shown=_names(before) | _names(after),
        elsewhere=_elsewhere(after, before),
        following=_following(content, neighbours),
        shared=bool(neighbours.going_on),
    )
    stamp = _Stamp(slot, edition_id, after.editions)
    return Composed(_edition(sources, order, content, offers, past, stamp), after)


def _said_lately(own: History, slot: Slot) -> bool:
    """Whether the digest said within a week that there is nothing new, and nothing else since."""
    return own.quiet is not None and slot.date - own.quiet < A_WEEK


def _following(content: Content, neighbours: Neighbours) -> Unit | None:
    """The next day of the run, where no other digest of the channel is about to show some of what is left."""
    units = content.round.units
    left = {name for unit in units for name in unit.claims}
    theirs = (each.round.units for each in neighbours.going_on if each.round)
    certain = all(left.isdisjoint(unit.claims) for planned in theirs for unit in planned)
    return units[0] if units and certain else None


def _names(history: History) -> frozenset[str]:
    return frozenset(seen.qualified for seen in history.seen)


def _elsewhere(own: History, channel: History) -> frozenset[str]:
    """What only other digests of the channel have shown, as it reads now."""
    mine = {(seen.qualified, seen.sha256) for seen in own.seen}
    return frozenset(seen.qualified for seen in channel.seen if (seen.qualified, seen.sha256) not in mine)


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

    reason: Reason | None = None
    asks: str | None = None
    outlook: Outlook | None = None
    question: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stamp:
    """Which edition it is."""

    slot: Slot
    id: str
    number: int


@dataclass(frozen=True, slots=True)
class _Past:
    """What the channel has read, and what comes next. `since`: the last edition with something to say."""

    since: int
    shown: frozenset[str]
    """Qualified ids of all that it has been shown with this edition."""
    elsewhere: frozenset[str]
    """Those of them that other digests alone have shown."""
    following: Unit | None
    """The day that comes next, where that is certain."""
    shared: bool
    """Whether other digests of the channel go on too."""


def _offers(sources: Sources, content: Content, before: History) -> _Offers:
    if not content.items:
        return _Offers()
    said = [item.claim for item in content.items]
    offered = frozenset(before.offered)
    shown = frozenset(seen.qualified for seen in before.seen)
    day = [item.claim for item in content.items if not item.mark]
    movable = day if len(day) < len(said) else day[1:]
    ahead = outlook(sources, said, movable, content.topics, offered)
    plain = len(day) == len(said) and content.day is not None
    asks = opening(sources, said, content.topics, offered) if plain else None
    met = offered | {asks[1]} if asks else offered
    asked = question(sources, said, content.topics, met, shown)
    names = tuple(found[1] for found in (asks, ahead, asked) if found)
    why = _reason(sources, content, before, asks=bool(asks)) if plain else None
    return _Offers(
        reason=why,
        asks=asks[0] if asks else None,
        outlook=ahead[0] if ahead else None,
        question=asked[0] if asked else None,
        names=names,
    )


def _reason(sources: Sources, content: Content, before: History, *, asks: bool) -> Reason | None:
    """Why today; the last day completes everything, which is said at its end."""
    if content.day is None:
        return None
    said = [item.claim for item in content.items]
    return reason(sources, content.day, said, before, asks=asks, last=not content.round.units)


def _after(sources: Sources, content: Content, own: History, before: History, offers: _Offers) -> History:
    """What the digest itself has shown; what its neighbours did is read from theirs each time."""
    number = before.editions + 1
    seen = {each.qualified: each for each in own.seen}
    withdrawn = {each.qualified: each for each in own.withdrawn}
    for gone in content.gone:
        seen.pop(gone.qualified, None)
        withdrawn[gone.qualified] = Withdrawn.of(gone, number)
    for item in content.items:
        briefing = sources.library.briefing(item.claim.article)
        seen[item.qualified] = Seen.of(item.claim, briefing, number)
        withdrawn.pop(item.qualified, None)
    return History(
        editions=number,
        seen=tuple(seen.values()),
        withdrawn=tuple(withdrawn.values()),
        known=tuple(_known(sources, content, before)),
        offered=(*own.offered, *offers.names),
        round=content.round,
        days=(*own.days, *_told(content, number)),
    )


def _told(content: Content, number: int) -> Iterator[Told]:
    """The day that an edition is, to be remembered."""
    if content.day is not None:
        topic, facet = content.day.name
        yield Told(edition=number, topic=topic, facet=facet)


def _known(sources: Sources, content: Content, before: History) -> Iterator[Known]:
    """All of an article once the digest has met it; later on, its new claims as they are shown.

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
    offers: _Offers,
    past: _Past,
    stamp: _Stamp,
) -> Edition:
    days = content.round
    held = {ref(claim) for _, claim in on_topics(sources.library, order.topics)}
    all_shown = not days.units and not content.waiting
    cited = [item.claim for item in content.items]
    if offers.outlook is not None and offers.outlook.kind == "indicator":
        cited += offers.outlook.claims
    return Edition(
        id=stamp.id,
        number=stamp.number,
        slot=stamp.slot,
        since=past.since,
        style=order.style,
        empty=order.empty,
        topics=tuple(sources.name(topic) for topic in order.topics),
        several=len(sources.library.briefings) > 1,
        items=content.items,
        gone=content.gone,
        waiting=content.waiting,
        arrived=content.arrived,
        about=_about(sources, order, content),
        news_on=tuple(sources.name(topic) for topic in content.news)[:NAMED],
        day=Day(number=days.done, of=days.done + len(days.units)) if content.day else None,
        following=sources.heading(past.following) if past.following else None,
        shown=len(held & past.shown),
        elsewhere=len(held & past.elsewhere),
        all_shown=all_shown,
        wider=tuple(_wider(sources, order, past.shown)) if all_shown else (),
        reason=offers.reason,
        shared=past.shared,
        asks=offers.asks,
        outlook=offers.outlook,
        question=offers.question,
        articles=sources.provenance(cited),
    )


def _about(sources: Sources, order: Order, content: Content) -> Heading | None:
    if content.day is not None:
        return sources.heading(content.day)
    if content.empty:
        return None
    return Heading(topics=tuple(sources.name(topic) for topic in content.topics or order.topics)[:NAMED])


def _wider(sources: Sources, order: Order, seen: frozenset[str]) -> Iterator[str]:
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
