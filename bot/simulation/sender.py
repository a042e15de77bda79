"""A platform that records: takes what the real one would take, refuses what it would refuse.

Owns what a channel holds in the end, which is what a simulation is judged by.
"""

import random
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

from bot.delivery.ports import Outlet, Render
from bot.delivery.records import CannotLook, Found, NotThere, Part, Post, Sent
from bot.failures import Failure, Lost, Ours, Permanent, Wait
from bot.simulation.clock import WoundClock
from bot.simulation.limits import BREAKS, Payload
from bot.subscriptions import Channel
from briefings.reply import Reply

PACES: Final = {"discord": (5, timedelta(seconds=5)), "slack": (1, timedelta(seconds=1))}
"""Messages in a channel within a time: Discord's usual bucket, Slack's advice."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel holds. `under`: the message whose thread it is in."""

    id: str
    channel: Channel
    edition: str
    part: Part
    at: datetime
    under: str | None


Trouble = Literal["lost before", "lost after", "slow down"]


@dataclass(slots=True)
class Sender(Outlet):
    """One recording platform."""

    platform: str
    render: Render
    clock: WoundClock
    same_within: timedelta
    """For how long it tells a repeated key apart, as the real outlet says."""
    chance: random.Random
    down: bool = False
    closed: dict[str, Permanent] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    """Channels whose history cannot be read."""
    troubles: deque[tuple[str, Trouble]] = field(default_factory=deque)
    """What the next posts to a channel meet."""
    flaky: float = 0.0
    """The share of requests that meet a trouble by chance."""
    messages: list[Message] = field(default_factory=list)
    requests: int = 0
    refused: list[str] = field(default_factory=list)
    """Limits that were broken; it should stay empty."""
    _recent: dict[str, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))

    def parts(self, replies: Sequence[Reply], edition: str) -> tuple[tuple[Payload, bool], ...]:
        """As the real outlet renders them."""
        return self.render(replies, edition)

    async def send(self, post: Post) -> Sent | Failure:
        """Take it, unless something is the matter."""
        self.requests += 1
        if self.down:
            return Wait()
        closed = self.closed.get(post.channel.id)
        if closed is not None:
            return closed
        broken = BREAKS[self.platform](post.part.payload, post.part.key)
        if broken:
            self.refused += broken
            return Ours(broken[0])
        if self._too_fast(post.channel):
            self.refused.append("too fast")
            return Wait(1.0)
        return self._met(post)

    async def find(self, post: Post, since: datetime) -> Found | NotThere | CannotLook | Failure:
        """Look through what the channel holds."""
        if self.down:
            return Wait()
        if post.channel.id in self.unreadable:
            return CannotLook()
        for each in self.messages:
            same = (each.edition, each.part.number) == (post.edition, post.part.number)
            if same and each.channel == post.channel and each.at >= since:
                return Found(each.id)
        return NotThere()

    async def lacking(self, channel: Channel, *, thread: bool) -> tuple[str, ...] | Failure:
        """Whether the channel is closed to the bot."""
        if self.down:
            return Wait()
        closed = self.closed.get(channel.id)
        return () if closed is None else (closed.reason,)

    def _met(self, post: Post) -> Sent | Failure:
        match self._trouble(post.channel.id):
            case "lost before":
                return Lost()
            case "slow down":
                return Wait(7.0)
            case "lost after":
                self._taken(post)
                return Lost()
            case None:
                return Sent(self._taken(post).id)

    def _trouble(self, channel: str) -> Trouble | None:
        for planned in self.troubles:
            if planned[0] == channel:
                self.troubles.remove(planned)
                return planned[1]
        if self.chance.random() >= self.flaky or channel in self.unreadable:
            return None
        return self.chance.choice(("lost before", "lost after", "slow down"))

    def _taken(self, post: Post) -> Message:
        now = self.clock.now()
        for each in reversed(self.messages):
            if each.part.key == post.part.key and now - each.at < self.same_within:
                return each
        made = Message(f"{len(self.messages) + 1}", post.channel, post.edition, post.part, now, post.under)
        self.messages.append(made)
        return made

    def _too_fast(self, channel: Channel) -> bool:
        most, within = PACES[self.platform]
        recent, now = self._recent[channel.id], self.clock.now()
        while recent and now - recent[0] >= within:
            recent.popleft()
        recent.append(now)
        return len(recent) > most
