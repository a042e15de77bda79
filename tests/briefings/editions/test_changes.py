"""News: what is corrected, changed, new or withdrawn since a channel's last edition."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.briefing import Briefing
from briefings.editions.compose import Composed, compose_edition, plan_run
from briefings.editions.edition import Edition
from briefings.editions.history import History, on_topics
from briefings.editions.notice import Notice, compose_notice
from briefings.editions.order import Order
from briefings.editions.rotation import FEWEST, MOST
from briefings.editions.sources import Sources
from briefings.references import TopicRef
from tests.briefings.editions.conftest import Build, one_slot, slots
from tests.briefings.editions.versions import renumbered, revised

GREECE = TopicRef("country", "GR")
COSTS = "European buyers may bear part of the cost, which shipping companies hand down within a year."
CYPRUS = "Cyprus could offer its harbours as neutral ground, the author adds."
SOFTER = {"C07": {"statement": COSTS, "modality": "possible"}}


def _after(sources: Sources, editions: int, order: Order | None = None) -> History:
    """What a channel has been shown after that many editions (fewer where there are fewer)."""
    told = list(plan_run(sources, order or Order(), History(), slots(limit=editions)))
    return [found for found in told if isinstance(found, Composed)][-1].history


def _next(sources: Sources, history: History, order: Order | None = None) -> Edition:
    found = compose_edition(sources, order or Order(), history, *one_slot(history.editions))
    assert isinstance(found, Composed)
    return found.edition


def _marks(edition: Edition) -> dict[str, str]:
    return {item.claim.id: item.mark for item in edition.items if item.mark}


def test_a_correction_comes_first_with_what_was_said_before(build: Build, canal: Briefing) -> None:
    """A claim that the channel read is told anew, marked corrected, with its old words, level and edition."""
    history = _after(build(canal), 6)
    edition = _next(build(revised(canal, changed=SOFTER)), history)
    first = edition.items[0]
    assert (first.claim.statement, first.mark) == (COSTS, "corrected")
    assert first.was is not None
    old = next(seen for seen in history.seen if seen.claim == "C07")
    assert first.was == old
    assert old.statement == canal.claim("C07").statement
    assert old.edition in range(1, 7)


def test_a_new_version_that_is_no_correction_says_changed(build: Build, canal: Briefing) -> None:
    """Only an article that its editors call corrected gives corrections."""
    edition = _next(build(revised(canal, status="published", changed=SOFTER)), _after(build(canal), 6))
    assert _marks(edition) == {"C07": "changed"}


@pytest.mark.parametrize(
    "fields",
    [{"modality": "possible"}, {"contested": "An editor's doubt about this."}],
    ids=["level", "remark"],
)
def test_a_level_or_a_remark_is_a_change(build: Build, canal: Briefing, fields: dict[str, str]) -> None:
    """A claim whose words stay and whose modality or editor's remark does not is told again."""
    edition = _next(build(revised(canal, changed={"C07": fields})), _after(build(canal), 6))
    assert _marks(edition) == {"C07": "corrected"}


def test_a_change_of_what_was_never_shown_is_no_news(build: Build, canal: Briefing) -> None:
    """The channel reads the present wording on its day, without a mark and without the old one."""
    history = _after(build(canal), 1)
    assert "C07" not in {seen.claim for seen in history.seen}
    sources = build(revised(canal, changed=SOFTER))
    run = [found for found in plan_run(sources, Order(), history, slots(1)) if isinstance(found, Composed)]
    items = [item for each in run for item in each.edition.items]
    assert [item.mark for item in items if item.claim.id == "C07"] == [None]
    assert [item.claim.statement for item in items if item.claim.id == "C07"] == [COSTS]


