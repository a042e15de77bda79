"""A round: everything a static library holds for a channel, a few claims a day."""

from itertools import pairwise

import pytest
from pydantic import ValidationError

from briefings.answers.outcome import Answer
from briefings.claims import ClaimKind
from briefings.editions.compose import Composed, compose_edition, plan_run
from briefings.editions.edition import Case, Edition, NothingNew
from briefings.editions.history import History, on_topics
from briefings.editions.order import Order
from briefings.editions.rotation import FEWEST, MOST, plan_round
from briefings.editions.sources import Sources
from briefings.references import TopicRef
from briefings.service import BriefingService
from tests.briefings.editions.conftest import ORDERS, one_slot, slots

Round = tuple[Sources, Order, list[Composed]]


def _held(sources: Sources, order: Order) -> set[str]:
    return {f"{claim.article}:{claim.id}" for _, claim in on_topics(sources.library, order.topics)}


def test_a_round_shows_every_claim_once_and_then_ends(round_of: Round) -> None:
    """Each claim on the topics is told in one edition, no other claim is, and after it there is nothing."""
    sources, order, told = round_of
    shown = [item.qualified for each in told for item in each.edition.items]
    assert len(shown) == len(set(shown))
    assert set(shown) == _held(sources, order)


def test_editions_hold_three_to_five_claims(round_of: Round) -> None:
    """Three to five claims an edition, unless the topics hold fewer than three in all."""
    sources, order, told = round_of
    counts = [len(each.edition.items) for each in told]
    if len(_held(sources, order)) < FEWEST:
        assert counts in ([], [len(_held(sources, order))])
    else:
        assert all(FEWEST <= count <= MOST for count in counts)


def test_nothing_that_goes_beyond_the_claims_comes_twice(round_of: Round) -> None:
    """No scenario, indicator or question is offered in two editions of a round."""
    _, _, told = round_of
    offers = [
        offer
        for edition in (each.edition for each in told)
        for offer in (edition.asks, edition.outlook, edition.question)
        if offer
    ]
    names = [offer if isinstance(offer, str) else offer.model_dump_json() for offer in offers]
    assert len(names) == len(set(names))
    assert len({name for each in told for name in each.history.offered}) == len(names)


def test_an_edition_is_about_one_article_where_there_is_enough_of_it(round_of: Round) -> None:
    """Claims of two articles share a day only where one of them has too few for a day of its own."""
    sources, order, told = round_of
    held: dict[str, int] = {}
    for name in _held(sources, order):
        article = name.partition(":")[0]
        held[article] = held.get(article, 0) + 1
    for each in told:
        articles = {item.claim.article for item in each.edition.items}
        assert len(articles) == 1 or any(held[article] < FEWEST for article in articles)


def test_statements_are_the_librarys_own_with_their_hedges(round_of: Round) -> None:
    """What an edition says of a claim is the claim: same words, kind, modality, remark and anchors."""
    sources, _, told = round_of
    for each in told:
        for item in each.edition.items:
            assert item.claim == sources.claim(item.qualified)
            assert item.claim.kind is not ClaimKind.META


def test_every_question_offered_is_answered(round_of: Round, service: BriefingService) -> None:
    """A question of an edition gets an answer with claims from the library it was composed from."""
    sources, _, told = round_of
    for each in told:
        if each.edition.question:
            result = sources.answerer.answer(each.edition.question)
            assert isinstance(result, Answer), each.edition.question
            assert result.claims
            if service.library.briefings == sources.library.briefings:
                reply = service.ask(each.edition.question)
                assert reply.outcome == "answer"
                assert reply.sources


def test_a_scenario_tells_claims_of_the_edition_and_not_the_leading_one(round_of: Round) -> None:
    """A scenario's claims stand under its condition, so the leading one is not among them."""
    _, _, told = round_of
    for each in told:
        if isinstance(each.edition.outlook, Case):
            names = [item.qualified for item in each.edition.items]
            assert set(each.edition.outlook.claims) <= set(names[1:])


def test_a_contested_claim_never_leads(round_of: Round) -> None:
    """A claim with an editor's remark leads no edition that has another one."""
    _, _, told = round_of
    for each in told:
        contested = [item.claim.contested is not None for item in each.edition.items]
        assert not contested[0] or all(contested)


def test_what_is_announced_comes(round_of: Round) -> None:
    """Each edition names the next one's subject, and days count up to the last, which says it is the last."""
    _, _, told = round_of
    for now, then in pairwise(told):
        assert now.edition.following == then.edition.about
        assert not now.edition.all_shown
    if told:
        assert told[-1].edition.following is None
        assert told[-1].edition.all_shown
        days = [each.edition.day for each in told]
        assert [(day.number, day.of) for day in days if day] == [
            (number, len(told)) for number in range(1, len(told) + 1)
        ]


def test_no_topic_has_two_days_running_where_others_wait(libraries: dict[str, Sources]) -> None:
    """Days on one topic are apart as long as another topic has a day left."""
    sources = libraries["shipped"]
    for name in ("all", "India and China"):
        order = ORDERS[name]
        claims = [claim for _, claim in on_topics(sources.library, order.topics)]
        days = [unit.topics[0] for unit in plan_round(sources.library, order.topics, claims)]
        for place, (day, following) in enumerate(pairwise(days)):
            assert day != following or set(days[place + 1 :]) == {day}


