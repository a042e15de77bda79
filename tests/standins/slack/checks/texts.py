"""Text objects, options and confirmation dialogues."""

from collections.abc import Mapping
from typing import Any

from tests.standins.slack import limits
from tests.standins.slack.refusals import Path, Problems

PLAIN = frozenset({"plain_text"})
EITHER = frozenset({"plain_text", "mrkdwn"})


def mapping(problems: Problems, path: Path, value: object) -> Mapping[str, Any] | None:
    """The object at `path`; None, noted, when it is none."""
    if isinstance(value, Mapping):
        return value
    problems.add(path, "must be an object")
    return None


def known(problems: Problems, path: Path, value: Mapping[str, Any], *names: str) -> None:
    """Note every property that is not one of `names`."""
    for name in value.keys() - {"type", *names}:
        problems.add((*path, name), "additional property is not allowed")


def text_object(
    problems: Problems, path: Path, value: object, limit: int, kinds: frozenset[str] = PLAIN
) -> None:
    """A text object of these kinds with 1 to `limit` characters."""
    found = mapping(problems, path, value)
    if found is None:
        return
    kind = found.get("type")
    if kind not in kinds:
        problems.add((*path, "type"), f"must be one of {sorted(kinds)}")
    known(problems, path, found, "text", *(("emoji",) if kind == "plain_text" else ("verbatim",)))
    for flag in ("emoji", "verbatim"):
        if flag in found and not isinstance(found[flag], bool):
            problems.add((*path, flag), "must be a boolean")
    problems.text((*path, "text"), found.get("text"), limit)


def optional(problems: Problems, path: Path, holder: Mapping[str, Any], name: str, limit: int) -> None:
    """A plain text object that may be absent."""
    if holder.get(name) is not None:
        text_object(problems, (*path, name), holder[name], limit)


def option(problems: Problems, path: Path, value: object, kinds: frozenset[str] = PLAIN) -> str | None:
    """One option; its value."""
    found = mapping(problems, path, value)
    if found is None:
        return None
    known(problems, path, found, "text", "value", "description", "url")
    text_object(problems, (*path, "text"), found.get("text"), limits.OPTION_TEXT, kinds)
    if found.get("description") is not None:
        text_object(problems, (*path, "description"), found["description"], limits.OPTION_DESCRIPTION, kinds)
    if found.get("url") is not None:
        address(problems, (*path, "url"), found["url"])
        return str(found.get("value"))
    return problems.text((*path, "value"), found.get("value"), limits.OPTION_VALUE)


def options(
    problems: Problems, path: Path, value: object, most: int, kinds: frozenset[str] = PLAIN, *, least: int = 1
) -> list[str | None]:
    """A list of options whose values differ; the values."""
    listed = problems.items(path, value, most, least=least)
    values = [option(problems, (*path, index), each, kinds) for index, each in enumerate(listed)]
    if len(set(values)) != len(values):
        problems.add(path, "options must have different values")
    return values


def option_groups(problems: Problems, path: Path, value: object) -> list[str | None]:
    """Groups of options, each with a label; the values."""
    values: list[str | None] = []
    for index, each in enumerate(problems.items(path, value, limits.OPTION_GROUPS)):
        place = (*path, index)
        found = mapping(problems, place, each)
        if found is not None:
            text_object(problems, (*place, "label"), found.get("label"), limits.OPTION_TEXT)
            values += options(problems, (*place, "options"), found.get("options"), limits.OPTIONS)
    return values


def confirm(problems: Problems, path: Path, value: object) -> None:
    """A confirmation dialogue with its four texts."""
    found = mapping(problems, path, value)
    if found is None:
        return
    known(problems, path, found, "title", "text", "confirm", "deny", "style")
    text_object(problems, (*path, "title"), found.get("title"), limits.CONFIRM_TITLE)
    text_object(problems, (*path, "text"), found.get("text"), limits.CONFIRM_TEXT)
    for button in ("confirm", "deny"):
        text_object(problems, (*path, button), found.get(button), limits.CONFIRM_BUTTON)
    style(problems, path, found)


def style(problems: Problems, path: Path, holder: Mapping[str, Any]) -> None:
    """`style`, where given, is one of two."""
    if "style" in holder and holder["style"] not in {"primary", "danger"}:
        problems.add((*path, "style"), "must be one of danger, primary")


def address(problems: Problems, path: Path, value: object, limit: int = limits.URL) -> None:
    """A web address: http, https, mailto or Slack's own; never javascript or data."""
    text = problems.text(path, value, limit)
    if text and not text.startswith(("https://", "http://", "mailto:", "slack://", "tel:")):
        problems.add(path, "invalid_url")
