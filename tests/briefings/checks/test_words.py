"""The words the checks go by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.checks.words import AnyOf, content, figures, opposites, runs, sentences, stem, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thousands of troops", {"thousand"}),
        ("12,000 troops and 3.5 per cent", {"12000", "3.5", "%"}),
        ("twelve ships, two dozen crews", {"12", "2", "dozen"}),
        ("half the fleet, a third more", {"half", "third"}),
        ("tolls doubled since January 2025", {"double", "january", "2025"}),
        ("the two neighbours and their three ports", set()),
        ("one of the ports may open in May", set()),
        ("twenty-five per cent", {"20", "5", "%"}),
    ],
)
def test_figures_in_digits_and_words(text: str, found: set[str]) -> None:
    """Figures are found however they are written; counts of named parties are none."""
    assert figures(text) == found


@given(st.integers(min_value=0, max_value=10**9))
def test_a_thousands_comma_does_not_make_another_figure(number: int) -> None:
    """1,000 and 1000 are the same figure."""
    assert figures(f"{number:,} ships") == figures(f"{number} ships") == {str(number)}


def test_a_word_is_found_whole_and_in_any_case() -> None:
    """A list finds its words, never parts of other words; a star stands for an ending."""
    listed = AnyOf("will, grow*, no doubt")
    texts = ("Will it?", "goodwill", "GROWTH", "outgrow", "no  doubt")
    assert [bool(listed.search(text)) for text in texts] == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_opposites_do_not_overlap() -> None:
    """No word stands on both sides of a pair, or everything would contradict itself."""
    for one, other in opposites():
        for word in one.listed.replace("*", "").split(", "):
            assert not other.search(word), word


def test_sentences_do_not_end_at_initials() -> None:
    """An abbreviation of capitals ends no sentence; a semicolon divides."""
    text = "The U.S. Navy may sail. It might not; others could."
    assert sentences(text) == ["The U.S. Navy may sail.", "It might not;", "others could."]


def test_inflected_words_share_a_stem() -> None:
    """Endings do not hide that two words are one."""
    assert stem("escalate") == stem("escalating")
    assert stem("ports") == stem("port")
    assert (
        content("Escalating tolls on the Suez route")
        == content("tolls escalate: a route, a Suez")
        == {
            "escal",
            "toll",
            "suez",
            "route",
        }
    )


@given(st.text(max_size=80))
def test_any_text_has_words(text: str) -> None:
    """Cutting into words never fails, and words are lower-case and free of spaces."""
    for word in words(text):
        assert word == word.lower()
        assert not any(map(str.isspace, word))


@given(
    st.lists(st.sampled_from(["port", "ship", "toll"]), max_size=12), st.integers(min_value=1, max_value=4)
)
def test_runs_are_all_windows(sequence: list[str], length: int) -> None:
    """There is one run for each place a window fits."""
    assert len(list(runs(" ".join(sequence), length))) == max(0, len(sequence) - length + 1)
