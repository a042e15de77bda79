"""What the platforms refuse, checked on the very payloads. Written apart from the renderers' own counts.

Sources of the numbers: the vendors' references of messages, embeds, components, blocks and elements.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

Payload = Mapping[str, Any]

_V2 = 1 << 15
"""Discord's flag for messages made of components alone."""


def discord_breaks(payload: Payload, key: str) -> tuple[str, ...]:
    """The rules of Create Message that a payload breaks."""
    message = payload["message"]
    return tuple(_broken(_discord(message, key, str(payload.get("thread", "")))))


def slack_breaks(payload: Payload, key: str) -> tuple[str, ...]:
    """The rules of chat.postMessage that a payload breaks."""
    return tuple(_broken(_slack(payload["message"])))


BREAKS: Final[Mapping[str, Callable[[Payload, str], tuple[str, ...]]]] = {
    "discord": discord_breaks,
    "slack": slack_breaks,
}

Measured = Iterator[tuple[str, int, int]]
"""What is counted, how much there is, and how much there may be."""


def _broken(measured: Measured) -> Iterator[str]:
    yield from (f"{what}: {count} of {most}" for what, count, most in measured if count > most)


def _discord(message: Payload, key: str, thread: str) -> Measured:
    embeds = message.get("embeds", [])
    yield "nonce", len(key), 25
    yield "name of a thread", len(thread), 100
    yield "content", len(message.get("content", "")), 2_000
    yield "embeds", len(embeds), 10
    yield "characters over all embeds", sum(map(_embed_size, embeds)), 6_000
    mentions = message.get("allowed_mentions", {})
    yield "mentions that may ping", len(mentions.get("parse", ["all"])), 0
    yield "rows", 0 if message.get("flags", 0) & _V2 else len(message.get("components", [])), 5
    for embed in embeds:
        yield "title", len(embed.get("title", "")), 256
        yield "description", len(embed.get("description", "")), 4_096
        yield "footer", len(embed.get("footer", {}).get("text", "")), 2_048
        yield "fields", len(embed.get("fields", [])), 25
    yield from _components(message)


def _embed_size(embed: Payload) -> int:
    fields = sum(len(each["name"]) + len(each["value"]) for each in embed.get("fields", []))
    named = (embed.get("footer", {}).get("text", ""), embed.get("author", {}).get("name", ""))
    return sum(map(len, (embed.get("title", ""), embed.get("description", ""), *named))) + fields


def _components(message: Payload) -> Measured:
    for each in _mappings(message.get("components", [])):
        if each.get("type") == 1:
            yield "buttons in a row", len(each["components"]), 5
        yield "label", len(each.get("label", "")), 80
        yield "custom_id", len(each.get("custom_id", "")), 100


def _slack(message: Payload) -> Measured:
    blocks = message.get("blocks", [])
    yield "text", len(message.get("text", "")), 4_000
    yield "blocks", len(blocks), 50
    yield "links unfurled", int(message.get("unfurl_links", True)) + int(message.get("unfurl_media", True)), 0
    words = [each["text"] for each in _mappings(blocks) if isinstance(each.get("text"), str)]
    yield "characters over all blocks", sum(map(len, words)), 13_200
    for block in blocks:
        match block["type"]:
            case "header":
                yield "header", len(block["text"]["text"]), 150
            case "section":
                yield "section", len(block.get("text", {}).get("text", "")), 3_000
            case "actions":
                yield "elements of actions", len(block["elements"]), 25
            case "context":
                yield "elements of a context", len(block["elements"]), 10
            case _:
                pass
    for each in _mappings(blocks):
        yield "action_id", len(each.get("action_id", "")), 255
        if each.get("type") == "button":
            yield "text of a button", len(each["text"]["text"]), 75
            yield "value of a button", len(each.get("value", "")), 2_000


def _mappings(value: Any) -> Iterator[Payload]:
    """Every object inside, at any depth."""
    if isinstance(value, Mapping):
        yield value
        for each in value.values():
            yield from _mappings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _mappings(each)
