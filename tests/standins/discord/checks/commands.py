"""The rules of application commands: names, options, sizes, and how many."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from tests.standins.discord import limits
from tests.standins.discord.checks.modals import check_choice
from tests.standins.discord.refusals import Form, Path

CHAT, ON_USER, ON_MESSAGE = 1, 2, 3
SUBCOMMAND, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
LOCALES: Final = frozenset(
    [
        *("id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no"),
        *("pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN"),
        *("ja", "zh-TW", "ko"),
    ]
)
OTHER_SCRIPT_MARKS = re.compile(r"[\u0900-\u097F\u0E00-\u0E7F]")


def check_command(command: Any, path: Path = ()) -> None:
    """Raise `Refused` when one definition breaks a rule."""
    form = Form()
    if not isinstance(command, dict):
        form.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        form.refuse_if_wrong()
    kind = command.get("type") or CHAT
    if kind not in limits.COMMANDS:
        form.add((*path, "type"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3).")
    if kind == CHAT:
        _check_named(form, path, command)
        _check_options(form, (*path, "options"), command.get("options"), depth=0)
    else:
        form.longest((*path, "name"), command.get("name"), limits.COMMAND_NAME, least=1)
        if command.get("description") or command.get("options"):
            text = "Context menu commands have neither description nor options."
            form.add((*path, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_FIELDS", text)
    if characters(command) > limits.COMMAND_CHARACTERS:
        text = f"Command exceeds maximum size ({limits.COMMAND_CHARACTERS})"
        form.add(path, "APPLICATION_COMMAND_TOO_LARGE", text)
    form.refuse_if_wrong()


def check_list(commands: list[dict[str, Any]]) -> None:
    """Raise `Refused` when a whole list breaks a rule of numbers or of names."""
    form = Form()
    kinds = Counter(each.get("type") or CHAT for each in commands)
    for kind, count in kinds.items():
        if count > limits.COMMANDS[kind]:
            text = f"Maximum number of application commands reached ({limits.COMMANDS[kind]})."
            form.add((), "MAX_APPLICATION_COMMANDS", text)
    seen = set()
    for index, each in enumerate(commands):
        key = (each.get("type") or CHAT, each["name"])
        if key in seen:
            text = "Application command names must be unique"
            form.add((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", text)
        seen.add(key)
    form.refuse_if_wrong()


def characters(command: dict[str, Any]) -> int:
    """What counts towards the 8,000: names, descriptions and values, each in its longest localisation."""
    return sum(_longest(each) for each in _everything(command))


def _everything(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for each in node.get("options") or []:
        yield from _everything(each)
    yield from node.get("choices") or []


def _longest(node: dict[str, Any]) -> int:
    total = 0
    for name in ("name", "description"):
        texts = [node.get(name) or "", *(node.get(f"{name}_localizations") or {}).values()]
        total += max(map(len, texts))
    value = node.get("value")
    return total + (len(value) if isinstance(value, str) else 0)


def _check_named(form: Form, path: Path, node: dict[str, Any]) -> None:
    form.longest((*path, "description"), node.get("description"), limits.COMMAND_DESCRIPTION, least=1)
    for place, name in [((*path, "name"), node.get("name")), *_localised(form, path, node, "name")]:
        form.longest(place, name, limits.COMMAND_NAME, least=1)
        if isinstance(name, str) and not well_named(name):
            form.add(place, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    for place, text in _localised(form, path, node, "description"):
        form.longest(place, text, limits.COMMAND_DESCRIPTION, least=1)


def _localised(form: Form, path: Path, node: dict[str, Any], name: str) -> list[tuple[Path, Any]]:
    found = []
    for locale, text in (node.get(f"{name}_localizations") or {}).items():
        place = (*path, f"{name}_localizations", locale)
        if locale not in LOCALES:
            form.add(place, "BASE_TYPE_CHOICES", "Not a locale Discord knows.")
        found.append((place, text))
    return found


def well_named(name: str) -> bool:
    """Whether a name is in lower case and has only letters, digits, "-", "_", "'", Indic and Thai marks."""
    return name == name.lower() and all(
        each in "-_'" or unicodedata.category(each)[0] in "LN" or OTHER_SCRIPT_MARKS.match(each)
        for each in name
    )


def _check_options(form: Form, path: Path, options: Any, *, depth: int) -> None:
    listed = form.most(path, options, limits.COMMAND_OPTIONS)
    nested = [each.get("type") in {SUBCOMMAND, GROUP} for each in listed]
    if any(nested) and not all(nested):
        text = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        form.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)
    optional = False
    for index, option in enumerate(listed):
        _check_option(form, (*path, index), option, depth=depth)
        required = bool(option.get("required"))
        if required and optional:
            text = "Required options must be placed before non-required options"
            form.add((*path, index), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
        optional = optional or not required
    names = [each.get("name") for each in listed]
    if len(set(names)) < len(names):
        form.add(path, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique")


def _check_option(form: Form, path: Path, option: dict[str, Any], *, depth: int) -> None:
    _check_named(form, path, option)
    kind = option.get("type")
    if kind not in range(1, 12):
        form.add((*path, "type"), "BASE_TYPE_CHOICES", "Value must be one of 1 to 11.")
    if kind in {SUBCOMMAND, GROUP}:
        if depth > 1 or (kind == GROUP and depth > 0):
            form.add((*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Too deeply nested")
        _check_options(form, (*path, "options"), option.get("options"), depth=depth + 1)
        return
    choices = form.most((*path, "choices"), option.get("choices"), limits.CHOICES)
    if choices and option.get("autocomplete"):
        text = "Options with autocomplete cannot have choices"
        form.add((*path, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_NO_CHOICES", text)
    if (choices or option.get("autocomplete")) and kind not in {STRING, INTEGER, NUMBER}:
        form.add((*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "This type has no choices")
    for index, choice in enumerate(choices):
        check_choice(form, (*path, "choices", index), choice, int(kind or 0))
