"""Requests of Discord's REST API for posting: each is made once, and none waits.

Left to itself the SDK makes a request up to five times after a server error or a 429, and holds an answer
back while a bucket is used up. A worker has to decide that, and to write it down first: so whatever the
SDK would try again ends here, and a bucket that is used up refuses at once.
"""

import asyncio
import json
import logging
import math
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Ratelimit, Route

from bot.adapters.discord.connecting import ODD
from bot.adapters.discord.errors import failure
from bot.adapters.discord.invalid import InvalidBudget
from bot.adapters.discord.sending import failure_of
from bot.failures import Failure, Lost, Wait

LONGEST_WAIT = 3_600.0
"""Seconds that are believed when Discord asks to wait; its bans last no longer."""
BANNED_WAIT = 60.0
"""Seconds without a request after a 429 that is not of Discord's API, where it names no time."""
_MOST_BUCKETS = 10_000


class Refused(Exception):
    """A request that did not succeed."""

    def __init__(self, failed: Failure) -> None:
        super().__init__(repr(failed))
        self.failure = failed


class Requests:
    """Makes requests with one bot's token; none while Discord wants all of them to stop, or soon would."""

    def __init__(self, patience: float, refused: Callable[[], object] = lambda: None) -> None:
        self._patience = patience
        self._loop = asyncio.get_running_loop()
        self._closed_until = -math.inf
        self.invalid = InvalidBudget(self._loop.time, refused)
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._answered)
        trace.on_request_exception.append(_unanswered)
        self._http = _Once(self._loop, http_trace=trace)

    async def log_in(self, token: str) -> str:
        """The bot's own id. Raises Refused."""
        async with _told(self._patience):
            return str((await self._http.static_login(token))["id"])

    async def ask(
        self,
        method: str,
        path: str,
        ids: Mapping[str, str],
        *,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Any:
        """What Discord answers; `ids` stand for the names in the path. Raises Refused."""
        closed = max(self._closed_until - self._loop.time(), self.invalid.closed_for())
        if closed > 0:
            raise Refused(Wait(closed))
        given: dict[str, Any] = {} if body is None else {"json": dict(body)}
        given |= {} if query is None else {"params": dict(query)}
        async with _told(self._patience):
            return await self._http.request(Route(method, path, **ids), **given)

    async def close(self) -> None:
        """Close all connections."""
        await self._http.close()

    async def _answered(
        self, session: aiohttp.ClientSession, context: SimpleNamespace, told: aiohttp.TraceRequestEndParams
    ) -> None:
        """Ends what the SDK would try again. An answer is read here, so that its connection is free again."""
        raw = await told.response.read()
        status = told.response.status
        self.invalid.count(status, told.response.headers.get("X-RateLimit-Scope"))
        if status == 429:
            raise Refused(self._limited(raw, told.response.headers))
        if status >= 500:
            raise Refused(failure(status, 0, _seconds(told.response.headers.get("Retry-After"))))

    def _limited(self, raw: bytes, headers: Mapping[str, str]) -> Failure:
        """A 429; one for all requests, or one from before Discord's API, stops all of them."""
        said = _json(raw)
        seconds = _seconds(said.get("retry_after"))
        if seconds is None:
            seconds = _seconds(headers.get("Retry-After"))
        if not said or said.get("global"):
            seconds = BANNED_WAIT if seconds is None else seconds
            self._closed_until = self._loop.time() + seconds
        return failure(429, 0, seconds)


class _Bucket(Ratelimit):
    """What Discord said of a bucket. Used up it refuses at once; the SDK's own would sleep."""

    __slots__ = ()

    def update(self, response: aiohttp.ClientResponse, *, use_clock: bool = False) -> None:
        """Believe what the headers say, as far as it can be meant."""
        try:
            super().update(response, use_clock=use_clock)
        except (KeyError, ValueError):
            self.reset()  # type: ignore[no-untyped-call]  # the SDK leaves it bare
            return
        if not self.reset_after <= LONGEST_WAIT:
            self.reset_after = LONGEST_WAIT
            self.expires = self._loop.time() + LONGEST_WAIT

    async def acquire(self) -> None:
        """Raise RateLimited until the bucket is full again."""
        now = self._last_request = self._loop.time()
        if self.is_expired():
            self.reset()  # type: ignore[no-untyped-call]  # the SDK leaves it bare
        if self.remaining <= 0 and self.expires is not None:
            raise discord.RateLimited(max(0.0, self.expires - now))
        self.outgoing += 1

    async def __aexit__(self, *raised: object) -> None:
        self.outgoing -= 1


class _Once(HTTPClient):
    """The SDK's client with buckets that do not sleep."""

    def get_ratelimit(self, key: str) -> Ratelimit:
        """The bucket of that name."""
        found = self._buckets.get(key)
        if found is None:
            if len(self._buckets) >= _MOST_BUCKETS:
                self._try_clear_expired_ratelimits()
            found = self._buckets[key] = _Bucket(None)
        return found


@asynccontextmanager
async def _told(patience: float) -> AsyncIterator[None]:
    """Whatever goes wrong inside, as Refused."""
    try:
        async with asyncio.timeout(patience):
            yield
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise Refused(Wait()) from error  # nothing was sent
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        raise Refused(failure_of(error)) from error
    except ODD as error:
        raise Refused(Lost()) from error  # somebody answered who is not Discord, or not as Discord does


async def _unanswered(
    session: aiohttp.ClientSession, context: SimpleNamespace, told: aiohttp.TraceRequestExceptionParams
) -> None:
    """A connection that broke; where its error has a certain number the SDK would try again."""
    error = told.exception
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        raise Refused(Wait()) from error
    if isinstance(error, aiohttp.ClientError | OSError):
        raise Refused(Lost()) from error


def quiet() -> None:
    """Keeps the SDK's finest lines out of the log: those hold the texts of messages."""
    logging.getLogger("discord").setLevel(logging.INFO)


def _json(raw: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(raw)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _seconds(told: object) -> float | None:
    """A time to wait that can be believed."""
    try:
        seconds = float(str(told))
    except ValueError:
        return None
    return min(seconds, LONGEST_WAIT) if seconds >= 0 else None
