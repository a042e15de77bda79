"""Discord's limits checked on the JSON body alone, written by hand, without a word from the renderer.

Numbers from Discord's pages on messages, embeds and components; characters are code points.
"""

import re
from collections.abc import Iterator
from typing import Any

V2 = 1 << 15
_UNCARRIED = re.compile("[\x00\ud800-\udfff]")
TYPES_V2_ONLY = {9, 10, 11, 12, 13, 14, 17}


def violations(body: dict[str, Any]) -> list[str]:
    """Everything Discord would refuse, or choke on, in a message body."""
    found = [*_message(body), *_controls(body), *_attachments(body)]
    found += _components_v2(body) if body.get("flags", 0) & V2 else _embeds(body)
    return found


def strings(value: Any) -> Iterator[str]:
    """Every string in a body, wherever it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings(each)


def shown_strings(body: Any) -> Iterator[str]:
    """Every string that a reader sees: ids of components and values of options are not among them."""
    if isinstance(body, dict):
        for name, each in body.items():
            if name not in {"custom_id", "value"}:
                yield from shown_strings(each)
    elif isinstance(body, list | tuple):
        for each in body:
            yield from shown_strings(each)
    elif isinstance(body, str):
        yield body


def walk(components: Any) -> Iterator[dict[str, Any]]:
    """Every component, nested ones included."""
    for each in components or ():
        yield each
        yield from walk(each.get("components"))


def _message(body: dict[str, Any]) -> Iterator[str]:
    if body.get("allowed_mentions") != {"parse": [], "replied_user": False}:
        yield "mentions are allowed"
    if body.get("flags", 0) & ~((1 << 6) | V2):
        yield "a flag we never set"
    if any(_UNCARRIED.search(each) for each in strings(body)):
        yield "a character JSON or Discord cannot carry"


def _embeds(body: dict[str, Any]) -> Iterator[str]:
    total = 0
    if not body.get("embeds") and not body.get("content"):
        yield "an empty message"
    if len(body.get("embeds") or ()) > 10:
        yield "more than 10 embeds"
    if body.get("content") is not None and not 0 < len(body["content"]) <= 2000:
        yield "content"
    for embed in body.get("embeds") or ():
        yield from _embed(embed)
        total += sum(map(len, strings({name: embed[name] for name in embed if name not in {"image"}})))
    if total > 6000:
        yield f"embeds hold {total} characters"
    if any(each["type"] in TYPES_V2_ONLY for each in walk(body.get("components"))):
        yield "a Components V2 component beside embeds"


def _embed(embed: dict[str, Any]) -> Iterator[str]:
    parts = [
        ("title", embed.get("title"), 256),
        ("description", embed.get("description"), 4096),
        ("footer", (embed.get("footer") or {}).get("text"), 2048),
    ]
    for name, text, most in parts:
        if text is not None and not 0 < len(text.strip()) <= len(text) <= most:
            yield f"embed {name}: {len(text)} of {most}"
    if set(embed) - {"title", "description", "footer", "color", "image"}:
        yield "a part of an embed that we never use"


def _components_v2(body: dict[str, Any]) -> Iterator[str]:
    if body.get("content") or body.get("embeds"):
        yield "content or embeds beside Components V2"
    every = list(walk(body.get("components")))
    texts = [each["content"] for each in every if each["type"] == 10]
    if len(every) > 40:
        yield f"{len(every)} components"
    if not texts or any(not text.strip() for text in texts):
        yield "an empty text display"
    if sum(map(len, texts)) > 4000:
        yield f"{sum(map(len, texts))} characters of text"
    if sum(len(text.encode()) + 12 for text in texts) > 10_170:
        yield "texts beyond the size cliff"
    if sum(len(text.encode()) for text in strings(body.get("components"))) + 12 * len(every) > 10_170:
        yield "components beyond the size cliff"
    for each in every:
        if each["type"] == 17 and not each.get("components"):
            yield "an empty container"
        if each["type"] == 12 and not 0 < len(each["items"]) <= 10:
            yield "gallery items"


def _controls(body: dict[str, Any]) -> Iterator[str]:
    every = list(walk(body.get("components")))
    ids = [each["custom_id"] for each in every if "custom_id" in each]
    if len(ids) != len(set(ids)):
        yield "a custom id twice"
    if any(not 0 < len(each) <= 100 for each in ids):
        yield "a custom id of the wrong length"
    rows = [each for each in body.get("components") or () if each["type"] == 1]
    if len(rows) > 5:
        yield f"{len(rows)} rows"
    if sum(any(each["type"] == 2 for each in row["components"]) for row in rows) > 2:
        yield "more than two rows of buttons"
    for row in rows:
        kinds = [each["type"] for each in row["components"]]
        if kinds != [3] and not (0 < len(kinds) <= 5 and set(kinds) == {2}):
            yield f"a row of {kinds}"
    for each in every:
        yield from _button(each) if each["type"] == 2 else _select(each) if each["type"] == 3 else ()


def _button(button: dict[str, Any]) -> Iterator[str]:
    if not 0 < len(button["label"].strip()) <= len(button["label"]) <= 80:
        yield "a button's label"
    if button["style"] not in {1, 2, 3, 4} or "url" in button or "custom_id" not in button:
        yield "a button that is no action"


def _select(select: dict[str, Any]) -> Iterator[str]:
    options = select["options"]
    values = [each["value"] for each in options]
    if not 0 < len(options) <= 25:
        yield f"{len(options)} options"
    if len(values) != len(set(values)):
        yield "an option's value twice"
    if not 0 < len(select["placeholder"]) <= 150:
        yield "a placeholder"
    for each in options:
        if (
            not 0 < len(each["label"].strip()) <= len(each["label"]) <= 100
            or not 0 < len(each["value"]) <= 100
        ):
            yield "an option"


def _attachments(body: dict[str, Any]) -> Iterator[str]:
    names = {each["filename"] for each in body["attachments"]}
    if len(body["attachments"]) > 10 or any(len(each["description"]) > 1024 for each in body["attachments"]):
        yield "attachments"
    used = {text.removeprefix("attachment://") for text in strings(body) if text.startswith("attachment://")}
    if used - names or names - used:
        yield "a picture named and not sent, or sent and not shown"
