"""Several digests of one channel: what one of them has shown is shown for all."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.briefing import Briefing
from briefings.editions.compose import Composed, compose_edition
from briefings.editions.edition import Edition, NothingNew
from briefings.editions.heading import Heading
from briefings.editions.history import History, Withdrawn, on_topics
from briefings.editions.order import Order
from briefings.editions.rotation import FEWEST, MOST
from briefings.editions.sources import Sources
from briefings.editions.together import Neighbours
from briefings.references import TopicRef
from tests.briefings.editions.conftest import ORDERS, Build, one_slot
from tests.briefings.editions.versions import renumbered, revised

INDIA, CHINA = Order(topics=(TopicRef("country", "IN"),)), Order(topics=(TopicRef("country", "CN"),))
GREECE = Order(topics=(TopicRef("country", "GR"),))
COSTS = "European buyers may bear part of the cost, which shipping companies hand down within a year."
CYPRUS = "Cyprus could offer its harbours as neutral ground, the author adds."


@dataclass
class _Channel:
    """A channel with digests, each of which builds on what all of them have shown."""

    orders: Sequence[Order]
    histories: dict[int, History] = field(default_factory=dict)
    told: list[Edition] = field(default_factory=list)

    def next(self, sources: Sources, digest: int) -> Composed | NothingNew:
        """The digest's next edition, out at once."""
        found = compose_edition(
            sources,
            self.orders[digest],
            self.histories.get(digest, History()),
            *one_slot(len(self.told)),
            self.beside(digest),
        )
        if isinstance(found, Composed):
            self.histories[digest] = History.from_json(found.history.to_json())
            self.told.append(found.edition)
        return found

    def beside(self, digest: int) -> Neighbours:
        """The others, as they stand."""
        last = max((each.number for each in self.told), default=0)
        return Neighbours(tuple(h for name, h in sorted(self.histories.items()) if name != digest), last)

    def edition(self, sources: Sources, digest: int = 0) -> Edition:
        """The next edition, where there is one."""
        found = self.next(sources, digest)
        assert isinstance(found, Composed)
        return found.edition

    def to_the_end(self, sources: Sources, digest: int) -> None:
        """All that the digest has to say."""
        while isinstance(self.next(sources, digest), Composed):
            pass


def _held(sources: Sources, order: Order) -> set[str]:
    return {f"{claim.article}:{claim.id}" for _, claim in on_topics(sources.library, order.topics)}


def _shown(channel: _Channel) -> list[str]:
    return [item.qualified for each in channel.told for item in each.items]


_TURNS = st.lists(st.integers(0, 2), max_size=30)
_ORDERS = st.lists(st.sampled_from(sorted(ORDERS)), min_size=3, max_size=3)


@settings(max_examples=6)
@given(names=_ORDERS, turns=_TURNS)
def test_no_claim_and_no_offer_comes_twice_in_a_channel(
    libraries: dict[str, Sources], names: list[str], turns: list[int]
) -> None:
    """Whichever digests take turns: each claim once, no offer twice, numbers rise by one, all is shown."""
    sources = libraries["both"]
    channel = _Channel([ORDERS[name].model_copy(update={"empty": "skip"}) for name in names])
    for digest in turns:
        channel.next(sources, digest)
    for digest in range(3):
        channel.to_the_end(sources, digest)
    shown = _shown(channel)
    assert len(shown) == len(set(shown))
    assert set(shown) == set().union(*(_held(sources, order) for order in channel.orders))
    offers = [name for history in channel.histories.values() for name in history.offered]
    assert len(offers) == len(set(offers))
    assert [each.number for each in channel.told] == list(range(1, len(channel.told) + 1))
    assert [each.since for each in channel.told] == list(range(len(channel.told)))


@settings(max_examples=6)
@given(turns=_TURNS)
def test_what_others_leave_is_still_days_of_three_to_five(
    libraries: dict[str, Sources], turns: list[int]
) -> None:
    """A day of which another digest showed some is cut anew: only the last of a run is thinner than three."""
    sources = libraries["both"]
    channel = _Channel([Order(), INDIA, ORDERS["nuclear"]])
    for digest in (*turns, *(0 for _ in range(40))):
        found = channel.next(sources, digest)
        if isinstance(found, Composed):
            assert len(found.edition.items) <= MOST
            assert len(found.edition.items) >= FEWEST or found.edition.all_shown


@settings(max_examples=6)
@given(names=_ORDERS, turns=_TURNS)
def test_what_is_announced_comes_whatever_others_show(
    libraries: dict[str, Sources], names: list[str], turns: list[int]
) -> None:
    """Once each digest has begun, what one announces is what its next edition is about."""
    sources = libraries["both"]
    channel = _Channel([ORDERS[name].model_copy(update={"empty": "skip"}) for name in names])
    announced: dict[int, Heading | None] = {}
    for place, digest in enumerate((0, 1, 2, *turns)):
        found = channel.next(sources, digest)
        if isinstance(found, Composed):
            assert announced.get(digest) in (None, found.edition.about)
            announced[digest] = found.edition.following if place >= 2 else None


