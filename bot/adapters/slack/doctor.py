"""Examining the Slack side over its Web API: tokens, scopes, the socket, the address for HTTP, channels.

Owns what is asked and how it is judged. Only reads; stops at the first sign that Slack cannot be
reached or wants to be left alone. Names that others chose are never trusted with the terminal.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp

from bot.adapters.slack.definitions import check_prefix
from bot.adapters.slack.enquiry import Answer, Enquiry, Unreachable
from bot.adapters.slack.errors import CODES
from bot.adapters.slack.manifest import OPTIONAL, missing_from
from bot.adapters.slack.required import APP_KINDS, BOT_KINDS, SWAPPED, misplaced_tokens
from bot.failures import Permanent, Revoked
from bot.findings import Finding, doubtful, fine, wrong
from bot.secret import Secret
from bot.settings import Settings
from briefings.errors import BadInput
from briefings.ports import Clock

OFFICIAL = "https://slack.com/api"
SKEW_DOUBTFUL, SKEW_WRONG = 5.0, 60.0
"""Seconds by which this machine's clock may differ. Over HTTP, beyond 300 every request is refused."""
MOST_CHANNELS = 20
"""Channels that are named; more are counted."""

_APPS = "at api.slack.com/apps, your app"
_LATER = "try again in some minutes; if it stays so, look at the network, the proxy and slack-status.com"
_BOT_TOKEN = (
    f"{_APPS}, OAuth & Permissions, install it to the workspace, copy Bot User OAuth Token, "
    "and put it into COMMUNIQUE_SLACK_BOT_TOKEN"
)
_APP_TOKEN = (
    f"{_APPS}, Basic Information, App-Level Tokens, make one with connections:write, "
    "and put it into COMMUNIQUE_SLACK_APP_TOKEN"
)
_SECRET = f"{_APPS}, Basic Information, copy Signing Secret, and put it into COMMUNIQUE_SLACK_SIGNING_SECRET"
_SOCKET_MODE = f"{_APPS}, Socket Mode, switch it on; or receive over HTTP: communique run slack --http"


async def examine(settings: Settings, clock: Clock, *, patience: float = 10.0) -> Sequence[Finding]:
    """Every finding about Slack. Without a bot token there is none; `patience`: seconds for each answer."""
    if settings.slack_bot_token is None:
        return ()
    found = [*_set(settings), *_addresses(settings)]
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=patience)) as session:
        try:
            async for finding in _asked(session, settings, clock):
                found.append(finding)  # noqa: PERF401 - what was found before a failure stays found
        except Unreachable as error:
            found.append(_unreached(error, settings))
    return tuple(found)


