"""HTTP mode at its edge: who is let in, and that Slack always gets its success."""

import asyncio
import io
import json
import logging
from dataclasses import replace

import aiohttp
import pytest

from bot.roles import NeedsAttention
from bot.settings import Settings
from tests.standins.slack.readers import Reader
from tests.standins.slack.signature import Flaw
from tests.standins.slack.standin import SlackStandIn
from tests.wire.slack.conftest import Bot, Start


@pytest.fixture
async def receiver(start: Start) -> Bot:
    return await start(http=True)


UNREADABLE = (
    b"", b"{}", b"[]", b"null", b"7", b"\xff\xfe", b"{", b"payload=", b"payload={", b"payload=[]", b"a=b&a=c",
    b'{"type": "event_callback"}', b'{"type": "event_callback", "event": []}', b'{"event": null}',
    b'{"type": "event_callback", "event": {"type": "app_mention"}, "event_id": 5, "team_id": null}',
    json.dumps({"type": "block_actions", "actions": []}).encode(),
    json.dumps({"type": "view_submission", "view": {"state": 5}}).encode(),
    json.dumps({"type": "event_callback", "event": {"type": "function_executed"}}).encode(),
)  # fmt: skip


async def test_only_what_is_signed_just_now_is_let_in(receiver: Bot, standin: SlackStandIn) -> None:
    """Every malformed, stale or wrong header is 401, never a server error; a good one is 200."""
    for flaw in Flaw:
        status, _ = await standin.http.attempt(receiver.url, standin.http.sample_event(), flaw)
        assert (flaw, status) == (flaw, 401 if flaw.refused else 200)


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "text/plain"])
async def test_whatever_is_signed_gets_success(
    receiver: Bot, standin: SlackStandIn, mira: Reader, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A body of Slack's own that we cannot read is our trouble: 200, one line, and the next is answered."""
    for body in UNREADABLE:
        status, _ = await standin.http.attempt(receiver.url, body, content_type=kind)
        assert (body, status) == (body, 200)
    told = [each for each in caplog.records if each.name.startswith(("bot.adapters.slack", "slack."))]
    assert [each for each in told if each.exc_info] == []
    assert any("a signed request" in each.getMessage() for each in told)
    warned = [each for each in told if each.levelname in {"WARNING", "ERROR"}]
    assert len(warned) <= len(UNREADABLE)
    assert "India" in (await mira.slash("brief", "India").message()).text


async def test_slacks_own_questions_are_answered(receiver: Bot, standin: SlackStandIn) -> None:
    """The challenge of a new address is repeated, and the check of its certificate succeeds."""
    assert await standin.http.verify_url(receiver.url)
    assert await standin.http.ssl_check(receiver.url) == 200


async def test_nothing_else_is_served(receiver: Bot) -> None:
    """Other paths and methods are not there, and too much is refused before it is read."""
    base = receiver.url.removesuffix("/slack/events")
    async with aiohttp.ClientSession() as session:
        for method, url, status in (
            ("GET", receiver.url, 405),
            ("POST", f"{base}/", 404),
            ("GET", f"{base}/slack/events/../../etc/passwd", 404),
        ):
            async with session.request(method, url) as answer:
                assert answer.status == status
        async with session.post(receiver.url, data=io.BytesIO(b"x" * 3_000_000)) as answer:
            assert answer.status in {401, 413}


async def test_a_replay_is_refused_and_a_repetition_accepted(
    receiver: Bot, standin: SlackStandIn, mira: Reader
) -> None:
    """The same event within five minutes is 200 without a second effect; six minutes later it is 401."""
    asked = mira.say(standin.channel, "@bot India")
    await standin.answer_in(standin.channel, after=asked)
    (delivery,) = [each for each in standin.dispatcher.deliveries if "India" in str(each.payload)]
    body = json.dumps(delivery.payload).encode()
    assert (await standin.http.attempt(receiver.url, body))[0] == 200
    assert (await standin.http.attempt(receiver.url, body, Flaw.STALE))[0] == 401
    last = mira.say(standin.channel, "@bot China")
    await standin.answer_in(standin.channel, after=last, thread=last)
    assert len(await standin.answer_in(standin.channel, after=asked, thread=asked)) == 1


async def test_a_port_that_is_taken_is_said(start: Start, settings: Settings, receiver: Bot) -> None:
    """The sentence names the settings; trying again would not help."""
    with pytest.raises(NeedsAttention, match="COMMUNIQUE_SLACK_HTTP_PORT"):
        await start(settings=replace(settings, slack_http_port=receiver.port), http=True)


async def test_several_receivers_need_no_lease(start: Start, standin: SlackStandIn, mira: Reader) -> None:
    """Three receivers share the work; one that leaves is not missed."""
    bots = [await start(http=True) for _ in range(3)]
    for name in ("India", "China", "Japan"):
        assert name in (await mira.slash("brief", name).message()).text
    await bots[0].leave()
    standin.http.receivers = [each.url for each in bots[1:]]
    assert "Russia" in (await mira.slash("brief", "Russia").message()).text


async def test_nothing_that_was_typed_is_logged(
    receiver: Bot, standin: SlackStandIn, mira: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither texts nor tokens, at the finest level, of ours or of the SDK."""
    assert receiver.port
    with caplog.at_level(logging.DEBUG):
        await mira.slash("ask", "zebracrossing in India?").message()
        asked = mira.say(standin.channel, "@bot zebracrossing in India?")
        await standin.answer_in(standin.channel, after=asked)
        message = await mira.slash("brief", "India").message()
        await mira.press(message, "Wrong").opened_view()
        await mira.submit({"comment": "zebracrossing"}).acknowledged()
    ours = [each for each in caplog.records if each.name.startswith(("bot", "slack"))]
    written = "\n".join(f"{each.getMessage()} {each.exc_info}" for each in ours)
    assert "zebracrossing" not in written
    for secret in (standin.settings.bot_token, standin.settings.signing_secret):
        assert secret not in written


async def test_work_begun_is_finished_before_the_end(
    start: Start, standin: SlackStandIn, mira: Reader
) -> None:
    """Told to stop, a receiver still answers what it has accepted."""
    bot = await start(http=True)
    asked = mira.say(standin.channel, "@bot India")
    await standin.dispatcher.idle()
    await bot.leave()
    assert len(await standin.answer_in(standin.channel, after=asked)) == 1
    await asyncio.sleep(0)
