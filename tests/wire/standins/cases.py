"""Payloads at a limit and one past it, and what they are built from."""

from dataclasses import dataclass
from typing import Any

V2 = 1 << 15
JAPANESE = "あ"


def button(number: int = 0, **more: Any) -> dict[str, Any]:
    """A button."""
    return {"type": 2, "style": 1, "label": "L", "custom_id": f"b{number}", **more}


def link(url: str) -> dict[str, Any]:
    """A link button."""
    return {"type": 2, "style": 5, "label": "L", "url": url}


def row(*inner: dict[str, Any]) -> dict[str, Any]:
    """A row."""
    return {"type": 1, "components": list(inner)}


def select(options: int = 1, **more: Any) -> dict[str, Any]:
    """A select."""
    listed = [{"label": f"o{number}", "value": str(number)} for number in range(options)]
    return {"type": 3, "custom_id": "s", "options": listed, **more}


def rows(*inner: dict[str, Any]) -> dict[str, Any]:
    """A legacy message with one row a component."""
    return {"content": "x", "components": [row(each) for each in inner]}


def embed(**parts: Any) -> dict[str, Any]:
    """A message with one embed."""
    return {"embeds": [{"title": "t", **parts}]}


def field(name: str = "n", value: str = "v") -> dict[str, str]:
    """A field of an embed."""
    return {"name": name, "value": value}


def text(content: str) -> dict[str, Any]:
    """A text display."""
    return {"type": 10, "content": content}


def gallery(count: int) -> dict[str, Any]:
    """A gallery of pictures."""
    return {
        "type": 12,
        "items": [{"media": {"url": f"https://example.org/{number}"}} for number in range(count)],
    }


def thumbnail() -> dict[str, Any]:
    """A small picture."""
    return {"type": 11, "media": {"url": "https://example.org/a"}}


def v2(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A message of Components V2."""
    return {"flags": V2, "components": list(components), **more}


def sized(total: int, displays: int = 1) -> dict[str, Any]:
    """A V2 message whose text displays have `total` bytes together, mostly of three bytes a character."""
    parts = [total // displays + (number < total % displays) for number in range(displays)]
    return v2(*(text(JAPANESE * (size // 3) + "x" * (size % 3)) for size in parts))


@dataclass(frozen=True)
class Case:
    """`taken` is at the limit, `refused` one past it; `where` is the path of the error, `rule` its code."""

    name: str
    taken: dict[str, Any]
    refused: dict[str, Any]
    where: str
    rule: str


LENGTH, BAD = "BASE_TYPE_MAX_LENGTH", "BASE_TYPE_BAD_LENGTH"
HUNDRED, LONG = "x" * 100, "x" * 101


def refused_at(said: dict[str, Any], where: str) -> list[str]:
    """The codes of the errors at this path."""
    place = said["errors"]
    for step in where.split(".") if where else []:
        place = place[step]
    return [each["code"] for each in place["_errors"]]