def test_other_ids_are_no_news(build: Build, canal: Briefing) -> None:
    """A version in which claims swap or shift their ids changes nothing for those who read them."""
    history = _after(build(canal), 6)
    moved = renumbered(canal, {"C07": "C08", "C08": "C07", "C20": "C40"})
    order = Order(empty="line")
    found = compose_edition(build(moved), order, history, *one_slot(6))
    assert isinstance(found, Composed)
    assert not found.edition.items
    assert not found.edition.gone


def test_a_new_claim_is_marked_new_until_it_was_shown(build: Build, canal: Briefing) -> None:
    """A claim added to a known article is news once, whenever the channel comes to it."""
    sources = build(revised(canal, added={"C30": ("C09", CYPRUS)}))
    history = _after(build(canal), 6)
    found = compose_edition(sources, Order(), history, *one_slot(6))
    assert isinstance(found, Composed)
    assert _marks(found.edition) == {"C30": "new"}
    assert found.edition.all_shown
    assert not isinstance(compose_edition(sources, Order(), found.history, *one_slot(7)), Composed)


def test_what_is_withdrawn_is_said_once_and_not_told_again(build: Build, canal: Briefing) -> None:
    """A statement that the channel read and the library dropped is named; then it is forgotten."""
    history = _after(build(canal), 6)
    sources = build(revised(canal, without=["C03"]))
    found = compose_edition(sources, Order(), history, *one_slot(6))
    assert isinstance(found, Composed)
    assert [seen.claim for seen in found.edition.gone] == ["C03"]
    assert not isinstance(compose_edition(sources, Order(), found.history, *one_slot(7)), Composed)
    back = _next(build(canal), found.history)
    assert _marks(back) == {"C03": "new"}


def test_little_news_goes_with_the_next_day_of_the_run(build: Build, canal: Briefing) -> None:
    """With one or two news the day's claims follow them, three to five in all, and the run loses none."""
    history = _after(build(canal), 2)
    sources = build(revised(canal, added={"C30": ("C09", CYPRUS)}))
    run = [found for found in plan_run(sources, Order(), history, slots(2)) if isinstance(found, Composed)]
    first = run[0].edition
    assert first.items[0].claim.id == "C30"
    assert FEWEST <= len(first.items) <= MOST
    assert first.day is not None
    told = [item.qualified for each in run for item in each.edition.items]
    assert len(told) == len(set(told))
    seen = {entry.qualified for entry in history.seen}
    assert seen | set(told) == {f"{claim.article}:{claim.id}" for _, claim in on_topics(sources.library, ())}


def test_news_beyond_one_edition_waits_its_turn(build: Build, canal: Briefing) -> None:
    """More than five news of a known article: the first five now, the rest next, and the number is said."""
    added = {
        f"C{30 + number}": ("C09", f"Harbour number {number} could offer a berth, the author adds.")
        for number in range(7)
    }
    sources = build(revised(canal, added=added))
    run = [
        f for f in plan_run(sources, Order(), _after(build(canal), 6), slots(6)) if isinstance(f, Composed)
    ]
    assert [(len(each.edition.items), each.edition.waiting) for each in run] == [(5, 2), (2, 0)]
    assert all(item.mark == "new" for each in run for item in each.edition.items)


def test_a_new_article_begins_with_what_weighs_most(build: Build, canal: Briefing, shipped: Briefing) -> None:
    """Its bottom line and key judgements are news; the rest becomes days of the run, each claim once."""
    history = _after(build(canal), 6)
    sources = build(canal, shipped)
    run = [found for found in plan_run(sources, Order(), history, slots(6)) if isinstance(found, Composed)]
    first = run[0].edition
    assert first.arrived == (shipped.article.id,)
    assert first.items[0].claim.id == shipped.bottom_line
    assert {item.claim.id for item in first.items[1:]} <= set(shipped.key_judgements)
    assert not any(item.mark for each in run[1:] for item in each.edition.items)
    told = [item.claim.id for each in run for item in each.edition.items]
    assert len(told) == len(set(told)) == len(on_topics(build(shipped).library, ()))


