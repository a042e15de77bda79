"""What a reader is offered: commands and shortcuts as registered, elements as shown.

Refuses what nobody could do by hand.
"""

from collections.abc import Iterator
from typing import Any, Final

from tests.standins.slack import limits
from tests.standins.slack.app import App, Shortcut
from tests.standins.slack.world import Message, View

Surface = Message | View
Shown = tuple[dict[str, Any], dict[str, Any]]
"""A block and an element in it."""

BUTTONS: Final = frozenset({"button", "icon_button"})
CHOICES: Final = frozenset({"static_select", "external_select", "overflow", "radio_buttons"})
MANY: Final = frozenset({"multi_static_select", "multi_external_select", "checkboxes"})
EXTERNAL: Final = frozenset({"external_select", "multi_external_select"})
LISTED: Final = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}


class NotOffered(AssertionError):
    """A reader could not do this: the command, entry, button or field is not there, or not for them."""


def command(app: App, named: str) -> str:
    """The command with its slash, if it is registered."""
    name = named if named.startswith("/") else f"/{named}"
    if app.commands is not None and name not in app.commands:
        message = f"no command {name!r} is registered; there are {sorted(app.commands)}"
        raise NotOffered(message)
    return name


def shortcut(app: App, named: str, kind: str) -> Shortcut:
    """The menu entry with this name or callback_id."""
    if app.shortcuts is None:
        return Shortcut(named, named, kind)
    for each in app.shortcuts:
        if named in {each.name, each.callback_id} and each.kind == kind:
            return each
    message = f"no {kind} shortcut {named!r}; there are {app.shortcuts}"
    raise NotOffered(message)


def elements(surface: Surface) -> Iterator[Shown]:
    """Everything that can be used, with the block it stands in."""
    for block in surface.blocks:
        if block.get("type") in {"actions", "section", "input", "context_actions"}:
            for each in [*(block.get("elements") or []), block.get("accessory"), block.get("element")]:
                if isinstance(each, dict) and each.get("type") not in {"image", "plain_text", "mrkdwn"}:
                    yield block, each


def button(surface: Surface, named: str, nth: int) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The block, the element and what is pressed of it, by action_id or label; the `nth` of several."""
    found = []
    for block, element in elements(surface):
        if element["type"] == "feedback_buttons":
            pair = [element["positive_button"], element["negative_button"]]
            found += [(block, element, each) for each in pair if named in {_label(each), each.get("value")}]
        elif element["type"] in BUTTONS and named in {element.get("action_id"), _label(element)}:
            found.append((block, element, element))
    if len(found) <= nth:
        labels = [_label(each) for _, each in elements(surface) if each["type"] in BUTTONS]
        problem = f"no button {named!r} number {nth}; there are {labels}"
        raise NotOffered(problem)
    return found[nth]


def select(surface: Surface, named: str | None, kinds: frozenset[str]) -> Shown:
    """The block and the element to choose in, by any of its names; without a name, the only one."""
    found = [
        (block, element)
        for block, element in elements(surface)
        if element["type"] in kinds and (named is None or named in _names(block, element))
    ]
    if len(found) != 1:
        problem = f"{len(found)} elements to choose in for {named!r}"
        raise NotOffered(problem)
    return found[0]


def option(element: dict[str, Any], wanted: str, suggested: list[dict[str, Any]] | None) -> dict[str, Any]:
    """The option with this text or value; for an external select among those last suggested."""
    if element["type"] in EXTERNAL:
        held = [element["initial_option"]] if "initial_option" in element else element.get("initial_options")
        listed = [*(suggested or []), *(held or [])]
    else:
        groups = element.get("option_groups") or []
        listed = [*(element.get("options") or []), *(each for group in groups for each in group["options"])]
    for each in listed:
        if wanted in {_label(each), each.get("value")}:
            return dict(each)
    problem = f"{wanted!r} is not among {[_label(each) for each in listed]}"
    raise NotOffered(problem)


def query(element: dict[str, Any], typed: str) -> None:
    """Raise `NotOffered` where typing this asks nobody."""
    if element["type"] not in EXTERNAL or len(typed) < element.get("min_query_length", 3):
        problem = f"typing {typed!r} asks for nothing here"
        raise NotOffered(problem)


def filled(view: View, given: dict[str, Any], suggested: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The state of a modal's inputs, filled with `given` by label, block_id or action_id."""
    values: dict[str, Any] = {}
    left = dict(given)
    for block, element in elements(view):
        names = [each for each in left if each in _names(block, element)]
        value = left.pop(names[0]) if names else None
        if element["type"] in BUTTONS:
            continue
        state = _state(element, value, suggested.get(str(element.get("action_id"))))
        empty = all(not each for name, each in state.items() if name != "type")
        if block["type"] == "input" and empty and not block.get("optional"):
            problem = f"{_label(block, 'label')!r} has to be filled in"
            raise NotOffered(problem)
        values.setdefault(block["block_id"], {})[element["action_id"]] = state
    if left:
        problem = f"no inputs {sorted(left)}"
        raise NotOffered(problem)
    return values


def _state(element: dict[str, Any], value: Any, suggested: list[dict[str, Any]] | None) -> dict[str, Any]:
    kind = element["type"]
    if kind in CHOICES:
        chosen = element.get("initial_option") if value is None else option(element, value, suggested)
        return {"type": kind, "selected_option": chosen}
    if kind in MANY:
        if value is None:
            return {"type": kind, "selected_options": element.get("initial_options") or []}
        wanted = [value] if isinstance(value, str) else value
        if len(wanted) > element.get("max_selected_items", limits.OPTIONS):
            problem = f"no more than {element['max_selected_items']} can be chosen"
            raise NotOffered(problem)
        return {"type": kind, "selected_options": [option(element, each, suggested) for each in wanted]}
    if kind in LISTED:
        return {"type": kind, LISTED[kind]: value}
    text = element.get("initial_value") if value is None else str(value)
    least, most = element.get("min_length") or 0, element.get("max_length") or limits.INPUT_LENGTH
    if text and not least <= len(text) <= most:
        problem = f"takes {least} to {most} characters, not {len(text)}"
        raise NotOffered(problem)
    return {"type": kind, "value": text or None}


def _names(block: dict[str, Any], element: dict[str, Any]) -> set[str | None]:
    given = {
        block.get("block_id"),
        element.get("action_id"),
        _label(block, "label"),
        _label(element, "placeholder"),
    }
    return given - {None}


def _label(holder: dict[str, Any], name: str = "text") -> str | None:
    value = holder.get(name)
    return str(value["text"]) if isinstance(value, dict) else None