def test_alone_on_its_topics_a_digest_announces_what_comes(libraries: dict[str, Sources]) -> None:
    """A neighbour that has nothing left of its topics keeps no digest from naming its next edition."""
    sources = libraries["both"]
    channel = _Channel([INDIA, ORDERS["Greece"]])
    channel.to_the_end(sources, 1)
    first = channel.edition(sources, 0)
    assert first.following is not None
    assert channel.edition(sources, 0).about == first.following
    beside = _Channel([INDIA, Order()])
    beside.edition(sources, 1)
    assert beside.edition(sources, 0).following is None


def test_the_end_says_that_another_digest_showed_it(libraries: dict[str, Sources]) -> None:
    """Once a channel has read all on a topic, a digest on it is empty and counts what others showed."""
    sources = libraries["shipped"]
    channel = _Channel([Order(), INDIA, INDIA.model_copy(update={"empty": "line"})])
    channel.to_the_end(sources, 0)
    held = len(_held(sources, INDIA))
    assert channel.next(sources, 1) == NothingNew(reason="shown-elsewhere")
    assert channel.next(sources, 0) == NothingNew(reason="all-shown")
    line = channel.edition(sources, 2)
    assert (line.items, line.about, line.all_shown) == ((), None, True)
    assert (line.shown, line.elsewhere, line.since) == (held, held, line.number - 1)


def test_a_correction_is_told_once_in_a_channel(build: Build, canal: Briefing) -> None:
    """Whichever digest comes first tells what was corrected, with what another one said; then none does."""
    channel = _Channel([Order(), GREECE])
    channel.to_the_end(build(canal), 0)
    sources = build(revised(canal, changed={"C06": {"statement": COSTS}}))
    (told,) = [each for each in channel.histories[0].seen if each.claim == "C06"]
    edition = channel.edition(sources, 1)
    assert [(item.claim.id, item.mark, item.was) for item in edition.items] == [("C06", "corrected", told)]
    assert edition.number == len(channel.told)
    assert channel.next(sources, 0) == NothingNew(reason="shown-elsewhere")
    assert channel.next(sources, 1) == NothingNew(reason="shown-elsewhere")


def test_a_correction_that_is_taken_back_is_told_once_as_well(build: Build, canal: Briefing) -> None:
    """Three digests tell three readings, the last of them like the first: none of them is told again."""
    channel, first = _Channel([Order(), GREECE, GREECE]), build(canal)
    corrected = revised(canal, changed={"C06": {"statement": COSTS}})
    back = revised(corrected, changed={"C06": {"statement": canal.claim("C06").statement}})
    channel.to_the_end(first, 0)
    assert _names(channel.edition(build(corrected), 1)) == [f"{canal.article.id}:C06"]
    assert _names(channel.edition(build(back), 2)) == [f"{canal.article.id}:C06"]
    assert not any(isinstance(channel.next(build(back), digest), Composed) for digest in (0, 1, 2))


def test_a_new_claim_is_news_for_one_digest_alone(build: Build, canal: Briefing) -> None:
    """What one digest told as new is not new in another, and comes in no run."""
    channel = _Channel([Order(), Order()])
    channel.edition(build(canal), 1)
    channel.to_the_end(build(canal), 0)
    sources = build(revised(canal, added={"C30": ("C09", CYPRUS)}))
    assert [(item.claim.id, item.mark) for item in channel.edition(sources, 1).items] == [("C30", "new")]
    assert channel.next(sources, 0) == NothingNew(reason="shown-elsewhere")


def test_an_article_comes_in_once(build: Build, canal: Briefing, shipped: Briefing) -> None:
    """The digest that tells of it first says that it came; for the next one its claims are new."""
    both = Order(topics=(*GREECE.topics, *INDIA.topics))
    channel = _Channel([Order(), both, INDIA])
    channel.to_the_end(build(canal), 1)
    channel.to_the_end(build(canal), 0)
    library = build(canal, shipped)
    first, second = channel.edition(library, 0), channel.edition(library, 1)
    assert (first.arrived, second.arrived) == ((shipped.article.id,), ())
    assert {item.mark for item in second.items} == {"new"}
    assert set(_names(second)).isdisjoint(_names(first))
    begun = channel.edition(library, 2)
    assert begun.items
    assert not begun.news


def _names(edition: Edition) -> list[str]:
    return [item.qualified for item in edition.items]


