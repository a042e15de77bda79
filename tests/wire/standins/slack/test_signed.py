"""HTTP mode: signed requests to receivers made of the real slack-bolt, and its own verifier as the judge."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp

from tests.standins.clock import SteppedClock
from tests.standins.slack.signature import Flaw
from tests.standins.slack.standin import SlackStandIn
from tests.wire.standins.slack.bots import Bot

SILENT = logging.getLogger("tests.slack.silent")
SILENT.setLevel(logging.CRITICAL)

CRASHING = {Flaw.EMPTY_TIMESTAMP, Flaw.WORDS_AS_TIMESTAMP, Flaw.FRACTION_AS_TIMESTAMP, Flaw.FOREIGN_LETTERS}
"""What slack-bolt 1.30.0 answers with 500, where 401 is right."""


class Receiver:
    """One HTTP receiver. `statuses` overrides the next answers, None lets Bolt answer."""

    def __init__(self, app: AsyncApp, heard: Callable[[], None]) -> None:
        self.bolt = app
        self.heard = heard
        self.headers: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        self.statuses: list[web.Response | None] = []
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen at a free port."""
        served = web.Application()
        served.router.add_post("/slack/events", self._serve)
        self._runner = web.AppRunner(served, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/slack/events"

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        self.bodies.append(await request.read())
        self.heard()
        instead = self.statuses.pop(0) if self.statuses else None
        if instead is not None:
            return instead
        return await to_aiohttp_response(await self.bolt.async_dispatch(await to_bolt_request(request)))


@pytest_asyncio.fixture
async def signed() -> AsyncIterator[SlackStandIn]:
    """A stand-in whose clock shows the machine's time, since the library's verifier reads that."""
    async with SlackStandIn(clock=SteppedClock(datetime.now(UTC))) as running:
        yield running


@pytest_asyncio.fixture
async def receiver(signed: SlackStandIn) -> AsyncIterator[Receiver]:
    """One receiver, which the stand-in sends to."""
    bot = Bot(signed)
    app = AsyncApp(client=bot.client, signing_secret=signed.settings.signing_secret, logger=SILENT)
    made = Receiver(app, signed.changes.ring)
    await made.start()
    signed.http.receivers.append(made.url)
    yield made
    await made.stop()
    await bot.leave()


async def test_bolt_takes_what_is_signed(signed: SlackStandIn, receiver: Receiver) -> None:
    """Events, commands and buttons reach a receiver in the vendor's encodings and pass its verifier."""
    heard: list[str] = []

    @receiver.bolt.command("/brief")
    async def brief(ack: Any, command: dict[str, str]) -> None:
        text = {"type": "plain_text", "text": "Press"}
        button = {"type": "button", "text": text, "action_id": "press"}
        await ack(text=command["text"], blocks=[{"type": "actions", "elements": [button]}])

    @receiver.bolt.action("press")
    async def press(ack: Any, respond: Any) -> None:
        await ack()
        await respond("pressed", replace_original=False)

    @receiver.bolt.event("app_mention")
    async def mentioned(event: dict[str, str]) -> None:
        heard.append(event["text"])
        signed.changes.ring()

    mira = signed.user("Mira")
    answer = await mira.slash("brief", "a=b&c d").message()
    assert answer.text == "a=b&amp;c d"
    assert (await mira.press(answer, "Press").message()).text == "pressed"
    mira.say(signed.channel, "@bot why?")
    await signed.changes.until(lambda: heard, what="the mention")
    assert [each["content-type"] for each in receiver.headers] == [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded",
        "application/json",
    ]
    assert signed.http.failure_share() == 0
    assert await signed.http.verify_url(receiver.url)
    assert await signed.http.ssl_check(receiver.url) == 200


@pytest.mark.parametrize("flaw", list(Flaw), ids=lambda each: each.name)
async def test_bolts_verifier_agrees_on_flaws(signed: SlackStandIn, receiver: Receiver, flaw: Flaw) -> None:
    """What is said to be flawed is what the library's own verifier does not pass, and nothing else."""

    @receiver.bolt.event("app_home_opened")
    async def opened() -> None:
        """Bolt acknowledges."""

    status, _ = await signed.http.attempt(receiver.url, signed.http.sample_event(), flaw)
    assert status == (500 if flaw in CRASHING else 401 if flaw.refused else 200)


async def test_failed_events_are_tried_four_times(signed: SlackStandIn, receiver: Receiver) -> None:
    """At once, after a minute, after five: the same event_id with the number and reason of the retry."""
    receiver.statuses = [web.Response(status=500) for _ in range(4)]
    signed.user("Mira").say(signed.channel, "@bot why?")
    [delivery] = signed.dispatcher.deliveries
    await signed.changes.until(lambda: delivery.waits_until, what="the first wait")
    signed.clock.advance(minutes=1)
    await signed.changes.until(
        lambda: len(delivery.attempts) == 3 and delivery.waits_until, what="the second"
    )
    signed.clock.advance(minutes=5)
    await signed.changes.until(lambda: delivery.given_up, what="the end")
    numbers = [each.get("x-slack-retry-num") for each in receiver.headers]
    assert numbers == [None, "1", "2", "3"]
    assert {each.get("x-slack-retry-reason") for each in receiver.headers[1:]} == {"http_error"}
    assert signed.http.failure_share() == 1
    assert not signed.http.disabled


async def test_no_retry_is_honoured(signed: SlackStandIn, receiver: Receiver) -> None:
    """A failure with X-Slack-No-Retry is not tried again."""
    receiver.statuses = [web.Response(status=500, headers={"X-Slack-No-Retry": "1"})]
    signed.user("Mira").say(signed.channel, "@bot why?")
    [delivery] = signed.dispatcher.deliveries
    await signed.changes.until(lambda: delivery.given_up, what="the end")
    assert len(delivery.attempts) == 1


async def test_receivers_take_turns(signed: SlackStandIn, receiver: Receiver) -> None:
    """Several deliveries of one event go to one receiver after the other, and a lost one is a failure."""

    @receiver.bolt.event("app_mention")
    async def mentioned() -> None:
        """Bolt acknowledges."""

    second = Receiver(receiver.bolt, signed.changes.ring)
    await second.start()
    signed.http.receivers.append(second.url)
    signed.user("Mira").say(signed.channel, "@bot why?", times=4)
    await signed.dispatcher.idle()
    assert (len(receiver.bodies), len(second.bodies)) == (2, 2)
    assert len(set(receiver.bodies + second.bodies)) == 1
    await second.stop()
    signed.user("Mira").say(signed.channel, "@bot and now?", times=2)
    await signed.dispatcher.idle()
    assert signed.http.failure_share() > 0


async def test_a_slow_receiver_has_failed(signed: SlackStandIn, receiver: Receiver) -> None:
    """After three seconds of the clock a command fails for the reader; events go on."""
    gate = asyncio.Event()

    @receiver.bolt.command("/slow")
    async def slow(ack: Any) -> None:
        await gate.wait()
        await ack()

    @receiver.bolt.event("app_mention")
    async def mentioned() -> None:
        """Bolt acknowledges."""

    mira = signed.user("Mira")
    asked = mira.slash("slow")
    await signed.changes.until(lambda: receiver.bodies, what="the request")
    signed.clock.advance(seconds=3)
    assert await asked.failed() == "operation_timeout"
    gate.set()
    mira.say(signed.channel, "@bot why?")
    await signed.dispatcher.idle()
    assert signed.dispatcher.deliveries[-1].acknowledged


def test_the_app_would_be_switched_off() -> None:
    """Over 95% failures of a thousand deliveries or more within an hour switch the app off."""
    told = []
    for good, bad, hours in ((39, 960, 0), (39, 961, 0), (139, 961, 0), (39, 961, 1)):
        signed = SlackStandIn()
        now = signed.clock.now()
        signed.http.results.extend([(now, False)] * bad + [(now, True)] * good)
        signed.clock.advance(hours=hours)
        told.append(signed.http.disabled)
    assert told == [False, True, False, False]
