"""A reader of Slack's blocks for tests: what a client shows of a message. Shares nothing with the renderer.

On the strict side: whatever looks like a mention in any text that is shown counts as a ping, and so does
every element that stands for a person, a group or a channel.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

PINGS = re.compile(r"<[@!#]|@(?:here|channel|everyone)", re.IGNORECASE)
_LEAVES = {"text", "link"}
_RAW_MARKUP = re.compile(r"[<>]|&(?!(?:amp|lt|gt);)")


@dataclass(slots=True)
class Shown:
    """What a client makes of blocks."""

    text: str = ""
    links: list[str] = field(default_factory=list)
    pings: list[str] = field(default_factory=list)
    specials: list[str] = field(default_factory=list)
    """Emoji, dates, colours, texts read for markup: things that are shown as other things."""
    labels: list[tuple[str, str]] = field(default_factory=list)
    """Labels of links and where they lead."""


def shown(blocks: Any) -> Shown:
    """What a client shows of the blocks, one line for each line."""
    result = Shown()
    result.text = "\n".join(_lines(blocks, result))
    return result


def _lines(blocks: Any, result: Shown) -> Iterator[str]:
    for block in blocks:
        match block["type"]:
            case "header":
                yield _text(block["text"], result)
            case "context":
                yield from (_text(each, result) for each in block["elements"])
            case "rich_text":
                yield from _rich(block["elements"], result)
            case _:
                pass


def _text(text: dict[str, Any], result: Shown) -> str:
    if text["type"] != "plain_text" or text.get("emoji", True):
        result.specials.append(text["text"])
    said: str = text["text"]
    result.pings += PINGS.findall(said)
    return said


def _rich(parts: list[dict[str, Any]], result: Shown) -> Iterator[str]:
    for part in parts:
        inner = part["elements"] if part["type"] == "rich_text_list" else [part]
        yield from ("".join(_run(run, result) for run in each["elements"]) for each in inner)


def _run(run: dict[str, Any], result: Shown) -> str:
    if run["type"] not in _LEAVES:
        result.specials.append(run["type"])
        return ""
    said: str = run["text"]
    result.pings += PINGS.findall(said)
    if run["type"] == "link":
        result.links.append(run["url"])
        result.labels.append((said, run["url"]))
    return said


def heard(text: str) -> str:
    """What a notification or a screen reader makes of a message's `text`."""
    return html.unescape(text)


def raw_markup(text: str) -> list[str]:
    """What Slack would read as markup in a message's `text`, or make a link of."""
    return [*_RAW_MARKUP.findall(text), *PINGS.findall(text), *re.findall(r"\w+://", text)]
