"""Whatever an edition holds, its parts are messages that Discord takes."""

from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.adapters.discord.outlet_parts import mark, marked, parts
from tests.adapters.corpus import generated
from tests.adapters.discord.render.checks import wrong_with
from tests.contracts.outlet_posts import EDITION

CAREFUL = settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@CAREFUL
@given(rng=st.randoms(use_true_random=False), several=st.booleans())
def test_nothing_is_wrong_with_any_part(rng: Random, several: bool) -> None:
    """No part breaks a limit, pings, or drops a claim or its marks, and its last line says which it is."""
    replies = [generated.reply(rng) for _ in range(1 + several)]
    made = parts(replies, EDITION)
    messages = [{"attachments": (), **payload["message"]} for payload, _ in made]
    assert [marked(each) for each in messages] == [
        mark(EDITION, number, len(messages)) for number in range(1, len(messages) + 1)
    ]
    start = 0
    for reply in replies:
        count = len(parts([reply], EDITION))
        assert wrong_with(messages[start : start + count], reply) == []
        start += count
    assert start == len(messages)
