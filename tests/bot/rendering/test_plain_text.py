"""Texts without anything hidden."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.plain_text import isolated, one_line


@given(st.text(max_size=200))
def test_a_line_is_one_line_and_stays_so(text: str) -> None:
    """No break, no control character, no override of direction; a second pass changes nothing."""
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert not any(unicodedata.category(each) in {"Cc", "Cs"} for each in line)
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert one_line(line) == line


def test_spaces_that_join_a_text_to_its_neighbours_are_kept() -> None:
    """One before and one after; a text of spaces is one."""
    assert [one_line(each) for each in ("  a  b ", " ", "", "\n a")] == [" a b ", " ", "", " a"]


def test_marks_are_not_piled() -> None:
    """More marks than any script needs are dropped; the letters stay."""
    assert one_line("Z" + "\u0300" * 500 + "a") == "Z" + "\u0300" * 30 + "a"
    assert one_line("ế") == "ế"


def test_only_right_to_left_text_is_set_apart() -> None:
    """The spaces around stay outside."""
    assert isolated(" שלום ") == " \u2068שלום\u2069 "
    assert isolated("naïve – 航路") == "naïve – 航路"
