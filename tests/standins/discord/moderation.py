"""What moderators do: make, close and forbid channels, delete messages, remove the bot."""

from tests.standins.discord.gateway import Gateway
from tests.standins.discord.posting import Post
from tests.standins.discord.state import Announcer, State
from tests.standins.discord.world import (
    MEMBERS_MAY,
    Channel,
    Guild,
    Kind,
    Message,
    Overwrite,
    Permission,
    Role,
    User,
)


class Moderation:
    """Changes the world, and lets the bot's gateway know as the vendor would."""

    def __init__(self, state: State, announcer: Announcer, post: Post, gateway: Gateway) -> None:
        self._state = state
        self._announcer = announcer
        self._post = post
        self._gateway = gateway

    def add_guild(self, name: str, *, bot_may: Permission = MEMBERS_MAY) -> Guild:
        """The bot is added to a new guild with one channel, "general"."""
        guild = self._state.world.add_guild(name, bot_may=bot_may)
        self._state.world.add_channel(guild, "general")
        self._announcer.guild("GUILD_CREATE", guild)
        return guild

    def add_channel(self, guild: Guild, name: str, kind: Kind = Kind.TEXT) -> Channel:
        """A new channel."""
        channel = self._state.world.add_channel(guild, name, kind)
        self._announcer.channel("CHANNEL_CREATE", channel)
        return channel

    def delete_channel(self, channel: Channel) -> None:
        """The channel, and its threads, are gone."""
        for each in channel.guild.channels if channel.guild else []:
            if each.parent is channel:
                each.deleted = True
        channel.deleted = True
        event = "THREAD_DELETE" if channel.kind.is_thread else "CHANNEL_DELETE"
        self._announcer.channel(event, channel)

    def add_role(self, guild: Guild, name: str, permissions: Permission, *members: User) -> Role:
        """A new role, given to these members."""
        role = Role(self._state.world.snowflake(), name, permissions)
        guild.roles[role.id] = role
        for each in members:
            guild.members[each.id].roles.add(role.id)
        return role

    def deny(self, channel: Channel, permissions: Permission, user: User | None = None) -> None:
        """Take permissions from the bot, or from `user`, in this channel."""
        self._overwrite(channel, user, Overwrite(deny=permissions))

    def allow(self, channel: Channel, user: User | None = None) -> None:
        """Take back what `deny` did."""
        self._overwrite(channel, user, Overwrite())

    def archive(self, thread: Channel, *, stays: bool = False) -> None:
        """The thread falls asleep; `stays` makes posts answer 50083 until it is revived by an edit."""
        thread.archived, thread.stays_archived = True, stays
        self._announcer.thread("THREAD_UPDATE", thread)

    def lock(self, thread: Channel) -> None:
        """Only moderators may write in the thread."""
        thread.locked = True
        self._announcer.thread("THREAD_UPDATE", thread)

    def delete_message(self, message: Message) -> None:
        """A moderator removes a message."""
        self._post.delete(message)

    def remove_bot(self, guild: Guild) -> None:
        """The bot is removed from the guild."""
        guild.has_bot = False
        self._announcer.guild("GUILD_DELETE", guild)
        guild.members.pop(self._state.bot.id, None)

    def return_bot(self, guild: Guild) -> None:
        """The bot is added to a guild it was removed from; its roles are not given back."""
        guild.has_bot = True
        self._state.world.join(guild, self._state.bot)
        self._announcer.guild("GUILD_CREATE", guild)

    def outage(self, guild: Guild) -> None:
        """The guild cannot be reached for a while."""
        guild.available = False
        self._announcer.guild("GUILD_DELETE", guild, unavailable=True)

    def recover(self, guild: Guild) -> None:
        """The guild can be reached again."""
        guild.available = True
        self._announcer.guild("GUILD_CREATE", guild)

    def close_dms(self, user: User) -> None:
        """The user takes no direct messages any more."""
        user.takes_dms = False

    def revoke_token(self) -> None:
        """The bot's token is reset: requests answer 401 and the gateway closes with 4004."""
        self._state.settings.token = None
        self._gateway.close(4004, "Authentication failed.")

    def _overwrite(self, channel: Channel, user: User | None, overwrite: Overwrite) -> None:
        (channel.parent or channel).overwrites[(user or self._state.bot).id] = overwrite
        self._announcer.channel("CHANNEL_UPDATE", channel.parent or channel)
