"""What the app is told of: messages, mentions, people and channels coming and going.

Owns the shapes of events and who is told (subscription, scope, membership). Delivery is the dispatcher's.
"""

from typing import Any

from tests.standins.slack.dispatching import Delivery, Dispatcher
from tests.standins.slack.state import State
from tests.standins.slack.world import Channel, Kind, Message, Pane, User


class Events:
    """Tells the app, if it is subscribed. `times` is how often the next message's events are delivered."""

    def __init__(self, state: State, dispatcher: Dispatcher) -> None:
        self._state = state
        self._dispatcher = dispatcher
        self.times = 1

    def posted(self, message: Message) -> None:
        """A message: as a message of its channel, and as a mention where it mentions the bot."""
        told = self._message(message)
        self._tell(f"message.{_suffix(message.channel)}", message.channel, told)
        mentions_bot = self._state.bot.id in message.pings and not message.author.bot
        if mentions_bot and message.channel.kind is not Kind.DIRECT:
            wanted = {
                "user",
                "type",
                "ts",
                "client_msg_id",
                "text",
                "team",
                "blocks",
                "channel",
                "event_ts",
                "thread_ts",
            }
            kept = {name: value for name, value in told.items() if name in wanted}
            self._tell("app_mention", message.channel, kept | {"type": "app_mention"})

    def changed(self, message: Message) -> None:
        """A message was edited."""
        inner = {
            name: value
            for name, value in self._message(message).items()
            if name not in {"channel", "channel_type"}
        }
        self._of_message(message, "message_changed", {"message": inner})

    def deleted(self, message: Message) -> None:
        """A message was deleted."""
        self._of_message(message, "message_deleted", {"deleted_ts": message.ts})

    def channel(self, kind: str, channel: Channel, **more: Any) -> None:
        """The channel was archived, deleted, left or renamed."""
        if channel.kind is Kind.PRIVATE:
            kind = kind.replace("channel_", "group_")
        told = {"type": kind, "channel": channel.id, "event_ts": self._state.world.ts(), **more}
        self._tell(kind, None, told)

    def joined(self, channel: Channel, user: User) -> None:
        """Somebody joined a channel, perhaps the bot itself."""
        told = {
            "type": "member_joined_channel",
            "user": user.id,
            "channel": channel.id,
            "channel_type": "C" if channel.kind is Kind.PUBLIC else "G",
            "team": self._state.world.team_id,
            "event_ts": self._state.world.ts(),
        }
        self._tell("member_joined_channel", channel, told)

    def home_opened(
        self, user: User, channel: Channel, tab: str, view: dict[str, Any] | None
    ) -> Delivery | None:
        """Somebody opened the app's Home or messages tab."""
        told: dict[str, Any] = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": tab}
        told |= {"event_ts": self._state.world.ts()} | ({"view": view} if view else {})
        return self._tell("app_home_opened", None, told)

    def pane_opened(self, pane: Pane, seen: Channel | None) -> None:
        """Somebody opened a thread of the assistant pane while looking at a channel."""
        context = (
            {"channel_id": seen.id, "team_id": self._state.world.team_id, "enterprise_id": None}
            if seen
            else {}
        )
        thread = {
            "user_id": pane.user.id,
            "context": context,
            "channel_id": pane.channel.id,
            "thread_ts": pane.thread_ts,
        }
        told = {
            "type": "assistant_thread_started",
            "assistant_thread": thread,
            "event_ts": self._state.world.ts(),
        }
        self._tell("assistant_thread_started", None, told)

    def uninstalled(self) -> None:
        """The app was removed from the workspace."""
        self._tell("app_uninstalled", None, {"type": "app_uninstalled", "event_ts": self._state.world.ts()})

    def tokens_revoked(self) -> None:
        """The bot's token was revoked."""
        tokens = {"oauth": [], "bot": [self._state.bot.id]}
        told = {"type": "tokens_revoked", "tokens": tokens, "event_ts": self._state.world.ts()}
        self._tell("tokens_revoked", None, told)

    def _of_message(self, message: Message, subtype: str, more: dict[str, Any]) -> None:
        told = {
            "type": "message",
            "subtype": subtype,
            "hidden": True,
            "channel": message.channel.id,
            "channel_type": message.channel.kind.value,
            "ts": self._state.world.ts(),
            "event_ts": self._state.world.ts(),
            **more,
        }
        self._tell(f"message.{_suffix(message.channel)}", message.channel, told)

    def _message(self, message: Message) -> dict[str, Any]:
        told: dict[str, Any] = {
            "type": "message",
            "user": message.author.id,
            "ts": message.ts,
            "text": message.text,
            "team": self._state.world.team_id,
            "channel": message.channel.id,
            "channel_type": message.channel.kind.value,
            "event_ts": message.ts,
        }
        if message.blocks:
            told["blocks"] = message.blocks
        if message.thread_ts:
            told["thread_ts"] = message.thread_ts
        if message.author.bot:
            return told | {"bot_id": self._state.world.bot_id, "app_id": self._state.world.app_id}
        return told | {"client_msg_id": f"00000000-0000-4000-9000-{message.ts.replace('.', '')[-12:]}"}

    def _tell(self, kind: str, channel: Channel | None, event: dict[str, Any]) -> Delivery | None:
        member = channel is None or self._state.bot.id in channel.members
        if not member or not self._state.hears(kind):
            return None
        return self._dispatcher.event(event, times=self.times)


def _suffix(channel: Channel) -> str:
    return {Kind.PUBLIC: "channels", Kind.PRIVATE: "groups", Kind.DIRECT: "im"}[channel.kind]
