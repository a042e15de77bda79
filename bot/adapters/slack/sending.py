"""Requests to Slack through the SDK: every exception of it ends here, as one of our own failures.

Owns how often a request is made again, and in which order messages enter a channel. Slack has no key by
which it drops a second message, so a message whose fate is unknown is never sent again; what replaces
what was there is.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, assert_never
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.slack.errors import failure
from bot.failures import AlreadyDone, Failure, Lost, Ours, Permanent, Repairable, Revoked, Unknown, Wait

Send = Callable[[], Awaitable[object]]
Body = Mapping[str, Any]

TRIES = 2
"""Requests where Slack names no time to wait."""
PATIENCE = 10.0
"""Seconds for one request."""
LONGEST_WAIT = 45.0
"""Seconds that a message may wait in all because Slack asks for it; its reader has gone by then."""
SOON = 5.0
"""Seconds that an answer to a press may wait in all."""
_AGAIN = 1.0
"""Seconds before another try where Slack names no time."""
_MOST_TRIES = 8
_HOOKS = ("slack.com", "slack-gov.com")
"""Whose addresses an answer may be sent to."""


def quiet(name: str, least: int = logging.INFO) -> logging.Logger:
    """A logger for the SDK, from the level `least` on; its finest lines hold texts and tokens."""
    made = logging.getLogger(f"slack.{name}")
    made.setLevel(least)
    made.addFilter(_one_line)
    return made


def _one_line(record: logging.LogRecord) -> bool:
    """What the SDK writes down with a trace is nearly always the network: one line says it."""
    if record.exc_info:
        record.exc_info, record.levelno, record.levelname = None, logging.WARNING, "WARNING"
    return True


@dataclass(frozen=True, slots=True)
class Manner:
    """How often a request may be made. `repeatable`: it may take effect twice without harm."""

    repeatable: bool = False
    longest_wait: float = LONGEST_WAIT


MESSAGE = Manner()
PROMPT = Manner(longest_wait=SOON)
REPLACING = Manner(repeatable=True, longest_wait=SOON)


class Refused(Exception):
    """A request that did not succeed."""

    def __init__(self, failed: Failure) -> None:
        super().__init__(repr(failed))
        self.failure = failed


@dataclass(slots=True)
class Sending:
    """Makes requests of the Web API and to response addresses, all over one session."""

    client: AsyncWebClient
    session: aiohttp.ClientSession
    patience: float = PATIENCE
    pause: Callable[[float], Awaitable[object]] = asyncio.sleep
    anywhere: bool = False
    """Whether response addresses may be others than Slack's own: behind a proxy they are."""
    _lanes: "WeakValueDictionary[str, asyncio.Lock]" = field(default_factory=WeakValueDictionary)

    async def post(self, message: Body) -> Failure | None:
        """A new message, after those begun before in the same channel."""
        lane = self._lanes.setdefault(str(message.get("channel")), asyncio.Lock())
        async with lane:
            return await self.call("chat.postMessage", message, MESSAGE)

    async def call(self, method: str, body: Body, manner: Manner = REPLACING) -> Failure | None:
        """One method of the Web API; None when it is done, else why not."""
        return await self._delivered(lambda: self.client.api_call(method, json=dict(body)), manner)

    async def respond(self, url: str, body: Body, manner: Manner = PROMPT) -> Failure | None:
        """An answer to the address that came with a command or a press."""
        if not (self.anywhere or _slacks_own(url)):
            return Ours("response_url")
        hook = AsyncWebhookClient(url, session=self.session, retry_handlers=[], logger=quiet("hooks"))
        return await self._delivered(lambda: _hooked(hook, body), manner)

    async def uploaded(self, name: str, alt: str, png: bytes) -> str:
        """The id of a picture that was uploaded and is in no channel yet. Raises Refused."""
        asked = await self.asked(
            "files.getUploadURLExternal", {"filename": name, "length": len(png), "alt_txt": alt}
        )
        url = str(asked["upload_url"])
        await self._or_refused(lambda: self._put(url, png))
        named = {"id": str(asked["file_id"]), "title": name}
        await self.asked("files.completeUploadExternal", {"files": [named]})
        return named["id"]

    async def asked(self, method: str, body: Body) -> Mapping[str, Any]:
        """What a method answers. Raises Refused."""
        kept: list[Mapping[str, Any]] = []

        async def ask() -> None:
            answer = await self.client.api_call(method, data=_form(body))
            kept.append(answer.data if isinstance(answer.data, dict) else {})

        await self._or_refused(ask)
        return kept[-1]

    async def _or_refused(self, send: Send) -> None:
        failed = await self._delivered(send, REPLACING)
        if failed is not None:
            raise Refused(failed)

    async def _put(self, url: str, png: bytes) -> None:
        async with self.session.post(url, data=png) as answer:
            if answer.status != 200:
                raise Refused(failure(answer.status, ""))

    async def _delivered(self, send: Send, manner: Manner) -> Failure | None:
        """Sends, again where that is of use and harmless."""
        left = manner.longest_wait
        for tried in range(1, _MOST_TRIES + 1):
            failed = await self._attempt(send)
            if failed is None or isinstance(failed, AlreadyDone):
                return None
            seconds = _before_again(failed, tried, manner)
            if seconds is None or seconds > left:
                return failed
            left -= seconds
            await self.pause(seconds)
        return failed

    async def _attempt(self, send: Send) -> Failure | None:
        try:
            async with asyncio.timeout(self.patience):
                await send()
        except Refused as error:
            return error.failure
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            return failure_of(error)
        return None


