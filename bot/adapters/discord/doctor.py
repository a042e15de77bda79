"""Examining the Discord side over its REST API: the token, the portal's switches, every channel.

Owns what is asked and how it is judged. Only reads; stops at the first sign that Discord cannot be
reached or wants to be left alone. Names that others chose are never trusted with the terminal.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.adapters.discord import places
from bot.adapters.discord.definitions import command_payloads
from bot.adapters.discord.enquiry import Answer, Enquiry, Unreachable, greeted
from bot.adapters.discord.manifest import id_in, install_link
from bot.findings import Finding, doubtful, fine, wrong
from bot.secret import Secret
from bot.settings import Settings
from bot.variables import PREFIX
from briefings.ports import Clock

OFFICIAL = "https://discord.com/api/v10"
API_URL, GATEWAY_URL = PREFIX + "DISCORD_API_URL", PREFIX + "DISCORD_GATEWAY_URL"
HELLO_WITHIN = 5.0
"""Seconds within which a gateway says hello; Discord's does at once."""
SKEW_DOUBTFUL, SKEW_WRONG = 5.0, 60.0
"""Seconds by which this machine's clock may differ; digests are sent by it."""
FEW_STARTS = 50
"""Starts left today below which it is worth knowing; Discord gives 1,000 and then resets the token."""

_TOKEN = "Discord token"  # noqa: S105 - the name of what is examined
_SOMEBODY_ELSE = "something that is not Discord answered"
_NEW_TOKEN = (
    "in the developer portal, Bot, click Reset Token, copy it, and put it into COMMUNIQUE_DISCORD_TOKEN"  # noqa: S105
)
_LATER = "try again in some minutes; if it stays so, look at the network, the proxy and discordstatus.com"
_PRIVILEGED = (
    ("Presence Intent", 1 << 12 | 1 << 13),
    ("Server Members Intent", 1 << 14 | 1 << 15),
    ("Message Content Intent", 1 << 18 | 1 << 19),
)
"""Application flags, granted and limited, by the names of the portal's switches."""


async def examine(settings: Settings, clock: Clock, *, patience: float = 10.0) -> Sequence[Finding]:
    """Every finding about Discord. Without a token there is none; `patience`: seconds for each answer."""
    token = settings.discord_token
    if token is None:
        return ()
    found = [*_addresses(settings)]
    base = settings.discord_api_url or OFFICIAL
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=patience)) as session:
        try:
            async for finding in _asked(Enquiry(session, base, token, clock), settings, token):
                found.append(finding)  # noqa: PERF401 - what was found before a failure stays found
        except Unreachable as error:
            found.append(_unreached(settings, error))
        except (KeyError, TypeError, ValueError, AttributeError):
            found.append(_unreached(settings, Unreachable(_SOMEBODY_ELSE)))
        if settings.discord_gateway_url is not None:
            found.append(await _gateway(session, settings.discord_gateway_url, min(patience, HELLO_WITHIN)))
    if not any(finding.check == _TOKEN for finding in found):
        found.append(_shape(token))
    return tuple(found)


async def _gateway(session: aiohttp.ClientSession, address: str, seconds: float) -> Finding:
    """Whether an address that somebody set for the gateway is one: it says hello first."""
    try:
        await greeted(session, address, seconds)
    except Unreachable as error:
        message = f"could not be reached at the address in {GATEWAY_URL}: {error}"
        remedy = f"correct {GATEWAY_URL} or take it out, and look whether its server runs"
        return wrong("Discord gateway address", message, remedy)
    return fine("Discord gateway address", f"the one in {GATEWAY_URL} answers")


def _unreached(settings: Settings, error: Unreachable) -> Finding:
    """An address that somebody set and that does not answer as Discord does is a mistake to mend."""
    if settings.discord_api_url is None:
        return doubtful("Discord", f"could not be reached: {error}", _LATER)
    message = f"could not be reached at the address in {API_URL}: {error}"
    remedy = f"correct {API_URL} or take it out, and look whether its server runs"
    return (doubtful if error.passing else wrong)("Discord", message, remedy)


async def _asked(api: Enquiry, settings: Settings, token: Secret) -> AsyncIterator[Finding]:
    me = await api.get("/users/@me")
    if me.status not in {200, 401}:
        raise Unreachable(f"it answered {me.status}", passing=me.status == 429 or me.status >= 500)
    if me.status == 200:
        int(me.body["id"])  # what somebody else answers has none
    yield _validity(me, token)
    if me.at_theirs is not None:
        yield clock_skew(me.at_ours, me.at_theirs)
    if me.status != 200:
        return
    application = await api.good("/applications/@me")
    yield _intents(application)
    for finding in _switches(application):
        yield finding
    yield _starts(await api.good("/gateway/bot"), settings)
    yield _commands(await api.good(f"/applications/{application['id']}/commands"))
    async for finding in places.examined(api, str(me.body["id"]), install_link(str(application["id"]))):
        yield finding