def test_days_are_weighted_by_what_the_topics_hold(libraries: dict[str, Sources]) -> None:
    """A topic with most of the claims has most of the days."""
    sources = libraries["shipped"]
    topics = (TopicRef("country", "IN"), TopicRef("country", "VE"))
    claims = [claim for _, claim in on_topics(sources.library, topics)]
    days = [unit.topics[0].key for unit in plan_round(sources.library, topics, claims)]
    assert days.count("IN") == 4
    assert days.count("VE") == 1


def test_a_thin_topic_joins_its_nearest(libraries: dict[str, Sources]) -> None:
    """Australia has one claim: it has no day, it is named on the day that tells it."""
    sources = libraries["shipped"]
    units = plan_round(sources.library, (), [claim for _, claim in on_topics(sources.library, ())])
    australia = TopicRef("country", "AU")
    assert not [unit for unit in units if unit.topics[0] == australia]
    (day,) = [unit for unit in units if australia in unit.topics]
    assert "north-korea-russia:C36" in day.claims


def test_the_same_is_composed_again(libraries: dict[str, Sources], round_of: Round) -> None:
    """Composing is a function: the same history, slot and library give the same bytes."""
    sources, order, told = round_of
    again = list(plan_run(sources, order, History(), slots(limit=len(told))))
    plain = [each.edition.model_copy(update={"empty": order.empty}).to_json() for each in told]
    assert [found.edition.to_json() for found in again if isinstance(found, Composed)] == plain


def test_a_run_is_the_fold_of_its_editions(libraries: dict[str, Sources]) -> None:
    """A preview of the next days gives what composing day by day gives, through stored histories too."""
    sources, order, history = libraries["shipped"], ORDERS["India and China"], History()
    for number, planned in enumerate(plan_run(sources, order, History(), slots(limit=9))):
        found = compose_edition(sources, order, history, *one_slot(number))
        assert found == planned
        if isinstance(found, Composed):
            history = History.from_json(found.history.to_json())


def test_the_json_form_comes_back_and_its_hash_holds(round_of: Round) -> None:
    """Edition and history come back equal from JSON, and the hash is of the canonical text."""
    _, _, told = round_of
    for each in told:
        back = Edition.from_json(each.edition.to_json())
        assert back == each.edition
        assert back.sha256 == each.edition.sha256
        assert History.from_json(each.history.to_json()) == each.history
    assert len({each.edition.sha256 for each in told}) == len(told)


def test_no_text_of_the_article_is_frozen(libraries: dict[str, Sources]) -> None:
    """An edition carries the passages it cites, without wording, and no others."""
    for sources in libraries.values():
        found = compose_edition(sources, Order(), History(), *one_slot(0))
        assert isinstance(found, Composed)
        cited = {p for item in found.edition.items for p in item.claim.passages}
        for article in found.edition.articles:
            assert all(passage.text is None for passage in article.passages)
            assert len(article.passages) <= len(cited) + MOST


def test_with_nothing_left_the_policy_decides(libraries: dict[str, Sources]) -> None:
    """Skip posts nothing; line posts one edition without claims, and for a week no other."""
    sources = libraries["shipped"]
    japan = ORDERS["Japan in headlines"]
    first, second, *silent, ninth = plan_run(sources, japan, History(), slots(limit=9))
    third = ninth
    assert isinstance(first, Composed)
    assert isinstance(second, Composed)
    assert isinstance(third, Composed)
    assert (first.edition.all_shown, len(first.edition.items)) == (True, 4)
    assert not second.edition.items
    assert silent == [NothingNew(reason="all-shown")] * 6
    assert [second.edition.since, third.edition.since] == [1, 1]
    skip = japan.model_copy(update={"empty": "skip"})
    assert compose_edition(sources, skip, first.history, *one_slot(1)) == NothingNew(reason="all-shown")


def test_a_topic_the_library_does_not_hold_gives_nothing(libraries: dict[str, Sources]) -> None:
    """A topic that is not covered is said to be just that, whatever the policy."""
    order = Order(topics=(TopicRef("country", "PE"),), empty="line")
    found = compose_edition(libraries["shipped"], order, History(), *one_slot(0))
    assert found == NothingNew(reason="not-covered")


def test_other_topics_go_on_from_what_was_shown(libraries: dict[str, Sources]) -> None:
    """A channel that changes its topics is not shown again what it has seen."""
    sources = libraries["shipped"]
    first, second = (
        found for found in plan_run(sources, ORDERS["India and China"], History(), slots(limit=2))
    )
    assert isinstance(first, Composed)
    assert isinstance(second, Composed)
    seen = {entry.qualified for entry in second.history.seen}
    rest = [
        found for found in plan_run(sources, Order(), second.history, slots(2)) if isinstance(found, Composed)
    ]
    told = {item.qualified for each in rest for item in each.edition.items}
    assert told.isdisjoint(seen)
    assert told | seen == _held(sources, Order())
    assert not any(item.mark for each in rest for item in each.edition.items)


def test_a_topic_ordered_twice_counts_once() -> None:
    """The same topic again changes nothing."""
    india = TopicRef("country", "IN")
    assert Order(topics=(india, india)) == Order(topics=(india,))


@pytest.mark.parametrize("value", [Edition, History])
def test_another_schema_version_is_refused(
    libraries: dict[str, Sources], value: type[Edition | History]
) -> None:
    """What a later program wrote is refused by name, not misread."""
    found = compose_edition(libraries["canal"], Order(), History(), *one_slot(0))
    assert isinstance(found, Composed)
    text = found.edition.to_json() if value is Edition else found.history.to_json()
    with pytest.raises(ValidationError, match="schema_version"):
        value.from_json(text.replace('"schema_version":1', '"schema_version":2'))
