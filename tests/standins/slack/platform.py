"""The parts of the stand-in that a reader's acts reach, put together."""

from dataclasses import dataclass
from typing import Any

from tests.standins.slack.dispatching import Dispatcher
from tests.standins.slack.events import Events
from tests.standins.slack.posting import Post
from tests.standins.slack.responses import Responses
from tests.standins.slack.state import State
from tests.standins.slack.surfaces import Surfaces
from tests.standins.slack.world import Channel, Message, User


@dataclass(frozen=True, slots=True)
class Platform:
    """Everything behind a reader."""

    state: State
    dispatcher: Dispatcher
    events: Events
    post: Post
    surfaces: Surfaces
    responses: Responses

    def write(self, channel: Channel, author: User, body: dict[str, Any], times: int) -> Message:
        """Put a person's message into a channel; its events are delivered `times` over."""
        self.events.times = times
        try:
            return self.post.create(channel, author, body)
        finally:
            self.events.times = 1
