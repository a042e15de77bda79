"""Whatever an edition holds, its parts are messages that Slack takes."""

from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.adapters.slack.outlet_parts import mark, parts, told_in
from tests.adapters.corpus import generated
from tests.adapters.slack.checks import wrong_with
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
    """No part breaks a limit, pings, or drops a claim or its marks, and each says which it is."""
    replies = [generated.reply(rng) for _ in range(1 + several)]
    messages = [payload["message"] for payload, _ in parts(replies, EDITION)]
    assert [told_in(each) for each in messages] == [
        (EDITION, number) for number in range(1, len(messages) + 1)
    ]
    assert all(
        each["text"].endswith(mark(EDITION, number, len(messages))) for number, each in enumerate(messages, 1)
    )
    start = 0
    for reply in replies:
        count = len(parts([reply], EDITION))
        assert wrong_with(messages[start : start + count], reply) == []
        start += count
    assert start == len(messages)