async def _asked(session: aiohttp.ClientSession, settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    base = settings.slack_api_url or OFFICIAL
    if misplaced_tokens(settings) == SWAPPED:
        return  # said once, and neither could be accepted
    assert settings.slack_bot_token is not None  # noqa: S101 - looked at by the caller
    api = Enquiry(session, base, settings.slack_bot_token, clock)
    me = await api.ask("auth.test")
    yield _validity(me, settings.slack_bot_token)
    if me.at_theirs is not None:
        yield clock_skew(me.at_ours, me.at_theirs)
    if not me.error:
        yield _scopes(me)
        if me.scopes is not None:
            yield _optional(me.scopes)
    if not settings.slack_http and settings.slack_app_token is not None:
        yield await _socket(Enquiry(session, base, settings.slack_app_token, clock), settings.slack_app_token)
    if not me.error:
        yield await _membership(api)


def _set(settings: Settings) -> Sequence[Finding]:
    """What the chosen way of receiving needs, as far as it can be seen without asking."""
    found = []
    if misplaced_tokens(settings) == SWAPPED:
        found.append(wrong("Slack tokens", *_halves(SWAPPED)))
    if settings.slack_http and settings.slack_signing_secret is None:
        found.append(wrong("Slack signing secret", "is not set, and HTTP needs it", _SECRET))
    if not settings.slack_http and settings.slack_app_token is None:
        found.append(wrong("Slack app-level token", "is not set, and Socket Mode needs it", _APP_TOKEN))
    if settings.slack_http:
        found.append(_listening(settings))
    try:
        check_prefix(settings.slack_prefix)
    except BadInput as error:
        sentence, _, _ = str(error).rstrip(".").partition("; ")
        found.append(wrong("Slack prefix", sentence, "choose another one in COMMUNIQUE_SLACK_PREFIX"))
    return found


def _halves(sentence: str) -> tuple[str, str]:
    """What is wrong, and what to do about it."""
    found, _, remedy = sentence.rpartition("; ")
    return found, remedy


def _listening(settings: Settings) -> Finding:
    """Slack's requests reach a loopback address only through a proxy on this machine."""
    place = f"listens on {settings.slack_http_host}, port {settings.slack_http_port}"
    try:
        loopback = ip_address(settings.slack_http_host).is_loopback
    except ValueError:
        loopback = settings.slack_http_host == "localhost"
    if loopback:
        return fine("Slack over HTTP", f"{place}, for a proxy on this machine that holds the certificate")
    return doubtful(
        "Slack over HTTP",
        f"{place}, and other machines can reach that without encryption",
        "let a proxy with a certificate stand before it, and only that reach the port",
    )


def _addresses(settings: Settings) -> Sequence[Finding]:
    """A token that travels in the clear belongs on this machine alone."""
    if settings.slack_api_url is None or _private(settings.slack_api_url):
        return ()
    return (
        doubtful(
            "Slack proxy",
            "COMMUNIQUE_SLACK_API_URL sends the tokens unencrypted to another machine",
            "use https://, unless the network between is yours alone",
        ),
    )


def _private(url: str) -> bool:
    """Whether nobody on the way can read along."""
    address = urlsplit(url)
    return address.scheme == "https" or address.hostname in {"127.0.0.1", "::1", "localhost"}


def _unreached(error: Unreachable, settings: Settings) -> Finding:
    if settings.slack_api_url is None or error.passing:
        return doubtful("Slack", f"could not be reached: {error}", _LATER)
    remedy = "correct COMMUNIQUE_SLACK_API_URL, or leave it unset: Slack's own address is known"
    return wrong("Slack", f"could not be reached where COMMUNIQUE_SLACK_API_URL points: {error}", remedy)


def _validity(me: Answer, token: Secret) -> Finding:
    """One verdict on the token: whether Slack takes it, and what is odd about it where not."""
    check = "Slack bot token"
    if not me.error:
        if "bot_id" not in me.body:
            return wrong(check, "is a person's token, not a bot's", _BOT_TOKEN)
        return fine(check, f"is valid, that of {me.body.get('user')} in {me.body.get('team')}")
    if not token.reveal().startswith(BOT_KINDS):
        return wrong(check, "is refused, and does not begin with xoxb- as a bot's token does", _BOT_TOKEN)
    if isinstance(CODES.get(me.error), Revoked | Permanent):
        return wrong(check, f"is refused ({me.error})", _BOT_TOKEN)
    return doubtful(check, f"could not be tried: Slack answered {me.error}", _LATER)


def clock_skew(ours: datetime, theirs: datetime) -> Finding:
    """How far this machine's clock is from Slack's."""
    seconds = (ours - theirs).total_seconds()
    if abs(seconds) < SKEW_DOUBTFUL:
        return fine("clock", "agrees with Slack's")
    which = "ahead of" if seconds > 0 else "behind"
    message = f"is {abs(seconds):.0f} seconds {which} Slack's"
    remedy = "switch on automatic time; on Linux type: timedatectl set-ntp true"
    return (wrong if abs(seconds) >= SKEW_WRONG else doubtful)("clock", message, remedy)


def _scopes(me: Answer) -> Finding:
    check = "Slack scopes"
    if me.scopes is None:
        return doubtful(check, "Slack does not say which ones the token has", _LATER)
    missing = missing_from(me.scopes)
    if not missing:
        return fine(check, "all that are needed are granted")
    named = "; ".join(f"{each.name} ({each.why})" for each in missing)
    remedy = (
        f"{_APPS}, App Manifest, put in what `communique manifest slack` writes, save, "
        "then install the app to the workspace again"
    )
    return wrong(check, f"missing: {named}", remedy)


def _optional(granted: frozenset[str]) -> Finding:
    """What else may be granted: to go without is a choice, and no trouble."""
    check = "Slack optional scopes"
    missing = [each for each in OPTIONAL if each.name not in granted]
    if not missing:
        return fine(check, "granted: what became of a digest whose reply was lost is looked up")
    named = "; ".join(f"{each.name} ({each.why})" for each in missing)
    return fine(check, f"not granted, and not needed: {named}")


async def _socket(api: Enquiry, token: Secret) -> Finding:
    check = "Slack app-level token"
    answer = await api.ask("apps.connections.open")
    if not answer.error:
        return fine(check, "is valid, and Socket Mode is on")
    if not token.reveal().startswith(APP_KINDS):
        return wrong(
            check, "is refused, and does not begin with xapp- as an app-level token does", _APP_TOKEN
        )
    if isinstance(CODES.get(answer.error), Revoked | Permanent):
        return wrong(check, f"is refused ({answer.error})", _APP_TOKEN)
    return wrong(check, f"gives no connection ({answer.error})", _SOCKET_MODE)


async def _membership(api: Enquiry) -> Finding:
    """In which channels the bot is. It needs to be in none for commands, in each for mentions."""
    check = "Slack channels"
    answer = await api.ask(
        "users.conversations", types="public_channel,private_channel", exclude_archived="true", limit="200"
    )
    if answer.error == "missing_scope":
        return fine(check, "not looked at: that takes scopes that the bot does not need")
    if answer.error:
        return doubtful(check, f"could not be looked at: Slack answered {answer.error}", _LATER)
    names = [f"#{each.get('name')}" for each in answer.body.get("channels") or ()]
    if not names:
        return doubtful(
            check,
            "the bot is in none; commands work, mentions do not",
            "in a channel, type: /invite and the bot's name",
        )
    more = f" and {len(names) - MOST_CHANNELS} more" if len(names) > MOST_CHANNELS else ""
    return fine(check, f"the bot is in {', '.join(names[:MOST_CHANNELS])}{more}")
