"""What Discord sends: the world's things as the JSON objects the vendor documents."""

from datetime import datetime
from typing import Any

from tests.standins.discord.permissions import in_channel
from tests.standins.discord.world import Channel, Guild, HeldFile, Kind, Member, Message, Role, User

Payload = dict[str, Any]


def timestamp(moment: datetime | None) -> str | None:
    """A moment as Discord writes it."""
    return None if moment is None else moment.isoformat()


def user(one: User) -> Payload:
    """A user object."""
    return {
        "id": str(one.id),
        "username": one.name,
        "global_name": None if one.bot else one.name,
        "discriminator": "0000" if one.bot else "0",
        "avatar": None,
        "bot": one.bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def own_user(one: User) -> Payload:
    """The user object of the bot's own account."""
    return {**user(one), "verified": True, "mfa_enabled": True, "locale": "en-US", "email": None}


def role(one: Role, position: int) -> Payload:
    """A role object."""
    return {
        "id": str(one.id),
        "name": one.name,
        "permissions": str(int(one.permissions)),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": one.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def member(one: Member, *, with_user: bool = True) -> Payload:
    """A member object."""
    made: Payload = {
        "roles": [str(each) for each in sorted(one.roles)],
        "joined_at": timestamp(one.joined),
        "nick": None,
        "avatar": None,
        "banner": None,
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
    return {"user": user(one.user), **made} if with_user else made


def channel(one: Channel) -> Payload:
    """A channel or thread object."""
    made: Payload = {"id": str(one.id), "type": int(one.kind), "flags": 0, "last_message_id": _last(one)}
    if one.recipient is not None:
        return {**made, "recipients": [user(one.recipient)]}
    assert one.guild is not None
    made |= {"guild_id": str(one.guild.id), "name": one.name, "rate_limit_per_user": 0}
    made["parent_id"] = str(one.parent.id) if one.parent else None
    if one.kind.is_thread:
        return made | _thread(one)
    return made | {
        "position": one.position,
        "permission_overwrites": _overwrites(one),
        "topic": None,
        "nsfw": False,
        "available_tags": [],
        "bitrate": 64_000,
        "user_limit": 0,
    }


def _last(one: Channel) -> str | None:
    return next((str(each.id) for each in reversed(one.log) if each.viewer is None), None)


def _overwrites(one: Channel) -> list[Payload]:
    assert one.guild is not None
    return [
        {
            "id": str(each),
            "type": 0 if each in one.guild.roles else 1,
            "allow": str(int(one.overwrites[each].allow)),
            "deny": str(int(one.overwrites[each].deny)),
        }
        for each in one.overwrites
    ]


def _thread(one: Channel) -> Payload:
    assert one.owner is not None
    return {
        "owner_id": str(one.owner.id),
        "message_count": len(one.messages),
        "total_message_sent": len(one.log),
        "member_count": 2,
        "thread_metadata": {
            "archived": one.archived,
            "locked": one.locked,
            "auto_archive_duration": one.archive_after,
            "archive_timestamp": timestamp(one.created),
            "create_timestamp": timestamp(one.created),
        },
    }


def partial_channel(one: Channel, viewer: User) -> Payload:
    """The channel of an interaction, with what `viewer` may do there."""
    made = {**channel(one), "permissions": str(int(in_channel(one, viewer)))}
    made.pop("permission_overwrites", None)
    return made


def guild(one: Guild, bot: User) -> Payload:
    """The guild object of GUILD_CREATE: only what the bot can see of channels and threads."""
    alive = [each for each in one.channels if not each.deleted]
    seen = [each for each in alive if in_channel(each, bot)]
    return {
        **bare_guild(one),
        "joined_at": timestamp(one.members[bot.id].joined),
        "large": False,
        "unavailable": False,
        "member_count": len(one.members),
        "members": [member(one.members[bot.id])],
        "channels": [channel(each) for each in alive if not each.kind.is_thread],
        "threads": [channel(each) for each in seen if each.kind.is_thread and not each.archived],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def bare_guild(one: Guild) -> Payload:
    """The guild object of a GET."""
    return {
        "id": str(one.id),
        "name": one.name,
        "owner_id": str(one.owner.id),
        "roles": [role(each, place) for place, each in enumerate(one.roles.values())],
        "emojis": [],
        "stickers": [],
        "features": [],
        "preferred_locale": one.locale,
        "icon": None,
        "banner": None,
        "splash": None,
        "discovery_splash": None,
        "description": None,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "nsfw": False,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "afk_channel_id": None,
        "afk_timeout": 300,
        "application_id": None,
        "region": "deprecated",
        "vanity_url_code": None,
        "widget_enabled": False,
        "widget_channel_id": None,
        "max_members": 500_000,
        "max_presences": None,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "home_header": None,
        "incidents_data": None,
        "hub_type": None,
        "latest_onboarding_question_id": None,
    }


def file_address(one: HeldFile, base: str) -> str:
    """Where a file can be fetched."""
    return f"{base}/attachments/{one.id}/{one.filename}"


def held_file(one: HeldFile, base: str) -> Payload:
    """An attachment object."""
    address = file_address(one, base)
    made: Payload = {
        "id": str(one.id),
        "filename": one.filename,
        "size": len(one.data),
        "url": address,
        "proxy_url": address,
        "content_type": one.content_type,
    }
    return made if one.description is None else {**made, "description": one.description}


def message(one: Message, base: str, *, deep: bool = True) -> Payload:
    """A message object; `deep` resolves what it replies to."""
    made: Payload = {
        "id": str(one.id),
        "type": one.kind,
        "channel_id": str(one.channel.id),
        "author": user(one.author),
        "content": one.content,
        "embeds": one.embeds,
        "components": one.components,
        "attachments": [held_file(each, base) for each in one.files if not _is_shown(one, each, base)],
        "timestamp": timestamp(one.created),
        "edited_timestamp": timestamp(one.edited),
        "flags": one.flags,
        "mentions": [user(each) for each in one.mentions],
        "mention_roles": [str(each) for each in one.mention_roles],
        "mention_everyone": one.mentions_everyone,
        "pinned": False,
        "tts": False,
    }
    if one.nonce is not None:
        made["nonce"] = one.nonce
    if one.interaction is not None:
        made |= one.interaction
    if one.thread is not None and not one.thread.deleted:
        made["thread"] = channel(one.thread)
    if one.reference is not None:
        made["message_reference"] = _reference(one.reference)
        gone = one.reference.deleted is not None
        made["referenced_message"] = (
            None if gone else message(one.reference, base, deep=False) if deep else None
        )
    return made


def _is_shown(one: Message, held: HeldFile, base: str) -> bool:
    """Whether an embed shows the file; such files are not listed as attachments."""
    pictures = [embed.get(place) or {} for embed in one.embeds for place in ("image", "thumbnail")]
    return file_address(held, base) in [each.get("url") for each in pictures]


def _reference(one: Message) -> Payload:
    made = {"type": 0, "message_id": str(one.id), "channel_id": str(one.channel.id)}
    return made if one.channel.guild is None else {**made, "guild_id": str(one.channel.guild.id)}


def without_content(made: Payload) -> Payload:
    """The message object as an app without the message-content intent receives it."""
    return {**made, "content": "", "embeds": [], "components": [], "attachments": []}


def message_event(one: Message, base: str) -> Payload:
    """The payload of MESSAGE_CREATE and MESSAGE_UPDATE."""
    made = message(one, base)
    if one.channel.guild is None:
        return {**made, "channel_type": int(Kind.DM)}
    made["guild_id"] = str(one.channel.guild.id)
    author = one.channel.guild.members.get(one.author.id)
    if author is not None:
        made["member"] = member(author, with_user=False)
    return made
