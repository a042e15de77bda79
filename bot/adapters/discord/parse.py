"""What Discord sends, read into our own values. Pure: plain mappings in, commands and texts out.

Owns the shape of interaction data and of message texts. Refuses to know the SDK and to answer anything.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot import notices
from bot.adapters.discord.definitions import CHAT, ON_MESSAGE, by_name
from bot.commands import BriefText, Command, Definition, Option
from bot.grammar import claim_ids, clean, page
from briefings.errors import BadInput
from briefings.service import MAX_TEXT

COMMENT = "comment"
"""The field of the feedback form."""
MANAGE_GUILD, SEND_MESSAGES, SEND_MESSAGES_IN_THREADS = 1 << 5, 1 << 11, 1 << 38
ADMINISTRATOR = 1 << 3

Kind = Literal["command", "component", "autocomplete", "form"]

_EMOJI = re.compile(r"<a?:(\w+):\d+>")
_OTHER_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>")


@dataclass(frozen=True, slots=True)
class Where:
    """Who does something, and where. `permissions`: what they may do in that channel, as Discord's bits."""

    reader: str
    place: str
    """The server's id; "direct" in a direct message."""
    permissions: int = 0
    thread: bool = False
    locale: str = "en"

    @property
    def direct(self) -> bool:
        """Whether nobody else reads along."""
        return self.place == DIRECT

    @property
    def manages(self) -> bool:
        """Whether they may manage the server."""
        return bool(self.permissions & (MANAGE_GUILD | ADMINISTRATOR))

    @property
    def writes(self) -> bool:
        """Whether they may write where they are."""
        needed = SEND_MESSAGES_IN_THREADS if self.thread else SEND_MESSAGES
        return self.direct or bool(self.permissions & (needed | ADMINISTRATOR))


DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One interaction. `source`: the message of ours that it was done on."""

    kind: Kind
    data: Mapping[str, Any]
    where: Where
    source: Mapping[str, Any] | None = None


def definition_of(data: Mapping[str, Any]) -> Definition:
    """The definition that a used command is an instance of. Raises BadInput for another."""
    found = by_name().get((int(data.get("type") or CHAT), str(data.get("name", ""))))
    if found is None:
        raise BadInput(notices.UNKNOWN_COMMAND)
    return found


def command_of(data: Mapping[str, Any]) -> Command:
    """The command that was used, slash or message menu. Raises BadInput with a sentence for the reader."""
    definition = definition_of(data)
    if data.get("type") == ON_MESSAGE:
        return BriefText(_target_text(data))
    given = {each["name"]: each.get("value") for each in data.get("options") or ()}
    make: Callable[..., Command] = definition.command
    values = {
        option.name: _value(option, str(given[option.name]))
        for option in definition.options
        if given.get(option.name) is not None
    }
    missing = [each.name for each in definition.options if each.required and each.name not in values]
    if missing:
        raise BadInput(f"Please fill in “{missing[0]}”: {definition.example}")
    return make(**values)


def addressed(content: str, bot: int) -> str:
    """What was said to the bot: its own name gone, names of others gone, emoji by their names."""
    bare = re.sub(rf"<@!?{bot}>", " ", content)
    named = _EMOJI.sub(r"\1", bare)
    return " ".join(_OTHER_MENTION.sub(" ", named).split())


def comment_of(data: Mapping[str, Any]) -> str | None:
    """The comment of a submitted form; None where nothing was written."""
    for each in _fields(data.get("components") or ()):
        if each.get("custom_id") == COMMENT:
            return str(each.get("value") or "").strip() or None
    return None


def shown_text(message: Mapping[str, Any]) -> str:
    """Every text that a message shows, in reading order."""
    return "\n".join(text for text in _texts(message) if text).strip()


def typed_texts(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What the reader typed or chose, for keeping it out of the log."""
    options = (each.get("value") for each in data.get("options") or ())
    fields = (each.get("value") for each in _fields(data.get("components") or ()))
    return tuple(each for each in (*options, *fields) if isinstance(each, str))


def _value(option: Option, text: str) -> object:
    match option.type:
        case "topic" | "theme" | "text":
            return clean(text)
        case "page":
            return page(clean(text))
        case "claims":
            return claim_ids(clean(text).replace(",", " ").split())


def _target_text(data: Mapping[str, Any]) -> str:
    """The text of the message whose menu was used, with the titles and words of its embeds."""
    messages = (data.get("resolved") or {}).get("messages") or {}
    text = shown_text(messages.get(str(data.get("target_id")), {}))[:MAX_TEXT]
    if not text:
        raise BadInput(notices.NOTHING_TO_READ)
    return clean(text, MAX_TEXT)


def _texts(message: Mapping[str, Any]) -> Iterator[str]:
    yield str(message.get("content") or "")
    for embed in message.get("embeds") or ():
        yield from (str(embed.get(name) or "") for name in ("title", "description"))
        for each in embed.get("fields") or ():
            yield from (str(each.get(name) or "") for name in ("name", "value"))
    for component in _nested(message.get("components") or ()):
        yield str(component.get("content") or "")


def _nested(components: Any) -> Iterator[Mapping[str, Any]]:
    for each in components:
        yield each
        yield from _nested(each.get("components") or ())


def _fields(components: Any) -> Iterator[Mapping[str, Any]]:
    """The fields of a form, labelled ones and those in rows."""
    for each in _nested(components):
        yield each
        if each.get("component"):
            yield each["component"]
