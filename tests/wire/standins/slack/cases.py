"""Blocks and views for limits: what is taken at the limit, and what is refused one past it."""

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """`good` is taken; `bad` is refused, with a pointer to `place` (a part of the message)."""

    name: str
    good: Any
    bad: Any
    place: str


def plain(text: str = "x") -> dict[str, Any]:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "x") -> dict[str, Any]:
    """A mrkdwn text object."""
    return {"type": "mrkdwn", "text": text}


def section(text: Any = None, **more: Any) -> list[Block]:
    """One section."""
    return [{"type": "section", "text": mrkdwn() if text is None else text, **more}]


def fields(*texts: str) -> list[Block]:
    """One section of fields."""
    return [{"type": "section", "fields": [mrkdwn(each) for each in texts]}]


def actions(*elements: dict[str, Any]) -> list[Block]:
    """One row of elements."""
    return [{"type": "actions", "elements": list(elements)}]


def button(text: str = "x", **more: Any) -> dict[str, Any]:
    """A button."""
    return {"type": "button", "text": plain(text), **more}


def option(text: str = "x", value: str = "v", **more: Any) -> dict[str, Any]:
    """An option."""
    return {"text": plain(text), "value": value, **more}


def options(count: int) -> list[dict[str, Any]]:
    """So many different options."""
    return [option(f"o{number}", f"v{number}") for number in range(count)]


def select(listed: Any = None, **more: Any) -> dict[str, Any]:
    """A select with its options."""
    return {"type": "static_select", "options": options(1) if listed is None else listed, **more}


def external(**more: Any) -> dict[str, Any]:
    """A select whose options the app is asked for."""
    return {"type": "external_select", "action_id": "e", **more}


def confirm(title: str = "x", text: str = "x", yes: str = "x", no: str = "x") -> dict[str, Any]:
    """A button with a confirmation dialogue."""
    asked = {"title": plain(title), "text": plain(text), "confirm": plain(yes), "deny": plain(no)}
    return button(confirm=asked)


def markdown(*lengths: int) -> list[Block]:
    """Markdown blocks of these lengths."""
    return [{"type": "markdown", "text": "x" * each} for each in lengths]


def image(**more: Any) -> list[Block]:
    """One picture."""
    return [{"type": "image", "image_url": "https://example.org/a.png", "alt_text": "x", **more}]


def rich(*elements: dict[str, Any]) -> list[Block]:
    """One rich text."""
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}]


def entry(**more: Any) -> Block:
    """One input."""
    return {"type": "input", "label": plain(), "element": {"type": "plain_text_input"}, **more}


def modal(*blocks: Block, **more: Any) -> dict[str, Any]:
    """A modal."""
    listed = list(blocks) or section()
    return {"type": "modal", "title": plain(), "submit": plain("ok"), "blocks": listed, **more}
