"""Posting digests on Discord by the real SDK: whole, one request each, with buttons that work."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from bot.adapters.discord import outlet as discord_outlet
from bot.adapters.discord.outlet_requests import BANNED_WAIT
from bot.delivery.records import Sent
from bot.failures import Lost, Ours, PlatformError, Wait
from bot.ports import Feedback
from bot.roles import NeedsAttention
from bot.secret import Secret
from bot.settings import Settings
from bot.subscriptions import Channel
from briefings.editions.order import Style
from briefings.service import BriefingService
from tests.contracts.outlet_posts import EDITION, edition, posts, reply, under
from tests.contracts.outlet_scenes import CREATE, OnDiscord, address_kept, discord_settings, on_discord
from tests.standins.calls import Answer
from tests.standins.discord.rates import limited
from tests.standins.discord.readers import Reader
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.world import Message
from tests.standins.faults import (
    Effect,
    Fail,
    limited_as_html,
    limited_by_charset,
    limited_without_via,
    server_error,
)
from tests.wire.discord.conftest import Parts, Start

MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[OnDiscord]:
    """The stand-in, and an outlet connected to it."""
    async with on_discord() as made:
        yield made


def _foot(message: Message) -> str:
    return str(message.embeds[-1]["footer"]["text"])


@pytest.mark.parametrize("style", ["full", "headlines", "thread"])
async def test_real_editions_are_accepted_whole(
    scene: OnDiscord, service: BriefingService, style: Style
) -> None:
    """Every style of a real edition is posted without a refusal; each message says whose part it is."""
    replies = edition(service, style)
    made = scene.posts(*replies)
    top = await scene.sent(made[0])
    for each in made[1:]:
        await scene.sent(under(each, top))
    seen = [each for channel in scene.standin.world.channels.values() for each in channel.messages]
    assert len(seen) == len(made)
    for number, message in enumerate(seen, 1):
        assert _foot(message).endswith(f"{EDITION} · {number}/{len(made)}" if len(made) > 1 else EDITION)
        assert not message.content
        assert not message.ephemeral


async def test_long_editions_are_parted_between_claims(scene: OnDiscord) -> None:
    """Every claim is said once over all parts, whole, with its mark and its source in the same message."""
    for each in scene.posts(reply("Tolls", 40, long=6)):
        await scene.sent(each)
    said = [each.embeds[0]["description"] for each in scene.standin.channel.messages]
    assert len(said) > 2
    for number in range(1, 41):
        holding = [text for text in said if f"Statement {number} about tolls" in text]
        assert len(holding) == 1
        assert holding[0].count(f"[{number}]") == 2


async def test_what_else_to_ask_stands_under_the_last_part_alone(scene: OnDiscord) -> None:
    """Nothing turns pages; a further question is offered once, evidence and feedback with every part."""
    for each in scene.posts(reply("Tolls", 40, long=6)):
        await scene.sent(each)
    labels = [_labels(each) for each in scene.standin.channel.messages]
    assert all("Evidence" in each and "Wrong" in each for each in labels)
    assert ["Ask this next" in each for each in labels] == [False] * (len(labels) - 1) + [True]
    assert not any("›" in label or "‹" in label for each in labels for label in each)


def _labels(message: Message) -> list[str]:
    return [each.get("label", "") for row in message.components for each in row["components"]]


async def test_buttons_of_a_digest_work_after_it_was_posted_by_another_process(
    standin: DiscordStandIn,
    start: Start,
    mira: Reader,
    parts: Parts,
    settings: Settings,
    service: BriefingService,
) -> None:
    """Evidence, the next question and feedback under a digest are answered by whoever holds the gateway."""
    channel = Channel("discord", str(standin.guild.id), str(standin.channel.id))
    async with discord_outlet.connected(settings) as outlet:
        for post in posts(outlet, channel, edition(service, "full"), standin.clock.now()):
            assert isinstance(await outlet.send(post), Sent)
    await start()
    digest = standin.channel.messages[-1]
    evidence = await mira.press(digest, "Evidence").message()
    assert evidence.ephemeral
    assert "Evidence" in evidence.embeds[0]["title"]
    asked = await mira.press(digest, "Ask this next").message()
    assert asked.embeds[0]["description"].startswith("> You asked: ")
    opened = mira.press(digest, "Unsupported")
    await opened.opened_modal()
    await mira.submit_modal(opened, {"comment": "which sentence?"}).message()
    [kept] = parts.feedback.kept
    assert isinstance(kept, Feedback)
    assert kept.question == f"/digest {EDITION}"
    assert kept.claims


@pytest.mark.parametrize("status", [500, 502, 503, 504, 524])
@pytest.mark.parametrize("effect", list(Effect))
async def test_a_server_error_is_one_request(scene: OnDiscord, status: int, effect: Effect) -> None:
    """Left to itself the SDK tries a server error up to five times, with sleeps; the worker decides here."""
    [post] = scene.posts()
    scene.standin.faults.add(server_error(status, effect), CREATE)
    assert await scene.outlet.send(post) == Wait(maybe_done=True)
    assert scene.requests() == 1
    await scene.sent(post)
    assert len(scene.shown()) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fail(limited(7.5, scope="user")),
        Fail(limited(7.5, scope="shared")),
        limited_by_charset(7.5),
    ],
)
async def test_a_full_channel_is_one_request_and_stops_no_other(scene: OnDiscord, fault: Fail) -> None:
    """A 429 says how long to wait and is not slept through; other channels go on at once."""
    other = scene.standin.moderator.add_channel(scene.standin.guild, "other")
    [post] = scene.posts()
    scene.standin.faults.add(fault, CREATE)
    assert await scene.outlet.send(post) == Wait(7.5)
    [elsewhere] = scene.posts(channel=scene.there(str(other.id)))
    await scene.sent(elsewhere)
    assert scene.requests() == 2


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        (Fail(limited(50.0, scope="global")), 50.0),
        (limited_as_html(), BANNED_WAIT),
    ],
)
async def test_a_limit_on_everything_stops_everything(scene: OnDiscord, fault: Fail, seconds: float) -> None:
    """After a 429 for all requests, or a ban, there is no request anywhere until it is over."""
    other = scene.standin.moderator.add_channel(scene.standin.guild, "other")
    scene.standin.faults.add(fault, CREATE)
    [post] = scene.posts()
    waits: list[object] = [await scene.outlet.send(post)]
    waits += [await scene.outlet.send(each) for each in scene.posts(channel=scene.there(other.id))]
    waits.append(await scene.outlet.lacking(scene.channel, thread=True))
    assert scene.requests() == 1
    for each in waits[1:]:
        assert isinstance(each, Wait)
        assert each.seconds is not None
        assert 0 < each.seconds <= seconds
        assert not each.maybe_done


@pytest.mark.parametrize(
    ("told", "seconds"), [("1e12", 3_600.0), ("-5", None), ("nan", None), ("soon", None), ("0", 0.0)]
)
async def test_a_lying_limit_is_not_believed_for_ever(
    scene: OnDiscord, told: str, seconds: float | None
) -> None:
    """A time to wait that cannot be meant is cut, or taken for none."""
    [post] = scene.posts()
    body = {"message": "limited", "retry_after": told, "global": False}
    scene.standin.faults.add(Fail(replace(limited(1, scope="user"), body=body, headers={})), CREATE)
    assert await scene.outlet.send(post) == Wait(seconds)


async def test_a_proxys_ban_is_one_request(scene: OnDiscord) -> None:
    """A 429 without Discord's own mark, which the SDK takes for a ban, is a wait as well."""
    [post] = scene.posts()
    scene.standin.faults.add(limited_without_via(3.0), CREATE)
    assert await scene.outlet.send(post) == Wait(3.0)


