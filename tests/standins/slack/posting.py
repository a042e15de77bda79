"""Taking a message in: from a checked body to what the channel holds.

Owns truncation, pings, links, edits and deletion, the same for posts, acknowledgements and response_urls.
"""

import copy
from collections.abc import Mapping
from typing import Any

from tests.standins.slack import limits, mentions
from tests.standins.slack.checks.blocks import BlockChecks, Surface
from tests.standins.slack.checks.messages import check_message, check_view
from tests.standins.slack.events import Events
from tests.standins.slack.refusals import Refused
from tests.standins.slack.spec import Spec
from tests.standins.slack.state import State
from tests.standins.slack.world import Channel, HeldFile, Message, User

OFF = frozenset({"false", "0"})


class Post:
    """Takes messages into channels."""

    def __init__(self, state: State, events: Events, spec: Spec | None) -> None:
        self._state = state
        self._events = events
        self._spec = spec
        self.checks = BlockChecks(state.world.files, state.ready)

    def check(self, body: Mapping[str, Any], *, with_files: bool = False, private: bool = False) -> None:
        """Raise `Refused` when a message with this body would break a rule.

        One for a reader alone (`private`) cannot show an uploaded file.
        """
        check_message(body, self.checks, with_files=with_files)
        if private and any("slack_file" in each for each in body.get("blocks") or []):
            raise Refused("invalid_blocks", messages=("[ERROR] an ephemeral message carries no file",))
        if self._spec is not None and body.get("blocks"):
            self._spec.check_blocks(body["blocks"])

    def check_view(self, view: Any, surface: Surface) -> dict[str, Any]:
        """The view; raises `Refused` when it would break a rule."""
        found = check_view(view, self.checks, surface)
        if self._spec is not None:
            self._spec.check_view(found)
        return found

    def create(
        self,
        channel: Channel,
        author: User,
        body: Mapping[str, Any],
        *,
        via: str = "hand",
        viewer: User | None = None,
        files: tuple[HeldFile, ...] = (),
    ) -> Message:
        """Put a checked message into `channel` and announce it unless only `viewer` sees it."""
        message = Message(self._state.world.ts(), channel, author, self._state.clock.now())
        message.via, message.viewer, message.files = via, viewer, list(files)
        message.thread_ts = str(body["thread_ts"]) if body.get("thread_ts") else None
        message.broadcast = body.get("reply_broadcast") in {True, "true", "1"}
        message.unfurl_links = str(body.get("unfurl_links", True)).lower() not in OFF
        message.unfurl_media = str(body.get("unfurl_media", True)).lower() not in OFF
        self._fill(message, body)
        channel.add(message)
        if viewer is None:
            self._events.posted(message)
        self._state.changes.ring()
        return message

    def edit(self, message: Message, body: Mapping[str, Any]) -> Message:
        """Apply a checked edit: blocks and metadata that `body` does not name stay."""
        message.before_edits.append(message.text)
        whole = {"text": message.text, "blocks": message.blocks, "metadata": message.metadata, **body}
        self._fill(message, {name: value for name, value in whole.items() if value is not None})
        message.edited = self._state.clock.now()
        if message.viewer is None:
            self._events.changed(message)
        self._state.changes.ring()
        return message

    def delete(self, message: Message) -> None:
        """Take a message away."""
        message.deleted = self._state.clock.now()
        if message.viewer is None:
            self._events.deleted(message)
        self._state.changes.ring()

    def _fill(self, message: Message, body: Mapping[str, Any]) -> None:
        text = str(body.get("text") or "")
        message.truncated = len(text) > limits.TEXT
        message.text = text[: limits.TEXT]
        message.metadata = copy.deepcopy(body.get("metadata"))
        message.blocks = copy.deepcopy(body.get("blocks") or [])
        for number, block in enumerate(message.blocks):
            block.setdefault("block_id", f"b{message.ts[-6:]}{number}")
            _name_actions(block, number)
        names = {each.name.lower(): each.id for each in self._state.world.users.values()}
        message.pings = mentions.pings(body, names)
        message.links = mentions.links(body)


def _name_actions(block: dict[str, Any], number: int) -> None:
    """Give every element without an action_id one, as the vendor does."""
    found = [*(block.get("elements") or []), block.get("accessory")]
    if block.get("type") in {"actions", "section"}:
        for index, each in enumerate(each for each in found if isinstance(each, dict)):
            each.setdefault("action_id", f"a{number}{index}")
