"""What the app is registered as: commands, shortcuts, events, scopes, as its manifest says.

Owns reading Slack's manifest format. Without a manifest everything a person could do is offered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

DEFAULT_EVENTS: Final = frozenset(
    {
        "app_mention", "message.im", "app_home_opened", "app_uninstalled", "tokens_revoked",
        "member_joined_channel",
        "channel_archive", "channel_unarchive", "channel_deleted", "channel_left", "channel_rename",
        "group_archive", "group_deleted", "group_left", "assistant_thread_started",
        "assistant_thread_context_changed",
    }
)  # fmt: skip
"""Subscribed without a manifest; messages in channels are not among them."""

EVENT_SCOPES: Final = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "member_joined_channel": "channels:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_left": "channels:read",
    "channel_rename": "channels:read",
    "group_archive": "groups:read",
    "group_deleted": "groups:read",
    "group_left": "groups:read",
    "assistant_thread_started": "assistant:write",
    "assistant_thread_context_changed": "assistant:write",
}
"""The scope without which an event is not sent."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry of a message's menu (kind "message") or of the shortcuts menu ("global")."""

    name: str
    callback_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class App:
    """The app's registration. None means that anything goes."""

    commands: frozenset[str] | None = None
    shortcuts: tuple[Shortcut, ...] | None = None
    events: frozenset[str] = DEFAULT_EVENTS
    scopes: frozenset[str] | None = None
    home_tab: bool = True
    messages_tab: bool = True
    assistant: bool = True
    interactive: bool = True
    socket_mode: bool | None = None

    def may(self, scope: str) -> bool:
        """Whether the bot token has this scope."""
        return self.scopes is None or scope in self.scopes

    def hears(self, event: str) -> bool:
        """Whether the app is subscribed to the event and has the scope for it."""
        scope = EVENT_SCOPES.get(event)
        return event in self.events and (scope is None or self.may(scope))


def from_manifest(manifest: Mapping[str, Any]) -> App:
    """The registration that a manifest (Slack's JSON form) asks for."""
    features = manifest.get("features") or {}
    settings = manifest.get("settings") or {}
    scopes = ((manifest.get("oauth_config") or {}).get("scopes") or {}).get("bot") or []
    home = features.get("app_home") or {}
    return App(
        commands=frozenset(each["command"] for each in features.get("slash_commands") or []),
        shortcuts=tuple(
            Shortcut(each["name"], each["callback_id"], each["type"])
            for each in features.get("shortcuts") or []
        ),
        events=frozenset((settings.get("event_subscriptions") or {}).get("bot_events") or []),
        scopes=frozenset(scopes),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled", True))
        and not home.get("messages_tab_read_only_enabled"),
        assistant="assistant_view" in features or "agent_view" in features,
        interactive=bool((settings.get("interactivity") or {}).get("is_enabled")),
        socket_mode=settings.get("socket_mode_enabled"),
    )
