"""What our own messages say of themselves, read back from Discord's data after a restart. Pure.

Owns the way back from a message to the question it answers, to the claims it says, and to the same
message for everybody. Only for messages that this bot wrote; who wrote one is for the caller to check.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.adapters.discord.custom_ids import decode
from bot.adapters.discord.escape import unescape
from bot.adapters.discord.parse import shown_text
from bot.adapters.discord.payload import CONTAINER, EPHEMERAL, IS_COMPONENTS_V2, Payload
from bot.adapters.discord.render import TEXT_DISPLAY
from bot.desk.desk import NOTHING_SHOWN, Shown
from bot.rendering.actions import Share, ShowEvidence
from bot.rendering.cutting import ELLIPSIS
from bot.rendering.pages import YOU_ASKED

_EMBED_PARTS = ("title", "description", "color")


def shown(message: Mapping[str, Any] | None) -> Shown:
    """What the desk needs of a message that something is done on."""
    if message is None:
        return NOTHING_SHOWN
    question = _question_shown(message)
    return Shown(
        message=str(message.get("id") or ""),
        private=bool(int(message.get("flags") or 0) & EPHEMERAL),
        question=question,
        whole=not (question or "").endswith(ELLIPSIS),
        text=shown_text(message),
        claims=claims_of(message),
    )


def _question_shown(message: Mapping[str, Any]) -> str | None:
    """The question a message says it answers, with "…" where it does not show all of it."""
    for text in _texts(message):
        first = text.partition("\n")[0]
        if first.startswith(f"> {YOU_ASKED}"):
            return unescape(first.removeprefix(f"> {YOU_ASKED}"))
    return None


def claims_of(message: Mapping[str, Any]) -> tuple[str, ...]:
    """The claims whose evidence a message offers, in order."""
    found = (decode(str(each.get("custom_id", ""))) for each in _components(message.get("components") or ()))
    return tuple(
        dict.fromkeys(c for action in found if isinstance(action, ShowEvidence) for c in action.claims)
    )


def for_everybody(message: Mapping[str, Any]) -> Payload:
    """The same page as a public message: its words and buttons, without its picture and "Share"."""
    flags = int(message.get("flags") or 0) & IS_COMPONENTS_V2
    rows = tuple(_public(each) for each in message.get("components") or ())
    embeds = tuple(_embed(each) for each in message.get("embeds") or ())
    shown = Payload(embeds, tuple(row for row in rows if row.get("components")), flags)
    return shown.without_pictures()


def _embed(embed: Mapping[str, Any]) -> dict[str, Any]:
    foot = (embed.get("footer") or {}).get("text")
    kept = {name: embed[name] for name in _EMBED_PARTS if embed.get(name) is not None}
    return kept | ({"footer": {"text": foot}} if foot else {})


def _public(component: Mapping[str, Any]) -> dict[str, Any]:
    inner = component.get("components")
    if not isinstance(inner, Sequence):
        return dict(component)
    kept = [_public(each) for each in inner if not _shares(each)]
    return {**component, "components": kept}


def _shares(component: Mapping[str, Any]) -> bool:
    return isinstance(decode(str(component.get("custom_id", ""))), Share)


def _texts(message: Mapping[str, Any]) -> Iterator[str]:
    """The body of an embed, or of the second text of a container."""
    for embed in message.get("embeds") or ():
        yield str(embed.get("description") or "")
    for component in message.get("components") or ():
        if component.get("type") == CONTAINER:
            shown = [each for each in component["components"] if each.get("type") == TEXT_DISPLAY]
            yield from (str(each.get("content") or "") for each in shown[1:2])


def _components(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        yield component
        yield from _components(component.get("components") or ())
