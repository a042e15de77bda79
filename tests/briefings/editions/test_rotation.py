"""The rotation plan, for any wishes and any rest of a library."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.briefing import Briefing
from briefings.claims import Claim
from briefings.editions.history import on_topics
from briefings.editions.rotation import FEWEST, MOST, plan_round
from briefings.library.index import Library
from briefings.references import TopicRef


class _Both:
    """Two articles in one library, and what may be asked of them."""

    def __init__(self, *briefings: Briefing) -> None:
        self.library = Library(briefings)

    def claims(self, topics: tuple[TopicRef, ...]) -> list[Claim]:
        return [claim for _, claim in on_topics(self.library, topics)]


@pytest.fixture(scope="session")
def both(shipped: Briefing, canal: Briefing) -> _Both:
    """The shipped article and another one."""
    return _Both(shipped, canal)


@given(picks=st.lists(st.integers(0, 10_000), max_size=5), gaps=st.sets(st.integers(0, 88)))
def test_any_claims_on_any_topics_are_cut_into_days(both: _Both, picks: list[int], gaps: set[int]) -> None:
    """Whatever is ordered and whatever was shown: every claim on one day, three to five a day."""
    topics = tuple(dict.fromkeys(both.library.topics[pick % len(both.library.topics)] for pick in picks))
    claims = [claim for place, claim in enumerate(both.claims(topics)) if place not in gaps]
    units = plan_round(both.library, topics, claims)
    told = [name for unit in units for name in unit.claims]
    assert sorted(told) == sorted(f"{claim.article}:{claim.id}" for claim in claims)
    if len(claims) >= FEWEST:
        assert all(FEWEST <= len(unit.claims) <= MOST for unit in units)
    else:
        assert [len(unit.claims) for unit in units] == [len(claims)] * bool(claims)
    assert plan_round(both.library, topics, claims) == units


@given(picks=st.lists(st.integers(0, 10_000), min_size=1, max_size=5))
def test_every_topic_ordered_is_named_or_shares_its_claims(both: _Both, picks: list[int]) -> None:
    """A day is named after a topic that was ordered, and its leading claims bear on topics that were."""
    topics = tuple(dict.fromkeys(both.library.topics[pick % len(both.library.topics)] for pick in picks))
    for unit in plan_round(both.library, topics, both.claims(topics)):
        assert set(unit.topics) <= set(topics)
        assert unit.facet is None or unit.facet not in unit.topics[:1]
        held = {
            f"{c.article}:{c.id}"
            for t in topics
            for b in both.library.briefings
            for c in both.library.claims_on(t, b)
        }
        assert set(unit.claims) <= held


def test_the_narrowest_topic_has_its_claims_together(both: _Both) -> None:
    """Five claims on nuclear matters make one day, though most of them bear on broader topics too."""
    nuclear = TopicRef("theme", "nuclear")
    (day,) = [unit for unit in plan_round(both.library, (), both.claims(())) if nuclear in unit.topics]
    assert day.topics[0] == nuclear
    assert len(day.claims) == MOST


def test_days_have_names_of_their_own(both: _Both) -> None:
    """Where a topic fills several days, each is named after what leads it; else they are parts of one."""
    units = plan_round(both.library, (), both.claims(()))
    names: dict[tuple[TopicRef, TopicRef | None, str], list[tuple[int, int]]] = {}
    for unit in units:
        name = (unit.topics[0], unit.facet, unit.claims[0].partition(":")[0])
        names.setdefault(name, []).append((unit.part, unit.parts))
    assert len(names) == len(units)
    assert len({unit.topics[0] for unit in units}) < len(units)
    for parts in names.values():
        assert parts == [(number, len(parts)) for number in range(1, len(parts) + 1)]
