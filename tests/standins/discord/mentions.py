"""Whom a message notifies.

Owns the computation of pings: what the text names, what allowed_mentions lets through, what the author may
ping. On the strict side: a mention inside a code span counts as well.
"""

import re
from dataclasses import dataclass
from typing import Any

from tests.standins.discord.checks.components import TEXT, walk
from tests.standins.discord.permissions import in_channel
from tests.standins.discord.world import Channel, Message, Permission, User

USER = re.compile(r"<@!?(\d+)>")
ROLE = re.compile(r"<@&(\d+)>")
EVERYBODY = re.compile(r"@(everyone|here)")
ALL_ALLOWED: dict[str, Any] = {"parse": ["everyone", "users", "roles"], "replied_user": True}


@dataclass(frozen=True, slots=True)
class Mentions:
    """Who is mentioned; `pings` are their ids, and "everyone" or "here"."""

    users: tuple[User, ...]
    roles: tuple[int, ...]
    everyone: bool
    pings: frozenset[int | str]


NOBODY = Mentions((), (), False, frozenset())


def compute(
    channel: Channel,
    author: User,
    body: dict[str, Any],
    reference: Message | None,
    known: dict[int, User],
) -> Mentions:
    """Whom the message `body` of `author` in `channel` mentions."""
    said = body.get("allowed_mentions")
    allowed: dict[str, Any] = ALL_ALLOWED if said is None else said
    text = _text(body)
    if "@" not in text and reference is None:
        return NOBODY
    parse = allowed.get("parse") or []
    users = {int(each) for each in USER.findall(text)}
    if "users" not in parse:
        users &= {int(each) for each in allowed.get("users") or []}
    if reference is not None and allowed.get("replied_user"):
        users.add(reference.author.id)
    roles = _roles(channel, author, allowed, text)
    may = Permission.MENTION_EVERYONE in in_channel(channel, author)
    everybody = set(EVERYBODY.findall(text)) if may and "everyone" in parse else set()
    found = tuple(known[each] for each in sorted(users) if each in known)
    pings = frozenset([*(each.id for each in found if each is not author), *roles, *everybody])
    return Mentions(found, roles, bool(everybody), pings)


def _text(body: dict[str, Any]) -> str:
    shown = [each.get("content") for _, each in walk(body.get("components")) if each.get("type") == TEXT]
    return "\n".join([body.get("content") or "", *(each for each in shown if isinstance(each, str))])


def _roles(channel: Channel, author: User, allowed: dict[str, Any], text: str) -> tuple[int, ...]:
    if channel.guild is None:
        return ()
    named = {int(each) for each in ROLE.findall(text)} & channel.guild.roles.keys()
    if "roles" not in (allowed.get("parse") or []):
        named &= {int(each) for each in allowed.get("roles") or []}
    may = Permission.MENTION_EVERYONE in in_channel(channel, author)
    return tuple(sorted(each for each in named if may or channel.guild.roles[each].mentionable))
