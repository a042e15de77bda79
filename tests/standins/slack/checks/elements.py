"""Interactive elements: buttons, selects, inputs."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.standins.slack import limits
from tests.standins.slack.checks.texts import (
    EITHER,
    address,
    confirm,
    known,
    mapping,
    option,
    option_groups,
    optional,
    options,
    style,
    text_object,
)
from tests.standins.slack.refusals import Path, Problems

Element = Mapping[str, Any]
Check = Callable[[Problems, Path, Element], None]

SELECTS: Final = tuple(
    f"{many}{what}_select"
    for many in ("", "multi_")
    for what in ("static", "external", "users", "conversations", "channels")
)
INPUTS: Final = frozenset(
    {
        "plain_text_input", "email_text_input", "url_text_input", "number_input", "checkboxes",
        "radio_buttons", "datepicker", "timepicker", "datetimepicker", "rich_text_input", "file_input",
        *SELECTS,
    }
)  # fmt: skip
ACTIONS: Final = frozenset(
    {
        "button", "workflow_button", "overflow", "checkboxes", "radio_buttons", "datepicker", "timepicker",
        "datetimepicker", "rich_text_input", *SELECTS,
    }
)  # fmt: skip
ACCESSORIES: Final = (ACTIONS - {"rich_text_input"}) | {"image"}
COMMON: Final = ("action_id", "confirm", "focus_on_load")


def _placeholder(problems: Problems, path: Path, element: Element) -> None:
    optional(problems, path, element, "placeholder", limits.PLACEHOLDER)


def button(problems: Problems, path: Path, element: Element) -> None:
    """A button."""
    known(
        problems,
        path,
        element,
        "text",
        "action_id",
        "url",
        "value",
        "style",
        "confirm",
        "accessibility_label",
    )
    text_object(problems, (*path, "text"), element.get("text"), limits.BUTTON_TEXT)
    if element.get("value") is not None:
        problems.text((*path, "value"), element["value"], limits.BUTTON_VALUE)
    if element.get("url") is not None:
        address(problems, (*path, "url"), element["url"])
    if element.get("accessibility_label") is not None:
        problems.text(
            (*path, "accessibility_label"), element["accessibility_label"], limits.ACCESSIBILITY_LABEL
        )
    style(problems, path, element)


def static(problems: Problems, path: Path, element: Element) -> None:
    """A select with its options in it."""
    known(
        problems, path, element, *COMMON, "placeholder", "options", "option_groups", "initial_option",
        "initial_options", "max_selected_items",
    )  # fmt: skip
    _placeholder(problems, path, element)
    if ("options" in element) == ("option_groups" in element):
        problems.add(path, "must define either `options` or `option_groups`")
        return
    if "options" in element:
        values = options(problems, (*path, "options"), element["options"], limits.OPTIONS)
    else:
        values = option_groups(problems, (*path, "option_groups"), element["option_groups"])
    chosen = (
        [element["initial_option"]] if "initial_option" in element else element.get("initial_options") or []
    )
    for index, each in enumerate(chosen):
        if option(problems, (*path, "initial_option", index), each) not in values:
            problems.add((*path, "initial_option"), "must be one of the options")


def external(problems: Problems, path: Path, element: Element) -> None:
    """A select whose options the app is asked for."""
    known(
        problems, path, element, *COMMON, "placeholder", "min_query_length", "initial_option",
        "initial_options", "max_selected_items",
    )  # fmt: skip
    _placeholder(problems, path, element)
    least = element.get("min_query_length", 3)
    if not isinstance(least, int) or isinstance(least, bool) or least < 0:
        problems.add((*path, "min_query_length"), "must be a whole number of at least 0")
    many = str(element.get("type")).startswith("multi_")
    wrong = "initial_option" if many else "initial_options"
    if wrong in element:
        problems.add((*path, wrong), "unexpected field")
    if "initial_option" in element:
        option(problems, (*path, "initial_option"), element["initial_option"])
    if "initial_options" in element:
        options(problems, (*path, "initial_options"), element["initial_options"], limits.OPTIONS)
    most = element.get("max_selected_items", 1)
    if not isinstance(most, int) or isinstance(most, bool) or most < 1 or (most != 1 and not many):
        problems.add((*path, "max_selected_items"), "must be at least 1, and of several choices")


def listed(problems: Problems, path: Path, element: Element) -> None:
    """A select of people or channels."""
    _placeholder(problems, path, element)


def few(problems: Problems, path: Path, element: Element) -> None:
    """Checkboxes or radio buttons."""
    values = options(problems, (*path, "options"), element.get("options"), limits.FEW_OPTIONS, EITHER)
    chosen = (
        [element["initial_option"]] if "initial_option" in element else element.get("initial_options") or []
    )
    for index, each in enumerate(chosen):
        if option(problems, (*path, "initial_options", index), each, EITHER) not in values:
            problems.add((*path, "initial_options"), "must be among the options")


def overflow(problems: Problems, path: Path, element: Element) -> None:
    """A menu behind three dots."""
    known(problems, path, element, "action_id", "confirm", "options")
    options(problems, (*path, "options"), element.get("options"), limits.OVERFLOW_OPTIONS)


def typed(problems: Problems, path: Path, element: Element) -> None:
    """A field to type in."""
    _placeholder(problems, path, element)
    for name in ("min_length", "max_length"):
        value = element.get(name)
        if value is not None and not (isinstance(value, int) and 0 <= value <= limits.INPUT_LENGTH):
            problems.add((*path, name), f"must be between 0 and {limits.INPUT_LENGTH}")
    if (element.get("max_length") or limits.INPUT_LENGTH) < (element.get("min_length") or 0):
        problems.add(path, "min_length must not be above max_length")
    if element.get("initial_value") is not None:
        problems.text((*path, "initial_value"), element["initial_value"], limits.INPUT_LENGTH, least=0)


def number(problems: Problems, path: Path, element: Element) -> None:
    """A field for a number."""
    _placeholder(problems, path, element)
    if not isinstance(element.get("is_decimal_allowed"), bool):
        problems.add((*path, "is_decimal_allowed"), "must be a boolean")


def feedback(problems: Problems, path: Path, element: Element) -> None:
    """Two buttons to rate an answer with."""
    for name in ("positive_button", "negative_button"):
        found = mapping(problems, (*path, name), element.get(name))
        if found is not None:
            text_object(problems, (*path, name, "text"), found.get("text"), limits.BUTTON_TEXT)
            problems.text((*path, name, "value"), found.get("value"), limits.BUTTON_VALUE)


def icon(problems: Problems, path: Path, element: Element) -> None:
    """A small button with a picture."""
    text_object(problems, (*path, "text"), element.get("text"), limits.BUTTON_TEXT)
    if element.get("icon") != "trash":
        problems.add((*path, "icon"), "must be trash")


def unchecked(_: Problems, __: Path, ___: Element) -> None:
    """Nothing further is known of it."""


KINDS: Final[dict[str, Check]] = {
    "button": button,
    "overflow": overflow,
    "checkboxes": few,
    "radio_buttons": few,
    "plain_text_input": typed,
    "email_text_input": typed,
    "url_text_input": typed,
    "number_input": number,
    "feedback_buttons": feedback,
    "icon_button": icon,
    **{name: static if "static" in name else external if "external" in name else listed for name in SELECTS},
}


def element(problems: Problems, path: Path, value: object, allowed: frozenset[str]) -> None:
    """Any element of one of the `allowed` types."""
    found = mapping(problems, path, value)
    if found is None:
        return
    kind = found.get("type")
    if kind not in allowed:
        problems.add((*path, "type"), f"unsupported type: {kind}")
        return
    if found.get("action_id") is not None:
        problems.text((*path, "action_id"), found["action_id"], limits.ACTION_ID)
    if found.get("confirm") is not None:
        confirm(problems, (*path, "confirm"), found["confirm"])
    KINDS.get(str(kind), unchecked)(problems, path, found)
