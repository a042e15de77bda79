"""Routes about threads: starting, reviving, locking."""

from typing import Any

from tests.standins.calls import Answer, Call
from tests.standins.discord import limits, payloads
from tests.standins.discord.refusals import Form, Refused, locked, missing_permissions
from tests.standins.discord.rest.account import body_of
from tests.standins.discord.rest.messages import Access
from tests.standins.discord.state import Announcer, State
from tests.standins.discord.world import Channel, Kind, Permission
from tests.standins.serving import Route

PUBLIC, PRIVATE = 11, 12


class ThreadRoutes:
    """Threads, and the changes a bot makes to channels."""

    def __init__(self, state: State, announcer: Announcer, access: Access) -> None:
        self._state = state
        self._announcer = announcer
        self._access = access

    def routes(self) -> list[Route]:
        """The routes served here."""
        return [
            Route("POST", "/channels/{channel_id}/messages/{message_id}/threads", self.from_message),
            Route("POST", "/channels/{channel_id}/threads", self.from_nothing),
            Route("PATCH", "/channels/{channel_id}", self.change),
            Route("PUT", "/channels/{channel_id}/thread-members/@me", self.join),
            Route("DELETE", "/channels/{channel_id}/thread-members/@me", self.leave),
        ]

    def from_message(self, call: Call) -> Answer:
        """Start a thread from a message; each message has one at most."""
        channel = self._access.channel(call)
        body = self._checked(call, channel)
        self._access.need(channel, Permission.CREATE_PUBLIC_THREADS)
        message = self._access.message(call, channel)
        if message.thread is not None or message.id in self._state.world.channels:
            raise Refused(400, 160004, "A thread has already been created for this message")
        thread = self._state.world.add_thread(channel, body["name"], self._state.bot, of=message)
        return self._started(thread, body)

    def from_nothing(self, call: Call) -> Answer:
        """Start a thread without a message."""
        channel = self._access.channel(call)
        body = self._checked(call, channel)
        private = body.get("type", PRIVATE) == PRIVATE
        needed = Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS
        self._access.need(channel, needed)
        thread = self._state.world.add_thread(channel, body["name"], self._state.bot)
        if private:
            thread.kind = Kind.PRIVATE_THREAD
        return self._started(thread, body)

    def change(self, call: Call) -> Answer:
        """Archive, revive, lock or rename a thread. Other channels need Manage Channels."""
        channel = self._access.channel(call)
        body = body_of(call)
        if not channel.kind.is_thread:
            self._access.need(channel, Permission.MANAGE_CHANNELS)
        self._may_change(channel, body)
        if body.get("name") is not None:
            channel.name = _name(body)
        channel.archived = bool(body.get("archived", channel.archived))
        channel.locked = bool(body.get("locked", channel.locked))
        self._announcer.thread("THREAD_UPDATE" if channel.kind.is_thread else "CHANNEL_UPDATE", channel)
        self._state.changes.ring()
        return Answer(body=payloads.channel(channel))

    def join(self, call: Call) -> Answer:
        """Join a thread."""
        thread = self._access.channel(call)
        self._access.need_active(thread)
        thread.joined = True
        return Answer(204)

    def leave(self, call: Call) -> Answer:
        """Leave a thread."""
        thread = self._access.channel(call)
        self._access.need_active(thread)
        thread.joined = False
        return Answer(204)

    def _may_change(self, thread: Channel, body: dict[str, Any]) -> None:
        if not thread.kind.is_thread or self._access.may(thread, Permission.MANAGE_THREADS):
            return
        mine = thread.owner is self._state.bot
        revives_only = body.keys() <= {"archived"} and body.get("archived") is False
        if thread.locked and not mine:
            raise locked()
        if "locked" in body or not (mine or (revives_only and thread.joined)):
            raise missing_permissions()

    def _checked(self, call: Call, channel: Channel) -> dict[str, Any]:
        if channel.kind not in {Kind.TEXT, Kind.NEWS}:
            raise Refused(400, 50024, "Cannot execute action on this channel type")
        body = body_of(call)
        _name(body)
        after = body.get("auto_archive_duration")
        if after is not None and after not in limits.ARCHIVE_AFTER_MINUTES:
            form = Form()
            text = f"Value must be one of {sorted(limits.ARCHIVE_AFTER_MINUTES)}."
            form.add(("auto_archive_duration",), "BASE_TYPE_CHOICES", text)
            form.refuse_if_wrong()
        return body

    def _started(self, thread: Channel, body: dict[str, Any]) -> Answer:
        thread.archive_after = body.get("auto_archive_duration") or thread.archive_after
        self._announcer.thread("THREAD_CREATE", thread)
        self._state.changes.ring()
        return Answer(201, payloads.channel(thread))


def _name(body: dict[str, Any]) -> str:
    form = Form()
    form.longest(("name",), body.get("name"), limits.THREAD_NAME, least=1)
    form.refuse_if_wrong()
    return str(body["name"])
