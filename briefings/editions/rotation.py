"""The rotation plan: the claims of a library as days of three to five, each claim on one day alone.

Owns the cut into days and their order. The narrowest topics choose first, since a claim on trade and on
stability is read where it is one of three rather than one of seventeen; a topic left with one or two
claims joins its nearest. Deterministic: a pure function of library, topics and the claims left.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from briefings.claims import Claim, ClaimKind
from briefings.editions.changes import ref, weights
from briefings.editions.history import Unit
from briefings.library.index import Library
from briefings.references import ClaimRef, TopicRef

FEWEST, MOST = 3, 5
"""Claims of one edition (issue: three to five)."""

_LEADS = {
    ClaimKind.JUDGEMENT: 0,
    ClaimKind.FORECAST: 0,
    ClaimKind.RECOMMENDATION: 1,
    ClaimKind.FACT: 2,
    ClaimKind.META: 3,
}
"""Which kind of claim had better lead a day, the lower the better: consequences before background."""


@dataclass(slots=True)
class _Block:
    """The claims read under one topic, before they are cut into days."""

    topic: TopicRef | None
    claims: list[str]
    facet: TopicRef | None = None


@dataclass(slots=True)
class Shelves:
    """Which of the claims to be shown stand under which topic."""

    library: Library
    claims: tuple[str, ...]
    """Qualified ids, in order of the library."""
    on: dict[TopicRef, tuple[str, ...]] = field(default_factory=dict)
    """Claims by topic, the topic's lead first."""
    of: dict[str, tuple[TopicRef, ...]] = field(default_factory=dict)
    """Topics by claim."""

    @classmethod
    def over(cls, library: Library, claims: Iterable[Claim]) -> "Shelves":
        """The shelves of those claims."""
        names = tuple(ref(claim) for claim in claims)
        shelves, wanted = cls(library, names), frozenset(names)
        found: dict[str, list[TopicRef]] = {name: [] for name in names}
        for topic in library.topics:
            here = [ref(claim) for each in library.briefings for claim in library.claims_on(topic, each)]
            shelves.on[topic] = tuple(name for name in here if name in wanted)
            for name in shelves.on[topic]:
                found[name].append(topic)
        shelves.of = {name: tuple(topics) for name, topics in found.items()}
        return shelves

    def claim(self, name: str) -> Claim:
        """The claim of that qualified id."""
        article, _, claim = name.partition(":")
        return self.library.claim(ClaimRef(article, claim))

    def kinship(self, claim: str, others: Sequence[str]) -> float:
        """How much a claim has in common with others: topics shared with each, on average."""
        own = frozenset(self.of[claim])
        return sum(len(own.intersection(self.of[other])) for other in others) / len(others)


def plan_round(library: Library, topics: Sequence[TopicRef], claims: Iterable[Claim]) -> tuple[Unit, ...]:
    """All the claims as days, in the order in which they are read."""
    shelves = Shelves.over(library, claims)
    if not shelves.claims:
        return ()
    wanted = tuple(topics) or tuple(topic for topic in library.topics if topic.kind != "bloc")
    blocks = _blocks(shelves, wanted)
    days = [day for block in blocks for day in _days(shelves, block)]
    return tuple(_named(shelves, wanted, _in_turn(shelves, days)))


def _blocks(shelves: Shelves, wanted: Sequence[TopicRef]) -> list[_Block]:
    """Every claim under one topic, articles apart: a theme of two articles is two subjects.

    Of an article with too little for a day of its own, the claims go to the nearest day of another.
    """
    blocks: list[_Block] = []
    thin: list[str] = []
    for claims in _by_article(shelves.claims):
        if len(claims) < FEWEST:
            thin += claims
        else:
            blocks += _blocks_of_one(shelves, wanted, claims)
    if not blocks:
        return [_Block(_broadest(shelves, wanted), thin)]
    _join(shelves, blocks, thin)
    return blocks


def _by_article(claims: Iterable[str]) -> list[list[str]]:
    grouped: dict[str, list[str]] = {}
    for claim in claims:
        grouped.setdefault(claim.partition(":")[0], []).append(claim)
    return list(grouped.values())


def _blocks_of_one(shelves: Shelves, wanted: Sequence[TopicRef], claims: Sequence[str]) -> list[_Block]:
    """One article's claims by topic, narrow topics first; what is too thin for a day goes to its nearest."""
    left = dict.fromkeys(claims)
    blocks: list[_Block] = []
    for topic in sorted(wanted, key=lambda each: len(left.keys() & shelves.on.get(each, ()))):
        free = [claim for claim in shelves.on.get(topic, ()) if claim in left]
        if len(free) >= FEWEST:
            blocks.append(_Block(topic, free))
            left = {claim: None for claim in left if claim not in free}
    if not blocks:
        return [_Block(_broadest(shelves, wanted), list(left))]
    _join(shelves, blocks, left)
    return blocks


def _join(shelves: Shelves, blocks: Sequence[_Block], claims: Iterable[str]) -> None:
    for claim in claims:
        max(blocks, key=lambda block: shelves.kinship(claim, block.claims)).claims.append(claim)


def _broadest(shelves: Shelves, wanted: Sequence[TopicRef]) -> TopicRef | None:
    held = [topic for topic in wanted if shelves.on.get(topic)]
    return max(held, key=lambda topic: len(shelves.on[topic]), default=None)


