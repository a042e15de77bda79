"""The Discord role: logs in, registers commands, connects and stays connected until told to stop.

Owns the connection's life: the lease, the budget of identifications, resuming, and what ends it for
good. Answers are the affair of `answering`.
"""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.adapters.discord.answering import Answering, Patience
from bot.adapters.discord.budget import BudgetSpent, IdentifyBudget, StartLimit
from bot.adapters.discord.commands_sync import sync_commands
from bot.adapters.discord.connecting import ODD, UNREACHED, bounded_and_plain, no_answer
from bot.adapters.discord.desk import DiscordRenderer
from bot.adapters.discord.errors import CLOSE_CODES, TOKEN_REFUSED
from bot.adapters.discord.incoming import Interaction
from bot.adapters.discord.manifest import install_link
from bot.adapters.discord.sending import NOBODY, delivered, failure_of
from bot.adapters.discord.servers import Servers
from bot.desk import surroundings
from bot.desk.desk import Desk
from bot.desk.once import Once
from bot.desk.replies import Replies
from bot.desk.surroundings import Parts
from bot.failures import PlatformError, Revoked, Unknown, Wait
from bot.handlers import Context
from bot.leasing import first_of, while_held
from bot.leaving.farewell import Farewell
from bot.logs import logger
from bot.memory import settle
from bot.ports import Lease, Notes
from bot.quota import Quota
from bot.roles import NeedsAttention
from bot.settings import Settings

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""No privileged one: the text of messages comes only where the bot is meant."""
BETWEEN_SHARDS = 5.0
"""Seconds between two identifications (LIMITS: gateway)."""
_Told = TypeVar("_Told")
_log = logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace(surroundings.Pace):
    """How long things may take on Discord."""

    patience: Patience = field(default_factory=Patience)
    settle: float = 2.0
    """Seconds without a further server until the bot counts as connected."""
    finish: float = 5.0
    """Seconds that answers already begun have when the role ends."""


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
    bounded_and_plain(settings)
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
        self.servers: Servers | None = None

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
        else:
            link = install_link(str(self.application_id))
            _log.info("connected to Discord", servers=len(self.guilds), shards=self.shard_count, invite=link)
        self._announced = True
        if self.servers is not None:
            await self.servers.ready()

    async def on_shard_ready(self, shard_id: int) -> None:
        """One connection is ready, for the first time or anew."""
        if self.servers is not None:
            self.servers.shard(shard_id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server."""
        if self.servers is not None:
            await self.servers.left(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added to a server."""
        if self.servers is not None:
            await self.servers.there(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server can be reached, for the first time or again."""
        await self.on_guild_join(guild)

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
    handlers = await asyncio.to_thread(lambda: app.handlers)
    replies = Replies(handlers, DiscordRenderer(), Context(surface="options"))
    once = Once(app.events)
    desk = Desk(replies, app.feedback, app.clock, "discord", once)
    quota = Quota(asyncio.get_running_loop().time)
    client = Client(settings, pace)
    client.servers = Servers(client, Farewell(app.departures, "discord", pace.pause))
    client.answering = Answering(
        desk, replies, quota, revoked.set, pace.patience, settings.discord_manager_roles, pace.acknowledged
    )
    async with client:
        await asyncio.gather(_asked(settings, client.login(token)), replies.warm_up())
        settle()
        application = str(client.application_id)
        await _commands_registered(client, app.notes, application)
        client.budget = IdentifyBudget(app.notes, application)
        if await client.budget.room(partial(_start_limit, client, settings), partial(_wait, stop, pace)):
            tidying = asyncio.create_task(once.tidy())
            try:
                await _stay(client, stop, revoked, pace.finish)
            finally:
                tidying.cancel()
    if revoked.is_set():
        raise NeedsAttention(TOKEN_REFUSED)


async def _stay(client: Client, stop: asyncio.Event, revoked: asyncio.Event, finish: float) -> None:
    """Connected until told to stop; then what was begun is finished."""
    connection = asyncio.ensure_future(client.connect())
    try:
        await first_of(stop.wait(), revoked.wait(), asyncio.wait({connection}))
        if connection.done():
            _ended(connection)
        elif client.answering is not None:
            await client.answering.drained(finish)
    finally:
        connection.cancel()
        await asyncio.gather(connection, return_exceptions=True)
        if client.answering is not None:
            await client.answering.given_up()


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


async def _asked(settings: Settings, request: Awaitable[_Told]) -> _Told:
    """What Discord answers to one of the first requests. Raises NeedsAttention, PlatformError."""
    try:
        return await request
    except UNREACHED as error:
        failure = failure_of(error)
        if isinstance(failure, Revoked):
            raise NeedsAttention(TOKEN_REFUSED) from error
        raise no_answer(settings, failure) from error
    except ODD as error:
        raise no_answer(settings, Unknown(200, type(error).__name__)) from error


async def _start_limit(client: Client, settings: Settings) -> StartLimit:
    """Asks Discord how many shards it advises, where to connect, and how often that is still allowed."""
    shards, address, limit = await _asked(settings, client.http.get_bot_gateway())
    if settings.discord_shards is None:
        client.shard_count = shards
    if settings.discord_gateway_url is None:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)
    return StartLimit(client.shard_count, limit["remaining"], limit["reset_after"] / 1_000)


async def _commands_registered(client: Client, notes: Notes, application: str) -> None:
    """Registers changed commands; readers keep the old ones where that fails."""

    async def register() -> None:
        held = partial(client.http.get_global_commands, int(application))
        replace = partial(client.http.bulk_upsert_global_commands, int(application))
        if await sync_commands(held, replace, notes, application):
            _log.info("commands registered")

    failure = await delivered(register)
    if failure is not None:
        _log.error("commands could not be registered; the next start tries again", failure=repr(failure))


async def _wait(stop: asyncio.Event, pace: Pace, seconds: float) -> bool:
    """Waits; True when the role is to stop."""
    await first_of(stop.wait(), pace.pause(seconds))
    return stop.is_set()
