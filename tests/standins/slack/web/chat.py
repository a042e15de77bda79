"""chat.*: posting, editing, deleting."""

from typing import Any

from tests.standins.slack import payloads
from tests.standins.slack.arguments import Arguments
from tests.standins.slack.posting import Post
from tests.standins.slack.refusals import Refused
from tests.standins.slack.spec import Spec
from tests.standins.slack.state import State
from tests.standins.slack.web.methods import Access, Method
from tests.standins.slack.world import Channel, Message

KNOWN = frozenset(
    {
        "channel", "text", "blocks", "attachments", "thread_ts", "reply_broadcast", "metadata",
        "unfurl_links", "unfurl_media", "parse", "link_names", "mrkdwn", "icon_emoji", "icon_url", "username",
        "token", "as_user", "team_id", "user", "ts", "markdown_text", "file_ids",
    }
)  # fmt: skip


class ChatMethods:
    """Messages of the bot."""

    def __init__(self, state: State, post: Post, access: Access, spec: Spec | None) -> None:
        self._state = state
        self._post = post
        self._access = access
        self._spec = spec

    def methods(self) -> list[Method]:
        """The methods served here."""
        return [
            Method("chat.postMessage", self.post, ("chat:write",)),
            Method("chat.postEphemeral", self.post_ephemeral, ("chat:write",)),
            Method("chat.update", self.update, ("chat:write",)),
            Method("chat.delete", self.delete, ("chat:write",)),
            Method("chat.getPermalink", self.permalink),
        ]

    def post(self, arguments: Arguments) -> dict[str, Any]:
        """A public message."""
        channel = self._access.writable(arguments)
        body = self._body(arguments)
        if self._spec is not None:
            self._spec.check_post({**body, "channel": arguments.text("channel")})
        self._thread(channel, body)
        message = self._post.create(channel, self._state.bot, body, via="chat.postMessage")
        told = payloads.message(message, self._state, metadata=True)
        return {"channel": channel.id, "ts": message.ts, "message": told}

    def post_ephemeral(self, arguments: Arguments) -> dict[str, Any]:
        """A message for one member alone; files cannot travel in it."""
        channel = self._access.writable(arguments)
        user = self._state.world.users.get(arguments.needed("user"))
        if user is None or user.id not in channel.members:
            raise Refused("user_not_in_channel")
        body = self._body(arguments, private=True)
        if body.get("metadata") is not None:
            raise Refused("invalid_arguments", messages=("[ERROR] an ephemeral message carries no metadata",))
        self._thread(channel, body)
        message = self._post.create(channel, self._state.bot, body, via="chat.postEphemeral", viewer=user)
        return {"message_ts": message.ts}

    def update(self, arguments: Arguments) -> dict[str, Any]:
        """Change a message of the bot's own."""
        channel = self._access.channel(arguments)
        message = self._own(channel, arguments, "cant_update_message")
        if channel.archived:
            raise Refused("is_archived")
        body = {name: value for name, value in arguments.all.items() if name in KNOWN and value is not None}
        whole = {"text": message.text, "blocks": message.blocks, **body}
        if "text" not in body and "blocks" not in body:
            raise Refused("no_text")
        self._post.check(_without_given_names(whole, body), with_files=bool(message.files))
        self._post.edit(message, body)
        told = payloads.message(message, self._state, metadata=True)
        return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": told}

    def delete(self, arguments: Arguments) -> dict[str, Any]:
        """Delete a message of the bot's own."""
        channel = self._access.channel(arguments)
        message = self._own(channel, arguments, "cant_delete_message")
        self._post.delete(message)
        return {"channel": channel.id, "ts": message.ts}

    def permalink(self, arguments: Arguments) -> dict[str, Any]:
        """The address of a message."""
        channel = self._access.channel(arguments)
        message = channel.find(arguments.needed("message_ts"))
        if message is None:
            raise Refused("message_not_found")
        address = f"https://stand-in.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
        return {"channel": channel.id, "permalink": address}

    def _body(self, arguments: Arguments, *, private: bool = False) -> dict[str, Any]:
        body = {name: value for name, value in arguments.all.items() if value is not None}
        unknown = body.keys() - KNOWN
        if unknown:
            raise Refused("invalid_arg_name", messages=(f"[ERROR] unknown arguments {sorted(unknown)}",))
        self._post.check(body, private=private)
        return body

    def _thread(self, channel: Channel, body: dict[str, Any]) -> None:
        thread = body.get("thread_ts")
        known = {each.thread_ts for each in self._state.world.panes.values()} if thread else set()
        if thread and str(thread) not in known and channel.find(str(thread)) is None:
            raise Refused("thread_not_found")

    def _own(self, channel: Channel, arguments: Arguments, otherwise: str) -> Message:
        message = channel.find(arguments.needed("ts"))
        if message is None:
            raise Refused("message_not_found")
        if message.author is not self._state.bot:
            raise Refused(otherwise)
        return message


def _without_given_names(whole: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """The kept blocks were checked before and carry ids since, so only new ones are checked."""
    return whole if "blocks" in body else {**whole, "blocks": None, "text": whole.get("text") or " - "}
