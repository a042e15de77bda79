"""Where the bot is, and what it may do there: permissions computed per channel, as Discord does.

Owns that computation and its sentences. Discord's rules:
https://discord.com/developers/docs/topics/permissions#permission-overwrites.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from bot.adapters.discord.enquiry import Enquiry
from bot.adapters.discord.manifest import PERMISSIONS, Permission, missing_from
from bot.findings import Finding, doubtful, fine, wrong

MOST_SERVERS = 20
"""Servers looked at: a doctor's visit, not a census."""
MOST_CHANNELS = 10
"""Channels of a server that are named."""
ADMINISTRATOR, VIEW_CHANNEL = 1 << 3, 1 << 10
_WRITTEN_IN = {0, 5}
"""Types of channel that a bot can be mentioned in: text and announcements."""


async def examined(api: Enquiry, bot: str, link: str) -> AsyncIterator[Finding]:
    """Every finding about the servers the bot is in. Raises Unreachable."""
    servers = await api.good("/users/@me/guilds?limit=200")
    if not servers:
        yield doubtful("Discord servers", "the bot is in none", f"open this link and choose one: {link}")
    for server in servers[:MOST_SERVERS]:
        for finding in await _server(api, server, bot, link):
            yield finding
    if len(servers) > MOST_SERVERS:
        rest = len(servers) - MOST_SERVERS
        yield fine("Discord servers", f"{rest} more are not examined one by one")


async def _server(api: Enquiry, server: Mapping[str, Any], bot: str, link: str) -> Sequence[Finding]:
    name, number = str(server["name"]), str(server["id"])
    roles = {str(each["id"]): int(each["permissions"]) for each in await api.good(f"/guilds/{number}/roles")}
    member = await api.good(f"/guilds/{number}/members/{bot}")
    channels = await api.good(f"/guilds/{number}/channels")
    held = [number, *map(str, member["roles"])]
    allowed = 0
    for role in held:
        allowed |= roles.get(role, 0)
    if allowed & ADMINISTRATOR:
        return (
            doubtful(
                f"server {name}",
                "the bot is an administrator, which it does not need to be",
                f"Server Settings, Roles, the bot's role: switch Administrator off, then open {link}",
            ),
        )
    missing = missing_from(allowed)
    if missing:
        return (
            wrong(f"server {name}", f"the bot lacks {_named(missing)}", f"open {link} and choose {name}"),
        )
    return _channels(name, channels, held, bot, allowed)


def _channels(
    server: str, channels: Sequence[Mapping[str, Any]], held: Sequence[str], bot: str, allowed: int
) -> Sequence[Finding]:
    whole, hidden, lacking = 0, 0, []
    for channel in channels:
        if channel.get("type") not in _WRITTEN_IN:
            continue
        here = in_channel(channel.get("permission_overwrites") or (), held, bot, allowed)
        missing = missing_from(here)
        if not here & VIEW_CHANNEL:
            hidden += 1
        elif missing:
            lacking.append(_lacking(server, str(channel["name"]), missing))
        else:
            whole += 1
    seen = f"{whole} channel{'' if whole == 1 else 's'} with all it needs"
    unseen = f", {hidden} hidden from the bot" if hidden else ""
    more = f", {len(lacking)} with less, as follows" if lacking else ""
    return (fine(f"server {server}", seen + unseen + more), *lacking[:MOST_CHANNELS])


def _lacking(server: str, channel: str, missing: Sequence[Permission]) -> Finding:
    return doubtful(
        f"channel #{channel} of {server}",
        f"the bot lacks {_named(missing)}",
        f"Edit Channel, Permissions, Advanced: add the bot and allow {_named(missing)}",
    )


def in_channel(overwrites: Sequence[Mapping[str, Any]], held: Sequence[str], bot: str, allowed: int) -> int:
    """What the bot may do in a channel.

    `held`: the ids of its roles, that of everyone first, which is the server's. `allowed`: what it may
    do in the server.
    """
    told = {str(each["id"]): (int(each["allow"]), int(each["deny"])) for each in overwrites}
    everyone, *others = held
    for group in ([everyone], others, [bot]):
        allow, deny = 0, 0
        for each in group:
            one_allow, one_deny = told.get(each, (0, 0))
            allow, deny = allow | one_allow, deny | one_deny
        allowed = allowed & ~deny | allow
    return allowed


def _named(permissions: Sequence[Permission]) -> str:
    if len(permissions) == len(PERMISSIONS):
        return "every permission"
    return ", ".join(each.name for each in permissions)
