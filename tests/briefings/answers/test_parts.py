"""Questions of several parts, one of which takes something for granted that no article says."""

import pytest

from briefings.answers.ask import MOST_CLAIMS, Answerer
from briefings.answers.outcome import Answer, FalsePremise
from briefings.reply import ClaimList, Heading, Outcome, Paragraph
from briefings.service import BriefingService

FALSE = "Why did Japan send soldiers to Russia?"
SOUND = (
    "What does it mean for India?",
    "What could happen to supply chains?",
    "Why is North Korea isolated?",
)


@pytest.mark.parametrize("sound", SOUND)
@pytest.mark.parametrize("first", [True, False])
def test_the_other_parts_are_answered_too(answerer: Answerer, sound: str, first: bool) -> None:
    """The false premise is the outcome, and what answers the rest alone comes with it, each claim once."""
    whole = answerer.answer(f"{FALSE} {sound}" if first else f"{sound} {FALSE}")
    alone, answer = answerer.answer(FALSE), answerer.answer(sound)
    assert isinstance(whole, FalsePremise)
    assert isinstance(alone, FalsePremise)
    assert isinstance(answer, Answer)
    assert (whole.claims, whole.why) == (alone.claims, alone.why)
    assert whole.rest
    assert set(whole.rest) <= set(answer.claims)
    assert not set(whole.rest) & set(whole.claims)
    assert len(whole.claims) + len(whole.rest) <= MOST_CLAIMS


def test_a_false_premise_alone_has_no_rest(answerer: Answerer) -> None:
    """A part that cannot be answered adds nothing."""
    for question in (FALSE, f"{FALSE} Who is the president of Peru?"):
        result = answerer.answer(question)
        assert isinstance(result, FalsePremise)
        assert result.rest == ()


def test_the_premise_is_named_first(service: BriefingService) -> None:
    """The reply says what is not said, then the rest under a heading of its own."""
    reply = service.ask(f"{SOUND[0]} {FALSE}")
    assert reply.outcome is Outcome.FALSE_PREMISE
    kinds = [type(block) for block in reply.blocks]
    assert kinds == [Paragraph, ClaimList, Heading, ClaimList]
