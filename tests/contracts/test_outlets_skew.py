"""Looking for a post when the ledger's clock and Discord's differ by an hour.

On Slack the time that is looked through is kept short: apps outside its marketplace may ask once a minute.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.records import Found, NotThere
from tests.contracts.outlet_posts import posts, reply
from tests.contracts.outlet_scenes import on_discord


@pytest.mark.parametrize("fast", [timedelta(hours=1), timedelta(hours=-1)], ids=["fast", "slow"])
async def test_what_was_posted_is_found_by_a_clock_that_is_off(fast: timedelta) -> None:
    """A post without a reply is found and not posted twice; one that never arrived is told apart."""
    async with on_discord() as scene:
        first, other = (
            posts(scene.outlet, scene.channel, [reply("Tolls")], scene.now, name)[0]
            for name in ("d-F1RST00", "d-0THER11")
        )
        message, ours = await scene.sent(first), scene.now + fast
        scene.advance(timedelta(minutes=3))
        for post, wanted in ((first, Found(message)), (other, NotThere())):
            tried = replace(post, part=replace(post.part, state="tried", tried_at=ours, first_tried_at=ours))
            assert await scene.outlet.find(tried, ours - timedelta(minutes=1)) == wanted
