"""Rate limits: so many calls a minute for each method, and about one message a second for each channel.

Off until a test or a benchmark switches them on, since a client waits out a limit in real seconds.
"""

import math
from datetime import timedelta
from typing import Final

from tests.standins.calls import Answer, Call
from tests.standins.slack import limits
from tests.standins.slack.arguments import Arguments
from tests.standins.slack.refusals import Refused, ratelimited
from tests.standins.slack.state import State
from tests.standins.windows import RollingWindow

MINUTE: Final = timedelta(minutes=1)
TIERS: Final = {2: 20, 3: 50, 4: 100}
"""Calls a minute by tier, as docs.slack.dev/apis/web-api/rate-limits gives them ("20+")."""
TIER_OF: Final = {
    "conversations.list": 2,
    "users.list": 2,
    "conversations.history": 3,
    "conversations.replies": 3,
    "conversations.info": 3,
    "conversations.join": 3,
    "conversations.open": 3,
    "users.conversations": 3,
    "chat.update": 3,
    "chat.delete": 3,
    "team.info": 3,
    "files.delete": 3,
    "conversations.members": 4,
    "chat.postEphemeral": 4,
    "users.info": 4,
    "views.open": 4,
    "views.update": 4,
    "views.push": 4,
    "views.publish": 4,
    "files.info": 4,
    "files.getUploadURLExternal": 4,
    "files.completeUploadExternal": 4,
}
BURST: Final = 3
"""Messages a channel takes at once before one a second holds; the vendor says "short bursts are allowed"."""
WORKSPACE: Final = 300
"""Messages a minute over all channels; the vendor says "several hundred"."""


class Rates:
    """Decides whether a call comes too often. `refusals` counts those that did."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._methods: dict[str, RollingWindow] = {}
        self._burst: int | None = None
        self._channels: dict[str, RollingWindow] = {}
        self._workspace = RollingWindow(WORKSPACE, MINUTE)
        self.refusals = 0

    def as_vendor(self, *, outside_marketplace: bool = False) -> None:
        """Every tier, and one message a second a channel.

        `outside_marketplace` allows history once a minute, as for apps distributed outside the Marketplace.
        """
        for method, tier in TIER_OF.items():
            self.method(method, TIERS[tier])
        self.method("apps.connections.open", limits.CONNECTIONS)
        self.posting(BURST)
        if outside_marketplace:
            self.method("conversations.history", 1)
            self.method("conversations.replies", 1)

    def method(self, name: str, calls: int, *, minutes: float = 1) -> None:
        """From now on so many calls of this method in so many minutes."""
        self._methods[name] = RollingWindow(calls, timedelta(minutes=minutes))

    def posting(self, burst: int) -> None:
        """From now on `burst` messages in as many seconds for each channel."""
        self._burst = burst
        self._channels.clear()

    def refusal(self, call: Call) -> Answer | None:
        """The answer to a call that comes too often; None when it may be served. Counts it."""
        method = call.path.removeprefix("/api/")
        windows = [self._methods[method]] if method in self._methods else []
        if method == "chat.postMessage" and self._burst is not None:
            windows += [self._workspace, self._channel(call, self._burst)]
        now = self._state.clock.now()
        wait = max((each.free_in(now) for each in windows), default=0.0)
        if wait:
            self.refusals += 1
            return ratelimited(max(1, math.ceil(wait)))
        for each in windows:
            each.add(now)
        return None

    def _channel(self, call: Call, burst: int) -> RollingWindow:
        try:
            channel = Arguments(call).text("channel")
        except Refused:
            channel = ""
        if channel not in self._channels:
            self._channels[channel] = RollingWindow(burst, timedelta(seconds=burst))
        return self._channels[channel]
