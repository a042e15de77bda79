"""What the days of a run are called: a topic, and where that is not enough what most of their claims share.

Owns that no two days of a channel have one name: where nothing tells them apart they are counted.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from briefings.editions.history import DayName, Unit
from briefings.editions.shelves import Block, Shelves, is_lead_of
from briefings.references import TopicRef


def titled(shelves: Shelves, wanted: Sequence[TopicRef], days: Sequence[Block]) -> list[Block]:
    """The days, each under its topic, or under another of those wanted that most of it is on."""
    return [Block(_topic(shelves, wanted, day), day.claims, day.facet) for day in days]


def _topic(shelves: Shelves, wanted: Sequence[TopicRef], day: Block) -> TopicRef | None:
    most = Counter(topic for name in day.claims for topic in shelves.of[name] if topic in wanted)
    own = most[day.topic] if day.topic else 0
    if not most or 2 * own > len(day.claims):
        return day.topic
    best = max(most, key=lambda topic: (most[topic], -len(shelves.on[topic])))
    return best if most[best] > own else day.topic


def named(
    shelves: Shelves, wanted: Sequence[TopicRef], days: Sequence[Block], told: Sequence[DayName]
) -> Iterator[Unit]:
    """The days with their names, and with the topics that have none of their own.

    `told`: what the channel's earlier days were called.
    """
    joined = _joined(shelves, wanted, days)
    met = Counter(_read_as(shelves, *name) for name in told)
    for number, day in enumerate(days):
        also = joined.get(number, [])
        alone = sum(each.topic == day.topic for each in days) == 1
        facet = _facet(shelves, day, [*also, day.topic], met, alone=alone)
        name = _read_as(shelves, day.topic, facet)
        met[name] += 1
        topics = (*((day.topic,) if day.topic else ()), *also)
        yield Unit(topics=topics, facet=facet, claims=tuple(day.claims), part=met[name], parts=met[name])


def _read_as(shelves: Shelves, topic: TopicRef | None, facet: TopicRef | None) -> DayName:
    """A name as readers take it: a theme that is all on a country stands without the country's name."""
    if topic is None or facet is None or topic.kind != "country" or facet.kind != "theme":
        return topic, facet
    for briefing in shelves.library.briefings:
        country = {claim.id for claim in shelves.library.claims_on(topic, briefing)}
        if not country.issuperset(claim.id for claim in shelves.library.claims_on(facet, briefing)):
            return topic, facet
    return facet, None


def _joined(
    shelves: Shelves, wanted: Sequence[TopicRef], days: Sequence[Block]
) -> Mapping[int, list[TopicRef]]:
    """By a day's number, the topics without a day of which it holds most of all that there is on them."""
    own = {day.topic for day in days}
    joined: dict[int, list[TopicRef]] = {}
    for topic in wanted:
        held = shelves.on.get(topic)
        if topic in own or not held:
            continue
        shares = [len(frozenset(held).intersection(day.claims)) for day in days]
        most = max(range(len(days)), key=shares.__getitem__)
        of_all = sum(len(shelves.library.claims_on(topic, each)) for each in shelves.library.briefings)
        if 2 * shares[most] >= of_all:
            joined.setdefault(most, []).append(topic)
    return joined


def _facet(
    shelves: Shelves,
    day: Block,
    known: Sequence[TopicRef | None],
    met: Mapping[DayName, int],
    *,
    alone: bool,
) -> TopicRef | None:
    """What is named beside the topic; most of the claims share it.

    It is wanted where the topic alone was another day's name, and where it says too little of what leads.
    """
    shared = [each for each in _shared(shelves, day) if each not in known]
    fresh = [each for each in shared if not met.get(_read_as(shelves, day.topic, each))]
    own = day.facet in fresh and not (alone and day.topic and day.topic.kind == "theme")
    if not met.get((day.topic, None)):
        if own and _says_enough(shelves, day.facet, day):
            return day.facet
        if own or not _says_enough(shelves, day.topic, day):
            themes = [each for each in fresh if each.kind == "theme"]
            return next(iter(themes), day.facet if own else None)
        return None
    return day.facet if own else next(iter(fresh), None)


def _shared(shelves: Shelves, day: Block) -> list[TopicRef]:
    """What most of a day's claims are about and what leads it is: themes first, as its editor put them.

    Not whom all on the day's topic is about, since that tells none of its days from another.
    """
    counts = Counter(each for name in day.claims for each in shelves.of[name])
    led = _subjects(shelves, day.claims[0])
    most = [each for each in led if 2 * counts[each] > len(day.claims)]
    return [each for each in most if not _on_all(shelves, day.topic, each)]


def _on_all(shelves: Shelves, topic: TopicRef | None, country: TopicRef) -> bool:
    all_on = topic is not None and set(shelves.on[topic]) <= set(shelves.on[country])
    return all_on and country.kind == "country"


def _says_enough(shelves: Shelves, topic: TopicRef | None, day: Block) -> bool:
    """Whether a name says what the leading claim is about: a country's alone does not, unless it acts."""
    if topic is None or topic.kind != "country":
        return True
    lead = shelves.claim(day.claims[0])
    return topic == day.facet and (topic.key in lead.actors or is_lead_of(shelves, topic, lead))


def _subjects(shelves: Shelves, name: str) -> list[TopicRef]:
    """What a claim is about, as its editor put it first: themes, then countries."""
    claim = shelves.claim(name)
    themes = [TopicRef("theme", slug) for slug in claim.themes]
    countries = [TopicRef("country", code) for code in claim.countries]
    return [each for each in (*themes, *countries) if each in shelves.of[name]]
