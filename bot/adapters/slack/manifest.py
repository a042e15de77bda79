"""What installing the bot on Slack takes: the app manifest, and each scope and event with its reason. Pure.

Owns the scopes: exactly those that something of ours uses. Refuses to ask for more in advance.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from bot.adapters.slack.definitions import BRIEF_ON_THIS, SlashCommand, check_prefix, shortcut, slash_commands
from briefings.errors import BadInput

CREATE = "https://api.slack.com/apps"
"""Opened in a person's browser, so never the address of a proxy."""
NAME = "Communiqué"
DESCRIPTION = "Briefings on countries and themes, every sentence with its source"
"""Up to 140 characters (manifest reference)."""
LONG_DESCRIPTION = (
    "Communiqué holds structured briefings made from analysis articles. It answers commands about a country "
    "or a theme and free questions, shows for every statement the numbered sentences it rests on, keeps the "
    "source's hedges, and says so when its articles do not cover something. Answers to commands are seen by "
    "you alone until you share them."
)
"""174 to 4,000 characters (manifest reference)."""
ASSISTANT = "Ask about a country or a theme; every answer names its sources."


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope, an app-level scope or an event by Slack's name for it, and what we use it for."""

    name: str
    why: str


SCOPES: tuple[Scope, ...] = (
    Scope("commands", "to offer the slash commands and the shortcut on messages"),
    Scope("chat:write", "to answer mentions and direct messages, and to share an answer a reader shares"),
    Scope("app_mentions:read", "to be told of messages that mention the bot; no other message of a channel"),
    Scope("im:history", "to be told of direct messages to the bot"),
    Scope("files:write", "to add the picture of a map to an answer that others see"),
    Scope("users:read", "to see whether somebody who changes a channel's digests is an admin"),
    Scope("channels:read", "to see who created a public channel, and whether digests can be posted there"),
    Scope("groups:read", "the same of private channels it was invited to"),
    Scope("im:write", "to tell people by direct message what they follow, and what became of their digests"),
    Scope("assistant:write", "to suggest what to ask where a direct message begins"),
)
"""Of the bot token, https://docs.slack.dev/reference/scopes."""

OPTIONAL: tuple[Scope, ...] = (
    Scope("channels:history", "to look up in a public channel whether a digest arrived whose reply was lost"),
    Scope("groups:history", "the same in private channels it was invited to"),
)
"""Left out of the manifest: with them Slack lets the bot read every message of the channels it is in."""

APP_SCOPES: tuple[Scope, ...] = (
    Scope("connections:write", "to be reached over a socket, without an address of its own"),
)
"""Of the app-level token (xapp-…), in Socket Mode only; a manifest cannot hold it."""

EVENTS: tuple[Scope, ...] = (
    Scope("app_mention", "somebody asks the bot in a channel"),
    Scope("message.im", "somebody writes to the bot directly"),
    Scope("app_home_opened", "somebody opens the Home tab, which is then brought up to date"),
    Scope("assistant_thread_started", "a direct message begins, and prompts are suggested"),
    Scope("tokens_revoked", "the bot's access ended: it stops at once"),
    Scope("app_uninstalled", "the app was removed: it stops at once"),
)


def missing_from(granted: Collection[str]) -> tuple[Scope, ...]:
    """Those of the bot token's scopes that were not granted."""
    return tuple(each for each in SCOPES if each.name not in granted)


def manifest(prefix: str = "", http: str | None = None) -> dict[str, Any]:
    """The app manifest (schema version 1), to be pasted where a Slack app is created.

    `http`: the https address that Slack is to call; without one, Socket Mode. Raises BadInput.
    """
    check_prefix(prefix)
    address = {} if http is None else {"url": _address(http)}
    requests = {} if http is None else {"request_url": _address(http)}
    options = {} if http is None else {"message_menu_options_url": _address(http)}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": "#1f3a52",
        },
        "features": _features(prefix, address),
        "oauth_config": {"scopes": {"bot": [each.name for each in SCOPES]}},
        "settings": {
            "event_subscriptions": {**requests, "bot_events": [each.name for each in EVENTS]},
            "interactivity": {"is_enabled": True, **requests, **options},
            "org_deploy_enabled": False,
            "socket_mode_enabled": http is None,
            "token_rotation_enabled": False,
        },
    }


def create_link(made: dict[str, Any]) -> str:
    """Where to click to create the app from the manifest, with everything filled in."""
    written = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    return f"{CREATE}?{urlencode({'new_app': '1', 'manifest_json': written})}"


def explained(prefix: str = "", http: str | None = None) -> str:
    """For people: what the manifest asks for, and why, and the steps to take."""
    made = manifest(prefix, http)
    lines = [
        "To create the app, open this link, choose the workspace and confirm:",
        f"  {create_link(made)}",
        "",
    ]
    lines += ["It asks for", *_table(SCOPES), "", "It is told of", *_table(EVENTS), ""]
    if http is None:
        lines += [
            "It also needs an app-level token (Basic Information, App-Level Tokens) with",
            *_table(APP_SCOPES),
        ]
    else:
        lines += ["Slack calls it at", f"  {_address(http)}"]
    commands = ", ".join(each.command for each in slash_commands(prefix))
    lines += ["", "Commands:", f"  {commands}", f"  “{shortcut()[0]}” on a message"]
    return "\n".join(lines)


def as_json(prefix: str = "", http: str | None = None) -> dict[str, Any]:
    """For programs: the manifest, and the reasons. Keys are only ever added."""
    made = manifest(prefix, http)
    named = {"scopes": SCOPES, "events": EVENTS, "app_scopes": APP_SCOPES if http is None else ()}
    reasons = {
        kind: [{"name": each.name, "why": each.why} for each in every] for kind, every in named.items()
    }
    return {"manifest": made, "create_link": create_link(made), **reasons}


def _features(prefix: str, address: dict[str, str]) -> dict[str, Any]:
    name, description = shortcut()
    action = {"name": name, "type": "message", "callback_id": BRIEF_ON_THIS, "description": description}
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": NAME, "always_online": False},
        "assistant_view": {"assistant_description": ASSISTANT, "suggested_prompts": []},
        "shortcuts": [action],
        "slash_commands": [_command(each, address) for each in slash_commands(prefix)],
    }


def _command(each: SlashCommand, address: dict[str, str]) -> dict[str, Any]:
    hint = {"usage_hint": each.usage_hint} if each.usage_hint else {}
    return {
        "command": each.command,
        **address,
        "description": each.description,
        **hint,
        "should_escape": False,
    }


def _address(http: str) -> str:
    parts = urlsplit(http)
    if parts.scheme != "https" or not parts.hostname:
        raise BadInput("Slack calls https addresses only, such as https://bot.example.org/slack/events.")
    return http


def _table(rows: tuple[Scope, ...]) -> list[str]:
    return [f"  {each.name:26}  {each.why}" for each in rows]
