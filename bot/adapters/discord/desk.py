"""Discord's side of the desk: interactions in, what is to be done out, and payloads in Discord's form.

Owns the way from an interaction's data to the desk's questions, and the form's shape. What is done, and
for whom, is decided in `bot.desk`. Knows no SDK.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from bot import notices
from bot.adapters.discord import completion
from bot.adapters.discord.custom_ids import CustomIds, decode, encode
from bot.adapters.discord.digest_form import digest_asked
from bot.adapters.discord.escape import escape
from bot.adapters.discord.own_messages import shown
from bot.adapters.discord.parse import Incoming, command_of, comment_of, shown_text
from bot.adapters.discord.payload import EPHEMERAL, Payload
from bot.adapters.discord.render import Style, render
from bot.desk import forms
from bot.desk.desk import Desk
from bot.desk.replies import Replies, Visibility
from bot.desk.steps import Step
from bot.digests.permission import settles_action
from bot.rendering import actions
from bot.rendering.asked import Asked
from bot.rendering.cutting import cut
from briefings.errors import BadInput
from briefings.reply import Reply

_LONGEST_CONTENT = 2_000
"""Characters of a message's plain text (LIMITS: content)."""
_LABELLED, _TEXT_INPUT, _PARAGRAPH = 18, 4, 2


@dataclass(frozen=True, slots=True)
class Offer:
    """Choices for an option that is being typed: (name shown, value sent)."""

    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Choices to be looked up, for an option of a digest."""

    typed: completion.Typed


@dataclass(frozen=True, slots=True)
class DiscordRenderer:
    """Replies and sentences as Discord's messages."""

    style: Style = "embeds"

    def render(self, reply: Reply, asked: Asked, page: int, visibility: Visibility, locale: str) -> Payload:
        """Page `page` of the reply to `asked`."""
        return render(reply, ids=CustomIds(asked), page=page, style=self.style, visibility=visibility)

    def said(self, sentence: str, visibility: Visibility) -> Payload:
        """One sentence of ours as a message."""
        return said(sentence, visibility)

    def alone(self, message: Mapping[str, Any]) -> Payload:
        """A digest's message as one that a single person sees."""
        flags = int(message.get("flags") or 0) | EPHEMERAL
        return Payload(tuple(message["embeds"]), tuple(message["components"]), flags)

    def words(self, payload: Payload) -> str:
        """Everything a message says."""
        return shown_text(payload.json())


def planned(desk: Desk[Payload], replies: Replies[Payload], incoming: Incoming) -> Step | Offer | Lookup:
    """What is to be done about an interaction. Raises BadInput with a sentence for the reader."""
    where, data = incoming.where, incoming.data
    match incoming.kind:
        case "autocomplete":
            typed = completion.typed(data)
            if typed is not None and typed.kind not in {"topic", "theme"}:
                return Lookup(typed)
            return Offer(tuple(completion.choices(data, replies.topics, where.locale)))
        case "command":
            return desk.used(command_of(data), where)
        case "component":
            action = decode(str(data.get("custom_id", "")))
            return desk.pressed(action, where, shown(incoming.source), _chosen(data))
        case "form":
            asked = digest_asked(data)
            if asked is not None:
                return desk.used(asked, where)
            action = decode(str(data.get("custom_id", "")))
            return desk.submitted(action, comment_of(data), where, shown(incoming.source))
        case _:
            assert_never(incoming.kind)


def counted(incoming: Incoming) -> bool:
    """Whether it counts against what a reader may ask within a minute: to save or cancel never does."""
    pressed = decode(str(incoming.data.get("custom_id", ""))) if incoming.kind == "component" else None
    return incoming.kind != "autocomplete" and not settles_action(pressed)


def said(sentence: str, visibility: Visibility = "private") -> Payload:
    """One sentence of ours as a message, cut with "…" where it holds more of a reader's words than fit."""
    shown = cut(sentence, lambda part: len(escape(part)) <= _LONGEST_CONTENT)
    return Payload(content=escape(shown), flags=EPHEMERAL if visibility == "private" else 0)


def form(action: actions.Feedback) -> dict[str, Any]:
    """The form for a comment; it carries the button's own id, so that it says the same after a restart.

    Raises BadInput for an action that no id can carry.
    """
    custom_id = encode(action)
    if custom_id is None:
        raise BadInput(notices.FORGED)
    words = forms.comment_form(action.kind)
    field = {
        "type": _TEXT_INPUT,
        "custom_id": forms.COMMENT,
        "style": _PARAGRAPH,
        "required": False,
        "max_length": words.longest,
    }
    labelled = {"type": _LABELLED, "label": words.label, "description": words.hint, "component": field}
    return {"custom_id": custom_id, "title": words.title, "components": [labelled]}


def _chosen(data: Any) -> str | None:
    """The one value that was chosen in a menu."""
    values = list(data.get("values") or ())
    return values[0] if len(values) == 1 and isinstance(values[0], str) else None