def _days(shelves: Shelves, block: _Block) -> list[_Block]:
    """A block as days; where it fills several, by what their claims have in common beside the topic."""
    left, days = list(block.claims), list[_Block]()
    common = {block.topic, *set(shelves.of[left[0]]).intersection(*(shelves.of[claim] for claim in left))}
    while len(left) > MOST:
        facet, alike = _facet(shelves, common, left)
        take = next(size for size in (MOST, MOST - 1, FEWEST) if _fits(size, len(alike), len(left)))
        alike = alike if facet else _mixed(shelves, left, take)
        days.append(_Block(block.topic, alike[:take], facet))
        left = [claim for claim in left if claim not in alike[:take]]
    facet = next(iter(_shared(shelves, common, left)), None) if days else None
    return [*days, _Block(block.topic, left, facet)]


def _mixed(shelves: Shelves, claims: Sequence[str], count: int) -> list[str]:
    """So many of the claims, with their share of judgements and forecasts: no day is background alone."""
    weighty = [claim for claim in claims if _LEADS[shelves.claim(claim).kind] == 0]
    share = round(len(weighty) * count / len(claims)) or min(1, len(weighty))
    plain = [claim for claim in claims if claim not in weighty][: count - share]
    taken = {*weighty[: count - len(plain)], *plain}
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


def _in_turn(shelves: Shelves, days: Sequence[_Block]) -> list[_Block]:
    """What is led by the weightiest claim first, then as the articles go, a topic's lead before its rest.

    No topic comes twice running where that can be.
    """
    ranks, places = weights(shelves.library), _places(shelves)
    waiting = [_Block(day.topic, _led(shelves, day, ranks), day.facet) for day in days]
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


def _opened(shelves: Shelves, days: Sequence[_Block]) -> list[_Block]:
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


def _led(shelves: Shelves, day: _Block, ranks: dict[str, int]) -> list[str]:
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
            _LEADS[claim.kind],
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
    return topic.key in (*claim.actors, *claim.affected[:1]) or _leads(shelves, topic, claim)


def _leads(shelves: Shelves, country: TopicRef, claim: Claim) -> bool:
    """Whether a claim is what its article says of a country first."""
    entry = shelves.library.briefing(claim.article).country(country.key)
    return entry is not None and entry.lead == claim.id


def _named(shelves: Shelves, wanted: Sequence[TopicRef], days: Sequence[_Block]) -> Iterable[Unit]:
    """The days with the topics that have none of their own, each with the day that holds most of it."""
    own = {day.topic for day in days}
    joined: dict[int, list[TopicRef]] = {}
    for topic in wanted:
        held = shelves.on.get(topic)
        if topic not in own and held:
            shares = [len(frozenset(held).intersection(day.claims)) for day in days]
            most = max(range(len(days)), key=shares.__getitem__)
            if 2 * shares[most] >= sum(
                len(shelves.library.claims_on(topic, b)) for b in shelves.library.briefings
            ):
                joined.setdefault(most, []).append(topic)
    days = _told_apart(shelves, days, joined)
    named = [(day.topic, day.facet, day.claims[0].partition(":")[0]) for day in days]
    names, met = Counter(named), Counter[tuple[TopicRef | None, TopicRef | None, str]]()
    for number, (day, name) in enumerate(zip(days, named, strict=True)):
        met[name] += 1
        topics = (*((day.topic,) if day.topic else ()), *joined.get(number, ()))
        yield Unit(
            topics=topics, facet=day.facet, claims=tuple(day.claims), part=met[name], parts=names[name]
        )


def _told_apart(
    shelves: Shelves, days: Sequence[_Block], joined: Mapping[int, Sequence[TopicRef]]
) -> list[_Block]:
    """The days, each with a name of its own where its leading claim gives one."""
    bare = Counter(day.topic for day in days if day.facet is None)
    own = {day.topic for day in days}
    told: list[_Block] = []
    for number, day in enumerate(days):
        taken = {(each.topic, each.facet) for each in told}
        again = (day.topic, day.facet) in taken or (day.facet is None and bare[day.topic] > 1)
        known = {day.topic, *joined.get(number, ())}
        free = [each for each in _subjects(shelves, day.claims[0]) if (day.topic, each) not in taken]
        known |= {each for each in free if _on_all(shelves, day.topic, each)}
        free = [each for each in free if each not in known and (again or day.facet or each.kind == "theme")]
        free.sort(key=lambda each: (each.kind != "theme", each in own))
        facet = free[0] if free else day.facet
        vague = again or not _named_by_lead(shelves, day)
        told.append(_Block(day.topic, day.claims, facet if vague else day.facet))
    return told


def _on_all(shelves: Shelves, topic: TopicRef | None, country: TopicRef) -> bool:
    """Whether all on a topic is on the country as well, so that it tells none of its days from another."""
    all_on = topic is not None and set(shelves.on[topic]) <= set(shelves.on[country])
    return all_on and country.kind == "country"


def _named_by_lead(shelves: Shelves, day: _Block) -> bool:
    """Whether a day's name says what its leading claim is about: a country's alone does not."""
    named = day.facet or day.topic
    if named is None or named.kind != "country":
        return True
    lead = shelves.claim(day.claims[0])
    return day.facet is not None and (named.key in lead.actors or _leads(shelves, named, lead))


def _subjects(shelves: Shelves, name: str) -> list[TopicRef]:
    """What a claim is about, as its editor put it first: themes, then countries."""
    claim = shelves.claim(name)
    themes = [TopicRef("theme", slug) for slug in claim.themes]
    countries = [TopicRef("country", code) for code in claim.countries]
    return [each for each in (*themes, *countries) if each in shelves.of[name]]
