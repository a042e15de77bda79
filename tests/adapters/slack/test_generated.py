"""Replies nobody would write, in many scripts, with all that could harm, as Slack's messages."""

from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.adapters.slack.render import Values, render, said
from briefings.reply import Outcome, Paragraph, Reply, Text
from tests.adapters.corpus import generated
from tests.adapters.slack import rules
from tests.adapters.slack.checks import problems
from tests.adapters.slack.reading import raw_markup, shown

CAREFUL = settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
SLACKS = (
    "<@U024BE7LH>",
    "<!here>",
    "<!subteam^S1|@all>",
    "@channel",
    "<#C1|general>",
    "<https://evil.example|bank>",
)


@CAREFUL
@given(rng=st.randoms(use_true_random=False))
def test_nothing_is_wrong_with_any_reply(rng: Random) -> None:
    """Whatever a reply holds, no page breaks a limit, pings, spoofs a link or drops a claim or its marks."""
    reply, asked = generated.reply(rng), generated.asked(rng)
    assert not problems(reply, asked)


@CAREFUL
@given(texts=st.lists(st.text(max_size=900) | st.sampled_from(SLACKS), min_size=1, max_size=6))
def test_any_text_anywhere_is_safe(texts: list[str]) -> None:
    """Any text at all, as title, words, basis and disclaimer."""
    blocks = tuple(Paragraph((Text(text),)) for text in texts)
    reply = Reply(Outcome.ANSWER, texts[0], blocks, basis=(texts[-1],), disclaimer=(texts[0],))
    assert not problems(reply, generated.asked(Random(len(texts))))  # noqa: S311 - chance, not a secret


@CAREFUL
@given(sentence=st.text(max_size=900) | st.sampled_from(SLACKS))
def test_any_sentence_is_safe(sentence: str) -> None:
    """A sentence of ours may quote what a reader typed."""
    body = said(f"There is no “{sentence}”.").response()
    found = shown(body["blocks"])
    assert [*rules.violations(body), *found.pings, *found.specials, *raw_markup(body["text"])] == []


@given(rng=st.randoms(use_true_random=False), page=st.integers(-3, 40))
@CAREFUL
def test_any_page_number_gives_a_page(rng: Random, page: int) -> None:
    """A page number from an old button never fails; it gives the nearest page."""
    payload = render(generated.reply(rng), ids=Values(generated.asked(rng)), page=page)
    assert payload.page == max(0, min(page, payload.pages - 1))