def failure_of(error: Exception) -> Failure:
    """What an exception of the SDK, or of the connection below it, means. Raises all others again."""
    match error:
        case SlackClientError():
            return _told(getattr(error, "response", None))
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return Wait()  # nothing was sent
        case aiohttp.ClientError() | TimeoutError() | OSError():
            return Lost()
        case _:
            raise error


def _told(response: Any) -> Failure:
    """What an answer says; it is the SDK's own, or the connection's where it was not JSON."""
    status = int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)
    data = getattr(response, "data", None)
    code = str(data.get("error") or "") if isinstance(data, dict) else ""
    headers: Mapping[str, str] = getattr(response, "headers", None) or {}
    return failure(status, code, _seconds(headers.get("Retry-After")))


def _before_again(failed: Failure, tried: int, manner: Manner) -> float | None:
    """Seconds until another try; None where none is made."""
    few = tried < TRIES
    match failed:
        case Permanent() | Repairable() | Ours() | Revoked() | AlreadyDone():
            return None
        case Lost():
            return _AGAIN if manner.repeatable and few else None
        case Wait(seconds, maybe_done):
            if maybe_done and not manner.repeatable:
                return None
            if not maybe_done:
                return _AGAIN * 2.0 ** (tried - 1) if seconds is None else seconds
            return max(seconds or 0.0, _AGAIN) if few else None
        case Unknown():
            return _AGAIN if few else None
        case _:
            assert_never(failed)


async def _hooked(hook: AsyncWebhookClient, body: Body) -> None:
    """Raises Refused when the answer is no success; a success may be "ok", JSON or nothing."""
    answer = await hook.send_dict(dict(body))
    code = _error_in(answer.body)
    if answer.status_code == 200 and not code:
        return
    retry = {name.lower(): value for name, value in answer.headers.items()}.get("retry-after")
    failed = failure(answer.status_code, code, _seconds(retry))
    if isinstance(failed, Unknown) and answer.status_code in {403, 404, 410}:
        failed = Permanent("too-late")
    raise Refused(failed)


def _error_in(body: str) -> str:
    """The error word of an answer; nothing where it is none."""
    try:
        told = json.loads(body)
    except ValueError:
        word = body.strip()
        return "" if word in {"", "ok"} else word[:60]
    if not isinstance(told, dict):
        return ""
    return "" if told.get("ok", True) else str(told.get("error") or "unknown")


def _form(body: Body) -> dict[str, Any]:
    """Values for a form; some methods take no JSON."""
    return {name: json.dumps(value) if isinstance(value, list) else value for name, value in body.items()}


def _seconds(text: str | None) -> float | None:
    try:
        told = float(text) if text else None
    except ValueError:
        return None
    return None if told is None or not 0 <= told < float("inf") else told


def _slacks_own(url: str) -> bool:
    address = urlsplit(url)
    host = address.hostname or ""
    return address.scheme == "https" and any(host == own or host.endswith(f".{own}") for own in _HOOKS)
