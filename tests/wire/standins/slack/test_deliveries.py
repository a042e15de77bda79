"""Envelopes, acknowledgements, tries and connections, with the real Socket Mode client."""

from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError

from tests.standins.slack.standin import SlackStandIn
from tests.wire.standins.slack.bots import Bot


async def test_each_envelope_goes_to_one_connection(slack: SlackStandIn, bot: Bot) -> None:
    """Two connections share what comes: each thing is heard once."""
    bot.take_everything()
    await bot.connect()
    await bot.connect()
    mira = slack.user("Mira")
    for number in range(6):
        mira.say(slack.channel, f"@bot {number}")
    await bot.until_heard(6)
    await slack.dispatcher.idle()
    assert sorted(each["event"]["text"][-1] for each in bot.heard) == list("012345")
    assert sorted(len(each.envelopes) for each in slack.sockets.connections) == [3, 3]
    assert all(each.acknowledged == each.envelopes for each in slack.sockets.connections)


async def test_unacknowledged_events_come_again(slack: SlackStandIn, bot: Bot) -> None:
    """After three seconds an event comes again at once, then after one minute and five, then no more."""
    await bot.connect()
    slack.sockets.connections[0].frozen = True  # what it says is not heard, so nothing is acknowledged
    slack.user("Mira").say(slack.channel, "@bot why?")
    [delivery] = slack.dispatcher.deliveries

    async def tried(count: int) -> None:
        await slack.changes.until(
            lambda: len(slack.sockets.connections[0].envelopes) == count, what=f"try {count}"
        )

    for count, wait in ((1, 0), (2, 60), (3, 300), (4, 0)):
        await tried(count)
        slack.clock.advance(seconds=3)
        if wait:
            await slack.changes.until(lambda: delivery.waits_until, what="the wait")
            slack.clock.advance(seconds=wait - 1)
            assert len(delivery.attempts) == count
            slack.clock.advance(seconds=1)
    await slack.changes.until(lambda: delivery.given_up, what="the end")
    assert [each.reason for each in delivery.attempts] == [None, "timeout", "timeout", "timeout"]
    heard = await bot.until_heard(4)
    assert len({each["event_id"] for each in heard}) == 1


async def test_a_command_nobody_takes_fails(slack: SlackStandIn, bot: Bot) -> None:
    """Commands are tried once: without a connection the reader is told at once, else after 3 s."""
    mira = slack.user("Mira")
    assert await mira.slash("brief").failed() == "dispatch_failed"
    await bot.connect()
    slack.sockets.connections[0].frozen = True
    asked = mira.slash("brief")
    await slack.changes.until(lambda: slack.dispatcher.deliveries[-1].attempts, what="the try")
    slack.clock.advance(seconds=2)
    assert asked.failure is None
    slack.clock.advance(seconds=1)
    assert await asked.failed() == "operation_timeout"
    with pytest.raises(AssertionError, match="operation_timeout"):
        await asked.acknowledged()


async def test_a_refreshed_connection_is_replaced(slack: SlackStandIn, bot: Bot) -> None:
    """Told to refresh, the client connects anew by itself and hears what comes then."""
    await bot.connect()
    [first] = slack.sockets.connections
    slack.sockets.disconnect(first)
    await slack.sockets.until_connected(1)
    assert slack.sockets.live != [first]
    slack.user("Mira").say(slack.channel, "@bot still there?")
    await bot.until_heard(1)


async def test_a_forgotten_connection_looks_alive(slack: SlackStandIn, bot: Bot) -> None:
    """A forgotten connection answers pings but brings nothing: events wait for the clock, commands fail."""
    bot.take_everything()
    await bot.connect()
    [connection] = slack.sockets.connections
    slack.sockets.forget(connection)
    pings = connection.pings
    await bot.ping()
    await slack.changes.until(lambda: connection.pings > pings, what="the ping")
    assert await bot.handlers[0].client.is_connected()
    mira = slack.user("Mira")
    assert await mira.slash("brief").failed() == "dispatch_failed"
    mira.say(slack.channel, "@bot why?")
    event = slack.dispatcher.deliveries[-1]
    await slack.changes.until(lambda: event.waits_until, what="the wait")
    assert len(event.attempts) == 2
    await bot.connect()
    slack.clock.advance(minutes=1)
    await slack.changes.until(lambda: event.acknowledged, what="the acknowledgement")
    assert len(event.attempts) == 3


async def test_events_are_delivered_over_and_over(slack: SlackStandIn, bot: Bot) -> None:
    """The same event can come several times, under one event_id and different envelopes."""
    await bot.connect()
    slack.user("Mira").say(slack.channel, "@bot why?", times=3)
    await bot.until_heard(3)
    slack.dispatcher.again(slack.dispatcher.deliveries[0])
    await bot.until_heard(4)
    assert len({each["event_id"] for each in bot.heard}) == 1
    assert len({each.envelope_id for each in slack.dispatcher.deliveries}) == 4


async def test_ten_connections_and_single_tickets(slack: SlackStandIn, bot: Bot) -> None:
    """An address opens one connection once; the eleventh connection is turned away."""
    async with ClientSession() as session:
        first = (await bot.client.apps_connections_open(app_token=slack.settings.app_token))["url"]
        sockets = [await session.ws_connect(first)]
        with pytest.raises(Exception, match="403"):
            await session.ws_connect(first)
        for _ in range(10):
            url = (await bot.client.apps_connections_open(app_token=slack.settings.app_token))["url"]
            sockets.append(await session.ws_connect(url))
        said = [(await each.receive_json())["type"] for each in sockets]
        assert said == ["hello"] * 10 + ["disconnect"]
        for each in sockets:
            await each.close()


async def test_disabled_socket_mode_gives_no_connection(slack: SlackStandIn, bot: Bot) -> None:
    """After link_disabled the app token opens nothing."""
    await bot.connect()
    slack.sockets.disconnect(slack.sockets.connections[0], "link_disabled")
    await slack.changes.until(lambda: not slack.sockets.connections[0].open, what="the end")
    with pytest.raises(SlackApiError, match="missing_scope"):
        await bot.client.apps_connections_open(app_token=slack.settings.app_token)
    await bot.leave()


async def test_bad_acknowledgements_are_noted(slack: SlackStandIn, bot: Bot) -> None:
    """An acknowledgement that breaks a limit is a refusal, and shows the reader nothing."""

    @bot.app.command("/brief")
    async def brief(ack: Any) -> None:
        await ack(blocks=[{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], text="x")

    @bot.app.command("/empty")
    async def empty(ack: Any) -> None:
        await ack(response_type="in_channel", text=" ")

    await bot.connect()
    mira = slack.user("Mira")
    asked = mira.slash("brief")
    assert (await asked.refused()).error == "invalid_blocks"
    assert (await mira.slash("empty").refused()).error == "no_text"
    assert asked.made == mira.sees() == []
    assert [each.error for each in slack.refusals] == ["invalid_blocks", "no_text"]
