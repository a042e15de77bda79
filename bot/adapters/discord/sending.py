"""Payloads through the SDK: every exception of it ends here, as one of our own failures.

Owns how often a request is made again. Only requests that cannot take effect twice are: an interaction
is answered once by Discord's own rule, an edit replaces what was there, a message carries a nonce.
"""

import asyncio
import io
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

import aiohttp
import discord
from discord import ui

from bot.adapters.discord.errors import failure
from bot.adapters.discord.payload import IS_COMPONENTS_V2, Payload
from bot.failures import AlreadyDone, Failure, Lost, Ours, Permanent, Repairable, Revoked, Unknown, Wait

Send = Callable[[], Awaitable[object]]

TRIES = 2
"""Requests of ours; the SDK itself makes up to five of each after a server error."""
PATIENCE = 10.0
"""Seconds for one request with all that the SDK tries by itself, unless it is told to wait."""
_LONGEST_WAIT = 5.0
"""Seconds; an answer that would come later than that is of no use to who waits for it."""
NOBODY = discord.AllowedMentions.none()


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture, to be sent along."""

    name: str
    alt: str
    png: bytes


async def delivered(send: Send, patience: float = PATIENCE) -> Failure | None:
    """Sends, once more where that is of use and harmless; None when it is done, else why not."""
    last: Failure | None = None
    for _ in range(TRIES):
        last = await _attempt(send, patience)
        match last:
            case None | AlreadyDone():
                return None
            case Lost():
                continue
            case Wait(seconds) if seconds is not None and seconds <= _LONGEST_WAIT:
                await asyncio.sleep(seconds)
            case Wait() | Permanent() | Repairable() | Ours() | Revoked():
                return last
            case Unknown():
                continue
            case _:
                assert_never(last)
    return last


def failure_of(error: Exception) -> Failure:
    """What an exception of the SDK, or of the connection below it, means. Raises all others again."""
    match error:
        case discord.RateLimited():
            return Wait(error.retry_after)
        case discord.HTTPException():
            retry = error.response.headers.get("Retry-After")
            return failure(error.status, error.code, _seconds(retry))
        case discord.LoginFailure():
            return Revoked()
        case discord.GatewayNotFound():
            cause = error.__cause__
            return failure_of(cause) if isinstance(cause, discord.HTTPException) else Wait()
        case aiohttp.ClientError() | TimeoutError() | OSError():
            return Lost()
        case _:
            raise error


def arguments(payload: Payload, pictures: tuple[Picture, ...] = ()) -> dict[str, Any]:
    """What the SDK's sending methods take for a new message.

    Made anew for each request: files are read once.
    """
    given: dict[str, Any] = {"view": _Rows(payload), "allowed_mentions": NOBODY}
    if not payload.flags & IS_COMPONENTS_V2:
        given["embeds"] = [_Written(each) for each in payload.embeds]
        given |= {"content": payload.content} if payload.content is not None else {}
    if pictures:
        given["files"] = _files(pictures)
    return given


def changes(payload: Payload, pictures: tuple[Picture, ...] = ()) -> dict[str, Any]:
    """What the SDK's editing methods take: all of the message, so that nothing old stays."""
    given = arguments(payload)
    if not payload.flags & IS_COMPONENTS_V2:
        given["content"] = payload.content
    return given | {"attachments": _files(pictures)}


class Form(ui.Modal):
    """A form as it was written; nothing of it is kept in this process."""

    def __init__(self, form: Mapping[str, Any]) -> None:
        super().__init__(title=str(form["title"]), timeout=None)
        self._form = dict(form)
        self.stop()

    def to_dict(self) -> dict[str, Any]:
        """The form as Discord takes it."""
        return self._form


class _Rows(ui.View):
    """Components as they were rendered. Finished from the start, so that the SDK keeps nothing of it."""

    def __init__(self, payload: Payload) -> None:
        super().__init__(timeout=None)
        self._payload = payload
        self.stop()

    def to_components(self) -> list[dict[str, Any]]:
        return [dict(each) for each in self._payload.components]

    def has_components_v2(self) -> bool:
        return bool(self._payload.flags & IS_COMPONENTS_V2)


class _Written(discord.Embed):
    """An embed as it was rendered."""

    def __init__(self, written: Mapping[str, Any]) -> None:
        super().__init__()
        self._rendered = dict(written)

    def to_dict(self) -> Any:
        return self._rendered


def _files(pictures: tuple[Picture, ...]) -> list[discord.File]:
    return [discord.File(io.BytesIO(each.png), filename=each.name, description=each.alt) for each in pictures]


async def _attempt(send: Send, patience: float) -> Failure | None:
    try:
        async with asyncio.timeout(patience):
            await send()
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        return failure_of(error)
    return None


def _seconds(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
