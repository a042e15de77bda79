"""Written pages as Slack's rich text, and as plain words for those who hear or glimpse a message. Pure.

Rich text says what each run of words is, instead of marking it up: nothing in it can ping, link or
change its look unless an element says so.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Literal

from bot.adapters.slack.dialect import (
    ASIDE,
    CODE,
    EMPHASIS,
    END,
    GOES_ON,
    ITEM,
    LABEL,
    LINK,
    SMALL,
    STRONG,
    UNDER,
)

Kind = Literal["item", "aside", "plain"]

_STYLES: dict[str, dict[str, bool]] = {
    STRONG: {"bold": True},
    EMPHASIS: {"italic": True},
    CODE: {"code": True},
    UNDER: {"bold": True, "italic": True},
}
_KINDS: dict[str, Kind] = {ITEM: "item", GOES_ON: "item", ASIDE: "aside"}
_RUN = re.compile(
    f"(?P<kind>[{STRONG}{EMPHASIS}{CODE}{UNDER}])(?P<words>[^{END}]*){END}"
    f"|{LINK}(?P<address>[^{LABEL}]*){LABEL}(?P<label>[^{END}]*){END}"
    f"|(?P<plain>[^{STRONG}{EMPHASIS}{CODE}{UNDER}{LINK}]+)"
)
_MARKS = re.compile(f"[{STRONG}{EMPHASIS}{CODE}{UNDER}{END}{GOES_ON}{ASIDE}{SMALL}]")
_LINKED = re.compile(f"{LINK}(?P<address>[^{LABEL}]*){LABEL}(?P<label>[^{END}]*){END}")

Line = tuple[Kind, bool, str]
"""What a line is, whether it begins something, and its runs."""


def rich_text(written: str) -> dict[str, Any]:
    """A rich text block of a written text that is not empty."""
    return {"type": "rich_text", "elements": list(_elements(written))}


def as_words(written: str) -> dict[str, Any]:
    """The same without any look: one section of words, which is as small as a block can be."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": words(written)}]}
    return {"type": "rich_text", "elements": [section]}


def words(written: str) -> str:
    """A written text as plain words, line by line; addresses stand in brackets."""
    said = _LINKED.sub(_spelt, written)
    return _MARKS.sub("", said.replace(ITEM, "• ")).strip("\n")


def _spelt(link: re.Match[str]) -> str:
    same = link["label"] == link["address"]
    return link["address"] if same else f"{link['label']} ({link['address']})"


def _elements(written: str) -> Iterator[dict[str, Any]]:
    gap = False
    for kind, group in groupby(map(_line, written.strip("\n").split("\n")), lambda line: line[0]):
        lines = list(group)
        match kind:
            case "item":
                items = list(_items(lines))
                yield from [{"type": "rich_text_list", "style": "bullet", "elements": items}] if items else []
            case "aside":
                said = _runs("\n".join(line[2] for line in lines).strip("\n"))
                yield from [{"type": "rich_text_quote", "elements": said}] if said else []
            case "plain":
                yield from _section("\n".join(line[2] for line in lines), gap=gap)
        gap = True


def _section(text: str, *, gap: bool) -> Iterator[dict[str, Any]]:
    """Plain lines. An empty one at the end is left to what stands next, which keeps its own distance."""
    kept = text.rstrip("\n") if gap else text.strip("\n")
    if kept:
        yield {"type": "rich_text_section", "elements": _runs(kept)}


def _items(lines: Iterable[Line]) -> Iterator[dict[str, Any]]:
    items: list[str] = []
    for _, begins, text in lines:
        if begins or not items:
            items.append(text)
        else:
            items[-1] += f"\n{text}"
    for item in items:
        if said := _runs(item):
            yield {"type": "rich_text_section", "elements": said}


def _line(line: str) -> Line:
    kind = _KINDS.get(line[:1])
    if kind is None:
        return "plain", True, line.removeprefix(SMALL)
    return kind, line[0] != GOES_ON, line[1:]


def _runs(text: str) -> list[dict[str, Any]]:
    return [_run(found) for found in _RUN.finditer(text)]


def _run(found: re.Match[str]) -> dict[str, Any]:
    if found["address"] is not None:
        return {"type": "link", "url": found["address"], "text": found["label"]}
    if found["kind"] is None:
        return {"type": "text", "text": found["plain"]}
    return {"type": "text", "text": found["words"], "style": _STYLES[found["kind"]]}