async def test_a_bucket_that_is_used_up_refuses_without_a_request_or_a_sleep(scene: OnDiscord) -> None:
    """What Discord's headers forbid is not asked, and nobody waits for it, in no channel."""
    scene.standin.rates.bucket("POST", "/channels/{channel_id}/messages", 2, seconds=3_000)
    other = scene.standin.moderator.add_channel(scene.standin.guild, "other")
    three = scene.posts(reply("Tolls", 40, long=6))[:3]
    await scene.sent(three[0])
    await scene.sent(three[1])
    met = await scene.outlet.send(three[2])
    assert isinstance(met, Wait)
    assert met.seconds is not None
    assert 0 < met.seconds <= 3_000
    [elsewhere] = scene.posts(channel=scene.there(other.id))
    await scene.sent(elsewhere)
    assert scene.requests() == 3


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "1e12"}, 3_600.0),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "nan"}, 3_600.0),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "-5"}, None),
        ({"X-RateLimit-Remaining": "none", "X-RateLimit-Reset-After": "1"}, None),
        ({"X-RateLimit-Remaining": "0"}, None),
    ],
)
async def test_lying_headers_take_nothing_back(
    scene: OnDiscord, headers: dict[str, str], seconds: float | None
) -> None:
    """A success is one whatever its headers say of limits; what cannot be meant holds nobody for ever."""
    first, second = scene.posts(reply("Tolls", 20, long=6))[:2]
    answer = Answer(200, {"id": "123"}, headers)
    scene.standin.faults.add(Fail(answer), CREATE)
    assert await scene.outlet.send(first) == Sent("123")
    then = await scene.outlet.send(second)
    if seconds is None:
        assert isinstance(then, Sent)
    else:
        assert isinstance(then, Wait)
        assert then.seconds is not None
        assert 0 < then.seconds <= seconds


