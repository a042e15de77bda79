"""What one edition says: the news that fits, and where there is room for it the next day of the run."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.claims import Claim
from briefings.editions.changes import Change, changes, ref, unseen
from briefings.editions.edition import Item
from briefings.editions.history import (
    DayName,
    History,
    Round,
    Seen,
    Told,
    Unit,
    canonical,
    contents,
    on_topics,
)
from briefings.editions.order import Order
from briefings.editions.rotation import FEWEST, MOST, plan_round
from briefings.editions.sources import Sources
from briefings.references import TopicRef


@dataclass(frozen=True, slots=True)
class Content:
    """What an edition says, before it is told as one."""

    items: tuple[Item, ...]
    gone: tuple[Seen, ...]
    waiting: int
    """News that found no room and comes with the next edition."""
    day: Unit | None
    """The day of the run that it is, where it is one."""
    round: Round
    """The run after it."""
    topics: tuple[TopicRef, ...]
    """What it is about."""
    news: tuple[TopicRef, ...] = ()
    """What the news is on, where a day of the run stands beside it."""
    arrived: tuple[str, ...] = ()
    """Articles with news of which the channel has read nothing before."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.items and not self.gone


def content_of(sources: Sources, order: Order, history: History) -> Content:
    """The news that fits; with less than an edition's worth of it, the next day of the run as well.

    An article that the channel has not met begins with what weighs most; the run takes on the rest.
    """
    found = changes(history, sources.library, order.topics)
    news, rest = found.items[:MOST], found.items[MOST:]
    met = {each.article for each in history.known or ()}
    backlog = frozenset(ref(each.claim) for each in rest if each.claim.article not in met)
    waiting = len(rest) - len(backlog)
    read = {seen.article for seen in history.seen}  # an article of which another digest told has arrived
    articles = dict.fromkeys(each.claim.article for each in news)
    arrived = tuple(article for article in articles if article not in met | read)
    told = tuple(Item(claim=each.claim, mark=each.mark, was=each.was) for each in news)
    plan = _plan(sources, order, history, backlog)
    if len(news) >= FEWEST or not plan.units:
        return Content(told, found.gone, waiting, None, plan, _touched(sources, order, news), (), arrived)
    day, plan = _next_day(sources, order, plan, MOST - len(news), history.days)
    items = (*told, *(Item(claim=sources.claim(name)) for name in day.claims))
    topics = (*day.topics, *((day.facet,) if day.facet else ()))
    on_news = _touched(sources, order, news) if news else ()
    return Content(items, found.gone, waiting, day, plan, topics, on_news, arrived)


def _touched(sources: Sources, order: Order, news: Sequence[Change]) -> tuple[TopicRef, ...]:
    """The channel's topics that the news is on; for the whole library, what each of it is about first."""
    names = {ref(each.claim) for each in news}
    if not order.topics:
        return tuple(dict.fromkeys(topic for each in news for topic in _subject(sources, each.claim)))
    return tuple(topic for topic in order.topics if not names.isdisjoint(sources.claims_on(topic)))


def _subject(sources: Sources, claim: Claim) -> list[TopicRef]:
    """What a claim is about, as its editor put it first: a theme, else a country; of some it is not known."""
    themes = [TopicRef("theme", slug) for slug in claim.themes]
    countries = [TopicRef("country", code) for code in claim.countries]
    return [each for each in (*themes, *countries) if ref(claim) in sources.claims_on(each)][:1]


def _plan(sources: Sources, order: Order, history: History, backlog: frozenset[str]) -> Round:
    """The run as it was planned, or planned anew over what is left.

    Anew where library or topics have changed, and where another digest of the channel has shown some of it.
    """
    rests_on = _fingerprint(sources, order)
    left = {ref(claim) for claim in unseen(history, sources.library, order.topics)} | backlog
    before = history.round
    if (
        before is not None
        and before.rests_on == rests_on
        and left == {name for unit in before.units for name in unit.claims}
    ):
        return before
    done = before.done if before else 0
    told = [day.name for day in history.days]
    return Round(rests_on=rests_on, done=done, units=_days(sources, order, left, told))


def _days(
    sources: Sources, order: Order, names: set[str] | frozenset[str], told: Sequence[DayName]
) -> tuple[Unit, ...]:
    claims = [claim for _, claim in on_topics(sources.library, order.topics) if ref(claim) in names]
    return plan_round(sources.library, order.topics, claims, told)


def _fingerprint(sources: Sources, order: Order) -> str:
    hashes = contents(sources.library)
    held = [
        (each.article.version, ref(claim), hashes[ref(claim)])
        for each, claim in on_topics(sources.library, order.topics)
    ]
    topics = [f"{topic.kind}:{topic.key}" for topic in order.topics]
    return hashlib.sha256(canonical([topics, held]).encode()).hexdigest()


def _next_day(
    sources: Sources, order: Order, plan: Round, room: int, told: Sequence[Told]
) -> tuple[Unit, Round]:
    """The next day, cut to the room beside the news; what is cut off finds another day."""
    day, rest = plan.units[0], plan.units[1:]
    cut = day.claims[room:]
    if cut:
        left = {*cut, *(name for unit in rest for name in unit.claims)}
        rest = _days(sources, order, left, [*(each.name for each in told), day.name])
        day = day.model_copy(update={"claims": day.claims[:room]})
    return day, plan.model_copy(update={"done": plan.done + 1, "units": rest})
