"""What exists on the stand-in: users, guilds, roles, channels, threads, messages.

Owns the state that everything is judged by. Refuses to check anything: rules live in `checks`, `permissions`
and the routes. Ids are snowflakes of the stand-in's clock, each larger than the one before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag
from typing import Any

from tests.standins.clock import StandInClock

DISCORD_EPOCH_MS = 1_420_070_400_000
EPHEMERAL = 64
LOADING = 128
COMPONENTS_V2 = 1 << 15


class Permission(IntFlag):
    """The permission bits the stand-in computes with."""

    NONE = 0
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38


MEMBERS_MAY = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
)
"""What @everyone may do in a new guild."""


class Kind(IntEnum):
    """Channel types, by Discord's numbers."""

    TEXT = 0
    DM = 1
    VOICE = 2
    CATEGORY = 4
    NEWS = 5
    NEWS_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    STAGE = 13
    FORUM = 15

    @property
    def is_thread(self) -> bool:
        """Whether it is one of the thread types."""
        return self in {Kind.NEWS_THREAD, Kind.PUBLIC_THREAD, Kind.PRIVATE_THREAD}


@dataclass(slots=True, eq=False, repr=False)
class User:
    """A person, or the bot. `takes_dms` is False when their privacy setting closes direct messages."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    takes_dms: bool = True

    def __repr__(self) -> str:
        return f"<{self.name}>"


@dataclass(slots=True, eq=False, repr=False)
class Role:
    """A named set of permissions in a guild."""

    id: int
    name: str
    permissions: Permission
    mentionable: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Member:
    """A user in a guild."""

    user: User
    joined: datetime
    roles: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What one role or member is allowed or denied in one channel."""

    allow: Permission = Permission.NONE
    deny: Permission = Permission.NONE


@dataclass(frozen=True, slots=True)
class HeldFile:
    """An attachment as a channel holds it."""

    id: int
    filename: str
    content_type: str
    data: bytes
    description: str | None = None


@dataclass(slots=True, eq=False, repr=False)
class Message:
    """A message as a channel holds it, deleted or not.

    `pings` are the ids of users and roles it notified, and "everyone" or "here". `viewer` is the only user
    who sees it (None: everybody in the channel). `before_edits` keeps the contents an edit replaced.
    """

    id: int
    channel: "Channel"
    author: User
    created: datetime
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    files: list[HeldFile] = field(default_factory=list)
    flags: int = 0
    kind: int = 0
    nonce: str | None = None
    reference: "Message | None" = None
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mentions_everyone: bool = False
    pings: frozenset[int | str] = frozenset()
    edited: datetime | None = None
    deleted: datetime | None = None
    viewer: User | None = None
    interaction: dict[str, Any] | None = None
    before_edits: list[str] = field(default_factory=list)
    thread: "Channel | None" = None

    def __repr__(self) -> str:
        shown = f" to {self.viewer.name} alone" if self.viewer else ""
        return f"<message {self.id} of {self.author.name} in {self.channel.name}{shown}: {self.content!r}>"

    @property
    def ephemeral(self) -> bool:
        """Whether one user alone sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it still says that the bot is thinking."""
        return bool(self.flags & LOADING)

    @property
    def uses_v2(self) -> bool:
        """Whether it is made of Components V2."""
        return bool(self.flags & COMPONENTS_V2)

    @property
    def attachments(self) -> dict[str, bytes]:
        """The files it carries, by name."""
        return {each.filename: each.data for each in self.files}


