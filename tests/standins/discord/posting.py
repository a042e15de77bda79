"""Taking a message in: from a checked body to what the channel holds.

Owns files, mentions, the nonce table and edits, the same for messages of the bot and for answers to
interactions.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tests.standins.calls import Call, Upload
from tests.standins.discord import mentions
from tests.standins.discord.checks.components import walk
from tests.standins.discord.checks.messages import Sending, check_message
from tests.standins.discord.payloads import file_address
from tests.standins.discord.refusals import Form, Refused
from tests.standins.discord.state import Announcer, State
from tests.standins.discord.world import COMPONENTS_V2, EPHEMERAL, LOADING, Channel, HeldFile, Message, User

REPLY = 19
SHORTEST_SNOWFLAKE = 15
"""Digits; a shorter id of an attachment is a placeholder for a file of the same request."""
EDITABLE_FLAGS = (1 << 2) | COMPONENTS_V2


class Post:
    """Takes messages into channels."""

    def __init__(self, state: State, announcer: Announcer) -> None:
        self._state = state
        self._announcer = announcer
        self._nonces: dict[tuple[int, str], tuple[Message, datetime]] = {}

    def known_nonce(self, author: User, body: dict[str, Any]) -> Message | None:
        """The first message of `author` with this enforced nonce inside the window, deleted or not."""
        nonce = body.get("nonce")
        if not body.get("enforce_nonce") or nonce is None:
            return None
        held = self._nonces.get((author.id, str(nonce)))
        if held is None or self._state.clock.now() - held[1] > self._state.settings.nonce_window:
            return None
        return held[0]

    def check(self, call: Call, body: dict[str, Any], sending: Sending) -> None:
        """Raise `Refused` when a new message with this body would break a rule."""
        v2 = bool((body.get("flags") or 0) & COMPONENTS_V2)
        names = [each.filename for each in _chosen(body, call.uploads)]
        check_message(body, call.uploads, sending, names, v2=v2)

    def create(
        self,
        channel: Channel,
        author: User,
        body: dict[str, Any],
        uploads: Sequence[Upload] = (),
        *,
        reference: Message | None = None,
        viewer: User | None = None,
        interaction: dict[str, Any] | None = None,
        kind: int = 0,
        flags: int = 0,
    ) -> Message:
        """Put a checked message into `channel` and announce it unless only `viewer` sees it."""
        message = Message(self._state.world.snowflake(), channel, author, self._state.clock.now())
        message.reference, message.viewer, message.interaction = reference, viewer, interaction
        message.kind = REPLY if reference is not None else kind
        message.flags = (body.get("flags") or 0) & ~EPHEMERAL | flags | (EPHEMERAL if viewer else 0)
        nonce = body.get("nonce")
        message.nonce = None if nonce is None else str(nonce)
        message.files = self._files(body, uploads)
        self._fill(message, body)
        self._notify(message, body)
        channel.log.append(message)
        if message.nonce is not None and body.get("enforce_nonce"):
            self._nonces[author.id, message.nonce] = (message, message.created)
        if viewer is None:
            self._announcer.message("MESSAGE_CREATE", message)
        self._state.changes.ring()
        return message

    def edit(self, message: Message, body: dict[str, Any], call: Call) -> Message:
        """Check and apply an edit: what `body` does not name stays."""
        files = self._files_after(message, body, call.uploads)
        whole = {
            "content": message.content,
            "embeds": message.embeds,
            "components": message.components,
            **body,
        }
        v2 = message.uses_v2 or bool((body.get("flags") or 0) & COMPONENTS_V2)
        if message.uses_v2 and "flags" in body and not (body["flags"] or 0) & COMPONENTS_V2:
            form = Form()
            form.add(("flags",), "MESSAGE_FLAGS_COMPONENTS_V2_STAYS", "This flag cannot be taken away again.")
            form.refuse_if_wrong()
        check_message(whole, call.uploads, Sending.EDIT, [each.filename for each in files], v2=v2)
        was_loading = message.loading
        message.before_edits.append(message.content)
        message.flags = message.flags & ~(LOADING | EDITABLE_FLAGS) | self._edited_flags(message, body)
        message.files = files
        self._fill(message, whole)
        if was_loading:
            self._notify(message, whole)
        else:
            message.edited = self._state.clock.now()
        if message.viewer is None:
            self._announcer.message("MESSAGE_UPDATE", message)
        self._state.changes.ring()
        return message

    def delete(self, message: Message) -> None:
        """Take a message away."""
        message.deleted = self._state.clock.now()
        if message.viewer is None:
            self._announcer.message("MESSAGE_DELETE", message)
        self._state.changes.ring()

    def _edited_flags(self, message: Message, body: dict[str, Any]) -> int:
        flags = message.flags if body.get("flags") is None else int(body["flags"])
        return flags & EDITABLE_FLAGS | message.flags & COMPONENTS_V2

    def _fill(self, message: Message, body: dict[str, Any]) -> None:
        message.content = (body.get("content") or "").strip()
        places = {
            f"attachment://{each.filename}": file_address(each, self._state.base) for each in message.files
        }
        message.embeds = [{"type": "rich", **_placed(each, places)} for each in body.get("embeds") or []]
        message.components = _placed(body.get("components") or [], places)
        for number, (_, component) in enumerate(walk(message.components), start=1):
            if not component.get("id"):
                component["id"] = number
        named = self._named(message, body)
        message.mentions, message.mention_roles = list(named.users), list(named.roles)
        message.mentions_everyone = named.everyone

    def _notify(self, message: Message, body: dict[str, Any]) -> None:
        message.pings = self._named(message, body).pings

    def _named(self, message: Message, body: dict[str, Any]) -> mentions.Mentions:
        replied_to = message.reference if message.interaction is None else None
        users = self._state.world.users
        return mentions.compute(message.channel, message.author, body, replied_to, users)

    def _files(self, body: dict[str, Any], uploads: Sequence[Upload]) -> list[HeldFile]:
        described = {str(each.get("id")): each for each in body.get("attachments") or []}
        held = []
        for index, each in enumerate(_chosen(body, uploads)):
            said = described.get(_number(each), described.get(str(index), {}))
            held.append(
                HeldFile(
                    self._state.world.snowflake(),
                    said.get("filename") or each.filename,
                    each.content_type,
                    each.data,
                    said.get("description"),
                )
            )
        return held

    def _files_after(
        self, message: Message, body: dict[str, Any], uploads: Sequence[Upload]
    ) -> list[HeldFile]:
        if body.get("attachments") is None:
            return [*message.files, *self._files(body, uploads)]
        kept = {str(each.get("id")) for each in body["attachments"]}
        return [*(each for each in message.files if str(each.id) in kept), *self._files(body, uploads)]


def _placed(value: Any, places: Mapping[str, str]) -> Any:
    """A copy in which files named by "attachment://" stand with their address, as the vendor stores them."""
    if isinstance(value, dict):
        return {name: _placed(each, places) for name, each in value.items()}
    if isinstance(value, list):
        return [_placed(each, places) for each in value]
    return places.get(value, value) if isinstance(value, str) else value


def _number(upload: Upload) -> str:
    return upload.field.removeprefix("files[").removesuffix("]")


def _chosen(body: dict[str, Any], uploads: Sequence[Upload]) -> list[Upload]:
    listed = body.get("attachments")
    if listed is None:
        return list(uploads)
    numbers = {str(each.get("id")) for each in listed}
    chosen = [each for each in uploads if _number(each) in numbers]
    placeholders = {each for each in numbers if len(each) < SHORTEST_SNOWFLAKE}
    missing = placeholders - {_number(each) for each in uploads}
    if missing:
        form = Form()
        form.add(("attachments",), "ATTACHMENT_NOT_FOUND", f"No file was sent for {sorted(missing)}.")
        form.refuse_if_wrong()
    return chosen


def referenced(channel: Channel, body: dict[str, Any]) -> Message | None:
    """The message that `body` replies to.

    Raises `Refused` when it is not in the channel, unless the body says not to.
    """
    reference = body.get("message_reference")
    if not reference:
        return None
    found = channel.find(int(reference.get("message_id") or 0))
    if found is None and reference.get("fail_if_not_exists", True):
        form = Form()
        form.add(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        form.refuse_if_wrong()
    return found


def missing_reply_permission() -> Refused:
    """A reply without the permission to read what it replies to."""
    return Refused(400, 160002, "Cannot reply without permission to read message history")
