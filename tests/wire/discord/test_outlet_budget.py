"""Refused requests are bounded over all channels, since Discord bans an address that makes too many."""

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.adapters.discord.invalid import InvalidBudget
from bot.adapters.discord.outlet import DiscordOutlet
from bot.failures import Permanent, Wait
from tests.contracts.outlet_posts import reply
from tests.contracts.outlet_scenes import OnDiscord, on_discord
from tests.standins.calls import Answer
from tests.standins.discord.rates import limited
from tests.standins.faults import Effect, Fail, Match

MOST = 3


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[OnDiscord]:
    """The stand-in, and an outlet connected to it that puts up with three refusals."""
    async with on_discord() as made:
        assert isinstance(made.outlet, DiscordOutlet)
        made.outlet.requests.invalid = InvalidBudget(lambda: 0.0, most=MOST)
        yield made


async def _refused(scene: OnDiscord, answer: Fail, times: int) -> list[object]:
    [post] = scene.posts(reply("Once", 1))
    scene.standin.faults.add(answer, Match("POST", r".*/messages"), times=times)
    return [await scene.outlet.send(post) for _ in range(times + 1)]


async def test_after_so_many_refusals_nothing_is_asked_any_more(scene: OnDiscord) -> None:
    """403 as often as it is borne: the next post waits, and no request leaves."""
    forbidden = Answer(403, {"code": 50001, "message": "Missing Access"})
    *refused, last = await _refused(scene, Fail(forbidden, Effect.REFUSED), MOST)
    assert refused == [Permanent("no-access")] * MOST
    assert isinstance(last, Wait)
    assert not last.maybe_done
    assert last.seconds
    assert scene.requests(ending="/messages") == MOST


async def test_a_limit_that_others_use_up_is_not_counted(scene: OnDiscord) -> None:
    """429 with the scope `shared` leads to no ban."""
    *_, last = await _refused(scene, Fail(limited(0, scope="shared"), Effect.REFUSED), MOST)
    assert not isinstance(last, Wait)
