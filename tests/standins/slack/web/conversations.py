"""conversations.* and users.conversations: channels, members, history."""

from typing import Any

from tests.standins.slack import limits, payloads
from tests.standins.slack.arguments import Arguments
from tests.standins.slack.events import Events
from tests.standins.slack.refusals import Refused, missing_scope
from tests.standins.slack.state import State
from tests.standins.slack.web.methods import ALL_SCOPES, Access, Method
from tests.standins.slack.world import Channel, Kind, Message

WORDS = {"public_channel": Kind.PUBLIC, "private_channel": Kind.PRIVATE, "im": Kind.DIRECT}


class ConversationMethods:
    """Conversations as the bot may see them."""

    def __init__(self, state: State, events: Events, access: Access) -> None:
        self._state = state
        self._events = events
        self._access = access

    def methods(self) -> list[Method]:
        """The methods served here."""
        return [
            Method("conversations.info", self.info),
            Method("conversations.list", self.every),
            Method("conversations.members", self.members),
            Method("conversations.history", self.history),
            Method("conversations.replies", self.replies),
            Method("conversations.open", self.open, ("im:write",)),
            Method("conversations.join", self.join, ("channels:join",)),
            Method("users.conversations", self.of_user),
        ]

    def info(self, arguments: Arguments) -> dict[str, Any]:
        """One conversation."""
        channel = self._access.channel(arguments)
        self._access.need(channel, "read")
        told = payloads.channel(channel, self._state)
        if not arguments.flag("include_num_members"):
            told.pop("num_members", None)
        return {"channel": told}

    def every(self, arguments: Arguments) -> dict[str, Any]:
        """All conversations the bot may know of."""
        found = [
            each
            for each in self._of_kinds(arguments)
            if each.kind is Kind.PUBLIC or self._access.inside(each)
        ]
        if arguments.flag("exclude_archived"):
            found = [each for each in found if not each.archived]
        return self._page(arguments, "channels", [payloads.channel(each, self._state) for each in found])

    def of_user(self, arguments: Arguments) -> dict[str, Any]:
        """The conversations the bot (or `user`) is in."""
        member = arguments.text("user") or self._state.bot.id
        found = [each for each in self._of_kinds(arguments) if member in each.members]
        return self._page(arguments, "channels", [payloads.channel(each, self._state) for each in found])

    def members(self, arguments: Arguments) -> dict[str, Any]:
        """Who is in a conversation."""
        channel = self._access.channel(arguments)
        self._access.need(channel, "read")
        return self._page(arguments, "members", sorted(channel.members))

    def history(self, arguments: Arguments) -> dict[str, Any]:
        """The messages of a conversation, newest first, without replies in threads."""
        channel = self._readable(arguments)
        shown = [each for each in channel.messages if each.thread_ts in {None, each.ts} or each.broadcast]
        return self._messages(arguments, list(reversed(_between(shown, arguments))))

    def replies(self, arguments: Arguments) -> dict[str, Any]:
        """A thread: the message that opened it, then its replies, oldest first."""
        channel = self._readable(arguments)
        root_ts = arguments.needed("ts")
        found = channel.find(root_ts)
        opened = root_ts in self._state.world.panes or any(
            each.thread_ts == root_ts for each in channel.messages
        )
        if found is None and not opened:
            raise Refused("thread_not_found")
        if found is not None:
            root_ts = found.root_ts
        thread = [each for each in channel.messages if root_ts in {each.ts, each.thread_ts}]
        kept = [each for each in thread if each.ts == root_ts or each in _between(thread, arguments)]
        return self._messages(arguments, kept)

    def open(self, arguments: Arguments) -> dict[str, Any]:
        """The direct conversation with one user."""
        wanted = [each for each in arguments.text("users").split(",") if each]
        if len(wanted) != 1:
            raise Refused("users_list_not_supplied" if not wanted else "not_enough_users")
        user = self._state.world.users.get(wanted[0])
        if user is None:
            raise Refused("user_not_found")
        if user.bot:
            raise Refused("cannot_dm_bot")
        if not user.active:
            raise Refused("user_disabled")
        channel = self._state.world.direct(user)
        told = payloads.channel(channel, self._state) if arguments.flag("return_im") else {"id": channel.id}
        return {"channel": told}

    def join(self, arguments: Arguments) -> dict[str, Any]:
        """Enter a public channel."""
        channel = self._access.channel(arguments)
        if channel.kind is not Kind.PUBLIC:
            raise Refused("method_not_supported_for_channel_type")
        if channel.archived:
            raise Refused("is_archived")
        already = self._access.inside(channel)
        channel.members.add(self._state.bot.id)
        if already:
            return {"channel": payloads.channel(channel, self._state), "warning": "already_in_channel"}
        self._events.joined(channel, self._state.bot)
        return {"channel": payloads.channel(channel, self._state)}

    def _readable(self, arguments: Arguments) -> Channel:
        channel = self._access.channel(arguments)
        self._access.need(channel, "history")
        if not self._access.inside(channel):
            raise Refused("not_in_channel")
        return channel

    def _of_kinds(self, arguments: Arguments) -> list[Channel]:
        words = [each.strip() for each in (arguments.text("types") or "public_channel").split(",")]
        if any(each not in {*WORDS, "mpim"} for each in words):
            raise Refused("invalid_types")
        kinds = {WORDS[each] for each in words if each in WORDS}
        for kind in kinds:
            if not self._state.may(f"{kind.scope}:read"):
                raise missing_scope(f"{kind.scope}:read", self._state.scopes or ALL_SCOPES)
        return [
            each for each in self._state.world.channels.values() if each.kind in kinds and not each.deleted
        ]

    def _messages(self, arguments: Arguments, found: list[Message]) -> dict[str, Any]:
        with_metadata = arguments.flag("include_all_metadata")
        told = [payloads.message(each, self._state, metadata=with_metadata) for each in found]
        limit = arguments.number("limit", limits.HISTORY_DEFAULT, limits.HISTORY_PAGE)
        page = self._page(arguments, "messages", told, limit)
        return page | {"has_more": bool(page["response_metadata"]["next_cursor"])}

    def _page(self, arguments: Arguments, name: str, found: Any, limit: int | None = None) -> dict[str, Any]:
        limit = limit or arguments.number("limit", 100, 1_000)
        cursor = arguments.text("cursor")
        if cursor and not cursor.removeprefix("at:").isdecimal():
            raise Refused("invalid_cursor")
        start = int(cursor.removeprefix("at:")) if cursor else 0
        more = f"at:{start + limit}" if start + limit < len(found) else ""
        return {name: found[start : start + limit], "response_metadata": {"next_cursor": more}}


def _between(found: list[Message], arguments: Arguments) -> list[Message]:
    oldest, latest = arguments.text("oldest"), arguments.text("latest")
    inclusive = arguments.flag("inclusive")
    low, high = float(oldest or 0), float(latest or "inf")
    return [
        each
        for each in found
        if low < float(each.ts) < high
        or (inclusive and each.ts in {oldest, latest})
        or (not oldest and not latest)
    ]
