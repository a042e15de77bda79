"""The Slack role: proves its token, receives by Socket Mode or over HTTP, and ends when told or refused.

Owns the life of the connection, and who may hold it: one process by Socket Mode, any number over HTTP.
Answers are the affair of `answering`.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.answering import Answering, Patience
from bot.adapters.slack.conversing import Conversing, Installed
from bot.adapters.slack.deduplication import Together
from bot.adapters.slack.definitions import check_prefix
from bot.adapters.slack.delivering import Deliveries
from bot.adapters.slack.errors import BOT_REFUSED, NOT_A_BOT
from bot.adapters.slack.managers import Managers
from bot.adapters.slack.payload import Payload
from bot.adapters.slack.receiving import PATH, Server, application, over_socket
from bot.adapters.slack.render import SlackRenderer
from bot.adapters.slack.required import misplaced_tokens, what_is_missing
from bot.adapters.slack.sending import Sending, failure_of, quiet
from bot.adapters.slack.socket_mode import PING_EVERY, Socket
from bot.adapters.slack.threads import Threads
from bot.desk import surroundings
from bot.desk.desk import Desk
from bot.desk.once import Once
from bot.desk.replies import Replies
from bot.failures import Permanent, PlatformError, Revoked
from bot.handlers import Context
from bot.leasing import first_of, while_held
from bot.leaving.farewell import Farewell
from bot.logs import logger
from bot.memory import settle
from bot.ports import Lease, ThreadTopics
from bot.quota import Quota
from bot.roles import NeedsAttention
from bot.settings import Settings
from bot.standing import Standing
from briefings.errors import BadInput, StorageError

OFFICIAL = "https://slack.com/api"
FINISH = 5.0
"""Seconds that answers already begun have when the role ends."""
PATIENT = 60.0
"""Seconds that the database may take to say whether an event is new. Nothing waits for it that has to be
acknowledged, and to go on without it may answer twice."""
TIDY_EVERY = 3_600.0
"""Seconds between two looks for events and threads that need not be remembered any more."""

_log = logger(__name__)


class Parts(surroundings.Parts, Protocol):
    """What the role needs of the application."""

    @property
    def threads(self) -> ThreadTopics:
        """What threads are about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace(surroundings.Pace):
    """How long things may take on Slack."""

    patience: Patience = field(default_factory=Patience)
    ping_every: float = PING_EVERY
    listening: Callable[[int], object] = lambda port: None
    """Told the port, once HTTP is listened for."""


REAL_PACE = Pace()


class _End:
    """What ends the role from within, and why."""

    def __init__(self) -> None:
        self.came = asyncio.Event()
        self.reason: Exception | None = None
        self.removed = False
        """Whether Slack says that the app was removed."""

    def because(self, reason: Exception) -> None:
        """The first reason counts."""
        self.reason = self.reason or reason
        self.came.set()

    def revoked(self, *, removed: bool) -> None:
        """The bot's token is refused."""
        self.removed = self.removed or removed
        self.because(NeedsAttention(BOT_REFUSED))


@dataclass(frozen=True, slots=True)
class _Session:
    """One run, from proving the token to the end of the last answer."""

    app: Parts
    settings: Settings
    pace: Pace
    http: aiohttp.ClientSession
    end: _End

    @property
    def token(self) -> str:
        """The bot's."""
        token = self.settings.slack_bot_token
        return token.reveal() if token else ""

    @property
    def farewell(self) -> Farewell:
        """What is done about leaving and being back."""
        return Farewell(self.app.departures, "slack", self.pace.pause)

    def web_client(self, token: str | None) -> AsyncWebClient:
        """The SDK's client on the one session; what is tried again is decided by `sending` alone."""
        return AsyncWebClient(
            token=token,
            base_url=(self.settings.slack_api_url or OFFICIAL) + "/",
            session=self.http,
            retry_handlers=[],
            logger=quiet("web"),
        )