def test_news_off_the_channels_topics_is_none(build: Build, canal: Briefing) -> None:
    """A correction that no topic of the channel bears on is not posted to it."""
    order = Order(topics=(TopicRef("country", "SG"),))
    history = _after(build(canal), 3, order)
    assert not isinstance(
        compose_edition(build(revised(canal, changed=SOFTER)), order, history, *one_slot(3)), Composed
    )


_IDS = st.sampled_from([f"C{number:02}" for number in range(1, 23)])


class _First:
    """The first version, without its curated answers, which nothing here depends on."""

    def __init__(self, canal: Briefing) -> None:
        self.briefing = canal.model_copy(update={"answers": ()})


@pytest.fixture(scope="session")
def first(canal: Briefing) -> _First:
    """Says little of itself when an example is shown."""
    return _First(canal)


_STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.sets(_IDS, max_size=4), st.sets(_IDS, max_size=2)), max_size=4
)


@settings(max_examples=25)
@given(steps=_STEPS)
def test_whatever_is_revised_each_reading_of_a_claim_is_told_once(
    build: Build, first: _First, steps: Sequence[tuple[int, set[str], set[str]]]
) -> None:
    """Through any revisions: no statement twice, what was shown is kept up to date, and the end comes."""
    briefing, history, said, dropped = first.briefing, History(), list[tuple[str, str]](), set[str]()
    for number, (days, changed, without) in enumerate((*steps, (60, set(), set()))):
        sources = build(briefing)
        for found in plan_run(sources, Order(), history, slots(limit=days)):
            if not isinstance(found, Composed):
                break
            history = found.history
            said += [(item.claim.id, item.claim.statement) for item in found.edition.items]
            assert History.from_json(history.to_json()) == history
        dropped |= without - {briefing.bottom_line, *briefing.key_judgements}
        fields = {
            name: {"statement": f"Reading {number} of {name} could be another one."}
            for name in changed
            if name in briefing.by_id and name not in dropped
        }
        briefing = revised(briefing, changed=fields, without=sorted(dropped & set(briefing.by_id)))
    assert len(said) == len(set(said))
    held = {claim.id: claim.statement for _, claim in on_topics(build(briefing).library, ())}
    assert {seen.claim: seen.statement for seen in history.seen} == held


def test_a_follower_is_told_what_changed_and_then_no_more(build: Build, canal: Briefing) -> None:
    """A notice holds corrections first, with the old words; composed again it is none."""
    follow = (GREECE,)
    before = History.of_follower(build(canal).library, follow)
    assert compose_notice(build(canal), follow, before, "n-000001") is None
    later = build(
        revised(
            canal,
            changed={"C06": {"statement": "Some ports in Greece could be weakened by higher tolls."}},
            without=["C03"],
            added={"C30": ("C18", "Greece could, the author adds, publish figures of its own.")},
        )
    )
    found = compose_notice(later, follow, before, "n-000001")
    assert found is not None
    assert [(item.claim.id, item.mark) for item in found.notice.items] == [
        ("C06", "corrected"),
        ("C30", "new"),
    ]
    assert [seen.claim for seen in found.notice.gone] == ["C03"]
    assert found.notice.items[0].was is not None
    assert found.notice.items[0].was.statement == canal.claim("C06").statement
    assert compose_notice(later, follow, found.history, "n-000002") is None
    assert Notice.from_json(found.notice.to_json()) == found.notice
    assert Notice.from_json(found.notice.to_json()).sha256 == found.notice.sha256


def test_a_follower_is_not_told_of_other_topics(build: Build, canal: Briefing) -> None:
    """A correction off the topic followed is no notice; following nothing is refused."""
    follow = (TopicRef("country", "SG"),)
    before = History.of_follower(build(canal).library, follow)
    sources = build(revised(canal, changed=SOFTER))
    assert compose_notice(sources, follow, before, "n-000001") is None
    with pytest.raises(ValueError, match="topic"):
        compose_notice(sources, (), before, "n-000001")
