"""Whom a message notifies and which addresses it shows, computed from its text and blocks.

Strict where the vendor is vague: a bare "@here" in a mrkdwn object that is not `verbatim` counts as a ping.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tests.standins.slack.checks.blocks import rich_leaves

ANGLED: Final = re.compile(r"<([^<>\n]+)>")
BARE: Final = re.compile(r"(?<![\w<@!])@(here|channel|everyone)\b")
NAMED: Final = re.compile(r"(?<![\w<@!])@([\w.-]+)")
PLAIN_URL: Final = re.compile(r"(?<![<|\w])https?://[^\s<>|]+")
MARKDOWN_LINK: Final = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
EVERYBODY: Final = {"here": "here", "channel": "channel", "everyone": "everyone"}

Link = tuple[str, str | None]


def pings(body: Mapping[str, Any], names: Mapping[str, str]) -> frozenset[str]:
    """Ids of users and groups notified, and "here", "channel", "everyone". `names` are user ids by name."""
    parse_full = body.get("parse") == "full" or str(body.get("link_names", "")).lower() in {"1", "true"}
    text = str(body.get("text") or "")
    found = set(_angled_pings(text))
    if parse_full:
        found |= set(BARE.findall(text)) | {names[each] for each in NAMED.findall(text) if each in names}
    for value, verbatim in mrkdwn(body.get("blocks") or []):
        found |= set(_angled_pings(value))
        if not verbatim:
            found |= set(BARE.findall(value))
    return frozenset(found | set(_rich_pings(body.get("blocks") or [])))


def links(body: Mapping[str, Any]) -> tuple[Link, ...]:
    """Addresses with the label they are shown under (None: the address itself), in order."""
    found: list[Link] = []
    for text in (str(body.get("text") or ""), *(value for value, _ in mrkdwn(body.get("blocks") or []))):
        for inside in ANGLED.findall(text):
            address, _, label = inside.partition("|")
            if re.match(r"(https?://|mailto:)", address):
                found.append((address, label or None))
        found += [(each, None) for each in PLAIN_URL.findall(ANGLED.sub(" ", MARKDOWN_LINK.sub(" ", text)))]
    for block in body.get("blocks") or []:
        if block.get("type") == "markdown":
            found += [(address, label) for label, address in MARKDOWN_LINK.findall(str(block.get("text")))]
        found += [
            (each["url"], each.get("text"))
            for each in rich_leaves(block)
            if each.get("type") == "link" and "url" in each
        ]
    return tuple(dict.fromkeys(found))


def mrkdwn(value: Any) -> Iterator[tuple[str, bool]]:
    """Every text in the blocks that is read as markup, and whether it is verbatim."""
    if isinstance(value, list):
        for each in value:
            yield from mrkdwn(each)
    elif isinstance(value, Mapping):
        if value.get("type") in {"mrkdwn", "markdown"} and isinstance(value.get("text"), str):
            yield value["text"], bool(value.get("verbatim"))
        for name, each in value.items():
            if name not in {"value", "private_metadata"}:
                yield from mrkdwn(each)


def _angled_pings(text: str) -> Iterator[str]:
    for inside in ANGLED.findall(text):
        target = inside.split("|")[0]
        if target.startswith("@"):
            yield target[1:]
        elif target.startswith("!subteam^"):
            yield target.removeprefix("!subteam^")
        elif target[:1] == "!" and target[1:] in EVERYBODY:
            yield target[1:]


def _rich_pings(blocks: list[Any]) -> Iterator[str]:
    for block in blocks:
        for each in rich_leaves(block):
            match each.get("type"):
                case "user":
                    yield str(each.get("user_id"))
                case "usergroup":
                    yield str(each.get("usergroup_id"))
                case "broadcast":
                    yield str(each.get("range"))
                case _:
                    pass