def test_what_is_withdrawn_is_said_once_by_who_showed_it(build: Build, canal: Briefing) -> None:
    """Two digests showed two readings of a claim: one tells that it is gone. Come back, it is news once."""
    later = build(revised(canal, changed={"C03": {"statement": COSTS}}))
    channel = _Channel([Order(), GREECE, Order(topics=(TopicRef("country", "SG"),))])
    channel.to_the_end(build(canal), 0)
    channel.to_the_end(later, 1)
    without = build(revised(canal, without=["C03"]))
    assert channel.next(without, 2) == NothingNew(reason="shown-elsewhere")
    gone = channel.edition(without, 0).gone
    assert [each.claim for each in gone] == ["C03"]
    assert channel.next(without, 1) == NothingNew(reason="shown-elsewhere")
    assert channel.histories[0].withdrawn == (Withdrawn.of(gone[0], channel.told[-1].number),)
    swapped = build(renumbered(revised(canal, without=["C03"]), {"C20": "C03"}))
    assert not any(isinstance(channel.next(swapped, digest), Composed) for digest in (0, 1, 2))
    back = channel.edition(build(canal), 1)
    assert [(item.claim.id, item.mark) for item in back.items] == [("C03", "new")]
    assert not isinstance(channel.next(build(canal), 0), Composed)
    assert channel.histories[0].withdrawn[0].claim == "C03"
    assert channel.edition(without, 1).gone[0].claim == "C03"
    assert channel.edition(build(canal), 1).number == len(channel.told)
    assert channel.histories[1].withdrawn == ()


def test_other_ids_are_no_news_for_a_neighbour_either(build: Build, canal: Briefing) -> None:
    """Claims that swap their ids were shown all the same, whichever digest showed them."""
    channel = _Channel([Order(), Order()])
    channel.to_the_end(build(canal), 0)
    moved = build(renumbered(canal, {"C07": "C08", "C08": "C07", "C20": "C40"}))
    assert channel.next(moved, 1) == NothingNew(reason="shown-elsewhere")
    assert channel.next(moved, 0) == NothingNew(reason="all-shown")


def test_what_a_neighbour_showed_comes_again_once_it_does_not_count(libraries: dict[str, Sources]) -> None:
    """Left alone, a digest shows what it had left to its neighbour, and nothing of its own a second time."""
    sources = libraries["shipped"]
    channel = _Channel([INDIA, Order()])
    channel.edition(sources, 0)
    channel.to_the_end(sources, 1)
    assert channel.next(sources, 0) == NothingNew(reason="shown-elsewhere")
    own = set(_names(channel.told[0]))
    del channel.histories[1]
    before = len(channel.told)
    channel.to_the_end(sources, 0)
    again = [name for each in channel.told[before:] for name in _names(each)]
    assert set(again) == _held(sources, INDIA) - own
    assert channel.told[before].number == before + 1


_IDS = st.sampled_from([f"C{number:02}" for number in range(1, 23)])
_STEPS = st.lists(
    st.tuples(st.lists(st.integers(0, 2), max_size=5), st.sets(_IDS, max_size=4), st.sets(_IDS, max_size=2)),
    max_size=4,
)


class _First:
    """The first version, without its curated answers, which nothing here depends on."""

    def __init__(self, canal: Briefing) -> None:
        self.briefing = canal.model_copy(update={"answers": ()})


@pytest.fixture(scope="session")
def first(canal: Briefing) -> _First:
    """Says little of itself when an example is shown."""
    return _First(canal)


@settings(max_examples=15)
@given(steps=_STEPS)
def test_whatever_is_revised_a_channel_reads_each_version_once(
    build: Build, first: _First, steps: Sequence[tuple[list[int], set[str], set[str]]]
) -> None:
    """Through any revisions and turns: no statement twice, nothing withdrawn twice, and all is shown."""
    briefing, dropped = first.briefing, set[str]()
    channel = _Channel([Order(), GREECE, Order(topics=(TopicRef("country", "SG"),))])
    for number, (turns, changed, without) in enumerate(steps):
        for digest in turns:
            channel.next(build(briefing), digest)
        dropped |= without - {briefing.bottom_line, *briefing.key_judgements}
        fields = {
            name: {"statement": f"Reading {number} of {name} could be another one."}
            for name in changed
            if name in briefing.by_id and name not in dropped
        }
        briefing = revised(briefing, changed=fields, without=sorted(dropped & set(briefing.by_id)))
    for digest in (1, 0, 2):
        channel.to_the_end(build(briefing), digest)
    said = [(item.claim.id, item.claim.statement) for each in channel.told for item in each.items]
    gone = [seen.qualified for each in channel.told for seen in each.gone]
    assert len(said) == len(set(said))
    assert len(gone) == len(set(gone))
    told = dict(said)
    held = {claim.id: claim.statement for _, claim in on_topics(build(briefing).library, ())}
    assert {name: told[name] for name in held} == held


def test_a_neighbour_that_ended_keeps_nobody_from_announcing(libraries: dict[str, Sources]) -> None:
    """What a removed digest had planned is nothing that somebody is about to show."""
    sources = libraries["both"]
    channel = _Channel([INDIA, Order()])
    channel.edition(sources, 1)
    ended = Neighbours((), 1, (channel.histories[1],))
    found = compose_edition(sources, INDIA, History(), *one_slot(1), ended)
    assert isinstance(found, Composed)
    assert found.edition.following is not None
    assert found.edition.elsewhere == channel.edition(sources, 0).elsewhere
