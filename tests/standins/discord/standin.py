"""The Discord stand-in: everything put together, started and stopped.

async with DiscordStandIn() as discord:
    mira = discord.user("Mira")
    answer = await mira.slash("brief", {"topic": "India"}).message()
"""

from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from tests.standins.calls import Answer, Call
from tests.standins.changes import Changes
from tests.standins.clock import StandInClock, SteppedClock
from tests.standins.discord import spec as openapi
from tests.standins.discord.announcements import Announcements
from tests.standins.discord.gateway import Gateway
from tests.standins.discord.moderation import Moderation
from tests.standins.discord.permissions import in_channel
from tests.standins.discord.posting import Post
from tests.standins.discord.rates import EXEMPT, Rates
from tests.standins.discord.readers import Reader
from tests.standins.discord.refusals import Refused, unknown_account
from tests.standins.discord.rest.account import AccountRoutes
from tests.standins.discord.rest.commands import CommandRoutes
from tests.standins.discord.rest.interactions import InteractionRoutes
from tests.standins.discord.rest.messages import Access, MessageRoutes
from tests.standins.discord.rest.threads import ThreadRoutes
from tests.standins.discord.state import Settings, State
from tests.standins.discord.world import MEMBERS_MAY, Channel, Guild, Message, Permission, User, World
from tests.standins.faults import FaultPlan
from tests.standins.serving import Handler, Route, Serving

PREFIX = "/api/v10"


class DiscordStandIn:
    """Discord on a loopback port.

    `clock` is a `SteppedClock` unless another is given. `validate` checks every request against the published
    OpenAPI document where that is at hand. `refusals` are the requests refused with 400: for most tests there
    should be none.
    """

    def __init__(self, *, clock: StandInClock | None = None, validate: bool = True) -> None:
        self.clock = clock or SteppedClock()
        self.changes = Changes()
        self.world = World(self.clock)
        self.settings = Settings()
        self.state = State(self.clock, self.changes, self.world, self.settings)
        self.faults = FaultPlan(self.changes)
        self.rates = Rates(self.state)
        self.gateway = Gateway(self.state)
        self.refusals: list[tuple[Call, Refused]] = []
        self._announcements = Announcements(self.state, self.gateway)
        self._post = Post(self.state, self._announcements)
        self._spec = openapi.published() if validate else None
        self._readers: dict[str, Reader] = {}
        self.commands = CommandRoutes(self.state)
        self.moderator = Moderation(self.state, self._announcements, self._post, self.gateway)
        self.guild: Guild = self.world.add_guild("Newsroom")
        self.channel: Channel = self.world.add_channel(self.guild, "briefings")
        self.serving = Serving(
            prefix=PREFIX,
            routes=self._routes(),
            answer=self._answer,
            clock=self.clock,
            faults=self.faults,
            changes=self.changes,
        )
        self.serving.add_socket("/gateway/", self.gateway.serve)
        self.serving.add_socket("/gateway/resume/", self.gateway.serve)

    @property
    def api_url(self) -> str:
        """The REST address, as `discord.http.Route.BASE` wants it."""
        return self.state.base

    @property
    def gateway_url(self) -> str:
        """The gateway's address, as `discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY` wants it."""
        return self.state.gateway

    @property
    def validates(self) -> bool:
        """Whether requests are checked against the published document."""
        return self._spec is not None

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; `port` 0 takes a free one."""
        await self.serving.start(port)
        self.state.base = f"http://127.0.0.1:{self.serving.port}{PREFIX}"
        self.state.gateway = f"ws://127.0.0.1:{self.serving.port}/gateway/"

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        await self.gateway.stop()
        await self.serving.stop()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def user(
        self,
        name: str,
        *,
        channel: Channel | None = None,
        locale: str = "en-US",
        manager: bool = False,
    ) -> Reader:
        """The reader called `name`, made at the first call: a member of the channel's guild.

        `manager` gives them Manage Server there.
        """
        channel = channel or self.channel
        if name not in self._readers:
            user = self.world.add_user(name, locale=locale)
            self._readers[name] = Reader(self.state, self._announcements, self._post, user, channel)
        reader = self._readers[name]
        if channel.guild is not None and reader.user.id not in channel.guild.members:
            self.world.join(channel.guild, reader.user)
        if manager and channel.guild is not None:
            self.moderator.add_role(
                channel.guild, "managers", MEMBERS_MAY | Permission.MANAGE_GUILD, reader.user
            )
        return reader

    def allowed(self, user: User, channel: Channel | None = None) -> Permission:
        """What `user` may do in `channel`, as every interaction tells the bot."""
        return in_channel(channel or self.channel, user)

    async def answer_in(
        self, channel: Channel, *, after: Message | None = None, count: int = 1
    ) -> list[Message]:
        """The bot's public messages in `channel` since `after`, once there are `count` of them."""

        def found() -> list[Message]:
            since = after.id if after else 0
            return [each for each in channel.messages if each.author is self.world.bot and each.id > since]

        await self.changes.until(lambda: len(found()) >= count, what=f"{count} messages in {channel.name}")
        return found()

    def _routes(self) -> list[Route]:
        access = Access(self.state)
        return [
            *AccountRoutes(self.state, self._announcements).routes(),
            *self.commands.routes(),
            *InteractionRoutes(self.state, self._post).routes(),
            *MessageRoutes(self.state, self._announcements, self._post, access).routes(),
            *ThreadRoutes(self.state, self._announcements, access).routes(),
            Route("GET", "/attachments/{file_id}/{filename}", self._file),
        ]

    def _answer(self, call: Call, handler: Handler | None) -> Answer:
        answer = self.rates.refusal(call) or self._served(call, handler)
        self.rates.count(answer)
        headers: dict[str, Any] = {**self.rates.headers(call), **answer.headers}
        return replace(answer, headers=headers)

    def _served(self, call: Call, handler: Handler | None) -> Answer:
        try:
            if handler is None:
                raise Refused(404, 0, "404: Not Found")
            self._authorise(call)
            if self._spec is not None:
                self._spec.check(call)
            return handler(call)
        except Refused as refused:
            self._note(call, refused)
            return refused.answer()

    def _note(self, call: Call, refused: Refused) -> None:
        if refused.status in {400, 413, 500}:
            self.refusals.append((call, refused))
        interaction = self.state.interactions.get(call.params.get("token", ""))
        if interaction is not None:
            interaction.refusals.append(refused)

    def _authorise(self, call: Call) -> None:
        if EXEMPT.fullmatch(call.path) or call.path.startswith("/attachments/"):
            return
        token = self.settings.token
        if token is None or call.headers.get("Authorization") != f"Bot {token}":
            raise unknown_account()

    def _file(self, call: Call) -> Answer:
        for channel in self.world.channels.values():
            for message in channel.log:
                for each in message.files:
                    if each.id == call.id("file_id"):
                        return Answer(raw=each.data, content_type=each.content_type)
        raise Refused(404, 0, "404: Not Found")
