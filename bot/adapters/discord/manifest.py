"""What installing the bot on Discord takes: the link, and each permission with its reason. Pure.

Owns the permissions: exactly those that something of ours uses. Refuses to ask for more in advance.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bot.adapters.discord.definitions import command_payloads
from bot.secret import Secret
from briefings.errors import BadInput

AUTHORISE = "https://discord.com/oauth2/authorize"
"""Opened in a person's browser, so never the address of a proxy."""
_UNKNOWN = "APPLICATION_ID"
_ID = re.compile(r"[0-9]{15,21}")
"""Discord's ids: 64-bit numbers that have had at least 17 digits since 2015; some room either way."""


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission by Discord's name for it, its bit, and what we use it for."""

    name: str
    bit: int
    why: str


PERMISSIONS: tuple[Permission, ...] = (
    Permission("View Channels", 1 << 10, "to see mentions of the bot and answer them where they are"),
    Permission("Send Messages", 1 << 11, "to answer mentions"),
    Permission("Send Messages in Threads", 1 << 38, "the same in threads"),
    Permission(
        "Embed Links", 1 << 14, "to lay out the answer to a mention; without it there is none, only a hint"
    ),
    Permission("Attach Files", 1 << 15, "to add the picture of a map to such an answer"),
    Permission("Read Message History", 1 << 16, "to answer a mention as a reply to it"),
)
"""By Discord's permission numbers, https://discord.com/developers/docs/topics/permissions."""

SCOPES: tuple[tuple[str, str], ...] = (
    ("bot", "to be a member of the server"),
    ("applications.commands", "to offer its commands there"),
)


def permissions_value() -> int:
    """All of them as one number."""
    return sum(each.bit for each in PERMISSIONS)


def missing_from(allowed: int) -> tuple[Permission, ...]:
    """Those that are not among `allowed`."""
    return tuple(each for each in PERMISSIONS if not allowed & each.bit)


def install_link(application: str) -> str:
    """Where to click to add the bot to a server, with exactly the permissions it uses."""
    asked = {
        "client_id": application,
        "permissions": str(permissions_value()),
        "scope": " ".join(scope for scope, _ in SCOPES),
    }
    return f"{AUTHORISE}?{urlencode(asked)}"


def id_in(token: str) -> str | None:
    """The bot's id, which the first part of a token spells; None when it is no such token."""
    head, dot, rest = token.partition(".")
    if not dot or "." not in rest:
        return None
    try:
        spelt = base64.b64decode(head + "=" * (-len(head) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    number = spelt.decode("latin-1")
    return number if _ID.fullmatch(number) else None


def application_id(given: str | None, token: Secret | None) -> str | None:
    """The application's id: the one given, else the bot's, which is the same. Raises BadInput."""
    if given is not None:
        if not _ID.fullmatch(given):
            raise BadInput("That is not an application's id; copy it from General Information in the portal.")
        return given
    return None if token is None else id_in(token.reveal())


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything to be told to Discord. `application` is None while the id is not known."""

    application: str | None
    commands: Sequence[dict[str, Any]]

    @property
    def link(self) -> str:
        """The install link, with a word to replace where the id is not known."""
        return install_link(self.application or _UNKNOWN)

    def as_json(self) -> dict[str, Any]:
        """For programs. Keys are only ever added."""
        return {
            "application": self.application,
            "install_link": self.link,
            "scopes": [{"name": name, "why": why} for name, why in SCOPES],
            "permissions": {
                "value": str(permissions_value()),
                "each": [{"name": each.name, "bit": str(each.bit), "why": each.why} for each in PERMISSIONS],
            },
            "privileged_intents": [],
            "commands": list(self.commands),
        }

    def text(self) -> str:
        """For people."""
        lines = ["To add the bot to a server, open this link and choose the server:", f"  {self.link}"]
        if self.application is None:
            lines.append(f"  ({_UNKNOWN}: the number under General Information in the developer portal)")
        lines += ["", "It asks for"]
        lines += [f"  {name:24}  {why}" for name, why in SCOPES]
        lines += [f"  {each.name:24}  {each.why}" for each in PERMISSIONS]
        lines += [
            "",
            "Commands, buttons and Share to channel work in a channel without any of these permissions.",
        ]
        lines += [
            "",
            "It needs none of the Privileged Gateway Intents: leave all three off. It reads only messages",
            "that mention it, direct messages to it, and messages on which a reader uses its menu.",
            "",
            "Commands, registered by `communique run discord` whenever they have changed:",
            f"  {', '.join(_shown(each) for each in self.commands)}",
        ]
        return "\n".join(lines)


def written(application: str | None) -> Manifest:
    """The manifest for an application's id, or for one that is not known yet."""
    return Manifest(application, command_payloads())


def _shown(command: dict[str, Any]) -> str:
    return f"/{command['name']}" if command.get("type", 1) == 1 else f"“{command['name']}” on a message"
