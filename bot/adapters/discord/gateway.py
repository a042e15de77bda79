"""The Discord role: logs in, registers commands, connects and stays connected until told to stop.

Owns the connection's life: the lease, the budget of identifications, resuming, and what ends it for
good. Answers are the affair of `answering`.
"""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Protocol

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.adapters.discord.answering import Answering, Interaction, Patience
from bot.adapters.discord.budget import BudgetSpent, IdentifyBudget, StartLimit
from bot.adapters.discord.commands_sync import sync_commands
from bot.adapters.discord.desk import Desk
from bot.adapters.discord.errors import CLOSE_CODES, TOKEN_REFUSED
from bot.adapters.discord.manifest import install_link
from bot.adapters.discord.replies import Replies
from bot.adapters.discord.sending import NOBODY, delivered, failure_of
from bot.failures import Failure, PlatformError, Revoked, Wait
from bot.leasing import REAL_TIME, Timing, first_of, while_held
from bot.logs import logger
from bot.memory import settle
from bot.ports import FeedbackStore, Lease, Notes
from bot.quota import Quota
from bot.roles import NeedsAttention
from bot.settings import Settings
from briefings.ports import Clock

if TYPE_CHECKING:
    from bot.handlers import Handlers

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""No privileged one: the text of messages comes only where the bot is meant."""
BETWEEN_SHARDS = 5.0
"""Seconds between two identifications (LIMITS: gateway)."""
FINISH = 5.0
"""Seconds that answers already begun have when the role ends."""

_log = logger(__name__)


class Parts(Protocol):
    """What the role needs of the application."""

    @property
    def handlers(self) -> "Handlers":
        """The one way to answers."""

    @property
    def notes(self) -> Notes:
        """What is remembered from run to run."""

    @property
    def feedback(self) -> FeedbackStore:
        """Where feedback goes."""

    @property
    def clock(self) -> Clock:
        """The time of day."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things may take. Tests take other values; `pause` waits some seconds."""

    patience: Patience = field(default_factory=Patience)
    settle: float = 2.0
    """Seconds without a further server until the bot counts as connected."""
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    leasing: Timing = REAL_TIME


REAL_PACE = Pace()


async def run(
    app: Parts, settings: Settings, stop: asyncio.Event, lease: Lease, *, pace: Pace = REAL_PACE
) -> None:
    """Plays the role until `stop` is set, whenever no other process with the same token does.

    Raises NeedsAttention when only a person can help, PlatformError when trying again later may.
    """
    if settings.discord_token is None:
        raise NeedsAttention("Set COMMUNIQUE_DISCORD_TOKEN to the token of your Discord bot.")
    token = settings.discord_token.reveal()
    _point_at(settings)
    fingerprint = hashlib.sha256(token.encode()).hexdigest()[:12]
    work = partial(_connected, app, settings, token, pace)
    await while_held(lease, f"discord:{fingerprint}", work, stop, timing=pace.leasing)


def _point_at(settings: Settings) -> None:
    """Points the SDK at the addresses of the settings, and keeps its finest lines out of the log.

    Those hold the texts of messages, and tokens that answer in the bot's name.
    """
    if settings.discord_api_url is not None:
        Route.BASE = settings.discord_api_url
    if settings.discord_gateway_url is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway_url)
    logging.getLogger("discord").setLevel(logging.INFO)


