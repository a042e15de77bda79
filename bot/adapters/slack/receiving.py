"""What Slack sends, through the SDK's application to our answers, over HTTP and over Socket Mode.

Owns that every request of Slack's own is answered with success, whatever becomes of it here: Slack
switches an app off that fails too often. Refuses what is not signed before the SDK sees it.
"""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic, time
from typing import Any, Protocol

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.sending import quiet
from bot.adapters.slack.signature import SIGNATURE, TIMESTAMP, signed_by_slack
from bot.logs import logger
from bot.secret import Secret
from briefings.ports import Clock

PATH = "/slack/events"
LARGEST = 2_000_000
"""Bytes of a request; Slack's largest, with a message of 40,000 characters, stay far below."""

Ack = Mapping[str, Any] | None
"""What an acknowledgement says; None: nothing but that it came."""
Acknowledged = Callable[[float], object]
"""Told how many seconds Slack waited for one."""

_CERTIFICATE_CHECK = b"ssl_check=1"
"""How the body begins of the one request that Slack does not sign; it has no effect."""
_ANYTHING = re.compile(r".*", re.DOTALL)
_TOLD = 500
"""The SDK's status for what failed within it, of which it writes a line by itself."""
_log = logger(__name__)


class Answers(Protocol):
    """Who is asked. None of these raises, and each returns in time for the acknowledgement."""

    async def command(self, payload: Mapping[str, Any]) -> Ack:
        """A slash command."""

    async def press(self, payload: Mapping[str, Any]) -> Ack:
        """A button or a menu."""

    async def suggest(self, payload: Mapping[str, Any]) -> Ack:
        """A half-typed option."""

    async def submit(self, payload: Mapping[str, Any]) -> Ack:
        """A form."""

    async def shortcut(self, payload: Mapping[str, Any]) -> Ack:
        """An entry of a message's menu."""

    async def event(self, payload: Mapping[str, Any]) -> Ack:
        """Something that happened."""


def application(client: AsyncWebClient, identity: AuthorizeResult, answers: Answers) -> AsyncApp:
    """The SDK's application. `client` without a token: it comes with `identity`.

    Listeners run before the response, since ours return in time by themselves; the SDK's other way
    looks for an acknowledgement only every 10 ms.
    """

    async def authorize() -> AuthorizeResult:
        return identity

    app = AsyncApp(
        name="communique",
        client=client,
        authorize=authorize,
        logger=quiet("bolt", logging.ERROR),  # what it has no listener for is told in a line of ours
        process_before_response=True,
        request_verification_enabled=False,  # done before, on our own clock
        ssl_check_enabled=True,
    )
    app.command(_ANYTHING)(_listener(answers.command))
    app.action(_ANYTHING)(_listener(answers.press))
    app.options(_ANYTHING)(_listener(answers.suggest))
    app.view(_ANYTHING)(_listener(answers.submit))
    app.view_closed(_ANYTHING)(_listener(_nothing))
    app.shortcut(_ANYTHING)(_listener(answers.shortcut))
    app.event(_ANYTHING)(_listener(answers.event))
    return app


def _listener(answer: Callable[[Mapping[str, Any]], Awaitable[Ack]]) -> Callable[..., Awaitable[None]]:
    async def listen(ack: AsyncAck, body: dict[str, Any]) -> None:
        said = await answer(body)
        await ack("" if said is None else dict(said))

    return listen


async def _nothing(_: Mapping[str, Any]) -> Ack:
    return None


async def over_socket(
    app: AsyncApp,
    acknowledged: Acknowledged,
    client: AsyncBaseSocketModeClient,
    request: SocketModeRequest,
) -> None:
    """Answer one envelope; whatever fails, it is acknowledged, so that it does not come again."""
    start, begun = time(), monotonic()
    try:
        response: BoltResponse = await run_async_bolt_app(app, request)
    except Exception as error:  # noqa: BLE001 - a broken envelope must not come again and again
        _log.warning("an envelope could not be read", reason=type(error).__name__)
        response = BoltResponse(status=200)
    if response.status != 200:
        response = BoltResponse(status=200)
    await send_async_response(client, request, response, start)
    acknowledged(monotonic() - begun)


class Server:
    """Receives over HTTP: what is signed goes to the SDK, everything else is refused."""

    def __init__(
        self, app: AsyncApp, secret: Secret, clock: Clock, acknowledged: Acknowledged = lambda seconds: None
    ) -> None:
        self._app = app
        self._acknowledged = acknowledged
        self._secret = secret
        self._clock = clock

    def routes(self) -> web.Application:
        """What aiohttp serves."""
        served = web.Application(client_max_size=LARGEST)
        served.add_routes([web.post(PATH, self.receive)])
        return served

    async def receive(self, request: web.Request) -> web.StreamResponse:
        """401 for what Slack did not sign just now, 200 for all else."""
        body = await request.read()
        timestamps = request.headers.getall(TIMESTAMP, [])
        signatures = request.headers.getall(SIGNATURE, [])
        if body.startswith(_CERTIFICATE_CHECK) and not timestamps and not signatures:
            return web.Response(status=200)
        if not signed_by_slack(timestamps, signatures, body, self._secret, self._clock.now()):
            return web.Response(status=401, text="not signed by Slack just now")
        begun = monotonic()
        try:
            response = await self._dispatched(request, body)
        except Exception as error:  # noqa: BLE001 - Slack must not hear of our failures
            _log.warning("a signed request could not be read", reason=type(error).__name__)
            return web.Response(status=200)
        finally:
            self._acknowledged(monotonic() - begun)
        if response.status != 200:
            if response.status != _TOLD:
                _log.warning("a signed request was of no use", status=response.status)
            return web.Response(status=200)
        return await to_aiohttp_response(response)

    async def _dispatched(self, request: web.Request, body: bytes) -> BoltResponse:
        asked = AsyncBoltRequest(
            body=body.decode("utf-8", "replace"),
            query=request.query_string,
            headers={name: [value] for name, value in request.headers.items()},
        )
        return await self._app.async_dispatch(asked)
