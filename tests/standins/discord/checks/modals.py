"""The rules of what is not a message: modals and autocomplete choices."""

from typing import Any

from tests.standins.discord import limits
from tests.standins.discord.checks.components import ROW, SELECTS, TEXT, TEXT_INPUT, check_select
from tests.standins.discord.refusals import Form, Path

LABELLED = 18
SHORT, PARAGRAPH = 1, 2


def check_modal(data: Any) -> None:
    """Raise `Refused` when a modal breaks a rule."""
    form = Form()
    data = data if isinstance(data, dict) else {}
    form.longest(("data", "custom_id"), data.get("custom_id"), limits.CUSTOM_ID, least=1)
    form.longest(("data", "title"), data.get("title"), limits.MODAL_TITLE, least=1)
    path: Path = ("data", "components")
    seen: set[Any] = set()
    for index, each in enumerate(form.most(path, data.get("components"), limits.MODAL_COMPONENTS, least=1)):
        for place, field in _fields(form, (*path, index), each):
            if field.get("custom_id") in seen:
                text = "Component custom id cannot be duplicated"
                form.add((*place, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", text)
            seen.add(field.get("custom_id"))
    form.refuse_if_wrong()


def _fields(form: Form, path: Path, each: dict[str, Any]) -> list[tuple[Path, dict[str, Any]]]:
    kind = each.get("type")
    if kind == TEXT:
        form.longest((*path, "content"), each.get("content"), limits.V2_TEXT, least=1)
        return []
    if kind == ROW:
        inner = form.most((*path, "components"), each.get("components"), 1, least=1)
        found = [((*path, "components", index), one) for index, one in enumerate(inner)]
        for place, one in found:
            form.longest((*place, "label"), one.get("label"), limits.INPUT_LABEL, least=1)
    elif kind == LABELLED:
        form.longest((*path, "label"), each.get("label"), limits.INPUT_LABEL, least=1)
        form.longest((*path, "description"), each.get("description"), limits.LABEL_DESCRIPTION)
        found = [((*path, "component"), each.get("component") or {})]
    else:
        form.add((*path, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" is no component of a modal.')
        return []
    for place, one in found:
        _check_field(form, place, one)
    return found


def _check_field(form: Form, path: Path, field: dict[str, Any]) -> None:
    if field.get("type") in SELECTS:
        check_select(form, path, field)
        return
    if field.get("type") != TEXT_INPUT:
        form.add((*path, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" is no field of a modal.')
        return
    form.longest((*path, "custom_id"), field.get("custom_id"), limits.CUSTOM_ID, least=1)
    form.longest((*path, "value"), field.get("value"), limits.INPUT_VALUE)
    form.longest((*path, "placeholder"), field.get("placeholder"), limits.INPUT_PLACEHOLDER)
    if field.get("style") not in {SHORT, PARAGRAPH}:
        form.add((*path, "style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    for name, least in (("min_length", 0), ("max_length", 1)):
        value = field.get(name)
        if value is not None and not least <= value <= limits.INPUT_VALUE:
            form.add((*path, name), "NUMBER_TYPE_MAX", f"Must be between {least} and {limits.INPUT_VALUE}.")


def check_choices(data: Any, option_type: int) -> None:
    """Raise `Refused` when the choices for an option of `option_type` break a rule."""
    form = Form()
    choices = (data if isinstance(data, dict) else {}).get("choices")
    path: Path = ("data", "choices")
    for index, each in enumerate(form.most(path, choices, limits.CHOICES)):
        check_choice(form, (*path, index), each, option_type)
    form.refuse_if_wrong()


def check_choice(form: Form, path: Path, choice: Any, option_type: int) -> None:
    """Note every broken rule of one choice, of a command's definition or of autocomplete."""
    form.longest((*path, "name"), choice.get("name"), limits.CHOICE_TEXT, least=1)
    value = choice.get("value")
    if option_type == 3:
        form.longest((*path, "value"), value, limits.CHOICE_TEXT, least=1)
    elif isinstance(value, bool) or not isinstance(value, int if option_type == 4 else int | float):
        form.add((*path, "value"), "NUMBER_TYPE_COERCE", f'Value "{value}" is not a number.')
