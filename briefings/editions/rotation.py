"""The rotation plan: the claims of a library as days of three to five, each claim on one day alone.

Owns the cut into days and their order; `naming` has what they are called. The narrowest topics choose
first, since a claim on trade and on stability is read where it is one of three rather than one of
seventeen; a topic left with one or two claims joins its nearest. Deterministic: a pure function of
library, topics, names given and the claims left.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import fmean

from briefings.claims import Claim, ClaimKind
from briefings.editions.changes import ref, weights, weighty
from briefings.editions.history import DayName, Unit
from briefings.editions.naming import named, titled
from briefings.editions.shelves import Block, Shelves, is_lead_of
from briefings.library.index import Library
from briefings.references import TopicRef

FEWEST, MOST = 3, 5
"""Claims of one edition (issue: three to five)."""

_LEADS = {
    ClaimKind.JUDGEMENT: 0,
    ClaimKind.FORECAST: 1,
    ClaimKind.RECOMMENDATION: 2,
    ClaimKind.FACT: 3,
    ClaimKind.META: 4,
}
"""Which kind had better lead a day where nothing weighty does, the lower the better."""


def plan_round(
    library: Library, topics: Sequence[TopicRef], claims: Iterable[Claim], told: Sequence[DayName] = ()
) -> tuple[Unit, ...]:
    """All the claims as days, in the order in which they are read. `told`: names that earlier days had."""
    shelves = Shelves.over(library, claims)
    if not shelves.claims:
        return ()
    wanted = tuple(topics) or tuple(topic for topic in library.topics if topic.kind != "bloc")
    blocks = _blocks(shelves, wanted)
    days = _gathered(shelves, [day for block in blocks for day in _days(shelves, block)])
    return tuple(named(shelves, wanted, _in_turn(shelves, titled(shelves, wanted, days)), told))


def _blocks(shelves: Shelves, wanted: Sequence[TopicRef]) -> list[Block]:
    """Every claim under one topic, articles apart: a theme of two articles is two subjects.

    Of an article with too little for a day of its own, the claims go to the nearest day of another.
    """
    blocks: list[Block] = []
    thin: list[str] = []
    for claims in _by_article(shelves.claims):
        if len(claims) < FEWEST:
            thin += claims
        else:
            blocks += _blocks_of_one(shelves, wanted, claims)
    if not blocks:
        return [Block(_broadest(shelves, wanted), thin)]
    _join(shelves, blocks, thin)
    return blocks


def _by_article(claims: Iterable[str]) -> list[list[str]]:
    grouped: dict[str, list[str]] = {}
    for claim in claims:
        grouped.setdefault(claim.partition(":")[0], []).append(claim)
    return list(grouped.values())


def _blocks_of_one(shelves: Shelves, wanted: Sequence[TopicRef], claims: Sequence[str]) -> list[Block]:
    """One article's claims by topic, narrow topics first; what is too thin for a day goes to its nearest."""
    left = dict.fromkeys(claims)
    blocks: list[Block] = []
    for topic in sorted(wanted, key=lambda each: len(left.keys() & shelves.on.get(each, ()))):
        free = [claim for claim in shelves.on.get(topic, ()) if claim in left]
        if len(free) >= FEWEST:
            blocks.append(Block(topic, free))
            left = {claim: None for claim in left if claim not in free}
    if not blocks:
        return [Block(_broadest(shelves, wanted), list(left))]
    _join(shelves, blocks, left)
    return blocks


def _join(shelves: Shelves, blocks: Sequence[Block], claims: Iterable[str]) -> None:
    for claim in claims:
        ranked = [
            (block.topic in shelves.of[claim], shelves.kinship(claim, block.claims)) for block in blocks
        ]
        blocks[ranked.index(max(ranked))].claims.append(claim)


def _broadest(shelves: Shelves, wanted: Sequence[TopicRef]) -> TopicRef | None:
    held = [topic for topic in wanted if shelves.on.get(topic)]
    return max(held, key=lambda topic: len(shelves.on[topic]), default=None)


