"""The parts that Slack's messages, modals and Home are made of, each within its limit. Pure."""

from collections.abc import Iterable
from typing import Any

from bot.adapters.slack import limits
from bot.adapters.slack.escape import shown
from bot.printable import printable
from bot.rendering.cutting import cut
from bot.rendering.measure import Limits
from briefings.reply import Choice

Json = dict[str, Any]

_size = limits.MESSAGE.size


def short(text: str, most: int) -> str:
    """Text for a label: never empty, for Slack refuses that."""
    return cut(shown(text).strip(), lambda part: _size(part) <= most) or "…"


def plain(text: str, most: int = limits.TEXT) -> Json:
    """A text object without markup; names of emoji stay names."""
    return {"type": "plain_text", "text": short_lines(text, most), "emoji": False}


def short_lines(text: str, most: int, bounds: Limits = limits.MESSAGE) -> str:
    """Text already shown, cut where it is too long."""
    return cut(text, lambda part: bounds.size(part) <= most) or "…"


def header(text: str) -> Json:
    """A heading of its own, which screen readers announce as one."""
    return {"type": "header", "text": plain(text, limits.HEADER)}


def small_print(lines: Iterable[str]) -> list[Json]:
    """Lines already shown, as one small grey block; none without lines."""
    text = "\n".join(each for each in lines if each)
    return [{"type": "context", "elements": [plain(text)]}] if text else []


def button(label: str, action_id: str, value: str, *, primary: bool = False, heard: str = "") -> Json:
    """Something to press. `heard`: what a screen reader says instead of the label."""
    made: Json = {
        "type": "button",
        "text": plain(short(label, limits.LABEL), limits.LABEL),
        "action_id": action_id,
        "value": value,
    }
    made |= {"style": "primary"} if primary else {}
    return made | ({"accessibility_label": short(heard, limits.LABEL)} if heard else {})


def option(label: str, value: str) -> Json:
    """One entry of a list."""
    return {"text": plain(short(label, limits.LABEL), limits.LABEL), "value": value}


def options(choices: Iterable[Choice]) -> list[Json]:
    """As many of the choices as one list takes, each value once."""
    found: dict[str, Json] = {}
    for choice in choices:
        value = printable(choice.argument)
        if 0 < _size(value) <= limits.OPTION_VALUE and len(found) < limits.OPTIONS:
            found.setdefault(value, option(choice.label, value))
    return list(found.values())


def select(label: str, action_id: str, entries: list[Json]) -> Json:
    """A list to choose from."""
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(short(label, limits.PLACEHOLDER), limits.PLACEHOLDER),
        "options": entries,
    }


def topic_select(label: str, action_id: str) -> Json:
    """A list that asks us for its entries while the reader types, and before."""
    return {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain(short(label, limits.PLACEHOLDER), limits.PLACEHOLDER),
        "min_query_length": 0,
    }


def topics_select(label: str, action_id: str, most: int) -> Json:
    """The same, for up to `most` entries."""
    return topic_select(label, action_id) | {"type": "multi_external_select", "max_selected_items": most}
