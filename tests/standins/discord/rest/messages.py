"""Routes about channels and their messages."""

from tests.standins.calls import Answer, Call
from tests.standins.discord import limits, payloads
from tests.standins.discord.announcements import Announcements
from tests.standins.discord.checks.messages import Sending
from tests.standins.discord.permissions import in_channel
from tests.standins.discord.posting import Post, missing_reply_permission, referenced
from tests.standins.discord.refusals import (
    Form,
    Refused,
    archived,
    locked,
    missing_access,
    missing_permissions,
    unknown_channel,
    unknown_message,
)
from tests.standins.discord.rest.account import body_of
from tests.standins.discord.state import State
from tests.standins.discord.world import Channel, Kind, Message, Permission
from tests.standins.serving import Route


class Access:
    """Finds channels and messages for a request, or refuses."""

    def __init__(self, state: State) -> None:
        self._state = state

    def channel(self, call: Call) -> Channel:
        """The channel of the request, which exists and which the bot can see."""
        channel = self._state.world.channels.get(call.id("channel_id"))
        if channel is None or channel.deleted:
            raise unknown_channel()
        self.need(channel, Permission.VIEW_CHANNEL)
        return channel

    def message(self, call: Call, channel: Channel) -> Message:
        """The message of the request, which everybody in the channel sees."""
        message = channel.find(call.id("message_id"))
        if message is None or message.viewer is not None:
            raise unknown_message()
        return message

    def may(self, channel: Channel, permission: Permission) -> bool:
        """Whether the bot has this permission there."""
        if channel.guild is not None and not channel.guild.has_bot:
            return False
        return permission in in_channel(channel, self._state.bot)

    def need(self, channel: Channel, permission: Permission) -> None:
        """Raise 50001 where the channel cannot be seen, 50013 where only `permission` is missing."""
        if not self.may(channel, Permission.VIEW_CHANNEL):
            raise missing_access()
        if not self.may(channel, permission):
            raise missing_permissions()

    def need_active(self, thread: Channel) -> None:
        """Raise 50083 or 160005 where a thread's messages cannot be changed now."""
        if thread.archived:
            raise archived()
        if thread.locked and not self.may(thread, Permission.MANAGE_THREADS):
            raise locked()


class MessageRoutes:
    """Channels, and messages in them."""

    def __init__(self, state: State, announcer: Announcements, post: Post, access: Access) -> None:
        self._state = state
        self._announcer = announcer
        self._post = post
        self._access = access

    def routes(self) -> list[Route]:
        """The routes served here."""
        return [
            Route("GET", "/channels/{channel_id}", self.channel),
            Route("GET", "/channels/{channel_id}/messages", self.history),
            Route("POST", "/channels/{channel_id}/messages", self.create),
            Route("GET", "/channels/{channel_id}/messages/{message_id}", self.one),
            Route("PATCH", "/channels/{channel_id}/messages/{message_id}", self.edit),
            Route("DELETE", "/channels/{channel_id}/messages/{message_id}", self.delete),
            Route("POST", "/channels/{channel_id}/typing", self.typing),
        ]

    def channel(self, call: Call) -> Answer:
        """A channel or thread."""
        return Answer(body=payloads.channel(self._access.channel(call)))

    def history(self, call: Call) -> Answer:
        """Messages, newest first; none without Read Message History."""
        channel = self._access.channel(call)
        limit = int(call.query.get("limit", 50))
        if not 1 <= limit <= limits.HISTORY_PAGE:
            form = Form()
            form.add(("limit",), "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
            form.refuse_if_wrong()
        if not self._access.may(channel, Permission.READ_MESSAGE_HISTORY):
            return Answer(body=[])
        found = _page(channel.messages, call, limit)
        return Answer(body=[self._shown(each) for each in reversed(found)])

    def one(self, call: Call) -> Answer:
        """One message."""
        channel = self._access.channel(call)
        self._access.need(channel, Permission.READ_MESSAGE_HISTORY)
        return Answer(body=self._shown(self._access.message(call, channel)))

    def create(self, call: Call) -> Answer:
        """Post a message."""
        channel = self._access.channel(call)
        body = body_of(call)
        self._may_post(channel, call)
        self._post.check(call, body, Sending.BY_BOT)
        reference = referenced(channel, body)
        if reference is not None and not self._access.may(channel, Permission.READ_MESSAGE_HISTORY):
            raise missing_reply_permission()
        known = self._post.known_nonce(self._state.bot, body)
        if known is None:
            self._revive(channel)
            known = self._post.create(channel, self._state.bot, body, call.uploads, reference=reference)
        return Answer(body=payloads.message(known, self._state.base))

    def edit(self, call: Call) -> Answer:
        """Change a message of the bot's own."""
        channel = self._access.channel(call)
        message = self._access.message(call, channel)
        if message.author is not self._state.bot:
            raise Refused(403, 50005, "Cannot edit a message authored by another user")
        self._access.need_active(channel)
        return Answer(body=payloads.message(self._post.edit(message, body_of(call), call), self._state.base))

    def delete(self, call: Call) -> Answer:
        """Delete a message: one's own, or with Manage Messages anybody's."""
        channel = self._access.channel(call)
        message = self._access.message(call, channel)
        if message.author is not self._state.bot:
            self._access.need(channel, Permission.MANAGE_MESSAGES)
        self._post.delete(message)
        return Answer(204)

    def typing(self, call: Call) -> Answer:
        """Show that the bot is typing."""
        self._may_post(self._access.channel(call), call)
        return Answer(204)

    def _shown(self, message: Message) -> payloads.Payload:
        made = payloads.message(message, self._state.base)
        readable = self._announcer.may_read(message) or self._state.settings.portal_intents & (1 << 15)
        return made if readable else payloads.without_content(made)

    def _may_post(self, channel: Channel, call: Call) -> None:
        if channel.kind is Kind.FORUM:
            raise Refused(400, 40058, "Cannot send a message in a forum channel")
        if channel.kind is Kind.CATEGORY:
            raise Refused(400, 50008, "Cannot send messages in a non-text channel")
        if channel.recipient is not None and not channel.recipient.takes_dms:
            raise Refused(403, 50007, "Cannot send messages to this user")
        sending = Permission.SEND_MESSAGES_IN_THREADS if channel.kind.is_thread else Permission.SEND_MESSAGES
        self._access.need(channel, sending)
        body = call.body if isinstance(call.body, dict) else {}
        if body.get("embeds"):
            self._access.need(channel, Permission.EMBED_LINKS)
        if call.uploads:
            self._access.need(channel, Permission.ATTACH_FILES)
        if channel.archived and channel.stays_archived:
            raise archived()
        if channel.locked and not self._access.may(channel, Permission.MANAGE_THREADS):
            raise locked()

    def _revive(self, channel: Channel) -> None:
        if channel.archived:
            channel.archived = False
            self._announcer.thread("THREAD_UPDATE", channel)


def _page(messages: list[Message], call: Call, limit: int) -> list[Message]:
    before, after = int(call.query.get("before", 0)), int(call.query.get("after", 0))
    around = int(call.query.get("around", 0))
    if around:
        place = next((index for index, each in enumerate(messages) if each.id >= around), len(messages))
        start = max(0, place - limit // 2)
        return messages[start : start + limit]
    if after:
        return [each for each in messages if each.id > after][:limit]
    return [each for each in messages if not before or each.id < before][-limit:]
