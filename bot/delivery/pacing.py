"""How fast posts go out: per channel, per place and over all, whoever waits longest first.

Owns the rhythm that keeps clear of a platform's limits; what a platform asks for on top of it (a
Retry-After) is believed by the worker.
"""

import asyncio
import math
import sys
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from bot.delivery.records import PRESENT_FOR
from bot.subscriptions import Channel

WITHIN: Final = 1.08
"""Seconds: a little more than the one that platforms count, since some requests take longer than others."""
APART: Final = 1 / 50
"""Seconds between two requests over all, at least: of many that go out together some arrive late, in the
next second."""
MOST_KEPT: Final = 10_000
"""Channels and places whose rhythm is remembered."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds between two posts: in one channel, in one place, over all."""

    channel: float
    place: float
    everywhere: float
    in_thread: int = 1
    """Requests that a post into a thread takes, since the thread may have to be started first."""
    most: int | None = None
    """Requests over all in any `WITHIN` seconds, whatever held the posts up; None is no limit."""


class Pacing:
    """Gives each post its turn on one platform, whose rate is shared with other workers."""

    def __init__(
        self,
        rhythm: Rhythm,
        elapsed: Callable[[], float],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._rhythm = rhythm
        self.elapsed = elapsed
        self._pause = pause
        self._free: OrderedDict[tuple[str, ...], float] = OrderedDict()
        self._workers = 0
        self._counted_at = -math.inf
        self._let_go: deque[float] = deque()
        self._apart = -math.inf

    def shared_by(self, workers: int, known_within: float) -> None:
        """So many workers post, this one included; a newcomer waits until the others must know of it.

        Whoever was not counted for so long that the others forgot it is a newcomer again; those who were all
        kept from the database come back one by one and do not see each other yet. `known_within`: seconds
        between two moments at which each of them counts.
        """
        now, name = self.elapsed(), ("everywhere",)
        forgotten = now - self._counted_at >= PRESENT_FOR.total_seconds()
        if forgotten and max(workers, self._workers) > 1:
            self._free[name] = max(self._free.get(name, now), now + known_within)
        self._workers, self._counted_at = max(1, workers), now

    def turns_within(self, seconds: float) -> int:
        """How many posts in one place have their turn in so many seconds, one at least."""
        between = max(self._rhythm.place, self._rhythm.everywhere) * (self._workers or 1)
        return max(1, int(seconds / between)) if between else sys.maxsize

    async def turn(self, channel: Channel, *, in_thread: bool = False) -> None:
        """Wait for the post's turn: in its channel and place first, then among all."""
        await self._wait(
            (("place", channel.place), self._rhythm.place * (self._workers or 1)),
            (("channel", channel.place, channel.id), self._rhythm.channel),
        )
        requests = self._rhythm.in_thread if in_thread else 1
        await self._wait((("everywhere",), self._rhythm.everywhere * (self._workers or 1) * requests))

    async def let_go(self, *, in_thread: bool = False) -> None:
        """Wait until one more request is not one too many in the last second.

        Posts have their turns evenly, but what is written down between turn and request may take long: then
        they would all go out together.
        """
        if self._rhythm.most is None:
            return
        share = max(1, self._rhythm.most // (self._workers or 1))
        requests = min(share, self._rhythm.in_thread if in_thread else 1)
        now = self.elapsed()
        after = self._apart - now
        self._apart = max(now, self._apart) + APART * (self._workers or 1) * requests
        if after > 0:
            await self._pause(after)
        while (wait := self._over(share - requests)) > 0:
            await self._pause(wait)
        self._let_go.extend([self.elapsed()] * requests)

    def _over(self, most: int) -> float:
        """Seconds until at most so many of the requests let go are younger than `WITHIN`."""
        now = self.elapsed()
        while self._let_go and self._let_go[0] <= now - WITHIN:
            self._let_go.popleft()
        over = len(self._let_go) - most
        return self._let_go[over - 1] + WITHIN - now if over > 0 else 0.0

    async def _wait(self, *paces: tuple[tuple[str, ...], float]) -> None:
        now = self.elapsed()
        at = max([now, *(self._free.get(name, now) for name, _ in paces)])
        for name, seconds in paces:
            self._free[name] = at + seconds
            self._free.move_to_end(name)
        while len(self._free) > MOST_KEPT:
            self._free.popitem(last=False)
        if at > now:
            await self._pause(at - now)
