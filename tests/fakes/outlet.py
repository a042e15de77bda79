"""A platform as a list of messages: keeps what was posted, and fails in every way a platform can.

What its channels hold is the judge of a test, as with the stand-ins.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.delivery.ports import Outlet
from bot.delivery.records import CannotLook, Found, NotThere, Post, Sent
from bot.failures import AlreadyDone, Failure, Lost
from bot.subscriptions import Channel
from briefings.ports import Clock
from briefings.reply import Reply, content


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel holds."""

    id: str
    edition: str
    part: int
    key: str
    payload: Mapping[str, Any]
    at: datetime
    under: str | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class LostReply:
    """The platform posts it, and its reply never comes."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The platform posts it, and says something else."""

    told: Failure


@dataclass(frozen=True, slots=True)
class Broken:
    """Something in our own code raises while posting."""


Trouble = Failure | LostReply | Accepted | Broken


@dataclass
class RecordingOutlet(Outlet):
    """Keeps messages in memory. `same_within` is its window for telling repetitions apart."""

    clock: Clock
    platform: str = "discord"
    same_within: timedelta = timedelta(minutes=5)
    may_look: bool = True
    troubles: deque[Trouble] = field(default_factory=deque)
    """What the next posts meet, one each."""
    closed: dict[str, Failure] = field(default_factory=dict)
    """Channels in which every post fails."""
    refuses: Failure | None = None
    """What every request meets."""
    channels: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    requests: list[tuple[datetime, Post]] = field(default_factory=list)
    while_posting: Callable[[Post], Any] | None = None
    """Awaited, if it says so, before a post is accepted."""

    def parts(self, replies: Sequence[Reply], edition: str) -> tuple[tuple[Mapping[str, Any], bool], ...]:
        """Each reply as one part; those after the first belong into its thread."""
        return tuple(
            ({"title": each.title, "text": content(each), "edition": f"{edition} {number}"}, number > 1)
            for number, each in enumerate(replies, 1)
        )

    async def send(self, post: Post) -> Sent | Failure:
        """Post it, unless something is the matter."""
        self.requests.append((self.clock.now(), post))
        if self.while_posting is not None:
            waited = self.while_posting(post)
            if waited is not None:
                await waited
        closed = self.refuses or self.closed.get(post.channel.id)
        trouble = closed or (self.troubles.popleft() if self.troubles else None)
        match trouble:
            case None:
                return Sent(self._posted(post))
            case LostReply():
                self._posted(post)
                return Lost()
            case Accepted(told):
                self._posted(post)
                return told
            case Broken():
                raise RuntimeError("a mistake of ours")
            case AlreadyDone():
                self._posted(post)
                return trouble
            case _:
                return trouble

    async def find(self, post: Post, since: datetime) -> Found | NotThere | CannotLook | Failure:
        """Look through what is still there."""
        if self.refuses is not None:
            return self.refuses
        if not self.may_look:
            return CannotLook()
        for each in self.channels[post.channel.id]:
            if (
                (each.edition, each.part) == (post.edition, post.part.number)
                and not each.deleted
                and each.at >= since
            ):
                return Found(each.id)
        return NotThere()

    async def lacking(self, channel: Channel, *, thread: bool) -> tuple[str, ...] | Failure:
        """What is missing in a closed channel."""
        if self.refuses is not None:
            return self.refuses
        closed = self.closed.get(channel.id)
        return () if closed is None else (f"I lack what {closed} says",)

    def shown(self, channel: str) -> list[tuple[str, int]]:
        """(edition, part) of every message ever accepted there, in order."""
        return [(each.edition, each.part) for each in self.channels[channel]]

    def delete(self, channel: str, number: int) -> None:
        """A moderator deletes a message."""
        messages = self.channels[channel]
        messages[number] = replace(messages[number], deleted=True)

    def _posted(self, post: Post) -> str:
        now, messages = self.clock.now(), self.channels[post.channel.id]
        for each in messages:
            if each.key == post.part.key and now - each.at < self.same_within:
                return each.id
        made = Message(
            f"m{len(self.requests)}",
            post.edition,
            post.part.number,
            post.part.key,
            post.part.payload,
            now,
            post.under,
        )
        messages.append(made)
        return made.id