async def run(
    app: Parts, settings: Settings, stop: asyncio.Event, lease: Lease, *, pace: Pace = REAL_PACE
) -> None:
    """Plays the role until `stop` is set; by Socket Mode, whenever no other process with the token does.

    Raises NeedsAttention when only a person can help, PlatformError when trying again later may.
    """
    missing = what_is_missing(settings)
    if missing is not None or settings.slack_bot_token is None:
        raise NeedsAttention(f"Slack is not set up: {missing}.")
    misplaced = misplaced_tokens(settings)
    if misplaced is not None:
        raise NeedsAttention(f"Slack is not set up: {misplaced}.")
    try:
        check_prefix(settings.slack_prefix)
    except BadInput as error:
        raise NeedsAttention(str(error)) from None
    work = partial(_session, app, settings, pace)
    if settings.slack_http:
        await work(stop)
        return
    fingerprint = hashlib.sha256(settings.slack_bot_token.reveal().encode()).hexdigest()[:12]
    await while_held(lease, f"slack:{fingerprint}", work, stop, timing=pace.leasing)


async def _session(app: Parts, settings: Settings, pace: Pace, stop: asyncio.Event) -> None:
    end = _End()
    standing = Standing(app.notes, app.clock, "slack")
    patience = aiohttp.ClientTimeout(total=2 * pace.patience.request)
    async with aiohttp.ClientSession(timeout=patience) as http:
        session = _Session(app, settings, pace, http, end)
        try:
            await _received(session, standing, stop)
        except NeedsAttention as error:
            await standing.stopped(str(error))
            raise


async def _received(session: _Session, standing: Standing, stop: asyncio.Event) -> None:
    """Receives until told to stop or refused; then what was begun is finished, unless it cannot be."""
    settings, end, notes = session.settings, session.end, session.app.notes
    client = session.web_client(session.token)
    identity = await _identity(client, session)
    await session.farewell.known(notes, session.token, identity.team_id or "")
    deliveries, answering = await _answering(session, client, identity)
    await standing.running()
    bolt = application(session.web_client(None), identity, answering)
    tidying = asyncio.create_task(_tidy(session, identity.team_id or ""))
    try:
        receiving = _over_http if settings.slack_http else _over_socket
        async with receiving(session, bolt) as lost:
            await first_of(stop.wait(), end.came.wait(), lost)
            if not end.came.is_set():
                await deliveries.drained(FINISH)
    finally:
        tidying.cancel()
        for task in tuple(deliveries.busy):
            task.cancel()
        await asyncio.gather(tidying, *deliveries.busy, return_exceptions=True)
    if end.removed:
        await session.farewell.ended(notes, session.token, identity.team_id or "")
    if end.reason is not None:
        raise end.reason


async def _answering(
    session: _Session, client: AsyncWebClient, identity: AuthorizeResult
) -> tuple[Deliveries, Answering]:
    """Everything between the SDK and the handlers, loaded before the first question."""
    app, settings, pace = session.app, session.settings, session.pace
    prefix = settings.slack_prefix
    handlers = await asyncio.to_thread(lambda: app.handlers)
    context = Context(surface="text", prefix=f"/{prefix}")
    replies: Replies[Payload] = Replies(handlers, SlackRenderer(prefix), context)
    once = Once(Together(app.events, pace.pause), PATIENT)
    desk = Desk(replies, app.feedback, app.clock, "slack", once)
    sending = Sending(client, session.http, pace.patience.request, pace.pause, bool(settings.slack_api_url))
    quota = Quota(asyncio.get_running_loop().time)
    deliveries = Deliveries(desk, replies, sending, quota, session.end.revoked)
    installed = Installed(identity.team_id or "", identity.bot_user_id or "")
    threads = Threads(app.threads, replies.topics, deliveries.begin)
    conversing = Conversing(deliveries, once, threads, installed, prefix)
    await replies.warm_up()
    settle()
    managers = Managers(sending, settings.slack_managers, asyncio.get_running_loop().time)
    return deliveries, Answering(deliveries, conversing, once, managers, prefix, pace.patience)


