"""Citation numbers in one word, and back."""

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.action_text import ActionTexts, decode, encode
from bot.rendering.actions import Feedback, Share, TurnPage
from bot.rendering.asked import Asked
from bot.rendering.marks import read, written

CLAIMS = " ".join(f"canal-tolls:C{number:02}" for number in range(1, 13))


@given(st.lists(st.integers(0, 999), max_size=60))
def test_what_is_written_is_read(numbers: list[int]) -> None:
    """Each number in its place; nothing at all where no passage has one."""
    assert read(written(numbers)) == (tuple(numbers) if any(numbers) else ())


@given(st.text(max_size=40))
def test_any_word_is_read(word: str) -> None:
    """What was not written so holds no numbers, and no word asks for many."""
    assert len(read(word)) <= 120
    assert len(read(f"#{word}")) <= 120


def test_a_run_is_short() -> None:
    """Passages that are numbered one after the other take next to no room."""
    assert written([1, 2, 3, 4, 9, 0, 11, 12]) == "#1-4,9,0,11-12"


def test_evidence_keeps_its_numbers_on_buttons() -> None:
    """To turn a page, to share and to judge; nobody has to type them, and what is forged says so."""
    words = Asked("evidence", CLAIMS).marked("#1-5,7")
    for action in (TurnPage(words, 1), Share(words, 0), Feedback("wrong", words)):
        text = encode(action, 200)
        assert text is not None
        assert decode(text, 200) == action
    assert words.line == f"/evidence {CLAIMS}"
    assert words.claims == tuple(CLAIMS.split())
    assert not isinstance(decode("c1:p:e:1:canal-tolls:01#1;2", 200), TurnPage)


def test_rather_a_page_without_numbers_than_none() -> None:
    """Where they do not fit beside the claims, the claims alone go on the button."""
    words = Asked("evidence", CLAIMS).marked("#" + ",".join(str(number) for number in range(2, 60, 2)))
    text = ActionTexts(words, 100).encode(TurnPage(words, 1))
    assert text is not None
    assert decode(text, 100) == TurnPage(Asked("evidence", CLAIMS), 1)
