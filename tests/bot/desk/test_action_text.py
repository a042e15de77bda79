"""Actions as text, in as many characters as a platform's buttons hold."""

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.action_text import ActionTexts, Forged, Outdated, decode, encode
from bot.rendering.actions import Feedback, Run, Share, TurnPage
from bot.rendering.asked import Asked

LONGEST = st.integers(20, 2_000)
ARGUMENTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zs", "Zl", "Zp")), max_size=2_200
)


@given(argument=ARGUMENTS, longest=LONGEST)
def test_what_fits_comes_back_and_what_does_not_is_not_written(argument: str, longest: int) -> None:
    """An action fits or it does not, by the platform's number alone; nothing is cut."""
    action = Run(Asked("ask", argument))
    text = encode(action, longest)
    assert (text is not None) == (len(f"c1:r:q:{argument}") + argument.startswith("@") <= longest)
    if text is not None:
        assert decode(text, longest) == action
        assert decode(text, len(text) - 1) == Forged()


@given(text=st.text(max_size=300), longest=LONGEST)
def test_any_text_is_read(text: str, longest: int) -> None:
    """Whatever a platform hands back is an action or a value that says that it is none."""
    found = decode(text, longest)
    assert isinstance(found, Forged | Outdated) or encode(found, longest) == text


def test_a_long_question_needs_no_message_where_buttons_are_long() -> None:
    """With 2,000 characters every question travels whole; with 100 the message stands for it."""
    asked = Asked("ask", "why " * 200 + "now")
    for action in (TurnPage(asked, 1), Share(asked, 1), Feedback("wrong", asked)):
        wide, narrow = ActionTexts(asked, 2_000).encode(action), ActionTexts(asked, 100).encode(action)
        assert wide is not None
        assert decode(wide, 2_000) == action
        assert narrow is not None
        assert narrow.endswith("@message")


def test_a_text_that_does_not_travel_has_no_pages() -> None:
    """What is not carried cannot be asked for again; sharing and feedback stand on the message itself."""
    asked = Asked("text", None)
    ids = ActionTexts(asked, 2_000)
    assert ids.encode(TurnPage(asked, 1)) is None
    assert ids.encode(Share(asked, 0)) == "c1:s:t:0:@message"
    assert ids.encode(Feedback("missing", asked)) == "c1:f:m:t:@message"