async def _identity(client: AsyncWebClient, session: _Session) -> AuthorizeResult:
    """Who the token is. Raises NeedsAttention where it is refused, PlatformError where nobody answers."""
    try:
        told = await client.auth_test()
    except (SlackClientError, aiohttp.ClientError, OSError, ValueError) as error:
        failed = failure_of(error)
        if isinstance(failed, Revoked) and failed.over:
            await session.farewell.ended(session.app.notes, session.token)
        if isinstance(failed, Revoked | Permanent):
            raise NeedsAttention(BOT_REFUSED) from None
        where = " at the address in COMMUNIQUE_SLACK_API_URL" if session.settings.slack_api_url else ""
        raise PlatformError(f"Slack does not answer as it should{where}.", failed) from None
    if not told.get("bot_id"):
        raise NeedsAttention(NOT_A_BOT)
    return AuthorizeResult.from_auth_test_response(auth_test_response=told, bot_token=client.token)


@asynccontextmanager
async def _over_socket(session: _Session, bolt: AsyncApp) -> AsyncIterator[Awaitable[object]]:
    """Connected by Socket Mode. What it gives returns never, and raises when there is no connection."""
    token = session.settings.slack_app_token
    socket = Socket(
        token.reveal() if token else "",
        session.web_client(None),
        session.end.because,
        ping_every=session.pace.ping_every,
        pause=session.pace.pause,
    )
    await socket.share(session.http)
    socket.socket_mode_request_listeners.append(partial(over_socket, bolt, session.pace.acknowledged))
    connecting = asyncio.ensure_future(socket.connect_to_new_endpoint(force=True))
    connecting.add_done_callback(_announced)
    try:
        yield socket.watch()
    finally:
        connecting.cancel()
        await asyncio.gather(connecting, return_exceptions=True)
        await socket.close()  # type: ignore[no-untyped-call]  # the SDK leaves it bare


def _announced(connecting: "asyncio.Future[None]") -> None:
    if not connecting.cancelled() and connecting.exception() is None:
        _log.info("connected to Slack", by="Socket Mode")


@asynccontextmanager
async def _over_http(session: _Session, bolt: AsyncApp) -> AsyncIterator[Awaitable[object]]:
    """Listening for HTTP. What it gives returns never. Raises NeedsAttention where the port is taken."""
    settings = session.settings
    secret = settings.slack_signing_secret
    if secret is None:
        raise NeedsAttention("Set COMMUNIQUE_SLACK_SIGNING_SECRET to the signing secret of your Slack app.")
    server = Server(bolt, secret, session.app.clock, session.pace.acknowledged)
    runner = web.AppRunner(server.routes(), access_log=None, shutdown_timeout=FINISH)
    await runner.setup()
    try:
        host, port = await _listening(runner, settings)
        _log.info("listening for Slack", host=host, port=port, path=PATH)
        session.pace.listening(port)
        yield asyncio.Event().wait()
    finally:
        await runner.cleanup()


async def _listening(runner: web.AppRunner, settings: Settings) -> tuple[str, int]:
    """The address that is listened on. Raises NeedsAttention where that is not possible."""
    site = web.TCPSite(runner, settings.slack_http_host, settings.slack_http_port)
    try:
        await site.start()
    except OSError:
        raise NeedsAttention(
            f"Nothing can listen on {settings.slack_http_host}, port {settings.slack_http_port}; set "
            "COMMUNIQUE_SLACK_HTTP_HOST and COMMUNIQUE_SLACK_HTTP_PORT to an address that is free."
        ) from None
    host, port = runner.addresses[0][:2]
    return str(host), int(port)


async def _tidy(session: _Session, team: str) -> None:
    """Forgets what need not be remembered and says that the bot is there, now and from time to time."""
    while True:
        await session.farewell.still(session.app.notes, session.token, team)
        try:
            await session.app.events.expire()
            await session.app.threads.expire()
        except StorageError as error:
            _log.warning("old events could not be forgotten", reason=str(error))
        await session.pace.pause(TIDY_EVERY)
