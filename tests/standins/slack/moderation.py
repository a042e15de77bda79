"""What admins and moderators do: make and close channels, edit and delete messages, remove the app."""

from tests.standins.slack.platform import Platform
from tests.standins.slack.world import Channel, Kind, Message, User


class Moderation:
    """Changes the world, and lets the app know as the vendor would."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._state = platform.state

    def add_channel(
        self, name: str, *, private: bool = False, bot: bool = True, members: tuple[User, ...] = ()
    ) -> Channel:
        """A new channel with these members, and the bot unless told otherwise."""
        kind = Kind.PRIVATE if private else Kind.PUBLIC
        channel = self._state.world.add_channel(name, kind, *members)
        if bot:
            self.invite_bot(channel)
        return channel

    def join(self, channel: Channel, user: User) -> None:
        """A person joins."""
        channel.members.add(user.id)
        self._platform.events.joined(channel, user)

    def invite_bot(self, channel: Channel) -> None:
        """The bot becomes a member."""
        channel.members.add(self._state.bot.id)
        self._platform.events.joined(channel, self._state.bot)

    def kick_bot(self, channel: Channel) -> None:
        """The bot is a member no longer."""
        self._platform.events.channel("channel_left", channel)
        channel.members.discard(self._state.bot.id)
        self._state.changes.ring()

    def archive(self, channel: Channel, *, back: bool = False) -> None:
        """The channel is archived, or back again."""
        channel.archived = not back
        self._platform.events.channel("channel_unarchive" if back else "channel_archive", channel)

    def delete_channel(self, channel: Channel) -> None:
        """The channel is gone."""
        channel.deleted = True
        self._platform.events.channel("channel_deleted", channel)

    def restrict(self, channel: Channel, *, lifted: bool = False) -> None:
        """Only admins may post in the channel, or everybody again."""
        channel.restricted = not lifted

    def edit_message(self, message: Message, text: str) -> None:
        """The author changes the words of a message."""
        self._platform.post.edit(message, {"text": text, "blocks": []})

    def delete_message(self, message: Message) -> None:
        """A moderator removes a message."""
        self._platform.post.delete(message)

    def deactivate(self, user: User) -> None:
        """A person's account is closed."""
        user.active = False

    def uninstall(self) -> None:
        """The app is removed: its token answers account_inactive from now on."""
        self._gone("account_inactive")
        self._platform.events.uninstalled()

    def revoke_token(self) -> None:
        """The bot's token is revoked: it answers token_revoked from now on."""
        self._gone("token_revoked")

    def _gone(self, problem: str) -> None:
        self._state.settings.token_problem = problem
        self._state.settings.installed = False
        self._platform.events.tokens_revoked()
        self._state.changes.ring()
