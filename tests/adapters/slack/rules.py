"""Slack's limits checked on the JSON alone, written by hand, without a word from the renderer.

Numbers from the vendor's reference of blocks and elements; the sum over all blocks from two reports of
refusals (slackapi/bolt-js #2509, #2867). Characters are UTF-16 units, the larger way to count.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

_RICH = {"rich_text_section", "rich_text_list", "rich_text_quote"}
_UNCARRIED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")


def units(text: str) -> int:
    """Length as JavaScript counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def violations(body: dict[str, Any], most: int = 50) -> list[str]:
    """Everything Slack would refuse, cut, or choke on."""
    blocks = body["blocks"]
    found = [] if 0 < len(blocks) <= most else [f"{len(blocks)} blocks"]
    size = units(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))
    found += [f"blocks of {size} characters"] if most == 50 and size > 13_200 else []
    found += [problem for each in blocks for problem in _block(each)]
    ids = [each["action_id"] for each in elements(blocks)]
    found += ["an action_id twice"] if len(ids) != len(set(ids)) else []
    found += ["an action_id of the wrong length"] if any(not 0 < units(each) <= 255 for each in ids) else []
    found += (
        ["a character that JSON or Slack cannot carry"] if any(map(_UNCARRIED.search, strings(body))) else []
    )
    return found + list(_text(body))


def strings(value: Any) -> Iterator[str]:
    """Every string, wherever it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings(each)


def elements(blocks: Any) -> Iterator[dict[str, Any]]:
    """Every element that can be pressed, chosen from or filled in."""
    for block in blocks:
        if block["type"] == "actions":
            yield from block["elements"]
        if block["type"] == "input":
            yield block["element"]


def _text(body: dict[str, Any]) -> Iterator[str]:
    if "text" not in body:
        return
    if not 0 < len(body["text"].strip()) <= units(body["text"]) <= 4_000:
        yield f"a fallback text of {units(body['text'])} characters"
    for name in ("unfurl_links", "unfurl_media", "link_names"):
        if body.get(name):
            yield f"{name} is on"


def _block(block: dict[str, Any]) -> Iterator[str]:  # noqa: C901 - one case for each type
    match block["type"]:
        case "header":
            yield from _plain(block["text"], 150)
        case "context":
            yield from _several(block["elements"], 10)
            for each in block["elements"]:
                yield from _plain(each, 3_000)
        case "rich_text":
            yield from _rich(block)
        case "image":
            if not 0 < units(block["alt_text"]) <= 2_000 or not block["slack_file"]["id"]:
                yield "an image"
        case "actions":
            yield from _several(block["elements"], 25)
            for each in block["elements"]:
                yield from _element(each)
        case "input":
            yield from _input(block)
        case "divider":
            pass
        case other:
            yield f"a block of type {other}"


def _several(found: list[Any], most: int) -> Iterator[str]:
    if not 0 < len(found) <= most:
        yield f"{len(found)} elements side by side, of {most}"


def _input(block: dict[str, Any]) -> Iterator[str]:
    yield from _plain(block["label"], 2_000)
    yield from _plain(block["hint"], 2_000) if "hint" in block else ()
    yield from _element(block["element"])


def _plain(text: dict[str, Any], most: int) -> Iterator[str]:
    if text["type"] != "plain_text" or text.get("emoji") is not False:
        yield "a text that is read for markup or emoji"
    if not 0 < len(text["text"].strip()) <= units(text["text"]) <= most:
        yield f"a text of {units(text['text'])} characters, of {most}"


def _rich(block: dict[str, Any]) -> Iterator[str]:
    if not block["elements"]:
        yield "an empty rich text"
    for each in block["elements"]:
        if each["type"] not in _RICH or not each["elements"]:
            yield f"a part of rich text: {each['type']}"
        inner = each["elements"] if each["type"] == "rich_text_list" else [each]
        for part in inner:
            if not part["elements"]:
                yield "an empty item"
            for run in part["elements"]:
                yield from _run(run)


def _run(run: dict[str, Any]) -> Iterator[str]:
    if run["type"] not in {"text", "link"}:
        yield f"rich text that stands for something else: {run['type']}"
        return
    if not run["text"]:
        yield "an empty run of text"
    if set(run.get("style", {})) - {"bold", "italic", "code"}:
        yield "an unknown style"


def _element(element: dict[str, Any]) -> Iterator[str]:
    match element["type"]:
        case "button":
            yield from _plain(element["text"], 75)
            if not 0 < units(element["value"]) <= 2_000:
                yield "a button's value"
            if units(element.get("accessibility_label", "")) > 75:
                yield "a button's spoken label"
        case "static_select":
            yield from _plain(element["placeholder"], 150)
            yield from _options(element["options"])
        case "external_select":
            yield from _plain(element["placeholder"], 150)
            if element["min_query_length"] != 0:
                yield "a list that stays empty until something is typed"
        case "plain_text_input":
            if not 0 < element["max_length"] <= 3_000:
                yield "a field's length"
        case other:
            yield f"an element of type {other}"


def _options(options: list[dict[str, Any]]) -> Iterator[str]:
    values = [each["value"] for each in options]
    if not 0 < len(options) <= 100 or len(values) != len(set(values)):
        yield f"{len(options)} options, {len(set(values))} of them different"
    for each in options:
        yield from _plain(each["text"], 75)
        if not 0 < units(each["value"]) <= 75:
            yield "an option's value"
