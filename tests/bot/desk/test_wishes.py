"""Wishes for a digest are told from questions, and sent to the command."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.small_talk import small_talk
from bot.desk.wishes import LONGEST, wishes_a_digest
from bot.digest_commands import DigestList
from bot.grammar import parse
from briefings.service import BriefingService


@pytest.mark.parametrize(
    "said",
    [
        "send me a digest every day",
        "Schedule a digest!",
        "Can you post a daily digest here?",
        "I'd like a digest every Monday",
        "how do I schedule digests?",
        "brief me on India every morning",
        "Could you brief us each Monday about China?",
        "give us daily updates",
        "please stop sending me the digest",
        "daily digest please",
        "subscribe me to India",
        "unsubscribe",
        "Tell us the news on the United States every weekday",
        "get me updates on Greece weekly, please",
        "Please send the team a summary of the talks each Friday",
        "post news on sanctions here every evening",
        "Can we get weekly briefings on Iran?",
        "I'd like to receive a summary every morning",
        "I want daily updates on Ukraine",
        "give me your weekly report on Beijing",
        "could you deliver headlines to this channel every day at 9 am?",
        "remind us of the open questions each month",
    ],
)
def test_a_wish_for_a_digest_is_no_question(said: str) -> None:
    """It is read as the command about digests, which mentions are sent to."""
    assert small_talk(said) == DigestList()


@pytest.mark.parametrize(
    "said",
    [
        "brief me on India",
        "tell me about the troops",
        "what does the digest say about India?",
        "give me a digest of the article",
        "who sends weapons daily?",
        "send troops every day?",
        "what happens every day?",
        "would Japan rearm every year?",
        "did Russia set up a new factory?",
        "Have Russian drones hit us every night?",
        "Give us a summary of the daily attacks",
        "Can you give me a summary of daily casualties in Ukraine?",
        "Tell me what the reports say about weekly strikes",
        "Tell me about the drones that cross the border every night",
        "Give me the number of shells fired daily",
        "Could you tell us how many soldiers leave each month?",
        "Give us the reports of weekly losses",
        "Have we received weapons every month?",
        "Tell us whether ships come every week",
        "Get to the point about daily life",
        "Would we have summaries of strikes nobody saw each day they came?",
        "Can I get a summary of the daily shelling?",
        "Send me the evidence that factories run every day",
        "Give me news of troops sent there every month",
        "How can we have peace every day?",
        "Post offices receive letters daily, do they?",
    ],
)
def test_a_question_is_no_wish(said: str) -> None:
    """Whatever asks about the articles stays a question."""
    assert small_talk(said) is None


@given(st.text("aeiou dgst", max_size=LONGEST + 20))
def test_any_words_are_told_apart(words: str) -> None:
    """Nothing breaks it, and long texts are no wishes."""
    assert not (wishes_a_digest(words) and len(words) > LONGEST)


def test_no_name_of_a_topic_is_a_wish(service: BriefingService) -> None:
    """A topic named alone is briefed."""
    for topic in service.library.topics:
        name = service.topics.name(topic)
        assert not wishes_a_digest(name.casefold())
        parse(name, service.topics)
