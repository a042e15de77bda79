"""What the stand-in sends and answers, as JSON. Names of fields are those of the vendor's own samples."""

from typing import Any

from tests.standins.slack.state import State
from tests.standins.slack.world import Channel, HeldFile, Kind, Message, User, View


def message(one: Message, state: State, *, metadata: bool = False) -> dict[str, Any]:
    """A message as history, posts and interactions show it."""
    told: dict[str, Any] = {
        "type": "message",
        "user": one.author.id,
        "team": state.world.team_id,
        "ts": one.ts,
        "text": one.text,
    }
    if one.author.bot:
        told |= {"bot_id": state.world.bot_id, "app_id": state.world.app_id}
    if one.blocks:
        told["blocks"] = one.blocks
    if one.thread_ts is not None:
        told["thread_ts"] = one.thread_ts
    replies = one.channel.replies(one) if one.thread_ts in {None, one.ts} else []
    if replies:
        told |= {"thread_ts": one.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
    if one.files:
        told["files"] = [file(each, state) for each in one.files]
    if one.edited is not None:
        told["edited"] = {"user": one.author.id, "ts": f"{one.edited.timestamp():.6f}"}
    if metadata and one.metadata is not None:
        told["metadata"] = one.metadata
    return told


def file(one: HeldFile, state: State) -> dict[str, Any]:
    """A file."""
    return {
        "id": one.id,
        "created": int(state.clock.now().timestamp()),
        "name": one.name,
        "title": one.title or one.name,
        "mimetype": "image/png" if one.name.endswith(".png") else "application/octet-stream",
        "filetype": one.name.rpartition(".")[2],
        "user": state.bot.id,
        "size": len(one.held),
        "mode": "hosted",
        "url_private": f"{state.base}/files/{one.id}/{one.name}",
        "permalink": f"https://stand-in.slack.com/files/{state.bot.id}/{one.id}/{one.name}",
        "channels": list(one.channels),
    }


def channel(one: Channel, state: State) -> dict[str, Any]:
    """A conversation."""
    told: dict[str, Any] = {
        "id": one.id,
        "created": int(one.created.timestamp()),
        "is_archived": one.archived,
        "is_channel": one.kind is Kind.PUBLIC,
        "is_group": one.kind is Kind.PRIVATE,
        "is_im": one.kind is Kind.DIRECT,
        "is_private": one.kind is not Kind.PUBLIC,
    }
    if one.kind is Kind.DIRECT:
        return told | {"user": one.recipient.id if one.recipient else ""}
    return told | {
        "name": one.name,
        "name_normalized": one.name,
        "creator": one.creator,
        "is_member": state.bot.id in one.members,
        "num_members": len(one.members),
        "context_team_id": state.world.team_id,
    }


def user(one: User, state: State, *, locale: bool = False) -> dict[str, Any]:
    """A user."""
    told: dict[str, Any] = {
        "id": one.id,
        "team_id": state.world.team_id,
        "name": one.name.lower(),
        "real_name": one.name,
        "deleted": not one.active,
        "tz": one.timezone,
        "is_admin": one.admin,
        "is_owner": False,
        "is_bot": one.bot,
        "is_app_user": False,
        "profile": {"display_name": one.name, "real_name": one.name, "team": state.world.team_id},
    }
    return told | ({"locale": one.locale} if locale else {})


def view(one: View, state: State, values: dict[str, Any] | None = None) -> dict[str, Any]:
    """A modal or Home tab, with what was filled in."""
    content = one.content
    told: dict[str, Any] = {
        "id": one.id,
        "team_id": state.world.team_id,
        "type": one.kind,
        "blocks": one.blocks,
        "private_metadata": one.private_metadata,
        "callback_id": one.callback_id,
        "state": {"values": values or {}},
        "hash": one.hash,
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
        "root_view_id": one.root_id,
        "previous_view_id": one.previous_id,
        "app_id": state.world.app_id,
        "external_id": str(content.get("external_id") or ""),
        "app_installed_team_id": state.world.team_id,
        "bot_id": state.world.bot_id,
    }
    return told | {
        "title": content.get("title"),
        "submit": content.get("submit"),
        "close": content.get("close"),
    }


def interaction(kind: str, who: User, state: State) -> dict[str, Any]:
    """What every interactive payload begins with."""
    return {
        "type": kind,
        "user": {
            "id": who.id,
            "username": who.name.lower(),
            "name": who.name.lower(),
            "team_id": state.world.team_id,
        },
        "api_app_id": state.world.app_id,
        "token": state.settings.verification_token,
        "team": {"id": state.world.team_id, "domain": "stand-in"},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def event_wrapper(event: dict[str, Any], event_id: str, state: State) -> dict[str, Any]:
    """An event as it is sent."""
    return {
        "token": state.settings.verification_token,
        "team_id": state.world.team_id,
        "context_team_id": state.world.team_id,
        "context_enterprise_id": None,
        "api_app_id": state.world.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(state.clock.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": state.world.team_id,
                "user_id": state.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }
