"""Buttons and menus in Discord's rows: two rows of buttons at the most, then menus.

Owns what stands in which row, and what could not be placed, so that the message can say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.adapters.discord import limits
from bot.adapters.discord.escape import plain
from bot.printable import printable
from bot.rendering.actions import Ids
from bot.rendering.controls import Controls, Menu
from bot.rendering.cutting import cut
from bot.rendering.placing import NO_EVIDENCE, NO_PAGES, Placed, distinct, placed
from briefings.reply import Choice

ROW, BUTTON, SELECT = 1, 2, 3
PRIMARY, SECONDARY = 1, 2
_BUTTON_ROWS = 2
_EACH_MENU = 300
"""What a menu takes without its options, at the most."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows of components, and sentences on what found no place; `typed`: commands to type instead."""

    rows: tuple[dict[str, Any], ...]
    said: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()


def lay_out(controls: Controls, ids: Ids, *, turnable: bool, spare: int) -> Layout:
    """The controls in rows.

    `turnable`: whether what was asked can be found again for another page. `spare`: bytes, as `weight`
    counts them, that all rows may take together.
    """
    turns = list(placed(controls.turns, ids, limits.CLAIMS))
    pages_lost = not turnable or any(each.text is None for each in turns)
    lasting = placed((*controls.share, *controls.feedback), ids, limits.CLAIMS)
    kept = [each for each in lasting if each.text]
    wanted = [*([] if pages_lost else turns), *placed(controls.steps, ids, limits.CLAIMS)]
    fitting = distinct(wanted)
    first, rest = fitting[: limits.BUTTONS], fitting[limits.BUTTONS :]
    free = limits.BUTTONS - len(kept)
    second, over = [*rest[:free], *kept], rest[free:]
    lost = [each for each in (*wanted, *over) if each.text is None or each in over]
    rows = [_row([_button(each) for each in row]) for row in (first, second) if row]
    menus, unlisted = _menus(controls.menus, ids, min(limits.MENU_BYTES, spare - sum(map(weight, rows))))
    said = [
        *([NO_PAGES] if turns and pages_lost else []),
        *([NO_EVIDENCE] if any(each.typed is None for each in lost) else []),
    ]
    return Layout(
        (*rows, *menus),
        tuple(said),
        tuple(dict.fromkeys([*(each.typed for each in lost if each.typed), *unlisted])),
    )


def _button(each: Placed) -> dict[str, Any]:
    style = PRIMARY if each.first else SECONDARY
    return {"type": BUTTON, "style": style, "label": _short(each.label, limits.LABEL), "custom_id": each.text}


def _menus(menus: Sequence[Menu], ids: Ids, left: int) -> tuple[list[dict[str, Any]], list[str]]:
    """Menus as rows, and the commands whose menus found no place."""
    rows: list[dict[str, Any]] = []
    unlisted: list[str] = []
    for menu in menus:
        custom_id = ids.encode(menu.action)
        options = _options(menu.choices, left // max(1, min(2, len(menus)) - len(rows)) - _EACH_MENU)
        if custom_id is None or not options or len(rows) == limits.ROWS - _BUTTON_ROWS:
            unlisted.append(f"/{menu.action.verb} …")
            continue
        rows.append(_row([_select(menu, custom_id, options)]))
        left -= weight(rows[-1])
    return rows, unlisted


def _select(menu: Menu, custom_id: str, options: list[dict[str, str]]) -> dict[str, Any]:
    left = len({printable(choice.argument) for choice in menu.choices} - {""}) - len(options)
    more = f" ({left} more: type a name)" if left else ""
    placeholder = _short(menu.label, limits.PLACEHOLDER - len(more)) + more
    return {"type": SELECT, "custom_id": custom_id, "placeholder": placeholder, "options": options}


def _options(choices: Sequence[Choice], most_bytes: int) -> list[dict[str, str]]:
    """As many of the choices as a menu takes, each value once."""
    options: dict[str, dict[str, str]] = {}
    left = most_bytes
    for choice in choices:
        option = {"label": _short(choice.label, limits.OPTION), "value": printable(choice.argument)}
        if not 0 < len(option["value"]) <= limits.OPTION or option["value"] in options:
            continue
        left -= weight(option)
        if left < 0 or len(options) == limits.OPTIONS:
            break
        options[option["value"]] = option
    return list(options.values())


def weight(component: Any) -> int:
    """What a component takes of the size that ends in a 500: all its texts in UTF-8, and 12 for itself."""
    match component:
        case str():
            return len(component.encode())
        case list() | tuple():
            return sum(map(weight, component))
        case dict():
            return sum(map(weight, component.values())) + limits.V2_BYTES_EACH
        case _:
            return 0


def _row(components: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": ROW, "components": components}


def _short(text: str, most: int) -> str:
    """Text for a label: never empty, for Discord refuses that."""
    return cut(plain(text).strip(), lambda part: len(part) <= most) or "…"