class Client(discord.AutoShardedClient):
    """The SDK's client, keeping next to nothing in memory. Hands on what happens."""

    def __init__(self, settings: Settings, pace: Pace) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # we have no voice
        super().__init__(
            intents=INTENTS,
            allowed_mentions=NOBODY,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=pace.settle,
            shard_count=settings.discord_shards,
        )
        self._pace = pace
        self._announced = False
        self.answering: Answering | None = None
        self.budget: IdentifyBudget | None = None

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Count, and keep the distance that Discord asks for."""
        if not initial:
            await self._pace.pause(BETWEEN_SHARDS)
        if self.budget is not None:
            await self.budget.spend(shard_id or 0)

    async def on_ready(self) -> None:
        """Say so once; it happens again after every new session."""
        if self._announced:
            _log.info("connected anew", servers=len(self.guilds))
            return
        self._announced = True
        link = install_link(str(self.application_id))
        _log.info("connected to Discord", servers=len(self.guilds), shards=self.shard_count, invite=link)

    async def on_resumed(self) -> None:
        """A dropped connection was taken up again without a new session."""
        _log.info("connection resumed")

    async def on_interaction(self, interaction: Interaction) -> None:
        """A command, button, menu, form or half-typed option."""
        if self.answering is not None:
            await self.answering.interaction(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """A message somewhere."""
        if self.answering is not None and self.user is not None:
            await self.answering.message(message, self.user)


async def _connected(app: Parts, settings: Settings, token: str, pace: Pace, stop: asyncio.Event) -> None:
    """One connection, from logging in to the end of the last answer."""
    revoked = asyncio.Event()
    replies = Replies(await asyncio.to_thread(lambda: app.handlers))
    desk = Desk(replies, app.feedback, app.clock)
    quota = Quota(asyncio.get_running_loop().time)
    client = Client(settings, pace)
    client.answering = Answering(desk, replies, quota, revoked.set, pace.patience)
    async with client:
        await asyncio.gather(_logged_in(client, token), replies.warm_up())
        settle()
        application = str(client.application_id)
        await _commands_registered(client, app.notes, application)
        client.budget = IdentifyBudget(app.notes, application)
        if await client.budget.room(partial(_start_limit, client, settings), partial(_wait, stop, pace)):
            await _stay(client, stop, revoked)
    if revoked.is_set():
        raise NeedsAttention(TOKEN_REFUSED)


async def _stay(client: Client, stop: asyncio.Event, revoked: asyncio.Event) -> None:
    """Connected until told to stop; then what was begun is finished."""
    connection = asyncio.ensure_future(client.connect())
    try:
        await first_of(stop.wait(), revoked.wait(), asyncio.wait({connection}))
        if connection.done():
            _ended(connection)
        elif client.answering is not None:
            await client.answering.drained(FINISH)
    finally:
        connection.cancel()
        await asyncio.gather(connection, return_exceptions=True)


def _ended(connection: "asyncio.Future[None]") -> None:
    """Raises why the connection ended by itself."""
    try:
        connection.result()
    except BudgetSpent as error:
        raise PlatformError("No connection to Discord is left to spend today.", Wait()) from error
    except discord.PrivilegedIntentsRequired as error:
        raise NeedsAttention(CLOSE_CODES[4014]) from error
    except discord.ConnectionClosed as error:
        if error.code in CLOSE_CODES:
            raise NeedsAttention(CLOSE_CODES[error.code]) from error
        raise PlatformError(f"Discord closed the connection with code {error.code}.", Wait()) from error
    raise PlatformError("The connection to Discord ended.", Wait())


async def _logged_in(client: Client, token: str) -> None:
    try:
        await client.login(token)
    except (discord.DiscordException, OSError, TimeoutError) as error:
        raise _no_login(failure_of(error)) from error


async def _start_limit(client: Client, settings: Settings) -> StartLimit:
    """Asks Discord how many shards it advises, where to connect, and how often that is still allowed."""
    try:
        shards, address, limit = await client.http.get_bot_gateway()
    except (discord.DiscordException, OSError, TimeoutError) as error:
        raise _no_login(failure_of(error)) from error
    if settings.discord_shards is None:
        client.shard_count = shards
    if settings.discord_gateway_url is None:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)
    return StartLimit(client.shard_count, limit["remaining"], limit["reset_after"] / 1_000)


def _no_login(failure: Failure) -> Exception:
    if isinstance(failure, Revoked):
        return NeedsAttention(TOKEN_REFUSED)
    return PlatformError("Discord cannot be reached, or does not answer as it should.", failure)


async def _commands_registered(client: Client, notes: Notes, application: str) -> None:
    """Registers changed commands; readers keep the old ones where that fails."""

    async def register() -> None:
        replace = partial(client.http.bulk_upsert_global_commands, int(application))
        if await sync_commands(replace, notes, application):
            _log.info("commands registered")

    failure = await delivered(register)
    if failure is not None:
        _log.error("commands could not be registered; the next start tries again", failure=repr(failure))


async def _wait(stop: asyncio.Event, pace: Pace, seconds: float) -> bool:
    """Waits; True when the role is to stop."""
    await first_of(stop.wait(), pace.pause(seconds))
    return stop.is_set()
