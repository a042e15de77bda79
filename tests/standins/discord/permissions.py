"""Who may do what where: the vendor's computation from roles and overwrites."""

from tests.standins.discord.world import Channel, Guild, Permission, User

EVERYTHING = Permission((1 << 53) - 1)
IN_DIRECT_MESSAGES = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
)


def in_guild(guild: Guild, user: User) -> Permission:
    """What `user` may do in `guild` before any channel's overwrites."""
    member = guild.members.get(user.id)
    if member is None:
        return Permission.NONE
    if guild.owner is user:
        return EVERYTHING
    allowed = guild.roles[guild.id].permissions
    for role in member.roles:
        allowed |= guild.roles[role].permissions
    return EVERYTHING if Permission.ADMINISTRATOR in allowed else allowed


def in_channel(channel: Channel, user: User) -> Permission:
    """What `user` may do in `channel`; a thread takes its parent's."""
    if channel.guild is None:
        return IN_DIRECT_MESSAGES
    allowed = in_guild(channel.guild, user)
    if Permission.ADMINISTRATOR in allowed or allowed == Permission.NONE:
        return allowed
    holder = channel.parent or channel
    everyone = holder.overwrites.get(channel.guild.id)
    if everyone is not None:
        allowed = allowed & ~everyone.deny | everyone.allow
    roles = channel.guild.members[user.id].roles
    denied = granted = Permission.NONE
    for role in roles & holder.overwrites.keys():
        denied |= holder.overwrites[role].deny
        granted |= holder.overwrites[role].allow
    allowed = allowed & ~denied | granted
    own = holder.overwrites.get(user.id)
    if own is not None:
        allowed = allowed & ~own.deny | own.allow
    return allowed if Permission.VIEW_CHANNEL in allowed else Permission.NONE
