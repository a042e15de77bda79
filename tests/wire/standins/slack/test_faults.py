"""Lost, late and false answers, as the real library meets them."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.standins.faults import Effect, Fault, Hang, Match, Reset, Trickle
from tests.standins.slack.refusals import limited, server_page, slack_error
from tests.standins.slack.standin import SlackStandIn
from tests.wire.standins.slack.bots import Bot

POST = Match("POST", "/api/chat.postMessage")


@pytest.mark.parametrize("effect", Effect, ids=lambda each: each.name)
async def test_a_lost_line(slack: SlackStandIn, bot: Bot, effect: Effect) -> None:
    """A connection is cut; whether the message is there is known to the channel alone."""
    lost = slack.faults.add(Reset(effect), POST)
    with pytest.raises(aiohttp.ClientError):
        await bot.client.chat_postMessage(channel=slack.channel.id, text="x")
    await lost.met()
    assert len(slack.channel.messages) == (effect is Effect.ACCEPTED)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (slack_error("fatal_error", Effect.ACCEPTED), "fatal_error"),
        (slack_error("internal_error"), "internal_error"),
        (slack_error("request_timeout", Effect.ACCEPTED), "request_timeout"),
        (slack_error("service_unavailable", status=503), "service_unavailable"),
        (server_page(502, Effect.ACCEPTED), "502"),
        (limited(7), "ratelimited"),
    ],
    ids=["fatal", "internal", "timeout", "unavailable", "page", "limited"],
)
async def test_a_false_answer(slack: SlackStandIn, bot: Bot, fault: Fault, told: str) -> None:
    """Any error, status and effect can be told instead of the truth."""
    slack.faults.add(fault, POST)
    with pytest.raises(SlackApiError) as met:
        await bot.client.chat_postMessage(channel=slack.channel.id, text="x")
    assert told in str(met.value) or str(met.value.response.status_code) == told
    assert len(slack.channel.messages) == (getattr(fault, "effect", None) is Effect.ACCEPTED)


async def test_a_hanging_and_a_slow_answer(slack: SlackStandIn, bot: Bot) -> None:
    """An answer can wait until it is let go, and come in pieces."""
    held = slack.faults.add(Hang(), POST)
    sending = asyncio.create_task(bot.client.chat_postMessage(channel=slack.channel.id, text="x"))
    await held.met()
    assert not sending.done()
    held.release()
    assert (await sending)["ts"] == slack.channel.messages[0].ts
    slow = slack.faults.add(Trickle(size=64), Match(path="/api/auth.test"))
    asking = asyncio.create_task(bot.client.auth_test())
    await slow.met()
    slow.release(100)
    assert (await asking)["ok"]


async def test_a_body_that_is_no_json(slack: SlackStandIn, bot: Bot) -> None:
    """A body that cannot be read is refused in Slack's words."""
    headers = {"Authorization": f"Bearer {slack.settings.bot_token}", "Content-Type": "application/json"}
    async with bot.session.post(slack.api_url + "chat.postMessage", data=b"{", headers=headers) as answer:
        assert (await answer.json())["error"] == "invalid_json"
