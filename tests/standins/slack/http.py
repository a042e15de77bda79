"""Signed requests to receivers, as Slack sends them in HTTP mode.

Owns the form of each request, the limit of three seconds, and the count of failures that would
switch the app off.
"""

import asyncio
import contextlib
import json
import secrets
from collections import deque
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.standins.slack import limits, payloads, signature
from tests.standins.slack.dispatching import (
    COMMANDS,
    EVENTS,
    Acknowledged,
    Attempt,
    Delivery,
    Failed,
    Outcome,
)
from tests.standins.slack.signature import Flaw
from tests.standins.slack.state import State

FORM = "application/x-www-form-urlencoded"
Sent = tuple[int, dict[str, str], bytes]


class HttpSender:
    """Sends to `receivers`, turn by turn. `results` holds when each delivery of an event came to what."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._session: aiohttp.ClientSession | None = None
        self._turn = 0
        self._run = secrets.token_hex(3).upper()
        self.receivers: list[str] = []
        self.results: deque[tuple[datetime, bool]] = deque(maxlen=200_000)
        self.statuses: list[int] = []

    async def stop(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()

    async def carry(self, delivery: Delivery, attempt: Attempt) -> Outcome:
        """Send one request; anything but a 200 within three seconds of the clock is a failure."""
        self._turn += 1
        attempt.target = self.receivers[self._turn % len(self.receivers)]
        body, kind = _encoded(delivery)
        headers = {"Content-Type": kind, **self._signed(body)}
        if attempt.number:
            headers |= {
                "X-Slack-Retry-Num": str(attempt.number),
                "X-Slack-Retry-Reason": attempt.reason or "",
            }
        outcome = await self._in_time(attempt.target, headers, body)
        if delivery.kind == EVENTS:
            self.results.append((self._state.clock.now(), isinstance(outcome, Acknowledged)))
        return outcome

    def failure_share(self) -> float:
        """Share of the last hour's event deliveries that failed; 0 without any."""
        since = self._state.clock.now() - limits.FAILING_SPAN
        recent = [good for at, good in self.results if at > since]
        return recent.count(False) / len(recent) if recent else 0.0

    @property
    def disabled(self) -> bool:
        """Whether the vendor would have switched the app's events off by now, in every workspace."""
        since = self._state.clock.now() - limits.FAILING_SPAN
        recent = sum(at > since for at, _ in self.results)
        return recent >= limits.FAILING_FROM and self.failure_share() > limits.FAILING_SHARE

    def sample_event(self) -> bytes:
        """The body of a small well-formed event, each time with a new id."""
        self._turn += 1
        event = {"type": "app_home_opened", "user": "U0SAMPLE", "channel": "D0SAMPLE", "tab": "home"}
        name = f"Ev0SAMPLE{self._run}{self._turn}"
        return json.dumps(payloads.event_wrapper(event, name, self._state)).encode()

    async def attempt(
        self,
        url: str,
        body: bytes,
        flaw: Flaw = Flaw.NONE,
        *,
        content_type: str = "application/json",
        **more: str,
    ) -> tuple[int, str]:
        """Send a body, signed with the flaw; `more` are further headers. Gives status and text."""
        secret = self._state.settings.signing_secret
        headers = {
            "Content-Type": content_type,
            **signature.headers(secret, body, self._state.clock.now(), flaw),
        }
        status, _, answered = await self._post(url, headers | more, body)
        return status, answered.decode(errors="replace")

    async def verify_url(self, url: str) -> bool:
        """Ask the address to repeat a challenge, as when it is entered in the app's settings."""
        challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
        token = self._state.settings.verification_token
        body = json.dumps({"token": token, "challenge": challenge, "type": "url_verification"}).encode()
        status, text = await self.attempt(url, body)
        with contextlib.suppress(ValueError):
            text = json.loads(text)["challenge"]
        return status == 200 and text.strip() == challenge

    async def ssl_check(self, url: str) -> int:
        """The unsigned request that only looks at the certificate; the status."""
        body = urlencode({"ssl_check": "1", "token": self._state.settings.verification_token}).encode()
        status, _, _ = await self._post(url, {"Content-Type": FORM}, body)
        return status

    def _signed(self, body: bytes) -> dict[str, str]:
        return signature.headers(self._state.settings.signing_secret, body, self._state.clock.now())

    async def _in_time(self, url: str, headers: dict[str, str], body: bytes) -> Outcome:
        late = asyncio.create_task(self._state.clock.until(self._state.clock.now() + limits.ACKNOWLEDGE))
        sending = asyncio.create_task(self._post(url, headers, body))
        try:
            await asyncio.wait({sending, late}, return_when=asyncio.FIRST_COMPLETED)
            if not sending.done():
                return Failed("http_timeout")
            return self._judged(*sending.result())
        except aiohttp.ClientError:
            return Failed("connection_failed")
        finally:
            late.cancel()
            sending.cancel()

    def _judged(self, status: int, headers: dict[str, str], body: bytes) -> Outcome:
        self.statuses.append(status)
        if status == 200:
            return Acknowledged(_answer(headers, body))
        return Failed("http_error", retry=headers.get("x-slack-no-retry") != "1")

    async def _post(self, url: str, headers: dict[str, str], body: bytes) -> Sent:
        if self._session is None:
            self._session = aiohttp.ClientSession(headers={"User-Agent": "Slackbot 1.0"})
        async with self._session.post(url, data=body, headers=headers, allow_redirects=False) as response:
            return (
                response.status,
                {name.lower(): value for name, value in response.headers.items()},
                await response.read(),
            )


def _encoded(delivery: Delivery) -> tuple[bytes, str]:
    if delivery.kind == EVENTS:
        return json.dumps(delivery.payload).encode(), "application/json"
    if delivery.kind == COMMANDS:
        return urlencode(delivery.payload).encode(), FORM
    return urlencode({"payload": json.dumps(delivery.payload)}).encode(), FORM


def _answer(headers: dict[str, str], body: bytes) -> dict[str, Any] | None:
    if not body.strip():
        return None
    if headers.get("content-type", "").startswith("application/json"):
        try:
            said = json.loads(body)
        except ValueError:
            return {"unreadable": body.decode(errors="replace")}
        return said if isinstance(said, dict) else {"unreadable": said}
    return {"text": body.decode(errors="replace")}
