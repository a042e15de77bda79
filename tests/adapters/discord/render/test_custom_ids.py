"""Custom ids: there and back, never too long, never an exception."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.custom_ids import CustomIds, Forged, Outdated, decode, encode
from bot.rendering.actions import KINDS, Action, Choose, Feedback, Run, Share, ShowEvidence, TurnPage
from bot.rendering.asked import Asked

ARTICLES = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=30)
CLAIMS = st.builds(lambda article, number: f"{article}:C{number:02}", ARTICLES, st.integers(0, 9999))
ARGUMENTS = st.one_of(
    st.text(max_size=120), st.sampled_from(["", "@message", "@", "@@", "India vs China", ":", "a:b:1"])
)
VERBS = st.sampled_from(["brief", "ask", "compare", "scenarios", "watch", "gaps", "map", "about", "text"])
ASKED = st.one_of(
    st.builds(Asked, VERBS, st.one_of(ARGUMENTS, st.none())),
    st.builds(lambda claims: Asked("evidence", " ".join(claims)), st.lists(CLAIMS, max_size=12)),
)
PAGES = st.integers(0, 999)
ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.builds(lambda claims: ShowEvidence(tuple(claims)), st.lists(CLAIMS, min_size=1, max_size=12)),
    st.builds(Run, ASKED),
    st.builds(Choose, VERBS, st.integers(0, 9)),
    st.builds(TurnPage, ASKED, PAGES),
    st.builds(Share, ASKED, PAGES),
    st.builds(Feedback, st.sampled_from(KINDS), ASKED),
)


@given(ACTIONS)
def test_an_action_comes_back_as_it_went(action: Action) -> None:
    """What is encoded decodes to the same action, and fits; what does not fit is not encoded."""
    custom_id = encode(action)
    if custom_id is not None:
        assert 0 < len(custom_id) <= 100
        assert decode(custom_id) == action


@given(ACTIONS)
def test_short_actions_are_always_encoded(action: Action) -> None:
    """Nothing printable with a short argument is refused."""
    match action:
        case Choose():
            assert encode(action) is not None
        case Run(Asked(verb, str(argument))) if (
            verb != "evidence" and argument.isalnum() and len(argument) < 90
        ):
            assert encode(action) is not None
        case _:
            pass


@given(st.one_of(st.text(max_size=140), st.text(max_size=60).map(lambda tail: f"c1:{tail}")))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    """A forged id gives a value; what is taken for an action is written by us in the same way."""
    action = decode(text)
    assert isinstance(action, Forged | Outdated) or encode(action) == text


@pytest.mark.parametrize(
    ("custom_id", "meaning"),
    [
        ("c2:r:b:India", Outdated(2)),
        ("c0:r:b:India", Forged()),
        ("c1:", Forged()),
        ("c1:r:z:India", Forged()),
        ("c1:p:b:-1:India", Forged()),
        ("c1:p:b:01:India", Forged()),
        ("c1:p:b:٣:India", Forged()),
        ("c1:e:", Forged()),
        ("c1:e:first", Forged()),
        ("c1:f:x:b:India", Forged()),
        ("c1:r:b:@other", Forged()),
        ("c1:r:b:" + "x" * 100, Forged()),
        ("c1:r:b:a\nb", Forged()),
        ("c1:e:first:01,02;other:7", ShowEvidence(("first:C01", "first:C02", "other:C7"))),
        ("c1:p:c:2:India vs China on trade", TurnPage(Asked("compare", "India vs China on trade"), 2)),
        ("c1:s:q:0:@message", Share(Asked("ask", None), 0)),
        ("c1:r:q:@@message", Run(Asked("ask", "@message"))),
    ],
)
def test_ids_mean_what_is_written(custom_id: str, meaning: object) -> None:
    """The format, by example: it must not change without a new version."""
    assert decode(custom_id) == meaning


def test_a_long_question_is_left_to_the_message() -> None:
    """Pages, sharing and feedback of a question that does not fit refer to the message; nothing else does."""
    asked = Asked("ask", "why " * 60)
    ids = CustomIds(asked)
    assert ids.encode(TurnPage(asked, 1)) == "c1:p:q:1:@message"
    assert ids.encode(Share(asked, 1)) == "c1:s:q:1:@message"
    assert ids.encode(Feedback("wrong", asked)) == "c1:f:w:q:@message"
    assert ids.encode(Run(asked)) is None
    assert ids.encode(TurnPage(Asked("ask", "other " * 60), 1)) is None


def test_pages_of_a_long_text_cannot_be_found_again() -> None:
    """A text is not shown in its message, so that a page of it has no id; sharing and feedback have one."""
    asked = Asked("text", "word " * 60)
    ids = CustomIds(asked)
    assert ids.encode(TurnPage(asked, 1)) is None
    assert ids.encode(Share(asked, 0)) == "c1:s:t:0:@message"
