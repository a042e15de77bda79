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
    """Where a topic fills several days, no two have one name; where nothing tells them apart they count."""
    units = plan_round(both.library, (), both.claims(()))
    names: dict[tuple[TopicRef, TopicRef | None], list[int]] = {}
    for unit in units:
        names.setdefault((unit.topics[0], unit.facet), []).append(unit.part)
    assert len(names) >= len(units) - 3
    assert len({unit.topics[0] for unit in units}) < len(units)
    for parts in names.values():
        assert parts == list(range(1, len(parts) + 1))


def test_a_name_that_a_channel_has_read_is_not_given_again(both: _Both) -> None:
    """Planned anew over what is left, the days have other names than those before, or are counted on."""
    first = plan_round(both.library, (), both.claims(()))
    told = [unit.name for unit in first[:9]]
    left = [
        claim
        for claim in both.claims(())
        if any(f"{claim.article}:{claim.id}" in u.claims for u in first[9:])
    ]
    again = plan_round(both.library, (), left, told)
    parts = {name: told.count(name) for name in told}
    for unit in again:
        parts[unit.name] = parts.get(unit.name, 0) + 1
        assert unit.part == parts[unit.name]
    assert any(unit.name in told for unit in plan_round(both.library, (), left))


def test_most_of_a_day_is_about_what_is_named_beside_its_topic(both: _Both) -> None:
    """A facet is shared by more than half of the claims, the leading one among them."""
    for topics in ((), both.library.topics[:2], both.library.topics[3:5]):
        for unit in plan_round(both.library, topics, both.claims(topics)):
            if unit.facet is not None:
                on = {
                    f"{claim.article}:{claim.id}"
                    for each in both.library.briefings
                    for claim in both.library.claims_on(unit.facet, each)
                }
                assert unit.claims[0] in on
                assert 2 * len(on.intersection(unit.claims)) > len(unit.claims)


def test_the_shipped_library_fills_few_full_days(shipped: Briefing) -> None:
    """Its 66 claims are sixteen days at the most, four fifths of them of four claims or five."""
    library = Library((shipped,))
    units = plan_round(library, (), [claim for _, claim in on_topics(library, ())])
    full = [unit for unit in units if len(unit.claims) > FEWEST]
    assert len(units) <= 16
    assert len(full) >= 4 * len(units) // 5
