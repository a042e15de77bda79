"""Which messages of a preview are shown, and what is said of the others."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.records import FrozenEdition, Part
from bot.desk.previews import Sheet, sheets
from bot.digests.previewing import Preview
from briefings.reply import Outcome, Remark, Reply, words


def preview(count: int, when: str = "Mon 2 Mar 2026 at 08:30", *, thread: bool = False) -> Preview:
    """A slot that would post so many messages."""
    parts = tuple(
        Part(number, f"key {number}", {"message": {"content": f"{when}: {number}"}}, thread and number > 1)
        for number in range(1, count + 1)
    )
    edition = FrozenEdition("d-1", 1, "{}", "0", "{}", 1, "", parts) if count else None
    return Preview(Reply(Outcome.ANSWER, "Preview", ()), edition, "s-1", when)


def said(sheet: Sheet) -> str:
    """What is said above the messages."""
    return " ".join(words(each.inlines) for each in sheet.intro.blocks if isinstance(each, Remark))


def contents(sheet: Sheet) -> list[Any]:
    """What the messages say."""
    return [each["content"] for each in sheet.messages]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(2, 12))
def test_never_more_than_fit_and_none_left_out_in_silence(counts: list[int], most: int) -> None:
    """The first messages of the first slots, in order; other slots are named, other messages counted."""
    given = [preview(count, f"slot {number}") for number, count in enumerate(counts)]
    made = sheets(given, most)
    assert sum(1 + len(each.messages) for each in made) <= most
    told = said(made[0])
    for number, (each, count) in enumerate(zip(given, counts, strict=True)):
        if number >= len(made):
            assert each.when in told
            continue
        shown = contents(made[number])
        assert shown == [f"slot {number}: {place}" for place in range(1, len(shown) + 1)]
        assert ("left out" in said(made[number])) is (len(shown) < count)
        if len(shown) < count:
            assert f"{count - len(shown)} more are left out here" in said(made[number])


def test_a_thread_is_told_of() -> None:
    """Of a card and its details it is said which would stand where."""
    [sheet] = sheets([preview(3, thread=True)], 5)
    assert said(sheet) == (
        "The 3 messages below are as they would be posted: "
        "the first in the channel, the others in its thread."
    )


def test_nothing_to_post_is_the_line_alone() -> None:
    """Where nothing would be posted nothing is promised."""
    [sheet] = sheets([preview(0)], 5)
    assert (said(sheet), sheet.messages) == ("", ())
