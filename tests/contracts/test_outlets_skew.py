"""Looking for a post when the ledger's clock and the platform's differ by an hour."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.records import Found, NotThere
from tests.contracts.outlet_posts import posts, reply
from tests.contracts.outlet_scenes import OnDiscord, OnSlack, on_discord, on_slack

Scene = Callable[[], AbstractAsyncContextManager[OnDiscord | OnSlack]]


@pytest.mark.parametrize("on", [on_discord, on_slack], ids=["discord", "slack"])
@pytest.mark.parametrize("fast", [timedelta(hours=1), timedelta(hours=-1)], ids=["fast", "slow"])
async def test_what_was_posted_is_found_by_a_clock_that_is_off(on: Scene, fast: timedelta) -> None:
    """A post without a reply is found and not posted twice; one that never arrived is told apart."""
    async with on() as scene:
        first, other = (
            posts(scene.outlet, scene.channel, [reply("Tolls")], scene.now, name)[0]
            for name in ("d-F1RST00", "d-0THER11")
        )
        message, ours = await scene.sent(first), scene.now + fast
        scene.advance(timedelta(minutes=3))
        for post, wanted in ((first, Found(message)), (other, NotThere())):
            tried = replace(post, part=replace(post.part, state="tried", tried_at=ours, first_tried_at=ours))
            assert await scene.outlet.find(tried, ours - timedelta(minutes=1)) == wanted