async def test_many_channels_at_once(scene: OnDiscord) -> None:
    """One outlet posts in many channels side by side, each part once."""
    channels = [scene.standin.moderator.add_channel(scene.standin.guild, f"c{n}") for n in range(8)]
    made = [
        replace(post, part=replace(post.part, key=f"key-{each.id}"))
        for each in channels
        for post in scene.posts(channel=scene.there(each.id))
    ]
    outcomes = await asyncio.gather(*(scene.outlet.send(each) for each in made))
    assert all(isinstance(each, Sent) for each in outcomes)
    assert [len(each.messages) for each in channels] == [1] * 8


@pytest.mark.parametrize("raw", [b"<html>", b"[]", b'{"ok": true}', b"null"])
async def test_an_answer_that_is_not_discords_leaves_doubt(scene: OnDiscord, raw: bytes) -> None:
    """A success that names no message may be one or not."""
    [post] = scene.posts()
    answer = replace(limited(1, scope="user"), status=200, raw=raw, headers={})
    scene.standin.faults.add(Fail(answer), CREATE)
    assert await scene.outlet.send(post) == Lost()


async def test_our_own_mistakes_are_told_apart(scene: OnDiscord) -> None:
    """A message that breaks a rule is our mistake, not the channel's."""
    [post] = scene.posts()
    fault = Fail(replace(limited(1, scope="user"), status=400, body={"code": 50035, "message": "Invalid"}))
    scene.standin.faults.add(fault, CREATE)
    assert await scene.outlet.send(post) == Ours("50035")


async def test_without_a_good_token_nothing_is_connected() -> None:
    """No token, and one that Discord refuses, need somebody's attention."""
    with pytest.raises(NeedsAttention):
        async with discord_outlet.connected(Settings()):
            pass
    with address_kept():
        async with DiscordStandIn() as standin:
            settings = replace(discord_settings(standin), discord_token=Secret("an.other.token"))
            with pytest.raises(NeedsAttention, match="does not accept"):
                async with discord_outlet.connected(settings):
                    pass


async def test_where_nobody_answers_another_try_may_help() -> None:
    """An address at which nobody listens ends in one sentence that names the setting."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        settings: dict[str, Any] = {"discord_api_url": f"http://127.0.0.1:{taken.getsockname()[1]}"}
        with address_kept(), pytest.raises(PlatformError, match="COMMUNIQUE_DISCORD_API_URL"):
            async with discord_outlet.connected(Settings(discord_token=Secret("a.b.c"), **settings)):
                pass


async def test_a_refused_connection_leaves_no_doubt(scene: OnDiscord) -> None:
    """Where no connection came about nothing was posted."""
    [post] = scene.posts()
    await scene.standin.serving.stop()
    assert await scene.outlet.send(post) in {Wait(), Lost()}
    assert await scene.outlet.send(post) == Wait()
