"""Small talk is told from questions, conservatively."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import About, Command, Gaps
from bot.desk.small_talk import _phrases, small_talk
from bot.digest_commands import DigestList
from bot.grammar import parse
from briefings.service import BriefingService
from briefings.topics import Found, NotCovered

HELP = About("help")


@pytest.mark.parametrize(
    ("said", "page"),
    [
        ("hello", HELP),
        ("Hi!", HELP),
        ("hi there :)", HELP),
        ("Thanks 🙏", "courtesy"),
        ("ok, thanks a lot!", "courtesy"),
        ("thanks bot", "courtesy"),
        ("Great. Bye!", "courtesy"),
        ("hi, thanks", HELP),
        ("thanks! what are the gaps?", Gaps()),
        ("please", HELP),
        ("help", HELP),
        ("Help me, please", HELP),
        ("Who are you?", HELP),
        ("hello! what can you do?", HELP),
        ("what are the gaps?", Gaps()),
        ("Hi, what are the gaps", Gaps()),
        ("What’s missing?", Gaps()),
        ("where is this from?", About("sources")),
        ("what do you store?", About("privacy")),
        ("Guten Morgen", HELP),
        ("merci beaucoup !", "courtesy"),
        ("¿quién eres?", HELP),
        ("привет, кто ты?", HELP),
        ("नमस्ते!", HELP),
        ("आप कौन हैं?", HELP),
        ("こんにちは。", HELP),
        ("안녕하세요", HELP),
        ("你好，你是谁？", HELP),
        ("شكرا", "courtesy"),
    ],
)
def test_small_talk_brings_a_page(said: str, page: Command | str) -> None:
    """Greetings and questions about the bot bring the page meant, thanks and goodbyes alone a courtesy."""
    assert small_talk(said) == page


@pytest.mark.parametrize(
    "said",
    [
        "hello, what about India?",
        "thanks, and what would Japan do?",
        "help Ukraine",
        "who are the North Koreans?",
        "what can China do?",
        "what are the gaps in the sanctions?",
        "what's missing on India",
        "who is he",
        "why?",
        "India",
        "hello kitty",
        "yes or no: will Japan rearm?",
        "привет, что с Индией?",
        "你好，印度呢？",
        "",
        "?",
    ],
)
def test_a_question_is_no_small_talk(said: str) -> None:
    """One word beyond the list makes it a question."""
    assert small_talk(said) is None


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    """Nothing breaks it, and nothing but the listed pages comes of it."""
    listed = {None, "courtesy", HELP, Gaps(), About("sources"), About("privacy"), DigestList()}
    assert small_talk(text) in listed


def test_no_topic_is_taken_for_small_talk(service: BriefingService) -> None:
    """No phrase of the list is the name of a topic, and none is refused as a command."""
    for phrase in _phrases():
        reading = service.topics.read(phrase)
        assert not isinstance(reading, Found | NotCovered) or reading.guess is not None, phrase
        parse(phrase, service.topics)
