"""Sending to the app what it is to hear: the tries, their limit of three seconds, and retries.

Owns the record of every delivery. Which way a try travels, by a socket or a signed request, is the
carrier's business.
"""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from tests.standins.slack import limits, payloads
from tests.standins.slack.state import State

EVENTS = "events_api"
COMMANDS = "slash_commands"
INTERACTIVE = "interactive"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The app took it. `body` is what it answered with, None for nothing."""

    body: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Failed:
    """The app did not take it. `retry` is False when it asked for no further try."""

    reason: str
    retry: bool = True


Outcome = Acknowledged | Failed


@dataclass(slots=True, eq=False)
class Attempt:
    """One try. `number` counts from 0, `outcome` is None under way."""

    number: int
    at: datetime
    reason: str | None
    target: str = ""
    outcome: Outcome | None = None


@dataclass(slots=True, eq=False, repr=False)
class Delivery:
    """One thing the app is to hear, and every try. `envelope_id` is the same for all tries."""

    kind: str
    payload: dict[str, Any]
    envelope_id: str
    accepts_response: bool
    attempts: list[Attempt] = field(default_factory=list)
    given_up: bool = False
    waits_until: datetime | None = None

    def __repr__(self) -> str:
        said = self.payload.get("event", self.payload).get("type", self.payload.get("command"))
        return f"<{self.kind} {said}: {[each.outcome for each in self.attempts]}>"

    @property
    def acknowledged(self) -> bool:
        """Whether any try was taken."""
        return any(isinstance(each.outcome, Acknowledged) for each in self.attempts)

    @property
    def settled(self) -> bool:
        """Whether nothing is under way: taken, given up, or waiting for the clock."""
        return self.acknowledged or self.given_up or self.waits_until is not None


class Carrier(Protocol):
    """Carries one try to the app."""

    async def carry(self, delivery: Delivery, attempt: Attempt) -> Outcome:
        """The outcome, within `limits.ACKNOWLEDGE` of the clock."""


class Dispatcher:
    """Everything sent to the app."""

    def __init__(self, state: State, carrier: Callable[[], Carrier]) -> None:
        self._state = state
        self._carrier = carrier
        self._tasks: set[asyncio.Task[None]] = set()
        self._events = 0
        self._run = secrets.token_hex(3).upper()
        self._envelopes = 0
        self._under_way = 0
        self.deliveries: list[Delivery] = []

    def event(self, event: dict[str, Any], *, times: int = 1, event_id: str | None = None) -> Delivery:
        """Send an event, `times` over under the same id; gives the first delivery."""
        self._events += 1
        payload = payloads.event_wrapper(event, event_id or f"Ev0{self._run}{self._events:06d}", self._state)
        made = [
            self._send(Delivery(EVENTS, payload, self._envelope(), accepts_response=False))
            for _ in range(times)
        ]
        return made[0]

    def again(self, delivery: Delivery, *, times: int = 1) -> None:
        """Send what was sent before once more, or `times` over."""
        for _ in range(times):
            self._send(Delivery(delivery.kind, delivery.payload, self._envelope(), delivery.accepts_response))

    def ask(self, kind: str, payload: dict[str, Any], done: Callable[[Outcome], None]) -> Delivery:
        """Send a command or interaction, once; `done` is told the outcome."""
        return self._send(Delivery(kind, payload, self._envelope(), accepts_response=True), done)

    async def idle(self) -> None:
        """Return once everything is taken, given up or waiting for the clock."""
        await self._state.changes.until(lambda: not self._under_way, what="the end of all deliveries")

    async def stop(self) -> None:
        """Give up everything under way."""
        for each in self._tasks:
            each.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _envelope(self) -> str:
        self._envelopes += 1
        return f"00000000-0000-4000-8000-{self._envelopes:012d}"

    def _send(self, delivery: Delivery, done: Callable[[Outcome], None] | None = None) -> Delivery:
        self.deliveries.append(delivery)
        self._under_way += 1
        task = asyncio.get_running_loop().create_task(self._deliver(delivery, done))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return delivery

    async def _deliver(self, delivery: Delivery, done: Callable[[Outcome], None] | None) -> None:
        waits = limits.RETRIES if delivery.kind == EVENTS else ()
        outcome = await self._try(delivery, None)
        for wait in waits:
            if isinstance(outcome, Acknowledged) or not outcome.retry:
                break
            if wait:
                await self._wait(delivery, self._state.clock.now() + wait)
            outcome = await self._try(delivery, outcome.reason)
        delivery.given_up = not isinstance(outcome, Acknowledged)
        if done is not None:
            done(outcome)
        self._under_way -= 1
        self._state.changes.ring()

    async def _wait(self, delivery: Delivery, moment: datetime) -> None:
        delivery.waits_until = moment
        self._under_way -= 1
        self._state.changes.ring()
        await self._state.clock.until(moment)
        self._under_way += 1
        delivery.waits_until = None

    async def _try(self, delivery: Delivery, reason: str | None) -> Outcome:
        attempt = Attempt(len(delivery.attempts), self._state.clock.now(), reason)
        delivery.attempts.append(attempt)
        attempt.outcome = await self._carrier().carry(delivery, attempt)
        return attempt.outcome
