"""Platforms in a state that outlets can be tried on, and what their channels then hold."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from discord.http import Route

from bot.adapters.discord import outlet as discord_outlet
from bot.adapters.slack import outlet as slack_outlet
from bot.adapters.slack.manifest import manifest
from bot.delivery.ports import Outlet
from bot.delivery.records import Post, Sent
from bot.failures import Failure, Permanent, Revoked, Wait
from bot.secret import Secret
from bot.settings import Settings
from bot.subscriptions import Channel
from briefings.reply import (
    Reply,
)
from tests.contracts.outlet_posts import posts, reply
from tests.fakes.clock import SetClock
from tests.fakes.outlet import Accepted, LostReply, RecordingOutlet
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.world import Message as DiscordMessage
from tests.standins.discord.world import Permission
from tests.standins.faults import Effect, Fail, Fault, Hang, Match, Reset, server_error
from tests.standins.slack.refusals import server_page
from tests.standins.slack.standin import SlackStandIn
from tests.standins.slack.world import Message as SlackMessage

LostHow = Literal["reset", "reset before", "hang", "hang before", "error before", "error after"]
LOST: tuple[LostHow, ...] = ("reset", "reset before", "hang", "hang before", "error before", "error after")
CREATE = Match("POST", r"/channels/\d+/messages")
POST_MESSAGE = Match("POST", r"/api/chat\.postMessage")
DIGEST_SCOPES = frozenset(
    {"channels:read", "groups:read", "channels:history", "groups:history", "im:history", "im:write"}
)


class Scene(ABC):
    """A platform with one channel in which the bot may do everything, and what moderators do there."""

    outlet: Outlet
    channel: Channel

    def posts(self, *replies: Reply, channel: Channel | None = None) -> list[Post]:
        """An edition that is being tried now; a short one where no replies are given."""
        return posts(self.outlet, channel or self.channel, replies or [reply("Tolls")], self.now)

    async def sent(self, post: Post) -> str:
        """The message that a post became."""
        outcome = await self.outlet.send(post)
        assert isinstance(outcome, Sent), outcome
        assert outcome.message is not None
        return outcome.message

    def there(self, channel: object) -> Channel:
        """Another channel of the same place."""
        return replace(self.channel, id=str(channel))

    @property
    @abstractmethod
    def now(self) -> datetime:
        """The platform's time."""

    @abstractmethod
    def advance(self, span: timedelta) -> None:
        """Time passes."""

    @abstractmethod
    def shown(self) -> list[str]:
        """Ids of the bot's messages that anybody can see, in the channel and in its threads."""

    @abstractmethod
    def lose(self, how: LostHow) -> None:
        """The next post's answer is lost, or is a server error."""

    @abstractmethod
    def delete(self, message: str) -> None:
        """A moderator deletes a message."""

    @abstractmethod
    def trouble(self, what: Literal["gone", "out", "forbidden", "revoked"]) -> Failure:
        """From now on nothing can be posted; returns what a post meets."""


@dataclass
class Recorded(Scene):
    """The outlet that records."""

    outlet: RecordingOutlet
    clock: SetClock
    channel: Channel

    @property
    def now(self) -> datetime:
        """The platform's time."""
        return self.clock.moment

    def advance(self, span: timedelta) -> None:
        """Time passes."""
        self.clock.moment += span

    def shown(self) -> list[str]:
        """What anybody can see."""
        return [each.id for each in self.outlet.channels[self.channel.id] if not each.deleted]

    def lose(self, how: LostHow) -> None:
        """The next answer is lost."""
        maybe = Wait(maybe_done=True)
        match how:
            case "reset" | "hang":
                self.outlet.troubles.append(LostReply())
            case "reset before" | "hang before" | "error before":
                self.outlet.troubles.append(maybe)
            case "error after":
                self.outlet.troubles.append(Accepted(maybe))

    def delete(self, message: str) -> None:
        """A moderator deletes it."""
        held = self.outlet.channels[self.channel.id]
        self.outlet.delete(self.channel.id, [each.id for each in held].index(message))

    def trouble(self, what: Literal["gone", "out", "forbidden", "revoked"]) -> Failure:
        """The door is closed."""
        if what == "revoked":
            self.outlet.refuses = Revoked()
            return self.outlet.refuses
        met: dict[str, Failure] = {
            "gone": Permanent("channel-gone"),
            "out": Permanent("no-access"),
            "forbidden": Permanent("no-permission"),
        }
        self.outlet.closed[self.channel.id] = met[what]
        return met[what]


@dataclass
class OnDiscord(Scene):
    """Discord's stand-in."""

    outlet: Outlet
    standin: DiscordStandIn
    channel: Channel

    @property
    def now(self) -> datetime:
        """The platform's time."""
        return self.standin.clock.now()

    def advance(self, span: timedelta) -> None:
        """Time passes."""
        self.standin.clock.advance(seconds=span.total_seconds())

    def shown(self) -> list[str]:
        """What anybody can see."""
        return [str(each.id) for each in self._messages() if each.deleted is None]

    def lose(self, how: LostHow) -> None:
        """The next answer is lost."""
        self.standin.faults.add(_fault(how, server_error), CREATE)

    def delete(self, message: str) -> None:
        """A moderator deletes it."""
        self.standin.moderator.delete_message(
            next(each for each in self._messages() if str(each.id) == message)
        )

    def trouble(self, what: Literal["gone", "out", "forbidden", "revoked"]) -> Failure:
        """The door is closed."""
        moderator, channel = self.standin.moderator, self.standin.channel
        match what:
            case "gone":
                moderator.delete_channel(channel)
                return Permanent("channel-gone")
            case "out":
                moderator.deny(channel, Permission.VIEW_CHANNEL)
                return Permanent("no-access")
            case "forbidden":
                moderator.deny(channel, Permission.SEND_MESSAGES)
                return Permanent("no-permission")
            case "revoked":
                moderator.revoke_token()
                return Revoked()

    def requests(self, method: str = "POST", ending: str = "/messages") -> int:
        """How many were made."""
        return len(self.standin.serving.asked(method, ending))

    def _messages(self) -> list[DiscordMessage]:
        world = self.standin.world
        held = [message for channel in world.channels.values() for message in channel.log]
        return [message for message in held if message.author is world.bot]


