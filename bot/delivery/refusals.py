"""What a platform's refusal says of a channel, and what puts it right, in half sentences.

Owns these words. What is missing in a channel at this moment only its platform knows; it is asked by
outlets. Pure.
"""

from collections.abc import Mapping
from typing import Final

from bot.delivery.states import LEFT

_SAID: Final[Mapping[str, str]] = {
    "channel-gone": "the channel is gone",
    "no-access": "I cannot see the channel",
    "no-permission": "I may not post there",
    "wrong-channel": "that is no channel one can post in",
    "thread-closed": "the thread is closed",
    "direct-messages-closed": "direct messages are closed",
    "message-gone": "the message that its thread hangs on was deleted",
    "revoked": "the platform refuses my credentials",
    LEFT: "I was removed here",
}
_SAID_ON: Final[Mapping[tuple[str, str], str]] = {
    ("slack", "channel-gone"): "the channel is gone or archived, or I am not in it",
    ("slack", "no-access"): "I am not in the channel",
}
"""Slack answers alike for a channel that is gone and for a private one without us."""
_INVITE: Final = "invite me to the channel (type /invite and my name there)"
_REMEDIES: Final[Mapping[tuple[str, str], str]] = {
    ("slack", "channel-gone"): _INVITE,
    ("slack", "no-access"): _INVITE,
    ("slack", "no-permission"): "let me post there, or take the channel out of the archive",
    ("discord", "no-access"): "give me View Channel there",
    ("discord", "no-permission"): "give me View Channel and Send Messages there and, for threads, Create "
    "Public Threads and Send Messages in Threads",
}


def refusal(platform: str, reason: str) -> str | None:
    """What a refusal says; None for a reason that no platform gives."""
    return _SAID_ON.get((platform, reason)) or _SAID.get(reason)


def remedy(platform: str, reason: str) -> str | None:
    """What somebody there can do about it; None where nothing short can be said."""
    return _REMEDIES.get((platform, reason))
