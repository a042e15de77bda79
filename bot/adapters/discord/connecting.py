"""When no connection comes about: how long the SDK waits, and one sentence for each try that failed.

Owns the words for an address that does not answer, and names the setting where one is to blame. Refuses
to decide whether to try again: that is the affair of the SDK, and of the process that runs the role.
"""

import logging
from dataclasses import dataclass
from typing import Any, assert_never

import aiohttp
import discord
from discord import shard
from discord.backoff import ExponentialBackoff

from bot.failures import (
    AlreadyDone,
    Failure,
    Lost,
    Ours,
    Permanent,
    PlatformError,
    Repairable,
    Revoked,
    Unknown,
    Wait,
)
from bot.settings import Settings
from bot.variables import PREFIX
from briefings.errors import CommuniqueError

LONGEST_WAIT = 60.0
"""Seconds between two tries of the SDK to connect again; left to itself it waits up to 17 minutes."""
API_URL, GATEWAY_URL = PREFIX + "DISCORD_API_URL", PREFIX + "DISCORD_GATEWAY_URL"

UNREACHED = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
"""What the SDK raises when a request or a connection fails."""
ODD = (KeyError, TypeError, ValueError, AttributeError)
"""What it raises when somebody answers who is not Discord."""
_NO_CONNECTION = (*UNREACHED, CommuniqueError, ValueError)
_SPEAKERS = ("discord.shard", "discord.client")
_RAW = ("Failed to connect for shard_id", "Attempting a reconnect")
"""How the SDK's own sentences about a connection that did not come about begin."""
"""The SDK's loggers that tell of connections."""


class BoundedWaits(ExponentialBackoff[Any]):
    """The SDK's growing waits, up to `LONGEST_WAIT`."""

    def delay(self) -> Any:
        """Seconds to wait before the next try."""
        return min(super().delay(), LONGEST_WAIT)


@dataclass(frozen=True)
class _Plainly(logging.Filter):
    """Puts a sentence in the place of the trace of a connection that did not come about."""

    sentence: str
    remedy: str

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, _NO_CONNECTION):
            why = str(error) if isinstance(error, CommuniqueError) else type(error).__name__
            told = f"{self.sentence} ({why}); it is tried again. {self.remedy}".rstrip()
            said = record.getMessage()
            record.msg = told if said.startswith(_RAW) else f"{said} {told}"
            record.args = None
            record.exc_info = record.exc_text = None
        return True


def bounded_and_plain(settings: Settings) -> None:
    """Bounds the SDK's waits, and keeps traces of failed connections out of its log."""
    shard.ExponentialBackoff = BoundedWaits  # type: ignore[attr-defined]  # the SDK offers no other way
    own = settings.discord_gateway_url is not None
    whose = f"the address in {GATEWAY_URL}" if own else "Discord's gateway"
    remedy = "Look whether it is right and its server runs, or take the setting out." if own else ""
    plainly = _Plainly(f"The connection to {whose} failed", remedy)
    for name in _SPEAKERS:
        logging.getLogger(name).addFilter(plainly)


def no_answer(settings: Settings, failure: Failure) -> PlatformError:
    """What to raise when the first requests fail: one sentence, for the log and whoever reads it."""
    if settings.discord_api_url is None:
        sentence = f"Discord {_what(failure)}. If it stays so, look at the network and at discordstatus.com."
    else:
        sentence = (
            f"The address in {API_URL} {_what(failure)}. "
            "Look whether it is right and its server runs, or take the setting out."
        )
    return PlatformError(sentence, failure)


def _what(failure: Failure) -> str:
    """The rest of a sentence that begins with who was asked."""
    match failure:
        case Lost():
            return "cannot be reached"
        case Wait():
            return "answers that it cannot serve this now"
        case Unknown(status):
            return f"does not answer as Discord does (status {status})"
        case Permanent() | AlreadyDone() | Repairable() | Ours() | Revoked():
            return f"does not answer as it should ({failure!r})"
        case _:
            assert_never(failure)