@dataclass
class OnSlack(Scene):
    """Slack's stand-in, the app with the scopes for looking up what it posted."""

    outlet: Outlet
    standin: SlackStandIn
    channel: Channel

    @property
    def now(self) -> datetime:
        """The platform's time."""
        return self.standin.clock.now()

    def advance(self, span: timedelta) -> None:
        """Time passes."""
        self.standin.clock.advance(seconds=span.total_seconds())

    def shown(self) -> list[str]:
        """What anybody can see."""
        return [each.ts for each in self._messages() if not each.deleted]

    def lose(self, how: LostHow) -> None:
        """The next answer is lost."""
        self.standin.faults.add(_fault(how, server_page), POST_MESSAGE)

    def delete(self, message: str) -> None:
        """A moderator deletes it."""
        self.standin.moderator.delete_message(next(each for each in self._messages() if each.ts == message))

    def trouble(self, what: Literal["gone", "out", "forbidden", "revoked"]) -> Failure:
        """The door is closed."""
        moderator, channel = self.standin.moderator, self.standin.channel
        match what:
            case "gone":
                moderator.archive(channel)
                return Permanent("channel-gone")
            case "out":
                moderator.kick_bot(channel)
                return Permanent("no-access")
            case "forbidden":
                moderator.restrict(channel)
                return Permanent("no-permission")
            case "revoked":
                moderator.revoke_token()
                return Revoked(over=True)

    def requests(self, method: str = "chat.postMessage") -> int:
        """How many were made."""
        return len(self.standin.serving.asked(None, f"/{method}"))

    def _messages(self) -> list[SlackMessage]:
        world = self.standin.world
        held = [message for channel in world.channels.values() for message in channel.log]
        return [message for message in held if message.author is world.bot]


def _fault(how: LostHow, error: Callable[[int, Effect], Fail]) -> Fault:
    match how:
        case "reset":
            return Reset(Effect.ACCEPTED)
        case "reset before":
            return Reset(Effect.REFUSED)
        case "hang":
            return Hang(Effect.ACCEPTED)
        case "hang before":
            return Hang(Effect.REFUSED)
        case "error before":
            return error(500, Effect.REFUSED)
        case "error after":
            return error(500, Effect.ACCEPTED)


@contextmanager
def address_kept() -> Iterator[None]:
    """Puts back where the SDK sends its requests."""
    kept = Route.BASE
    try:
        yield
    finally:
        Route.BASE = kept


@asynccontextmanager
async def on_discord(patience: float = 10.0) -> AsyncIterator[OnDiscord]:
    """Discord's stand-in with an outlet; judged at the end: nothing of ours was malformed, nobody pinged."""
    with address_kept():
        async with DiscordStandIn() as standin:
            settings = discord_settings(standin)
            async with discord_outlet.connected(settings, patience=patience) as outlet:
                channel = Channel("discord", str(standin.guild.id), str(standin.channel.id))
                yield OnDiscord(outlet, standin, channel)
            harmless = {50083, 160004}
            assert [str(said) for _, said in standin.refusals if said.code not in harmless] == []
            held = [message for each in standin.world.channels.values() for message in each.log]
            assert all(not each.pings for each in held if each.author is standin.world.bot)


@asynccontextmanager
async def on_slack(patience: float = 10.0) -> AsyncIterator[OnSlack]:
    """Slack's stand-in with an outlet; judged at the end: nothing of ours was malformed, nobody pinged."""
    async with SlackStandIn() as standin:
        app = standin.install(manifest())
        standin.settings.scopes = frozenset(app.scopes or ()) | DIGEST_SCOPES
        async with slack_outlet.connected(slack_settings(standin), patience=patience) as outlet:
            channel = Channel("slack", standin.team_id, standin.channel.id)
            yield OnSlack(outlet, standin, channel)
        assert [str(each) for each in standin.refusals if each.ours] == []
        held = [message for each in standin.world.channels.values() for message in each.log]
        assert all(not each.pings for each in held if each.author is standin.bot)


@asynccontextmanager
async def recorded(patience: float = 10.0) -> AsyncIterator[Recorded]:
    """The outlet that records; `patience` means nothing to it."""
    clock = SetClock()
    yield Recorded(RecordingOutlet(clock), clock, Channel("discord", "g1", "c1"))


def discord_settings(standin: DiscordStandIn) -> Settings:
    """Settings that point at the stand-in."""
    return Settings(discord_token=Secret(standin.settings.token or "none"), discord_api_url=standin.api_url)


def slack_settings(standin: SlackStandIn) -> Settings:
    """Settings that point at the stand-in."""
    return Settings(
        slack_bot_token=Secret(standin.settings.bot_token),
        slack_api_url=standin.api_url.rstrip("/"),
    )
