"""What holds for every reply, whatever was asked."""

from collections.abc import Iterator

import pytest

from briefings.library.index import Library
from briefings.present import wording
from briefings.references import ClaimRef
from briefings.reply import (
    Choose,
    Evidence,
    Outcome,
    Picture,
    Reply,
    Suggest,
    claim_lines,
    content,
)
from briefings.service import BriefingService

ODD_NAMES = ("", "Pakistan", "NATO", "Korea", "norht korea", "sanctions", "florgle", "the West", "us")
QUESTIONS = (
    "Why would Japan rearm?",
    "What might Seoul do?",
    "How many soldiers died?",
    "Who is the president of Pakistan?",
    "Why did Japan send soldiers?",
    "",
    "?!",
    "tell me a joke",
    "x" * 5000,
)


def _replies(service: BriefingService, library: Library) -> Iterator[Reply]:
    names = [service.topics.name(topic) for topic in library.topics]
    for name in (*names, *ODD_NAMES):
        yield from (service.brief(name), service.scenarios(name), service.watch(name))
        yield from (service.gaps(name), service.map(name))
    for first, second in zip(names, [*names[1:], names[0]], strict=True):
        yield service.compare(first, second, None)
        yield service.compare(first, second, "trade and supply chains")
    yield from (service.ask(question) for question in QUESTIONS)
    yield service.text("Tokyo and Seoul talked about missiles; Islamabad and the Koreas listened.")
    yield service.text("Nothing of note.")
    yield from (service.about_help(), service.about_sources({}), service.about_status({}))
    yield service.about_privacy()
    refs = [ClaimRef(b.article.id, claim.id) for b in library.briefings for claim in b.claims]
    yield service.evidence(refs[:12], {})
    yield service.evidence((), {})


@pytest.fixture(scope="module")
def replies(service: BriefingService, library: Library) -> tuple[Reply, ...]:
    """Every kind of reply, over all topics."""
    return tuple(_replies(service, library))


def test_every_reply_carries_basis_and_disclaimer(replies: tuple[Reply, ...]) -> None:
    """Basis line and disclaimer ride on every reply, abstentions and errors included."""
    assert all(reply.basis and reply.disclaimer for reply in replies)


def test_statements_are_said_to_the_letter(replies: tuple[Reply, ...], library: Library) -> None:
    """What a reader sees of a claim is its reviewed statement, its own label and its remark."""
    for reply in replies:
        for line in claim_lines(reply.blocks):
            ref = library.find_claim(line.claim)
            assert ref is not None
            claim = library.claim(ref)
            assert line.statement == claim.statement
            assert line.label == wording.claim_label(claim)
            assert line.remark == claim.contested


def test_every_mark_has_its_source_and_every_source_its_mark(replies: tuple[Reply, ...]) -> None:
    """Citation numbers run from one without holes, and point at the claim's own passages."""
    for reply in replies:
        marks = {number for line in claim_lines(reply.blocks) for number in line.cites}
        assert marks == {source.number for source in reply.sources}
        assert sorted(marks) == list(range(1, len(marks) + 1))
        assert all(line.cites for line in claim_lines(reply.blocks))


def test_content_is_claims_or_fixed_words(replies: tuple[Reply, ...], library: Library) -> None:
    """Taking the claims' statements out of the content leaves short interface sentences only."""
    statements = [claim.statement for b in library.briefings for claim in b.claims]
    for reply in replies:
        rest = content(reply)
        for statement in sorted(statements, key=len, reverse=True):
            rest = rest.replace(statement, "")
        assert len(rest.split()) <= 60, rest


def test_an_answer_says_something_and_an_error_says_what_to_do(replies: tuple[Reply, ...]) -> None:
    """No reply is empty; only answers lack a reason."""
    for reply in replies:
        assert reply.blocks
        assert (reply.reason is None) == (reply.outcome is Outcome.ANSWER)


