"""The Slack stand-in: everything put together, started and stopped.

async with SlackStandIn() as slack:
    mira = slack.user("Mira")
    answer = await mira.slash("brief", "India").message()
"""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from tests.standins.calls import Answer, Call
from tests.standins.changes import Changes
from tests.standins.clock import StandInClock, SteppedClock
from tests.standins.faults import FaultPlan
from tests.standins.serving import Handler, Route, Serving
from tests.standins.slack import spec
from tests.standins.slack.app import App, from_manifest
from tests.standins.slack.dispatching import Carrier, Dispatcher
from tests.standins.slack.events import Events
from tests.standins.slack.http import HttpSender
from tests.standins.slack.interactions import Interaction
from tests.standins.slack.moderation import Moderation
from tests.standins.slack.platform import Platform
from tests.standins.slack.posting import Post
from tests.standins.slack.rates import Rates
from tests.standins.slack.readers import Reader
from tests.standins.slack.refusals import Refused
from tests.standins.slack.responses import Responses
from tests.standins.slack.sockets import Sockets
from tests.standins.slack.state import Settings, State
from tests.standins.slack.surfaces import Surfaces
from tests.standins.slack.web.chat import ChatMethods
from tests.standins.slack.web.conversations import ConversationMethods
from tests.standins.slack.web.files import FileMethods
from tests.standins.slack.web.methods import Access, Api
from tests.standins.slack.web.people import PeopleMethods
from tests.standins.slack.web.views import ViewMethods
from tests.standins.slack.world import Channel, Kind, Message, User, World


class SlackStandIn:
    """Slack on a loopback port.

    `clock` is a `SteppedClock` unless another is given. `validate` checks blocks and views against the
    published schemas where those are at hand. `refusals` are the requests and acknowledgements that were made
    wrongly: for most tests there should be none.
    """

    def __init__(self, *, clock: StandInClock | None = None, validate: bool = True) -> None:
        self.clock = clock or SteppedClock()
        self.changes = Changes()
        self.world = World(self.clock)
        self.settings = Settings()
        self.state = State(self.clock, self.changes, self.world, self.settings)
        self.faults = FaultPlan(self.changes)
        self.rates = Rates(self.state)
        self.sockets = Sockets(self.state, self.changes)
        self.http = HttpSender(self.state)
        self.dispatcher = Dispatcher(self.state, self._carrier)
        self._spec = spec.published() if validate else None
        self._readers: dict[str, Reader] = {}
        self._platform = self._assembled()
        self.moderator = Moderation(self._platform)
        self._files = FileMethods(self.state, self._platform.post, Access(self.state))
        self._api = self._methods()
        self.channel: Channel = self.world.add_channel("briefings", Kind.PUBLIC, self.world.bot)
        self.serving = Serving(
            prefix="",
            routes=self._routes(),
            answer=self._answer,
            clock=self.clock,
            faults=self.faults,
            changes=self.changes,
            unreadable=Refused("invalid_json").answer(),
        )
        self.serving.add_socket("/link/", self.sockets.serve)

    @property
    def api_url(self) -> str:
        """The Web API's address with its closing slash, as `AsyncWebClient(base_url=...)` wants it."""
        return f"{self.state.base}/api/"

    @property
    def bot(self) -> User:
        """The app's bot user."""
        return self.world.bot

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self.world.team_id

    @property
    def app_id(self) -> str:
        """The app's id."""
        return self.world.app_id

    @property
    def refusals(self) -> list[Refused]:
        """What the app did wrongly: invalid blocks, unknown arguments, bad acknowledgements."""
        return self.state.refusals

    @property
    def validates(self) -> bool:
        """Whether payloads are checked against the published schemas."""
        return self._spec is not None

    def install(self, manifest: Mapping[str, Any]) -> App:
        """Register the app as its manifest says: from now on nothing else is offered, told or allowed."""
        self.state.app = from_manifest(manifest)
        return self.state.app

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; `port` 0 takes a free one."""
        await self.serving.start(port)
        self.state.base = f"http://127.0.0.1:{self.serving.port}"

    async def stop(self) -> None:
        """Give up every delivery, close every connection and stop listening."""
        await self.dispatcher.stop()
        await self.sockets.stop()
        await self.http.stop()
        await self.serving.stop()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def user(
        self, name: str, *, channel: Channel | None = None, locale: str = "en-US", manager: bool = False
    ) -> Reader:
        """The reader called `name`, made at the first call: `manager` makes an admin."""
        channel = channel or self.channel
        if name not in self._readers:
            self._readers[name] = Reader(self._platform, self.world.add_user(name, locale=locale), channel)
        reader = self._readers[name]
        channel.members.add(reader.user.id)
        reader.user.admin = reader.user.admin or manager
        return reader

    async def answer_in(
        self,
        channel: Channel,
        *,
        after: Message | Interaction | None = None,
        thread: Message | None = None,
        count: int = 1,
    ) -> list[Message]:
        """The bot's public messages in `channel` (or one thread) since `after`, once there are `count`."""

        def found() -> list[Message]:
            since = after.ts if after else ""
            own = [each for each in channel.messages if each.author is self.bot and each.ts > since]
            return [each for each in own if thread is None or each.thread_ts == thread.root_ts]

        await self.changes.until(
            lambda: len(found()) >= count,
            what=f"{count} messages in {channel.name}, refused: {self.refusals}",
        )
        return found()

    def _carrier(self) -> Carrier:
        return self.http if self.http.receivers else self.sockets

    def _assembled(self) -> Platform:
        events = Events(self.state, self.dispatcher)
        post = Post(self.state, events, self._spec)
        surfaces = Surfaces(self.state)
        responses = Responses(self.state, post, surfaces)
        return Platform(self.state, self.dispatcher, events, post, surfaces, responses)

    def _methods(self) -> Api:
        parts, access = self._platform, Access(self.state)
        return Api(
            self.state,
            [
                *ChatMethods(self.state, parts.post, access, self._spec).methods(),
                *ConversationMethods(self.state, parts.events, access).methods(),
                *PeopleMethods(self.state).methods(),
                *ViewMethods(self.state, parts.post, parts.surfaces).methods(),
                *self._files.methods(),
            ],
        )

    def _routes(self) -> list[Route]:
        return [
            Route("POST", "/api/{method}", self._api.serve),
            Route("GET", "/api/{method}", self._api.serve),
            *self._files.routes(),
            *self._platform.responses.routes(),
        ]

    def _answer(self, call: Call, handler: Handler | None) -> Answer:
        return self.rates.refusal(call) or self._served(call, handler)

    def _served(self, call: Call, handler: Handler | None) -> Answer:
        try:
            if handler is None:
                raise Refused("unknown_method", status=404)
            return handler(call)
        except Refused as refused:
            self.state.note(refused)
            return refused.answer()