def _shape(token: Secret) -> Finding:
    """What can be said of a token that could not be tried: nothing that would be worth a new one."""
    shape = "has" if id_in(token.reveal()) is not None else "does not have"
    return fine(_TOKEN, f"could not be tried; {shape} the shape of a bot's token")


def _addresses(settings: Settings) -> Sequence[Finding]:
    """A token that travels in the clear belongs on this machine alone."""
    told = (
        (API_URL, settings.discord_api_url),
        (GATEWAY_URL, settings.discord_gateway_url),
    )
    return tuple(
        doubtful(
            "Discord proxy",
            f"{name} sends the token unencrypted to another machine",
            "use https:// and wss://, unless the network between is yours alone",
        )
        for name, url in told
        if url is not None and not _private(url)
    )


def _private(url: str) -> bool:
    """Whether nobody on the way can read along."""
    address = urlsplit(url)
    return address.scheme in {"https", "wss"} or address.hostname in {"127.0.0.1", "::1", "localhost"}


def _validity(me: Answer, token: Secret) -> Finding:
    """One verdict: a token that works is not doubted for its shape."""
    if me.status == 200:
        return fine(_TOKEN, f"is valid, that of {me.body['username']}")
    odd = "" if id_in(token.reveal()) is not None else ", and does not have the shape of a bot's token"
    return wrong(_TOKEN, f"is refused{odd}", _NEW_TOKEN)


def clock_skew(ours: datetime, theirs: datetime) -> Finding:
    """How far this machine's clock is from Discord's."""
    seconds = (ours - theirs).total_seconds()
    if abs(seconds) < SKEW_DOUBTFUL:
        return fine("clock", "agrees with Discord's")
    which = "ahead of" if seconds > 0 else "behind"
    message = f"is {abs(seconds):.0f} seconds {which} Discord's"
    remedy = "switch on automatic time; on Linux type: timedatectl set-ntp true"
    return (wrong if abs(seconds) >= SKEW_WRONG else doubtful)("clock", message, remedy)


def _intents(application: dict[str, Any]) -> Finding:
    on = [name for name, bits in _PRIVILEGED if int(application.get("flags") or 0) & bits]
    if not on:
        return fine("Discord intents", "no privileged one is on, and none is needed")
    return doubtful(
        "Discord intents",
        f"{' and '.join(on)} {'is' if len(on) == 1 else 'are'} on and not needed",
        "in the developer portal, Bot, switch it off under Privileged Gateway Intents",
    )


def _switches(application: dict[str, Any]) -> Sequence[Finding]:
    found = []
    if application.get("interactions_endpoint_url"):
        found.append(
            wrong(
                "Discord application",
                "an Interactions Endpoint URL is set, so that no command reaches this program",
                "in the developer portal, General Information, empty Interactions Endpoint URL and save",
            )
        )
    if application.get("bot_require_code_grant"):
        found.append(
            wrong(
                "Discord application",
                "Requires OAuth2 Code Grant is on, so that the install link does not work",
                "in the developer portal, Bot, switch it off and save",
            )
        )
    return found


def _starts(gateway: dict[str, Any], settings: Settings) -> Finding:
    check = "Discord gateway"
    limit = gateway.get("session_start_limit") or {}
    left, advised = int(limit.get("remaining", 0)), int(gateway.get("shards", 1))
    if left < FEW_STARTS:
        hours = int(limit.get("reset_after", 0)) / 3_600_000
        return doubtful(
            check,
            f"{left} starts are left for the next {hours:.0f} hours; at none Discord resets the token",
            "find out what restarts the bot so often before starting it again",
        )
    if settings.discord_shards is not None and settings.discord_shards < advised:
        return doubtful(
            check,
            f"Discord advises {advised} shards, and {settings.discord_shards} are set",
            "leave COMMUNIQUE_DISCORD_SHARDS unset",
        )
    return fine(check, f"{left} starts left today, {advised} shard{'s' if advised > 1 else ''} advised")


def _commands(registered: Sequence[dict[str, Any]]) -> Finding:
    there = {(each.get("type", 1), each["name"]) for each in registered}
    ours = {(each.get("type", 1), each["name"]) for each in command_payloads()}
    if ours <= there:
        return fine("Discord commands", f"all {len(ours)} are registered")
    return doubtful(
        "Discord commands",
        f"{len(ours - there)} of {len(ours)} are not registered",
        "start the bot, which registers them: communique run discord",
    )