def test_no_claim_is_said_twice_in_a_briefing(service: BriefingService, library: Library) -> None:
    """A country's briefing repeats a claim only inside a scenario that it is the consequence of."""
    for code in library.countries:
        reply = service.brief(service.gazetteer.name(code))
        outside = [line.claim for b in reply.blocks if b.kind == "claim-list" for line in b.lines]
        assert len(outside) == len(set(outside))


def test_a_briefing_leaves_nothing_out(service: BriefingService, library: Library) -> None:
    """Every claim on a country is said in its briefing."""
    briefing = library.briefings[0]
    for topic in library.topics:
        said = {claim.partition(":")[2] for claim in service.brief(service.topics.name(topic)).claims}
        assert {claim.id for claim in library.claims_on(topic, briefing)} <= said


def test_choices_are_topics_that_can_be_briefed(replies: tuple[Reply, ...], service: BriefingService) -> None:
    """Whatever a reply offers leads to an answer."""
    arguments = {
        choice.argument
        for reply in replies
        for step in reply.follow_ups
        if isinstance(step, Choose) and step.verb == "brief"
        for choice in step.choices
    }
    assert arguments
    assert all(service.brief(argument).outcome is Outcome.ANSWER for argument in arguments)
    assert all(
        len(step.choices) <= 25 for r in replies for step in r.follow_ups if isinstance(step, Choose)
    )


def test_suggestions_lead_somewhere(replies: tuple[Reply, ...], service: BriefingService) -> None:
    """A suggested command never ends in an error."""
    asked = {
        "brief": service.brief,
        "scenarios": service.scenarios,
        "watch": service.watch,
        "gaps": service.gaps,
        "map": service.map,
    }
    steps = {step for r in replies for step in r.follow_ups if isinstance(step, Suggest)}
    for step in steps:
        assert asked[step.verb](step.argument).outcome is not Outcome.CLEAR_ERROR


def test_evidence_shows_place_level_and_wording(service: BriefingService, library: Library) -> None:
    """Evidence names section, paragraph and sentence, and shows the wording that is handed in."""
    briefing = library.briefings[0]
    claim = briefing.claims[0]
    passage = claim.passages[0]
    wordings = {briefing.article.id: {passage: "What the operator holds."}}
    reply = service.evidence((ClaimRef(briefing.article.id, claim.id),), wordings)
    shown = [block for block in reply.blocks if isinstance(block, Evidence)]
    assert shown[0].parts[0].wording == "What the operator holds."
    assert "paragraph" in shown[0].parts[0].place
    assert shown[0].parts[0].level


def test_the_picture_tells_what_it_draws(service: BriefingService) -> None:
    """The text equivalent names every party and every relationship of the picture."""
    reply = service.map(None)
    picture = next(block for block in reply.blocks if isinstance(block, Picture))
    for node in picture.nodes:
        assert node.label.casefold() in picture.alt.casefold()
    assert all(edge.label in picture.alt for edge in picture.edges)
    keys = {node.key for node in picture.nodes}
    assert all({edge.source, edge.target} <= keys for edge in picture.edges)


def test_an_unclear_name_asks(service: BriefingService) -> None:
    """The name Korea is asked back with both readings, and each offered reading answers."""
    reply = service.brief("Korea")
    assert reply.reason == "ambiguous"
    names = [step.argument for step in reply.follow_ups if isinstance(step, Suggest)]
    assert set(names) == {"North Korea", "South Korea"}


def test_a_misspelt_name_is_read_and_said(service: BriefingService) -> None:
    """A recognised misspelling answers and says what it was read as."""
    reply = service.brief("norht korea")
    assert reply.outcome is Outcome.ANSWER
    assert any("North Korea" in str(block) for block in reply.blocks if block.kind == "remark")


def test_silence_is_said_in_a_comparison(service: BriefingService) -> None:
    """A side on which the article says nothing about the theme says so."""
    reply = service.compare("India", "Venezuela", "nuclear proliferation")
    sides = [side for block in reply.blocks if block.kind == "comparison" for side in block.sides]
    assert any(side.silence and "silent" in side.silence for side in sides)
