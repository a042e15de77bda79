"""Numbered passages, and matching a text to them."""

import hashlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.article import Article, match_text, normalise, text_sha256
from briefings.errors import SourceMismatch
from briefings.library.load import load_path

CORPUS = Path(__file__).parents[1] / "corpus" / "library" / "canal-tolls"
ARTICLE: Article = load_path(CORPUS).article
TEXT = (CORPUS / "article.txt").read_text(encoding="utf-8")
WORDS = normalise(TEXT).split(" ")

blanks = st.text(alphabet=" \t\n\r\u00a0\u2009", min_size=1, max_size=3)


def test_every_passage_is_found_word_for_word() -> None:
    """A match gives the wording of every passage, in order, and together they are the text."""
    wordings = match_text(ARTICLE, TEXT)
    assert list(wordings) == [passage.id for passage in ARTICLE.passages]
    assert " ".join(wordings.values()) == normalise(TEXT)
    assert wordings["S0.2.3"] == "Egypt does not publish the sums on which its tolls are based."


@given(st.lists(blanks, min_size=len(WORDS) - 1, max_size=len(WORDS) - 1), blanks, blanks)
def test_wrapping_does_not_matter(gaps: list[str], before: str, after: str) -> None:
    """Line breaks, tabs and unusual spaces between words are all one space."""
    wrapped = (
        before + WORDS[0] + "".join(gap + word for gap, word in zip(gaps, WORDS[1:], strict=True)) + after
    )
    assert match_text(ARTICLE, wrapped) == match_text(ARTICLE, TEXT)


@given(st.integers(min_value=0, max_value=len(WORDS) - 1), st.sampled_from(["not", "Egypt", "may", "x"]))
def test_a_changed_word_is_refused(place: int, other: str) -> None:
    """One word changed anywhere is refused, naming the passage in which it stands."""
    if WORDS[place] == other:
        other += "s"
    altered = [*WORDS[:place], other, *WORDS[place + 1 :]]
    with pytest.raises(SourceMismatch, match=rf"differs at {_passage_at(place)}\. "):
        match_text(ARTICLE, " ".join(altered))


def _passage_at(place: int) -> str:
    """The passage in which the word at `place` stands."""
    for passage, wording in match_text(ARTICLE, TEXT).items():
        place -= len(wording.split(" "))
        if place < 0:
            return passage
    raise AssertionError(place)


@given(st.integers(min_value=0, max_value=len(WORDS) - 1))
def test_a_missing_word_is_refused(place: int) -> None:
    """A text that lacks a word is refused."""
    with pytest.raises(SourceMismatch):
        match_text(ARTICLE, " ".join([*WORDS[:place], *WORDS[place + 1 :]]))


@given(st.integers(min_value=0, max_value=len(WORDS) - 1))
def test_another_case_is_refused(place: int) -> None:
    """Case counts: "May" is not "may"."""
    altered = [*WORDS[:place], WORDS[place].swapcase(), *WORDS[place + 1 :]]
    if altered == WORDS:  # a number has no case
        assert match_text(ARTICLE, " ".join(altered))
    else:
        with pytest.raises(SourceMismatch):
            match_text(ARTICLE, " ".join(altered))


@pytest.mark.parametrize("more", ["x", "And so on.", "\u200b"])
def test_a_text_that_goes_on_is_refused(more: str) -> None:
    """Whatever follows the last sentence is refused, and the message says that it follows."""
    with pytest.raises(SourceMismatch, match="goes on after the last sentence"):
        match_text(ARTICLE, f"{TEXT} {more}")


@pytest.mark.parametrize("text", ["", " \n", "\ufeff"])
def test_an_empty_text_is_said_to_be_empty(text: str) -> None:
    """Nothing at all is not blamed on a passage."""
    with pytest.raises(SourceMismatch, match="This text is empty"):
        match_text(ARTICLE, text)


@pytest.mark.parametrize("text", ["x", "Another article altogether."])
def test_another_text_is_refused_at_its_first_passage(text: str) -> None:
    """A text that is not this article differs at its first passage; the message says what to do."""
    with pytest.raises(SourceMismatch, match=r"differs at S0\.0\.0\. Use the unaltered article\.$"):
        match_text(ARTICLE, text)


def test_a_byte_order_mark_does_not_matter() -> None:
    """A file saved with a byte order mark is the same text."""
    assert match_text(ARTICLE, "\ufeff" + TEXT) == match_text(ARTICLE, TEXT)


@given(st.sampled_from(["'", "’", "‘", "‛", "‚"]), st.sampled_from(['"', "“", "”", "„", "‟"]))
def test_typographic_quotes_are_straight_ones(single: str, double: str) -> None:
    """Quotation marks and apostrophes count alike however they are set."""
    assert normalise(f"Greece{single}s {double}plan{double}") == 'Greece\'s "plan"'


@given(st.text(alphabet=st.characters(exclude_characters="\ufeff"), max_size=200))
def test_normalising_twice_changes_nothing(text: str) -> None:
    """The normal form is its own normal form, without runs of blanks at any place."""
    once = normalise(text)
    assert normalise(once) == once
    assert "  " not in once
    assert once == once.strip()


def test_composed_and_decomposed_letters_are_one() -> None:
    """Türkiye written with a combining mark is the same sentence."""
    assert match_text(ARTICLE, unicodedata.normalize("NFD", TEXT)) == match_text(ARTICLE, TEXT)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_the_hash_is_of_the_normal_form(text: str) -> None:
    """A hash is SHA-256 of the normalised text in UTF-8."""
    assert text_sha256(text) == hashlib.sha256(normalise(text).encode()).hexdigest()


def test_passages_and_clauses_are_found_by_number() -> None:
    """Looking up gives the passage or clause of that number, or None."""
    passage = ARTICLE.passage("S1.2.1")
    assert passage is not None
    assert passage.mixed
    second = passage.clause(2)
    assert second is not None
    assert second.cue == "may have to choose sides"
    assert passage.clause(3) is None
    assert ARTICLE.passage("S9.9.9") is None
    plain = ARTICLE.passage("S1.1.1")
    assert plain is not None
    assert not plain.mixed
