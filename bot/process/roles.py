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

from bot.roles import Role
from briefings.errors import BadInput, ConfigurationError

if TYPE_CHECKING:
    from bot.app import App
    from bot.ports import Lease
    from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Offer:
    """A role that this program can play once the settings allow it."""

    name: str
    missing: Callable[["Settings"], str | None]
    """What has to be set first, as a half sentence; None when nothing has."""
    play: Callable[["App", asyncio.Event], Awaitable[None]]


def _discord_missing(settings: "Settings") -> str | None:
    if settings.discord_token is not None:
        return None
    return "set COMMUNIQUE_DISCORD_TOKEN to the token of your Discord bot"


async def _discord(app: "App", stop: asyncio.Event) -> None:
    connected = await asyncio.to_thread(_discord_connection)  # the SDK takes half a second to import
    await connected(app, app.settings, stop, app.lease)


def _discord_connection() -> Callable[["App", "Settings", asyncio.Event, "Lease"], Awaitable[None]]:
    from bot.adapters.discord import gateway

    return gateway.run


OFFERS: tuple[Offer, ...] = (Offer("discord", _discord_missing, _discord),)


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
        ways = ", or ".join(str(offer.missing(app.settings)) for offer in offers)
        raise ConfigurationError(f"There is nothing to run yet: {ways}.")
    return tuple(Role(offer.name, partial(offer.play, app)) for offer in allowed)
