"""Replies nobody would write, in many scripts, with all that could harm."""

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.adapters.discord.custom_ids import CustomIds
from bot.adapters.discord.render import Style, render
from briefings.reply import Outcome, Paragraph, Reply, Text
from tests.adapters.corpus import generated
from tests.adapters.discord.render.checks import problems

CAREFUL = settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("style", ["embeds", "components"])
@CAREFUL
@given(rng=st.randoms(use_true_random=False))
def test_nothing_is_wrong_with_any_reply(style: Style, rng: Random) -> None:
    """Whatever a reply holds, no page breaks a limit, pings, spoofs a link or drops a claim or its marks."""
    reply, asked = generated.reply(rng), generated.asked(rng)
    assert not problems(reply, asked, style)


@pytest.mark.parametrize("style", ["embeds", "components"])
@CAREFUL
@given(texts=st.lists(st.text(max_size=900), min_size=1, max_size=6))
def test_any_text_anywhere_is_safe(style: Style, texts: list[str]) -> None:
    """Any text at all, as title, words, basis and disclaimer."""
    blocks = tuple(Paragraph((Text(text),)) for text in texts)
    reply = Reply(Outcome.ANSWER, texts[0], blocks, basis=(texts[-1],), disclaimer=(texts[0],))
    assert not problems(reply, generated.asked(Random(len(texts))), style)  # noqa: S311 - chance, not a secret


@given(rng=st.randoms(use_true_random=False), page=st.integers(-3, 40))
@CAREFUL
def test_any_page_number_gives_a_page(rng: Random, page: int) -> None:
    """A page number from an old button never fails; it gives the nearest page."""
    payload = render(generated.reply(rng), ids=CustomIds(generated.asked(rng)), page=page)
    assert payload.page == max(0, min(page, payload.pages - 1))