def _days(shelves: Shelves, block: Block) -> list[Block]:
    """A block as days; where it fills several, by what their claims have in common beside the topic."""
    left, days = list(block.claims), list[Block]()
    common = {block.topic, *set(shelves.of[left[0]]).intersection(*(shelves.of[claim] for claim in left))}
    while len(left) > MOST:
        facet, alike = _facet(shelves, common, left)
        take = next(size for size in (MOST, MOST - 1, FEWEST) if _fits(size, len(alike), len(left)))
        alike = alike if facet else _mixed(shelves, left, take)
        days.append(Block(block.topic, alike[:take], facet))
        left = [claim for claim in left if claim not in alike[:take]]
    facet = next(iter(_shared(shelves, common, left)), None) if days else None
    return [*days, Block(block.topic, left, facet)]


def _gathered(shelves: Shelves, days: Sequence[Block]) -> list[Block]:
    """Fewer and fuller days: the thin ones, and those that nothing of weight leads, join their neighbours.

    Only where the topic has another day, and every claim finds room on a day about a topic of its own.
    """
    kept = list(days)
    for day in sorted(days, key=lambda each: (_has_weight(shelves, each), len(each.claims))):
        others = [each for each in kept if each is not day]
        if len(day.claims) < MOST and any(each.topic == day.topic for each in others):
            placed = _placed(shelves, day.claims, others)
            if placed:
                for claim, other in zip(day.claims, placed, strict=True):
                    other.claims.append(claim)
                kept = others
    return kept


def _has_weight(shelves: Shelves, day: Block) -> bool:
    """Whether something of weight can lead it."""
    return any(weighty(shelves.claim(name)) and _about(shelves, day.topic, name) for name in day.claims)


def _placed(shelves: Shelves, claims: Sequence[str], days: Sequence[Block]) -> list[Block] | None:
    """The day that each of the claims joins; None where one finds none."""
    found: list[Block] = []
    for claim in claims:
        article = claim.partition(":")[0]
        fit = [
            (day.facet in shelves.of[claim], shelves.kinship(claim, day.claims), -place)
            for place, day in enumerate(days)
            if len(day.claims) + sum(each is day for each in found) < MOST
            and day.topic in shelves.of[claim]
            and all(each.startswith(f"{article}:") for each in day.claims)
        ]
        if not fit:
            return None
        found.append(days[-max(fit)[2]])
    return found


def _mixed(shelves: Shelves, claims: Sequence[str], count: int) -> list[str]:
    """So many of the claims, with their share of judgements and forecasts: no day is background alone."""
    heavy = [claim for claim in claims if weighty(shelves.claim(claim))]
    share = round(len(heavy) * count / len(claims)) or min(1, len(heavy))
    plain = [claim for claim in claims if claim not in heavy][: count - share]
    taken = {*heavy[: count - len(plain)], *plain}
    return [claim for claim in claims if claim in taken]


def _fits(size: int, alike: int, left: int) -> bool:
    """Whether a day of that size leaves nothing, or enough for another day."""
    return size <= alike and (left == size or left - size >= FEWEST)


def _facet(
    shelves: Shelves, common: Iterable[TopicRef | None], left: list[str]
) -> tuple[TopicRef | None, list[str]]:
    """The theme (else country) that makes the best day of the claims left, and the claims under it.

    `common`: what all days of the topic have in common, so that it tells none from another.
    """
    counts = Counter(each for claim in left for each in shelves.of[claim] if each.kind != "bloc")
    fit = [
        each
        for each, count in counts.items()
        if each not in common and any(_fits(size, count, len(left)) for size in range(FEWEST, MOST + 1))
    ]
    if not fit:
        return None, left
    best = min(
        fit,
        key=lambda each: (each.kind != "theme", abs(counts[each] - MOST), len(shelves.on[each]), each.key),
    )
    return best, [claim for claim in left if best in shelves.of[claim]]


