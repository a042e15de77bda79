"""Where a stand-in misbehaves on purpose.

Owns the kinds of fault and the plan that decides which request meets which. A plan is either exact (this
request, so many times) or drawn from a seed, the same draw for the same request whatever order requests
arrive in. Refuses to know any platform: requests are matched by method, path and body.
"""

import asyncio
import hashlib
import random
import re
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from tests.standins.calls import JSON, Answer, Call
from tests.standins.changes import Changes


class Effect(Enum):
    """Whether the request took effect before the fault struck."""

    REFUSED = "before accepting"
    ACCEPTED = "after accepting"


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection is reset (RST), after the request took effect or before."""

    effect: Effect = Effect.ACCEPTED


@dataclass(frozen=True, slots=True)
class Hang:
    """No answer comes until the planned fault is released; then the true answer is sent."""

    effect: Effect = Effect.ACCEPTED


@dataclass(frozen=True, slots=True)
class Fail:
    """Another answer is sent than the true one: a 5xx, an error body, a malformed 429."""

    answer: Answer
    effect: Effect = Effect.REFUSED


@dataclass(frozen=True, slots=True)
class Trickle:
    """The true answer comes in pieces of `size` bytes, one each `seconds` of the clock or each release."""

    size: int = 16
    seconds: float | None = None


Fault = Reset | Hang | Fail | Trickle


def server_error(status: int = 500, effect: Effect = Effect.REFUSED) -> Fail:
    """A 5xx in the shape Discord uses ("500: Internal Server Error", code 0)."""
    return Fail(Answer(status, {"message": f"{status}: Server Error", "code": 0}), effect)


def limited_without_via(retry_after: float = 0.01) -> Fail:
    """A 429 as a proxy in front sends it when it has banned an address: no Via header."""
    return Fail(Answer(429, {"message": "banned", "retry_after": retry_after}, {"Via": ""}))


def limited_as_html() -> Fail:
    """A 429 whose body is a page instead of JSON."""
    return Fail(Answer(429, raw=b"<html><title>error 1015</title></html>", content_type="text/html"))


def limited_by_charset(retry_after: float = 0.01) -> Fail:
    """A 429 whose content type has a charset, so that a strict reader takes its body for text."""
    body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": False}
    return Fail(Answer(429, body, content_type=f"{JSON}; charset=utf-8"))


@dataclass(frozen=True, slots=True)
class Match:
    """Which requests are meant: a method, a pattern the whole path matches, a test of the body."""

    method: str | None = None
    path: str = ".*"
    body: Callable[[Any], bool] | None = None

    def __call__(self, call: Call) -> bool:
        """Whether `call` is one of them."""
        return (
            self.method in {None, call.method}
            and re.fullmatch(self.path, call.path) is not None
            and (self.body is None or self.body(call.body))
        )


EVERY: Final = Match()


class Gate:
    """Holds whoever comes until let through."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._permits = 0
        self._open = False

    async def passed(self) -> None:
        """Return when let through."""
        if self._open:
            return
        if self._permits:
            self._permits -= 1
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        await future

    def let_through(self, count: int) -> None:
        """Let `count` go on: those who wait first, then those who come."""
        while count and self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(None)
                count -= 1
        self._permits += count

    def open(self) -> None:
        """Hold nobody any more."""
        self._open = True
        self.let_through(len(self._waiting))


@dataclass(slots=True)
class Planned:
    """A fault in the plan. `struck` counts the requests it met, `gate` holds those that hang."""

    fault: Fault
    match: Match
    times: int | None
    skip: int
    changes: Changes
    struck: int = 0
    gate: Gate = field(default_factory=Gate)

    def release(self, count: int = 1) -> None:
        """Let `count` hanging requests, or pieces of trickling answers, go on."""
        self.gate.let_through(count)

    async def met(self, count: int = 1) -> None:
        """Return once `count` requests have met this fault."""
        await self.changes.until(
            lambda: self.struck >= count, what=f"the {count}. request to meet {self.fault}"
        )


@dataclass(frozen=True, slots=True)
class Chaos:
    """Chances of faults drawn from a seed: for each request that matches, each fault has its share of 1."""

    seed: int
    shares: tuple[tuple[Fault, float], ...]
    match: Match


class FaultPlan:
    """All faults of one stand-in."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._planned: list[Planned] = []
        self._chaos: Chaos | None = None
        self._seen: Counter[str] = Counter()
        self._drawn_so_far: list[Planned] = []

    @property
    def drawn(self) -> tuple[Planned, ...]:
        """The faults that `draw` dealt so far, to be counted and released."""
        return tuple(self._drawn_so_far)

    def add(self, fault: Fault, match: Match = EVERY, *, times: int | None = 1, skip: int = 0) -> Planned:
        """The next `times` matching requests, after `skip` of them, meet `fault`; None means all of them."""
        planned = Planned(fault, match, times, skip, self._changes)
        self._planned.append(planned)
        return planned

    def draw(self, seed: int, shares: Sequence[tuple[Fault, float]], match: Match = EVERY) -> None:
        """From now on matching requests meet faults at random, in the given shares; the rest are served."""
        self._chaos = Chaos(seed, tuple(shares), match)
        self._seen.clear()

    def clear(self) -> None:
        """No more faults; whatever hangs goes on."""
        for planned in [*self._planned, *self._drawn_so_far]:
            planned.gate.open()
        self._planned.clear()
        self._chaos = None

    def pick(self, call: Call) -> Planned | None:
        """The fault this request meets, if any."""
        for planned in self._planned:
            if not planned.match(call):
                continue
            if planned.skip > 0:
                planned.skip -= 1
            elif planned.times is None or planned.struck < planned.times:
                return self._strike(planned)
        return self._drawn(call)

    def _drawn(self, call: Call) -> Planned | None:
        if self._chaos is None or not self._chaos.match(call):
            return None
        print_ = hashlib.sha256(f"{call.method} {call.path} {call.body!r}".encode()).hexdigest()
        self._seen[print_] += 1
        chance = random.Random(f"{self._chaos.seed}:{print_}:{self._seen[print_]}").random()  # noqa: S311 - no secret
        for fault, share in self._chaos.shares:
            chance -= share
            if chance < 0:
                planned = Planned(fault, self._chaos.match, 1, 0, self._changes)
                self._drawn_so_far.append(planned)
                return self._strike(planned)
        return None

    def _strike(self, planned: Planned) -> Planned:
        planned.struck += 1
        self._changes.ring()
        return planned
