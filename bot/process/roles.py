"""Which roles there are, and which of them the settings allow.

Owns the list. What a role is made of is imported when it runs.
"""

# What a role needs is imported when it runs.
# ruff: noqa: PLC0415

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.process.importing import ONE_AT_A_TIME
from bot.roles import Role
from briefings.errors import BadInput, ConfigurationError

if TYPE_CHECKING:
    from bot.app import App
    from bot.ports import Lease
    from bot.settings import Settings

    Connection = Callable[[App, Settings, asyncio.Event, Lease], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A role that this program can play once the settings allow it."""

    name: str
    missing: Callable[["Settings"], str | None]
    """What has to be set first, as a half sentence; None when nothing has."""
    play: Callable[["App", asyncio.Event], Awaitable[None]]
    beside: bool = False
    """Whether it needs nothing that another one does not need as well."""


def _discord_missing(settings: "Settings") -> str | None:
    if settings.discord_token is not None:
        return None
    return "set COMMUNIQUE_DISCORD_TOKEN to the token of your Discord bot"


async def _discord(app: "App", stop: asyncio.Event) -> None:
    acknowledged = partial(app.vitals.acknowledged, "discord")
    connected = await asyncio.to_thread(_discord_connection, acknowledged)  # half a second for the SDK
    await connected(app, app.settings, stop, app.lease)


def _discord_connection(acknowledged: Callable[[float], object]) -> "Connection":
    with ONE_AT_A_TIME:
        from bot.adapters.discord import gateway

    return partial(gateway.run, pace=gateway.Pace(acknowledged=acknowledged))


def _slack_missing(settings: "Settings") -> str | None:
    from bot.adapters.slack.required import what_is_missing

    return what_is_missing(settings)


async def _slack(app: "App", stop: asyncio.Event) -> None:
    acknowledged = partial(app.vitals.acknowledged, "slack")
    connected = await asyncio.to_thread(_slack_connection, acknowledged)  # half a second for the SDK
    await connected(app, app.settings, stop, app.lease)


def _slack_connection(acknowledged: Callable[[float], object]) -> "Connection":
    with ONE_AT_A_TIME:
        from bot.adapters.slack import gateway

    return partial(gateway.run, pace=gateway.Pace(acknowledged=acknowledged))


def _digests_missing(settings: "Settings") -> str | None:
    if settings.discord_token is not None or settings.slack_bot_token is not None:
        return None
    return "set COMMUNIQUE_DISCORD_TOKEN or COMMUNIQUE_SLACK_BOT_TOKEN to where digests are to be posted"


async def _digests(app: "App", stop: asyncio.Event) -> None:
    posts = await asyncio.to_thread(_digest_posts)
    await posts(app, stop)


def _digest_posts() -> Callable[["App", asyncio.Event], Awaitable[None]]:
    from bot.process import digests

    return digests.play


OFFERS: tuple[Offer, ...] = (
    Offer("discord", _discord_missing, _discord),
    Offer("slack", _slack_missing, _slack),
    Offer("digests", _digests_missing, _digests, beside=True),
)


def chosen(app: "App", names: Sequence[str] = (), offers: Sequence[Offer] = OFFERS) -> tuple[Role, ...]:
    """The roles by those names, or every one that the settings allow when none is named.

    Raises BadInput on a name there is not, ConfigurationError when the settings do not allow one that
    was named, or allow none at all.
    """
    known = {offer.name: offer for offer in offers}
    for name in names:
        if name not in known:
            raise BadInput(f"There is no role of that name; there is {', '.join(known)}.")
    wanted = [known[name] for name in dict.fromkeys(names)]
    for offer in wanted:
        missing = offer.missing(app.settings)
        if missing:
            raise ConfigurationError(f"{offer.name.capitalize()} is not set up: {missing}.")
    allowed = wanted or [offer for offer in offers if offer.missing(app.settings) is None]
    if not allowed:
        ways = ", or ".join(str(offer.missing(app.settings)) for offer in offers if not offer.beside)
        raise ConfigurationError(f"There is nothing to run yet: {ways}.")
    return tuple(Role(offer.name, partial(offer.play, app)) for offer in allowed)