def _shared(shelves: Shelves, common: Iterable[TopicRef | None], claims: Sequence[str]) -> list[TopicRef]:
    """What those claims alone have in common, themes first, narrowest first."""
    shared = set(shelves.of[claims[0]]).intersection(*(shelves.of[claim] for claim in claims))
    named = [each for each in shared.difference(common) if each.kind != "bloc"]
    return sorted(named, key=lambda each: (each.kind != "theme", len(shelves.on[each]), each.key))


def _in_turn(shelves: Shelves, days: Sequence[Block]) -> list[Block]:
    """What is led by the weightiest claim first, then as the articles go, a topic's lead before its rest.

    No topic comes twice running where that can be.
    """
    ranks, places = weights(shelves.library), _places(shelves)
    waiting = [Block(day.topic, _led(shelves, day, ranks), day.facet) for day in days]
    waiting = _opened(shelves, sorted(waiting, key=lambda day: fmean(places[claim] for claim in day.claims)))
    first = min(waiting, key=lambda day: ranks[day.claims[0]])
    waiting.remove(first)
    told = [first]
    while waiting:
        more, last = Counter(day.topic for day in waiting), told[-1].topic
        urgent = [day for day in waiting if 2 * more[day.topic] > len(waiting)]
        other = [day for day in (*urgent, *waiting) if day.topic != last]
        following = (other or waiting)[0]
        waiting.remove(following)
        told.append(following)
    return told


def _opened(shelves: Shelves, days: Sequence[Block]) -> list[Block]:
    """The days with the one that holds a topic's lead first among the topic's own."""
    found = list(days)
    for topic in dict.fromkeys(day.topic for day in days):
        own = [place for place, day in enumerate(found) if day.topic == topic]
        lead = next(iter(shelves.on[topic]), None) if topic else None
        opening = [place for place in own if lead in found[place].claims]
        if opening:
            order = [*opening, *(place for place in own if place not in opening)]
            moved = [found[place] for place in order]
            for place, day in zip(own, moved, strict=True):
                found[place] = day
    return found


def _places(shelves: Shelves) -> dict[str, float]:
    """How far into its article each claim stands, from 0 to 1, so that articles take turns."""
    places: dict[str, float] = {}
    for briefing in shelves.library.briefings:
        passages = [passage.id for passage in briefing.article.passages]
        for claim in briefing.claims:
            places[ref(claim)] = passages.index(claim.passages[0]) / len(passages)
    return places


def _led(shelves: Shelves, day: Block, ranks: dict[str, int]) -> list[str]:
    """The day's claims: what leads it, then the article's order.

    That is a claim about the day's topic: the bottom line, a judgement or forecast, advice, a fact, in that
    order, the topic's own lead first among its like; a contested claim never where another can.
    """
    leads = shelves.on[day.topic][:1] if day.topic else ()

    def standing(name: str) -> tuple[bool, bool, bool, int, tuple[bool, int]]:
        claim = shelves.claim(name)
        return (
            claim.contested is not None,
            not _about(shelves, day.topic, name),
            ranks[name] > 0,
            0 if weighty(claim) else _LEADS[claim.kind],
            (name not in leads, ranks[name]),
        )

    lead = min(day.claims, key=standing)
    order = {name: place for place, name in enumerate(shelves.claims)}
    return [lead, *sorted((name for name in day.claims if name != lead), key=order.__getitem__)]


def _about(shelves: Shelves, topic: TopicRef | None, name: str) -> bool:
    """Whether a claim is about the topic, not only touching it; a country acts in it or is hit first."""
    if topic is None or topic.kind != "country":
        return topic is None or name in shelves.on[topic]
    claim = shelves.claim(name)
    return topic.key in (*claim.actors, *claim.affected[:1]) or is_lead_of(shelves, topic, claim)
