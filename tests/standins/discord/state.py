"""What the routes, the gateway and the readers share, and the settings a test may change at any time."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from tests.standins.changes import Changes
from tests.standins.clock import StandInClock
from tests.standins.discord import limits
from tests.standins.discord.interactions import Interaction
from tests.standins.discord.world import Channel, Guild, Message, User, World

DEFAULT_TOKEN = "stand-in.token.of-the-bot"  # noqa: S105 - opens nothing but the stand-in


class Announcer(Protocol):
    """Tells the bot's gateway sessions what happened."""

    def message(self, event: str, message: Message) -> None:
        """MESSAGE_CREATE, MESSAGE_UPDATE or MESSAGE_DELETE."""

    def thread(self, event: str, thread: Channel) -> None:
        """THREAD_CREATE, THREAD_UPDATE or THREAD_DELETE."""

    def channel(self, event: str, channel: Channel) -> None:
        """CHANNEL_CREATE, CHANNEL_UPDATE or CHANNEL_DELETE."""

    def guild(self, event: str, guild: Guild, *, unavailable: bool = False) -> None:
        """GUILD_CREATE or GUILD_DELETE."""

    def interaction(self, payload: dict[str, Any], guild: Guild | None) -> None:
        """INTERACTION_CREATE."""


@dataclass(slots=True)
class Settings:
    """What a test may choose.

    `token` is the only valid one, None when it was revoked. `portal_intents` are the privileged intents
    switched on in the developer portal, as gateway bits. `identifies_left` counts down with every IDENTIFY.
    """

    token: str | None = DEFAULT_TOKEN
    nonce_window: timedelta = limits.NONCE_WINDOW
    portal_intents: int = 0
    identifies_left: int = limits.IDENTIFIES_A_DAY
    recommended_shards: int = 1
    sharding_from: int = limits.SHARDING_FROM
    heartbeat_milliseconds: int = 41_250
    session_life: timedelta = limits.SESSION_LIFE
    compression: bool = True


@dataclass(slots=True)
class State:
    """Everything that is shared. `base` is the address of the REST API once the server listens."""

    clock: StandInClock
    changes: Changes
    world: World
    settings: Settings
    base: str = ""
    gateway: str = ""
    interactions: dict[str, Interaction] = field(default_factory=dict)
    by_id: dict[int, Interaction] = field(default_factory=dict)
    global_commands: dict[int, dict[str, Any]] = field(default_factory=dict)
    guild_commands: dict[int, dict[int, dict[str, Any]]] = field(default_factory=dict)

    @property
    def bot(self) -> User:
        """The bot's own account."""
        return self.world.bot

    @property
    def application_id(self) -> int:
        """The application's id; the same as the bot's, as for every application made since 2016."""
        return self.world.bot.id
