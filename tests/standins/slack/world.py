"""What exists on the stand-in: people, channels, messages, files, views.

Owns the state that everything is judged by. Refuses to check anything: rules live in `checks` and the routes.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from tests.standins.clock import StandInClock


class Kind(Enum):
    """Kinds of conversation, by the word Slack's events use."""

    PUBLIC = "channel"
    PRIVATE = "group"
    DIRECT = "im"

    @property
    def scope(self) -> str:
        """The word its scopes begin with."""
        return {Kind.PUBLIC: "channels", Kind.PRIVATE: "groups", Kind.DIRECT: "im"}[self]


@dataclass(slots=True, eq=False, repr=False)
class User:
    """A person, or the app's bot user."""

    id: str
    name: str
    bot: bool = False
    admin: bool = False
    locale: str = "en-US"
    timezone: str = "Etc/UTC"
    active: bool = True

    def __repr__(self) -> str:
        return f"<{self.name}>"


@dataclass(slots=True, eq=False, repr=False)
class HeldFile:
    """A file; `data` is None until it was uploaded, `completed` until the upload was finished."""

    id: str
    name: str
    length: int
    title: str = ""
    alt_text: str = ""
    data: bytes | None = None
    completed: datetime | None = None
    deleted: bool = False
    channels: list[str] = field(default_factory=list)

    @property
    def held(self) -> bytes:
        """The bytes; empty where none came."""
        return self.data or b""


@dataclass(slots=True, eq=False, repr=False)
class Message:
    """A message as a channel holds it, deleted or not.

    `unfurl_links` and `unfurl_media` are True unless the sender switched them off. `pings` are user and group
    ids and "here", "channel", "everyone"; `links` (address, label) as shown. `viewer` is the only user who
    sees it (None: everybody in the channel). `via` says how it came: the method, "ack", "response_url" or
    "hand".
    """

    ts: str
    channel: "Channel"
    author: User
    created: datetime
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, Any] | None = None
    files: list[HeldFile] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    viewer: User | None = None
    edited: datetime | None = None
    deleted: datetime | None = None
    unfurl_links: bool = True
    unfurl_media: bool = True
    pings: frozenset[str] = frozenset()
    links: tuple[tuple[str, str | None], ...] = ()
    before_edits: list[str] = field(default_factory=list)
    via: str = "hand"
    truncated: bool = False

    def __repr__(self) -> str:
        shown = f" to {self.viewer.name} alone" if self.viewer else ""
        return f"<message {self.ts} of {self.author.name} in {self.channel.name}{shown}: {self.text!r}>"

    @property
    def ephemeral(self) -> bool:
        """Whether one user alone sees it."""
        return self.viewer is not None

    @property
    def root_ts(self) -> str:
        """The `ts` of the thread it stands in, or would open."""
        return self.thread_ts or self.ts


@dataclass(slots=True, eq=False, repr=False)
class Channel:
    """A conversation.

    `log` holds every message ever accepted here, `messages` those everybody sees now, `threads` replies by
    the `ts` of what they reply to. `restricted` keeps everybody but admins from posting. `creator`: the id of
    whoever made it, who may have left.
    """

    id: str
    name: str
    kind: Kind
    created: datetime
    members: set[str] = field(default_factory=set)
    archived: bool = False
    deleted: bool = False
    restricted: bool = False
    creator: str = "U0FOUNDER"
    recipient: User | None = None
    log: list[Message] = field(default_factory=list)
    threads: dict[str, list[Message]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<#{self.name}>"

    @property
    def messages(self) -> list[Message]:
        """What everybody in the channel sees, threads included, oldest first."""
        return [each for each in self.log if each.deleted is None and each.viewer is None]

    def seen_by(self, user: User) -> list[Message]:
        """What `user` sees: the public messages and those for them alone."""
        return [each for each in self.log if each.deleted is None and each.viewer in {None, user}]

    def replies(self, root: Message) -> list[Message]:
        """The public messages of a thread, without the one that opened it."""
        thread = self.threads.get(root.root_ts, [])
        return [each for each in thread if each.deleted is None and each.viewer is None and each is not root]

    def add(self, message: Message) -> None:
        """Hold a message, in its thread too."""
        self.log.append(message)
        if message.thread_ts is not None:
            self.threads.setdefault(message.thread_ts, []).append(message)

    def find(self, ts: str) -> Message | None:
        """The public message with this `ts` that is not deleted."""
        for each in reversed(self.log):
            if each.ts == ts:
                return each if each.deleted is None and each.viewer is None else None
        return None


@dataclass(slots=True, eq=False, repr=False)
class View:
    """A modal or Home tab as a reader has it before them.

    `errors` are those last shown beside its inputs, by block id; `replaced` holds earlier contents.
    """

    id: str
    user: User
    content: dict[str, Any]
    hash: str
    root_id: str
    previous_id: str | None = None
    open: bool = True
    errors: dict[str, str] = field(default_factory=dict)
    replaced: list[dict[str, Any]] = field(default_factory=list)
    origin: "Channel | None" = None

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Its blocks."""
        return list(self.content.get("blocks") or [])

    @property
    def kind(self) -> str:
        """Its type: "modal" or "home"."""
        return str(self.content["type"])

    @property
    def title(self) -> str:
        """The title's text; empty for Home."""
        return str((self.content.get("title") or {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        """What the app calls it."""
        return str(self.content.get("callback_id") or "")

    @property
    def private_metadata(self) -> str:
        """What the app keeps in it."""
        return str(self.content.get("private_metadata") or "")


@dataclass(slots=True, eq=False, repr=False)
class Pane:
    """A thread of the assistant pane, with what the app set there."""

    channel: Channel
    user: User
    thread_ts: str
    prompts: list[dict[str, str]] = field(default_factory=list)
    prompts_title: str = ""
    status: str = ""
    title: str = ""


class World:
    """All that exists, in one workspace."""

    def __init__(self, clock: StandInClock) -> None:
        self._clock = clock
        self._count = 0
        self._last_ts = 0
        self.team_id = "T0STANDIN"
        self.app_id = "A0STANDIN"
        self.bot_id = "B0STANDIN"
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, HeldFile] = {}
        self.views: dict[str, View] = {}
        self.homes: dict[str, View] = {}
        self.panes: dict[str, Pane] = {}
        self.bot = self.add_user("Communiqué", bot=True)

    def new_id(self, letter: str) -> str:
        """A fresh id that begins with `letter`."""
        self._count += 1
        return f"{letter}0{self._count:07d}"

    def ts(self) -> str:
        """The present moment as a message's `ts`, later than any before."""
        micros = int(self._clock.now().timestamp() * 1_000_000)
        self._last_ts = max(micros, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def add_user(self, name: str, *, bot: bool = False, admin: bool = False, locale: str = "en-US") -> User:
        """A new user of the workspace."""
        user = User(self.new_id("U"), name, bot, admin, locale)
        self.users[user.id] = user
        return user

    def add_channel(self, name: str, kind: Kind, *members: User) -> Channel:
        """A new conversation with these members."""
        channel = Channel(
            self.new_id("D" if kind is Kind.DIRECT else "C"),
            name,
            kind,
            self._clock.now(),
            {each.id for each in members},
        )
        self.channels[channel.id] = channel
        return channel

    def direct(self, user: User) -> Channel:
        """The conversation of the bot with `user`, made at the first call."""
        for each in self.channels.values():
            if each.kind is Kind.DIRECT and each.recipient is user:
                return each
        channel = self.add_channel("directmessage", Kind.DIRECT, user, self.bot)
        channel.recipient = user
        return channel
