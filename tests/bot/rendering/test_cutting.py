"""Cutting and splitting: whole characters, at words, visibly, nothing lost."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.cutting import ELLIPSIS, cut, split
from bot.rendering.plain_text import one_line

FAMILY = "👩‍👩‍👧‍👦"
CLUSTERS = (FAMILY, "🇮🇳", "👍🏽", "e\u0301\u0323", "क्षि", "ก็", "1️⃣", "한", "a", "שָׁ", "م")
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from([*CLUSTERS, " "]), max_size=80).map("".join),
    st.lists(st.sampled_from(["word", "طريق", "航路", FAMILY]), max_size=60).map(" ".join),
).map(lambda text: one_line(text).strip())
MOST = st.integers(16, 90)


@given(text=TEXTS, most=MOST)
def test_the_parts_give_the_text_again(text: str, most: int) -> None:
    """Every part fits, and without "…" and the spaces at the joints nothing is lost or added."""
    parts = list(split(text, lambda part: len(part) <= most))
    assert all(len(part) <= most for part in parts)
    joined = "".join(part.removeprefix(ELLIPSIS) if n else part for n, part in enumerate(parts))
    whole = "".join(
        part.removeprefix(ELLIPSIS if n else "").removesuffix(ELLIPSIS if n + 1 < len(parts) else "")
        for n, part in enumerate(parts)
    )
    assert whole.replace(" ", "") == text.replace(" ", "")
    assert joined.count(ELLIPSIS) >= len(parts) - 1


@given(count=st.lists(st.sampled_from(CLUSTERS), min_size=1, max_size=60), most=MOST)
def test_no_character_is_cut(count: list[str], most: int) -> None:
    """Every part holds whole characters as readers see them: those of the text, in order."""
    text = "".join(count)
    parts = [part.strip(ELLIPSIS) for part in split(text, lambda part: len(part) <= most)]
    rest = list(count)
    for part in parts:
        taken = ""
        while rest and len(taken) < len(part):
            taken += rest.pop(0)
        assert taken == part


@given(text=TEXTS, most=MOST)
def test_a_cut_is_seen(text: str, most: int) -> None:
    """What fits is left alone; what does not ends in "…" and is the beginning of the text."""
    short = cut(text, lambda part: len(part) <= most)
    assert short == text if len(text) <= most else short.endswith(ELLIPSIS)
    assert len(short) <= most
    assert text.startswith(short.removesuffix(ELLIPSIS) if short != text else text)


def test_words_stay_whole_where_they_can() -> None:
    """A text of words is parted at a space."""
    assert list(split("one two three four five", lambda part: len(part) <= 12)) == [
        "one two…",
        "…three four…",
        "…five",
    ]


def test_right_to_left_words_are_not_parted() -> None:
    """A run from right to left is parted outside it where there is a place, and never inside a word."""
    text = "Trade: " + "طريق التجارة" + " may shift soon"
    first = next(split(text, lambda part: len(part) <= 18))
    assert first == "Trade:…" or unicodedata.bidirectional(first[-2]) == "L" or first.endswith("طريق…")
    assert not any(first.endswith(f"{'طريق'[:n]}…") for n in (1, 2, 3))


def test_a_character_longer_than_the_room_does_not_hang() -> None:
    """A pile that exists only to do harm is parted anyway."""
    pile = "👩" + "\u200d👩" * 400
    assert "".join(split(pile, lambda part: len(part) <= 40)).replace(ELLIPSIS, "") == pile