@dataclass(slots=True, eq=False, repr=False)
class Channel:
    """A guild channel, a thread or a direct-message channel.

    `log` holds every message ever accepted here; `messages` those a member sees now. `stays_archived` makes a
    post into an archived thread answer 50083 instead of reviving it.
    """

    id: int
    kind: Kind
    name: str
    guild: "Guild | None" = None
    parent: "Channel | None" = None
    recipient: User | None = None
    owner: User | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    log: list[Message] = field(default_factory=list)
    deleted: bool = False
    archived: bool = False
    locked: bool = False
    stays_archived: bool = False
    archive_after: int = 1_440
    created: datetime | None = None
    joined: bool = True
    position: int = 0

    def __repr__(self) -> str:
        return f"<#{self.name}>"

    @property
    def messages(self) -> list[Message]:
        """What everybody in the channel sees, oldest first."""
        return [each for each in self.log if each.deleted is None and each.viewer is None]

    def seen_by(self, user: User) -> list[Message]:
        """What `user` sees: the public messages and those for them alone."""
        return [each for each in self.log if each.deleted is None and each.viewer in {None, user}]

    def find(self, message_id: int) -> Message | None:
        """The message with this id that is not deleted."""
        for each in reversed(self.log):
            if each.id == message_id:
                return each if each.deleted is None else None
        return None


@dataclass(slots=True, eq=False, repr=False)
class Guild:
    """A server. `available` is False during an outage, `has_bot` is False once the bot was removed."""

    id: int
    name: str
    owner: User
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: list[Channel] = field(default_factory=list)
    locale: str = "en-US"
    available: bool = True
    has_bot: bool = True

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def channel(self, name: str) -> Channel:
        """The channel or thread called so."""
        return next(each for each in self.channels if each.name == name and not each.deleted)


class World:
    """Everything there is, and the ids."""

    def __init__(self, clock: StandInClock) -> None:
        self.clock = clock
        self._last_id = 0
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self._dms: dict[int, Channel] = {}
        self.bot = self.add_user("Communiqué", bot=True)

    def snowflake(self) -> int:
        """A new id, of the present moment."""
        milliseconds = int(self.clock.now().timestamp() * 1_000) - DISCORD_EPOCH_MS
        self._last_id = max(self._last_id + 1, milliseconds << 22)
        return self._last_id

    def add_user(self, name: str, *, bot: bool = False, locale: str = "en-US") -> User:
        """A new user."""
        user = User(self.snowflake(), name, bot=bot, locale=locale)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, *, bot_may: Permission = MEMBERS_MAY, locale: str = "en-US") -> Guild:
        """A new guild with the bot in it, a role for the bot with `bot_may`, and no channel yet."""
        owner = self.add_user(f"owner of {name}")
        guild = Guild(self.snowflake(), name, owner, locale=locale)
        guild.roles[guild.id] = Role(guild.id, "@everyone", MEMBERS_MAY)
        bot_role = Role(self.snowflake(), self.bot.name, bot_may)
        guild.roles[bot_role.id] = bot_role
        self.guilds[guild.id] = guild
        self.join(guild, owner)
        self.join(guild, self.bot, [bot_role])
        return guild

    def join(self, guild: Guild, user: User, roles: Iterable[Role] = ()) -> Member:
        """Make `user` a member of `guild`."""
        member = Member(user, self.clock.now(), {each.id for each in roles})
        guild.members[user.id] = member
        return member

    def add_channel(self, guild: Guild, name: str, kind: Kind = Kind.TEXT) -> Channel:
        """A new channel of `guild`."""
        return self._hold(Channel(self.snowflake(), kind, name, guild=guild, created=self.clock.now()))

    def add_thread(self, parent: Channel, name: str, owner: User, *, of: Message | None = None) -> Channel:
        """A new thread of `parent`, started from the message `of` or from none."""
        kind = Kind.NEWS_THREAD if parent.kind is Kind.NEWS else Kind.PUBLIC_THREAD
        thread_id = of.id if of else self.snowflake()
        thread = Channel(thread_id, kind, name, parent.guild, parent, owner=owner, created=self.clock.now())
        if of is not None:
            of.thread = thread
        return self._hold(thread)

    def dm_channel(self, user: User) -> Channel:
        """The direct-message channel of the bot and `user`."""
        if user.id not in self._dms:
            channel = Channel(
                self.snowflake(), Kind.DM, f"@{user.name}", recipient=user, created=self.clock.now()
            )
            self._dms[user.id] = self._hold(channel)
        return self._dms[user.id]

    def _hold(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        if channel.guild is not None:
            channel.position = len(channel.guild.channels)
            channel.guild.channels.append(channel)
        return channel
