import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.search.spelling import Speller

SPELLER = Speller(
    ["article", "arrival", "alliance", "border", "order", "troops", "vigilant", "sea"],
    {"article": 9, "border": 2},
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("aliance", "alliance"), ("vigilent", "vigilant"), ("artical", "article"), ("bordre", "border")],
)
def test_slips_are_put_right(typed: str, meant: str) -> None:
    """A letter wrong, missing or swapped is put right; where two words are as near, the one in use wins."""
    assert SPELLER.guess(typed) == meant


@pytest.mark.parametrize("word", ["alliance", "se", "seu", "troop5", "войск", "zebra", ""])
def test_other_words_are_left_alone(word: str) -> None:
    """Known, short, foreign and far-off words are not guessed at."""
    assert SPELLER.guess(word) is None


@given(st.text(max_size=20))
def test_a_guess_is_a_known_word(word: str) -> None:
    """Whatever is typed, a guess is a word of the vocabulary, or none is made."""
    guess = SPELLER.guess(word)
    assert guess is None or SPELLER.knows(guess)
