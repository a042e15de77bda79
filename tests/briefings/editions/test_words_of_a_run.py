"""What a run reads like: corrections in between, other digests beside it, and when it is over."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest

from briefings.briefing import Briefing
from briefings.claims import ClaimKind
from briefings.editions.changes import weighty
from briefings.editions.compose import Composed, compose_edition, plan_run
from briefings.editions.edition import Case, Edition
from briefings.editions.history import History
from briefings.editions.order import Order
from briefings.editions.rotation import FEWEST
from briefings.editions.sources import Sources
from briefings.editions.together import Neighbours
from briefings.present.edition_reasons import title, why
from briefings.present.editions import present_edition
from briefings.references import TopicRef
from tests.briefings.editions.conftest import Build, one_slot, slots
from tests.briefings.editions.versions import revised

INDIA, JAPAN = TopicRef("country", "IN"), TopicRef("country", "JP")


def _run(sources: Sources, order: Order, limit: int = 40) -> list[Edition]:
    run = plan_run(sources, order, History(), slots(limit=limit))
    return [found.edition for found in run if isinstance(found, Composed)]


@pytest.mark.parametrize("every", [3, 5])
def test_no_title_comes_twice_though_the_run_is_planned_anew(
    build: Build, shipped: Briefing, every: int
) -> None:
    """With a correction every few days, which plans the rest of the run anew, all titles still differ."""
    briefing, history, told = shipped, History(), list[Edition]()
    for day in range(30):
        if day % every == every - 1 and told:
            name = told[-1].items[0].claim.id
            words = f"{briefing.claim(name).statement.rstrip('.')} (put otherwise on day {day})."
            briefing = revised(briefing, changed={name: {"statement": words}})
        found = compose_edition(build(briefing), Order(), history, *one_slot(day))
        if isinstance(found, Composed):
            history = History.from_json(found.history.to_json())
            told.append(found.edition)
    days = [title(each).partition("; then ")[2] or title(each) for each in told if each.day]
    assert len(days) > 12
    assert len(set(days)) == len(days)


def test_a_title_names_two_topics_with_news_at_the_most(build: Build, shipped: Briefing) -> None:
    """Of one corrected claim its editor's first theme is named, of several two topics."""
    (first, *_) = _run(build(shipped), Order(), 1)
    before = next(plan_run(build(shipped), Order(), History(), slots(limit=1)))
    assert isinstance(before, Composed)
    changes = {each.claim.id: {"contested": "An editor's doubt about this."} for each in first.items}
    for changed in (dict(list(changes.items())[:1]), changes):
        now = build(revised(shipped, changed=changed))
        found = compose_edition(now, Order(), before.history, *one_slot(1))
        assert isinstance(found, Composed)
        named = (
            found.edition.news_on if found.edition.day else found.edition.about and found.edition.about.topics
        )
        assert named
        assert len(named) <= min(2, len(changed))


def test_beside_another_digest_no_parts_are_counted(libraries: dict[str, Sources]) -> None:
    """Others take from what is left, so that a count would be a promise that nobody can keep."""
    sources, order = libraries["shipped"], Order(topics=(INDIA,))
    (beside,) = (f for f in plan_run(sources, Order(topics=(JAPAN,)), History(), slots(limit=1)))
    assert isinstance(beside, Composed)
    history, openings = History(), list[str]()
    for day in range(1, 9):
        found = compose_edition(sources, order, history, *one_slot(day), Neighbours((beside.history,), day))
        if isinstance(found, Composed):
            history = found.history
            openings.append(why(found.edition))
    alone = [why(each) for each in _run(sources, order)]
    assert [each for each in alone if re.search(r"[Pp]art \d+ of \d+", each)]
    assert len(openings) > 2
    assert not [each for each in openings if re.search(r"[Pp]art \d|\d+ parts", each)]


def test_a_question_that_opens_is_answered_by_what_follows(
    round_of: tuple[Sources, Order, list[Composed]],
) -> None:
    """Its answer begins with the leading claim, and advice answers nothing but what asks for advice."""
    sources, _, told = round_of
    for edition in (each.edition for each in told if each.edition.asks):
        lead = edition.items[0].claim
        pairs = [
            pair
            for pair in sources.library.briefing(lead.article).answers
            if pair.questions[0] == edition.asks and pair.claims[0] == lead.id
        ]
        assert pairs
        assert edition.asks
        assert lead.kind is not ClaimKind.RECOMMENDATION or re.search(r"\b(?:should|must)\b", edition.asks)


def test_most_editions_say_three_things_before_their_scenario(libraries: dict[str, Sources]) -> None:
    """Of the shipped library's run one in five at the most says fewer than three things before it."""
    run = _run(libraries["shipped"], Order())
    short = [
        each
        for each in run
        if isinstance(each.outlook, Case) and len(each.items) - len(each.outlook.claims) < FEWEST
    ]
    assert 5 * len(short) <= len(run)


def test_an_expectation_is_nothing_to_be_led_by(libraries: dict[str, Sources]) -> None:
    """That something will be watched weighs less than any judgement or forecast of the same day."""
    for each in _run(libraries["shipped"], Order()):
        first, *rest = (item.claim for item in each.items)
        expects = first.kind is ClaimKind.FORECAST and not weighty(first)
        assert not (expects and any(weighty(claim) and claim.contested is None for claim in rest))


def test_that_nothing_is_new_is_said_once_a_week(libraries: dict[str, Sources]) -> None:
    """The line comes on the first empty slot and then seven days later; with news the week begins anew."""
    order = Order(topics=(JAPAN,), empty="line")
    run = list(plan_run(libraries["shipped"], order, History(), slots(limit=20)))
    lines = [f.edition.slot.date for f in run if isinstance(f, Composed) and f.edition.about is None]
    assert len(lines) == 3
    assert {then - now for now, then in pairwise(lines)} == {timedelta(days=7)}
    assert isinstance(run[0], Composed)
    assert run[0].history.quiet is None
    assert isinstance(run[1], Composed)
    assert run[1].history.quiet == run[1].edition.slot.date


def test_headlines_announce_no_scenario(libraries: dict[str, Sources]) -> None:
    """Without room for one, the opening does not lead up to one."""
    for each in _run(libraries["canal"], Order(style="headlines")):
        assert "leads up" not in why(each)
        assert "ground for" not in why(each)
        assert len(present_edition(each)) == 1
