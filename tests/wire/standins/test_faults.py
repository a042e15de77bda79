"""Faults: what the channel holds after each, and what the client saw."""

import asyncio

import aiohttp
import pytest

from tests.standins.discord.rates import limited
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.faults import Effect, Fail, Hang, Match, Reset, Trickle, server_error
from tests.wire.standins.bots import Bot, discord
from tests.wire.standins.conftest import Api

POSTS = Match("POST", r"/channels/\d+/messages")


@pytest.fixture
def path(standin: DiscordStandIn) -> str:
    """Where messages are posted."""
    return f"/channels/{standin.channel.id}/messages"


@pytest.mark.parametrize(("effect", "held"), [(Effect.ACCEPTED, 1), (Effect.REFUSED, 0)])
async def test_a_reset(standin: DiscordStandIn, api: Api, path: str, effect: Effect, held: int) -> None:
    """The client learns nothing either way; the channel holds the message or does not."""
    planned = standin.faults.add(Reset(effect), POSTS)
    with pytest.raises((ConnectionResetError, aiohttp.ClientError)):
        await api("POST", path, {"content": "x"})
    assert (planned.struck, len(standin.channel.messages)) == (1, held)
    assert (await api("POST", path, {"content": "x"}))[0] == 200


async def test_the_library_does_not_retry_a_reset(standin: DiscordStandIn, bot: Bot) -> None:
    """A lost reply is raised to the caller: whether the message is there is for the caller to find out."""
    await bot.run_until_ready()
    standin.faults.add(Reset(), POSTS)
    with pytest.raises((OSError, aiohttp.ClientError)):
        await bot.get_partial_messageable(standin.channel.id).send("x")
    assert len(standin.serving.asked("POST", "/messages")) == len(standin.channel.messages) == 1


async def test_a_hang_after_accepting(standin: DiscordStandIn, api: Api, path: str) -> None:
    """The message is there while the reply hangs; a release lets the true reply through."""
    planned = standin.faults.add(Hang(), POSTS)
    waiting = asyncio.create_task(api("POST", path, {"content": "x"}))
    await planned.met()
    await standin.changes.until(lambda: standin.channel.messages)
    assert not waiting.done()
    planned.release()
    status, said = await waiting
    assert (status, said["id"]) == (200, str(standin.channel.messages[0].id))


async def test_a_hang_before_accepting_whose_client_leaves(
    standin: DiscordStandIn, api: Api, path: str
) -> None:
    """Nothing is held when the client gave up before the release."""
    planned = standin.faults.add(Hang(Effect.REFUSED), POSTS)
    waiting = asyncio.create_task(api("POST", path, {"content": "x"}))
    await planned.met()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert standin.channel.log == []


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize(("effect", "held"), [(Effect.ACCEPTED, 1), (Effect.REFUSED, 0)])
async def test_a_server_error(
    standin: DiscordStandIn, api: Api, path: str, status: int, effect: Effect, held: int
) -> None:
    """A 5xx says nothing about whether the message is there."""
    standin.faults.add(server_error(status, effect), POSTS)
    assert (await api("POST", path, {"content": "x"}))[0] == status
    assert len(standin.channel.messages) == held


async def test_a_post_sent_again_with_its_nonce(standin: DiscordStandIn, bot: Bot) -> None:
    """Accepted, answered with an error, sent again with the same nonce: one message."""
    await bot.run_until_ready()
    channel = bot.get_partial_messageable(standin.channel.id)
    standin.faults.add(server_error(503, Effect.ACCEPTED), POSTS)
    with pytest.raises(discord.DiscordServerError):
        await channel.send("digest", nonce="slot-1")
    again = await channel.send("digest", nonce="slot-1")
    assert [each.id for each in standin.channel.messages] == [again.id]


async def test_a_reply_that_trickles_by_release(standin: DiscordStandIn, api: Api, path: str) -> None:
    """The reply comes piece by piece and is whole in the end."""
    planned = standin.faults.add(Trickle(size=50), POSTS)
    waiting = asyncio.create_task(api("POST", path, {"content": "slowly"}))
    await planned.met()
    planned.release(3)
    await asyncio.sleep(0)
    assert not waiting.done()
    standin.faults.clear()
    status, said = await waiting
    assert (status, said["content"]) == (200, "slowly")


async def test_a_reply_that_trickles_by_the_clock(standin: DiscordStandIn, api: Api, path: str) -> None:
    """One piece a second of the stand-in's clock."""
    planned = standin.faults.add(Trickle(size=100_000, seconds=1), POSTS)
    waiting = asyncio.create_task(api("POST", path, {"content": "slowly"}))
    await planned.met()
    await standin.changes.until(lambda: standin.channel.messages)
    while not waiting.done():
        standin.clock.advance(seconds=1)
        await asyncio.sleep(0)
    assert (await waiting)[0] == 200


async def test_faults_are_counted_and_skipped(standin: DiscordStandIn, api: Api, path: str) -> None:
    """The second and third matching request meet the fault, others do not."""
    match = Match("POST", r"/channels/\d+/messages", lambda body: body["content"] == "x")
    planned = standin.faults.add(server_error(), match, times=2, skip=1)
    sent = [(await api("POST", path, {"content": text}))[0] for text in "xyxxx"]
    assert (sent, planned.struck) == ([200, 200, 500, 500, 200], 2)


async def test_a_drawn_plan_does_not_depend_on_order(api: Api, standin: DiscordStandIn, path: str) -> None:
    """The same seed deals the same fault to the same request, whenever it comes; another seed others."""
    dealt: dict[int, list[dict[int, int]]] = {}
    for seed, order in [(1, range(40)), (1, reversed(range(40))), (2, range(40))]:
        standin.faults.draw(seed, [(server_error(502), 0.3), (Fail(limited(1, scope="user")), 0.2)], POSTS)
        answers = {number: (await api("POST", path, {"content": str(number)}))[0] for number in order}
        dealt.setdefault(seed, []).append(answers)
    assert dealt[1][0] == dealt[1][1] != dealt[2][0]
    assert {502, 429, 200} == set(dealt[1][0].values())


async def test_stopping_lets_go_of_what_hangs() -> None:
    """A stand-in with a hanging request can be stopped."""
    async with aiohttp.ClientSession() as session:
        async with DiscordStandIn() as other:
            planned = other.faults.add(Hang())
            waiting = asyncio.ensure_future(session.post(other.api_url + "/users/@me/channels", json={}))
            await planned.met()
        await asyncio.gather(waiting, return_exceptions=True)
    assert waiting.done()
