"""How names and pairs of names are read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.references import TopicRef
from briefings.service import BriefingService
from briefings.topics import AGAINST, BETWEEN, Found, NotCovered, Overview, Unclear, Unknown


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("India China on trade", ("India", "China", "trade")),
        ("South Korea vs North Korea", ("South Korea", "North Korea", None)),
        ("south korea north korea on nuclear", ("south korea", "north korea", "nuclear")),
        ("United States, China", ("United States", "China", None)),
        ("India and China", ("India", "China", None)),
        ("trade and supply chains vs nuclear", ("trade and supply chains", "nuclear", None)),
        ("인도 vs 중국", ("인도", "중국", None)),
        ("Iran Venezuela", ("Iran", "Venezuela", None)),
        ("India/China on trade", ("India", "China", "trade")),
        ("South Korea / North Korea", ("South Korea", "North Korea", None)),
        ("India, and China", ("India", "China", None)),
        ("印度和中国", ("印度", "中国", None)),
        ("朝鲜民主主义人民共和国和中华人民共和国", ("朝鲜民主主义人民共和国", "中华人民共和国", None)),
        ("中国、印度", ("中国", "印度", None)),
        ("インドと中国", ("インド", "中国", None)),
        ("인도와 중국", ("인도", "중국", None)),
        ("Индия и Китай", ("Индия", "Китай", None)),
        ("भारत और चीन", ("भारत", "चीन", None)),
        ("l'Inde contre la Chine", ("l'Inde", "la Chine", None)),
        ("Indien gegen China", ("Indien", "China", None)),
    ],
)
def test_two_topics_are_found_in_one_text(
    service: BriefingService, text: str, pair: tuple[str, str, str | None]
) -> None:
    """Longest match, separators and a theme after `on`."""
    assert service.topics.read_two(text) == pair


@pytest.mark.parametrize(
    "text",
    [
        "India",
        "on trade",
        "",
        "hello there",
        "India on trade",
        "and/or",
        "中华人民共和国",
        "India " * 40,
        "和" * 150,
    ],
)
def test_one_topic_is_not_two(service: BriefingService, text: str) -> None:
    """A text without two topics is not read as a pair."""
    assert service.topics.read_two(text) is None


def test_readings(service: BriefingService) -> None:
    """Each kind of name is read as what it is."""
    read = service.topics.read
    assert read(None) == Overview()
    assert read("overview") == Overview()
    assert read("भारत") == Found(TopicRef("country", "IN"))
    assert isinstance(read("Pakistan"), NotCovered)
    assert isinstance(read("Korea"), Unclear)
    assert isinstance(read("florgle"), Unknown)
    assert read("norht korea") == Found(TopicRef("country", "KP"), "North Korea")


@given(st.text(max_size=60))
@settings(max_examples=50, deadline=None)
def test_any_text_is_read(service: BriefingService, text: str) -> None:
    """No text breaks the reading, and a pair is made of parts of the text."""
    service.topics.read(text)
    pair = service.topics.read_two(text)
    if pair:
        squeezed = " ".join(text.split())
        assert pair[0] in squeezed
        assert pair[1] in squeezed


@pytest.mark.parametrize("word", ["vs", "vs.", "v", "V.", "versus", "बनाम"])
def test_what_compares_without_doubt_stands_between(service: BriefingService, word: str) -> None:
    """Words that nobody writes but to compare also separate, and do so between misspelt names."""
    assert AGAINST.fullmatch(f" {word} ")
    assert BETWEEN.fullmatch(f" {word} ")
    assert service.topics.read_two(f"norht korea {word} irna") == ("norht korea", "irna", None)


def test_completion_offers_covered_topics_only(service: BriefingService) -> None:
    """What completion offers can be briefed, in the reader's language too."""
    offered = service.topics.complete("in", "topic", "en")
    assert "India" in [name for _, name in offered]
    for _, name in offered:
        assert isinstance(service.topics.read(name), Found)
    assert ("Indien", "India") in service.topics.complete("ind", "topic", "de")
