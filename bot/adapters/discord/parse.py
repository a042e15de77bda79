"""What Discord sends, read into our own values. Pure: plain mappings in, commands and texts out.

Owns the shape of interaction data and of message texts. Refuses to know the SDK and to answer anything.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot import notices
from bot.adapters.discord.definitions import CHAT, ON_MESSAGE, SUB_COMMAND, by_name
from bot.commands import BriefText, Command, Definition, Option
from bot.desk.forms import COMMENT
from bot.desk.where import DIRECT, Where
from bot.grammar import claim_ids, clean, page
from briefings.errors import BadInput
from briefings.service import MAX_TEXT

MANAGE_GUILD, SEND_MESSAGES, SEND_MESSAGES_IN_THREADS = 1 << 5, 1 << 11, 1 << 38
ADMINISTRATOR = 1 << 3

Kind = Literal["command", "component", "autocomplete", "form"]

_EMOJI = re.compile(r"<a?:(\w+):\d+>")
_OTHER_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One interaction. `source`: the message of ours that it was done on."""

    kind: Kind
    data: Mapping[str, Any]
    where: Where
    source: Mapping[str, Any] | None = None


def where_of(
    reader: str,
    server: str | None,
    permissions: int,
    *,
    channel: str = "",
    thread: bool,
    locale: str,
) -> Where:
    """A reader in a channel of a server, or in a direct message where there is none.

    `permissions`: what they may do in that channel, as Discord's bits.
    """
    needed = SEND_MESSAGES_IN_THREADS if thread else SEND_MESSAGES
    return Where(
        reader,
        server or DIRECT,
        channel,
        direct=server is None,
        manages=server is not None and bool(permissions & (MANAGE_GUILD | ADMINISTRATOR)),
        writes=server is None or bool(permissions & (needed | ADMINISTRATOR)),
        locale=locale,
    )


def definition_of(data: Mapping[str, Any]) -> Definition:
    """The definition that a used command is an instance of. Raises BadInput for another."""
    found = by_name().get((int(data.get("type") or CHAT), str(data.get("name", ""))))
    sub = _sub_of(data)
    if found is not None and sub is not None:
        named = (each for each in found.subs if each.form != "button")
        found = next((each for each in named if each.name == sub.get("name")), None)
    if found is None:
        raise BadInput(notices.UNKNOWN_COMMAND)
    return found


def options_of(data: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The options that were given, whichever command under another they belong to."""
    sub = _sub_of(data)
    found: Sequence[Mapping[str, Any]] = (data if sub is None else sub).get("options") or ()
    return found


def _sub_of(data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for each in data.get("options") or ():
        if each.get("type") == SUB_COMMAND:
            found: Mapping[str, Any] = each
            return found
    return None


def command_of(data: Mapping[str, Any]) -> Command:
    """The command that was used, slash or message menu. Raises BadInput with a sentence for the reader."""
    definition = definition_of(data)
    if data.get("type") == ON_MESSAGE:
        return BriefText(_target_text(data))
    given = {each["name"]: each.get("value") for each in options_of(data)}
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
    return dict(fields_of(data)).get(COMMENT) or None


def fields_of(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields of a submitted form: their names, and what was typed or chosen in them."""
    for each in _fields(data.get("components") or ()):
        values = each.get("values") or (each.get("value"),)
        yield str(each.get("custom_id") or ""), ", ".join(str(one) for one in values if one).strip()


def shown_text(message: Mapping[str, Any]) -> str:
    """Every text that a message shows, in reading order."""
    return "\n".join(text for text in _texts(message) if text).strip()


def typed_texts(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What the reader typed or chose, for keeping it out of the log."""
    options = (each.get("value") for each in options_of(data))
    fields = (value for _, value in fields_of(data) if value)
    return (*(each for each in options if isinstance(each, str)), *fields)


def _value(option: Option, text: str) -> object:
    match option.type:
        case "claims":
            return claim_ids(clean(text).replace(",", " ").split())
        case "page":
            return page(clean(text))
        case _:
            return clean(text)


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
