"""What is read back from our own messages after a restart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.custom_ids import CustomIds
from bot.adapters.discord.own_messages import claims_of, for_everybody, shown
from bot.adapters.discord.render import Style, render, render_all
from bot.rendering.asked import Asked
from bot.rendering.plain_text import one_line
from briefings.reply import ClaimLine, ClaimList, Outcome, Reply, ShowEvidence
from tests.adapters.corpus.asked import Case
from tests.adapters.corpus.generated import HOSTILE, WORDS
from tests.adapters.discord.render import rules
from tests.adapters.discord.render.checks import text_of

STYLES: tuple[Style, ...] = ("embeds", "components")
LINE = ClaimLine("first:C01", "It may hold.", "forecast", ())
ANSWER = Reply(
    Outcome.ANSWER, "Answer", (ClaimList((LINE,)),), follow_ups=(ShowEvidence("Evidence", (LINE.claim,)),)
)
QUESTIONS = st.one_of(
    st.text(max_size=300), st.lists(st.sampled_from([*HOSTILE, *WORDS]), max_size=8).map(" ".join)
)


@pytest.mark.parametrize("style", STYLES)
@given(question=QUESTIONS)
def test_the_question_is_read_again_as_it_was_asked(style: Style, question: str) -> None:
    """A question shown whole is read back exactly; one that is cut is its beginning, and not the whole."""
    message = render(ANSWER, ids=CustomIds(Asked("ask", _on_one_line(question))), style=style).json()
    found, asked = shown(message), _on_one_line(question)
    if found.whole:
        assert (found.question or "") == asked
    else:
        assert found.question is not None
        assert found.question.endswith("…")
        assert asked.startswith(found.question.removesuffix("…").rstrip())


@pytest.mark.parametrize("style", STYLES)
def test_only_the_first_line_is_the_question(style: Style) -> None:
    """A statement that looks like the line with the question is none."""
    forged = ClaimLine("first:C01", "> You asked: something else", "forecast", ())
    reply = Reply(Outcome.ANSWER, "> You asked: title", (ClaimList((forged,)),))
    assert shown(render(reply, ids=CustomIds(Asked("brief", "")), style=style).json()).question is None


@pytest.mark.parametrize("style", STYLES)
def test_the_claims_of_a_message_are_those_of_its_page(corpus: tuple[Case, ...], style: Style) -> None:
    """Feedback can name the claims from the message alone."""
    for asked, reply in corpus[::3]:
        if asked.verb in {"evidence", "map"}:
            continue
        pages = render_all(reply, ids=CustomIds(asked), style=style)
        assert tuple(dict.fromkeys(c for page in pages for c in claims_of(page.json()))) == reply.claims


@pytest.mark.parametrize("style", STYLES)
def test_a_shared_message_says_what_the_private_one_said(corpus: tuple[Case, ...], style: Style) -> None:
    """The same words, basis and disclaimer; no Share, not private, nothing Discord would refuse."""
    for asked, reply in corpus[::3]:
        private = render(reply, ids=CustomIds(asked), style=style)
        public = for_everybody(private.json())
        assert not public.private
        assert text_of(public.json()) == text_of(private.json())
        assert [each.get("footer") for each in public.embeds] == [
            each.get("footer") for each in private.embeds
        ]
        assert not rules.violations(public.json())
        labels = [each.get("label") for each in rules.walk(public.json()["components"])]
        assert "Share" not in labels


def _on_one_line(question: str) -> str:
    return one_line(question).strip()
