"""Filling in a modal as a reader would."""

from collections.abc import Mapping
from typing import Any

from tests.standins.discord import limits
from tests.standins.discord.checks.components import ROW, SELECTS, TEXT
from tests.standins.discord.offered import NotOffered, chosen


def submitted(modal: dict[str, Any], values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The components of a submitted modal; `values` by custom id or label.

    Raises `NotOffered` for a field that is not there, a required one left empty, or text of a length not
    allowed.
    """
    left = dict(values)
    made = []
    for number, each in enumerate(modal["components"], start=1):
        outer = {"type": each["type"], "id": each.get("id") or number}
        if each["type"] == ROW:
            inner = [_field(one, one.get("label"), left, number * 100) for one in each["components"]]
            made.append({**outer, "components": inner})
        elif each["type"] == TEXT:
            made.append(outer)
        else:
            made.append(
                {**outer, "component": _field(each["component"], each.get("label"), left, number * 100)}
            )
    if left:
        message = f"the form has no fields {sorted(left)}"
        raise NotOffered(message)
    return made


def _field(field: dict[str, Any], label: str | None, left: dict[str, Any], number: int) -> dict[str, Any]:
    key = field["custom_id"] if field["custom_id"] in left else label
    value = left.pop(key, None) if key is not None else None
    made = {"type": field["type"], "id": field.get("id") or number, "custom_id": field["custom_id"]}
    required = field.get("required", True)
    if field["type"] in SELECTS:
        left_as_it_is = tuple(each["value"] for each in field.get("options") or () if each.get("default"))
        wanted = left_as_it_is if value is None else value if isinstance(value, tuple) else (value,)
        return {**made, "values": chosen(field, wanted) if wanted or required else []}
    text = field.get("value") or "" if value is None else str(value)
    least = field.get("min_length") or 0
    most = field.get("max_length") or limits.INPUT_VALUE
    if (required and not text) or (text and not least <= len(text) <= most):
        message = f"{label or field['custom_id']} needs {least} to {most} characters"
        raise NotOffered(message)
    return {**made, "value": text}
