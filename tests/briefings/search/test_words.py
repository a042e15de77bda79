import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.search.words import fold, split, stem, tidy


@pytest.mark.parametrize(
    "family",
    [
        ("escalate", "escalates", "escalating", "escalated", "escalation"),
        ("militarise", "militarised", "militarized", "militarisation"),
        ("ally", "allies", "allied"),
        ("weapon", "weapons"),
        ("balance", "balanced", "balancing"),
        ("defence", "defense", "defences"),
        ("worry", "worries", "worried"),
        ("sent", "send", "sends"),
    ],
)
def test_inflections_share_a_stem(family: tuple[str, ...]) -> None:
    """Every inflection of a word has one stem, whichever side of the ocean it was spelt on."""
    assert len({stem(word) for word in family}) == 1


@pytest.mark.parametrize(("one", "other"), [("goods", "good"), ("arms", "arm"), ("states", "station")])
def test_other_words_keep_apart(one: str, other: str) -> None:
    """Words that only look like inflections of each other have stems of their own."""
    assert stem(one) != stem(other)


def test_contractions_are_opened() -> None:
    """What is run together in speech is read as its words."""
    assert [word.text for word in split(tidy("What's it? They don’t, Japan's won't"))] == [
        "what", "is", "it", "they", "do", "not", "japan", "will", "not",
    ]  # fmt: skip


def test_scripts_keep_their_marks() -> None:
    """Latin accents go; vowel signs of Devanagari and Cyrillic letters stay; unspaced runs stay whole."""
    assert fold("Éléments") == "elements"
    assert [word.text for word in split("भारत की й 日本の防衛 북한이")] == [
        "भारत",
        "की",
        "й",
        "日本の防衛",
        "북한이",
    ]


@given(st.text(max_size=200))
def test_words_lie_in_order_inside_the_text(text: str) -> None:
    """Words of any text lie inside it, in order, without overlap."""
    tidied = tidy(text)
    end = 0
    for word in split(tidied):
        assert end <= word.start < word.end <= len(tidied)
        end = word.end
