"""What the bot may do in the channel of a digest, asked for anew each time.

Owns which permissions posting takes, and the phrases for those that are missing. How they are computed
stands in `places`.
"""

from collections.abc import Mapping
from typing import Any

from bot.adapters.discord.outlet_requests import Refused, Requests
from bot.adapters.discord.places import ADMINISTRATOR, VIEW_CHANNEL, in_channel
from bot.failures import Permanent
from bot.subscriptions import Channel

SEND, EMBED, READ_HISTORY = 1 << 11, 1 << 14, 1 << 16
MAKE_THREADS, SEND_IN_THREADS = 1 << 35, 1 << 38
"""By Discord's permission numbers, https://discord.com/developers/docs/topics/permissions."""
_NAMES = {
    VIEW_CHANNEL: "View Channel",
    SEND: "Send Messages",
    EMBED: "Embed Links",
    MAKE_THREADS: "Create Public Threads",
    SEND_IN_THREADS: "Send Messages in Threads",
}
_EVERYTHING = (1 << 63) - 1
_THREADS, _WITH_THREADS, _NO_MESSAGES = {10, 11, 12}, {0, 5}, {4, 14, 15, 16}
"""Types of channel: threads; those that can have some; those that hold no messages of their own."""


async def may_read_history(requests: Requests, bot: str, channel: Channel) -> bool:
    """Whether an empty history means that there is nothing. Raises Refused."""
    held = await _held(requests, bot, channel.place)
    here = await _here(requests, channel)
    return bool(_allowed(held, bot, here) & READ_HISTORY)


async def lacking(requests: Requests, bot: str, channel: Channel, *, thread: bool) -> tuple[str, ...]:
    """What is missing for posting in a channel of a server, as phrases to act on. Raises Refused."""
    held = await _held(requests, bot, channel.place)
    try:
        here = await _here(requests, channel)
    except Refused as error:
        if error.failure == Permanent("no-access"):
            return (_phrase(VIEW_CHANNEL),)
        raise
    kind = here.get("type")
    if kind in _NO_MESSAGES:
        return ("choose a text channel: this one holds no messages of its own",)
    if thread and kind not in _WITH_THREADS:
        return ("choose a text channel, or another style: threads cannot be made here",)
    sending = SEND_IN_THREADS if kind in _THREADS else SEND
    needed = [VIEW_CHANNEL, sending, EMBED, *([MAKE_THREADS, SEND_IN_THREADS] if thread else [])]
    allowed = _allowed(held, bot, here)
    return tuple(_phrase(each) for each in needed if not allowed & each)


def _phrase(permission: int) -> str:
    return f"allow the bot “{_NAMES[permission]}” (Edit Channel, Permissions)"


async def _held(requests: Requests, bot: str, server: str) -> Mapping[str, int]:
    """The bot's roles with what each allows, that of everyone first."""
    roles = await requests.ask("GET", "/guilds/{guild_id}/roles", {"guild_id": server})
    ids = {"guild_id": server, "user_id": bot}
    member = await requests.ask("GET", "/guilds/{guild_id}/members/{user_id}", ids)
    told = {str(each["id"]): int(each["permissions"]) for each in roles}
    return {each: told.get(each, 0) for each in (server, *map(str, member["roles"]))}


async def _here(requests: Requests, channel: Channel) -> Mapping[str, Any]:
    """The channel, for a thread with the overwrites of the channel that it belongs to."""
    here: Mapping[str, Any] = await requests.ask("GET", "/channels/{channel_id}", {"channel_id": channel.id})
    if here.get("type") not in _THREADS:
        return here
    above = await requests.ask("GET", "/channels/{channel_id}", {"channel_id": str(here["parent_id"])})
    return {**here, "permission_overwrites": above.get("permission_overwrites")}


def _allowed(held: Mapping[str, int], bot: str, here: Mapping[str, Any]) -> int:
    everywhere = 0
    for permissions in held.values():
        everywhere |= permissions
    if everywhere & ADMINISTRATOR:
        return _EVERYTHING
    return in_channel(here.get("permission_overwrites") or (), list(held), bot, everywhere)
