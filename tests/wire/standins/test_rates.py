"""Rate limits, as the real library meets them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from tests.standins.discord.rates import limited
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.faults import Fail, Match, limited_as_html, limited_by_charset, limited_without_via
from tests.standins.windows import RollingWindow
from tests.wire.standins.bots import Bot, discord
from tests.wire.standins.conftest import Api

POSTS = Match("POST", r"/channels/\d+/messages")
A_MOMENT = 0.01
"""Seconds the library waits for real."""


async def test_a_429_is_waited_out(standin: DiscordStandIn, bot: Bot) -> None:
    """The library reads retry_after, tries again, and the channel holds one message."""
    await bot.run_until_ready()
    planned = standin.faults.add(Fail(limited(A_MOMENT, scope="user")), POSTS, times=2)
    await bot.get_partial_messageable(standin.channel.id).send("once")
    assert planned.struck == 2
    assert [each.content for each in standin.channel.messages] == ["once"]
    assert [each.status for each in standin.serving.asked("POST", "/messages")] == [429, 429, 200]


async def test_five_429s_are_raised(standin: DiscordStandIn, bot: Bot) -> None:
    """After five tries the library gives up."""
    await bot.run_until_ready()
    standin.faults.add(Fail(limited(A_MOMENT, scope="global")), POSTS, times=None)
    with pytest.raises(discord.HTTPException) as refused:
        await bot.get_partial_messageable(standin.channel.id).send("never")
    assert refused.value.status == 429
    assert len(standin.serving.asked("POST", "/messages")) == 5
    assert standin.channel.log == []


@pytest.mark.parametrize("fault", [limited_without_via, limited_as_html, limited_by_charset])
async def test_a_ban_is_not_waited_out(standin: DiscordStandIn, bot: Bot, fault: Callable[[], Fail]) -> None:
    """A 429 that does not come from the API itself is raised at once, with no second request."""
    await bot.run_until_ready()
    standin.faults.add(fault(), POSTS, times=None)
    with pytest.raises(discord.HTTPException) as refused:
        await bot.get_partial_messageable(standin.channel.id).send("never")
    assert refused.value.status == 429
    assert len(standin.serving.asked("POST", "/messages")) == 1


async def test_a_bucket_is_told_by_header(standin: DiscordStandIn, api: Api) -> None:
    """Two in ten seconds for each channel; the third is refused with what is left to wait."""
    standin.rates.bucket("POST", "/channels/{channel_id}/messages", 2, seconds=10)
    other = standin.moderator.add_channel(standin.guild, "other")
    path = f"/channels/{standin.channel.id}/messages"
    assert [(await api("POST", path, {"content": "x"}))[0] for _ in range(2)] == [200, 200]
    standin.clock.advance(seconds=4)
    status, said = await api("POST", path, {"content": "x"})
    assert (status, said) == (
        429,
        {"message": "You are being rate limited.", "retry_after": 6.0, "global": False},
    )
    told = standin.serving.log[-1].answer
    assert told is not None
    assert (told.headers["X-RateLimit-Scope"], told.headers["X-RateLimit-Remaining"]) == ("user", "0")
    assert (await api("POST", f"/channels/{other.id}/messages", {"content": "x"}))[0] == 200
    standin.clock.advance(seconds=6)
    assert (await api("POST", path, {"content": "x"}))[0] == 200


async def test_the_library_obeys_a_bucket(standin: DiscordStandIn, bot: Bot) -> None:
    """With the headers told, the library sends all and none is refused."""
    await bot.run_until_ready()
    standin.rates.bucket("POST", "/channels/{channel_id}/messages", 50, seconds=10)
    channel = bot.get_partial_messageable(standin.channel.id)
    for number in range(20):
        await channel.send(str(number))
    assert (standin.rates.bucket_refusals, len(standin.channel.messages)) == (0, 20)


async def test_the_global_limit_spares_interactions(standin: DiscordStandIn, api: Api) -> None:
    """Two requests a second for all routes together; answers to interactions do not count."""
    standin.rates.global_limit = 2
    await api(
        "PUT", f"/applications/{standin.state.application_id}/commands", [{"name": "a", "description": "d"}]
    )
    await api("GET", "/gateway")
    status, said = await api("GET", "/users/@me")
    assert (status, said["global"]) == (429, True)
    asked = standin.user("Mira").slash("a")
    callback = f"/interactions/{asked.id}/{asked.token}/callback"
    assert (await api("POST", callback, {"type": 4, "data": {"content": "x"}}))[0] == 204
    standin.clock.advance(seconds=1)
    assert (await api("GET", "/users/@me"))[0] == 200


async def test_invalid_requests_lead_to_a_ban(standin: DiscordStandIn, api: Api) -> None:
    """401, 403 and 429 count, a shared 429 does not; who is banned gets pages for ten minutes."""
    standin.rates.invalid = RollingWindow(3, timedelta(minutes=10))
    standin.faults.add(Fail(limited(1, scope="shared")), Match("GET", "/gateway"))
    assert (await api("GET", "/gateway"))[0] == 429
    token, standin.settings.token = standin.settings.token, "another"
    await _times(3, lambda: api("GET", "/users/@me", headers={"Authorization": "Bot wrong"}))
    standin.settings.token = token
    await api("GET", "/users/@me")
    banned = standin.serving.log[-1].answer
    assert banned is not None
    assert (banned.status, banned.content_type, banned.headers.get("Via")) == (429, "text/html", "")
    standin.clock.advance(minutes=11)
    assert (await api("GET", "/users/@me"))[0] == 200


async def _times(count: int, ask: Callable[[], Awaitable[object]]) -> None:
    for _ in range(count):
        await ask()
