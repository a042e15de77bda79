"""The application's commands as Discord registers them, generated from `bot.commands.DEFINITIONS`. Pure.

Nobody is shut out by Discord's own permissions: who may do what is checked by us on every path. Every
command works in servers and in direct messages with the bot.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, assert_never

from bot.commands import ABOUT_PAGES, DEFINITIONS, Ask, Definition, Option
from bot.grammar import MAX_LINE
from bot.subscriptions import EMPTY_POLICIES, ON_DOUBT, STYLES
from briefings.answers.outcome import LONGEST_QUESTION

CHAT, ON_MESSAGE = 1, 3
"""Command types: typed after a slash; in a message's menu."""
SUB_COMMAND, _STRING = 1, 3
_SERVER_INSTALL = 0
_IN_SERVERS, _IN_BOT_DM = 0, 1
NAME, DESCRIPTION = 32, 100
"""Characters of a name, and of a description (LIMITS: commands)."""
LONGEST_FIELD = 200
"""Characters of a digest's field; enough for twenty topics."""
LONGEST_TOPIC = 100
"""Characters of a topic; a choice's value can be no longer, and no name is."""


def command_payloads(definitions: Sequence[Definition] = DEFINITIONS) -> list[dict[str, Any]]:
    """What is registered: slash commands, and actions in a message's menu. Buttons are no commands."""
    return [_payload(each) for each in definitions if each.form != "button"]


def definitions_hash(payloads: Sequence[dict[str, Any]]) -> str:
    """Differs when anything that is registered differs; 64 hexadecimal digits."""
    written = json.dumps(payloads, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def menu_name(definition: Definition) -> str:
    """How a message's menu names the action: what stands before the colon of its help."""
    return definition.help.partition(":")[0][:NAME]


def by_name(definitions: Sequence[Definition] = DEFINITIONS) -> dict[tuple[int, str], Definition]:
    """The definitions by type and registered name."""
    return {
        (ON_MESSAGE, menu_name(each)) if each.form == "message" else (CHAT, each.name): each
        for each in definitions
        if each.form != "button"
    }


def _payload(definition: Definition) -> dict[str, Any]:
    shared = {"integration_types": [_SERVER_INSTALL], "contexts": [_IN_SERVERS, _IN_BOT_DM]}
    if definition.form == "message":
        return {"type": ON_MESSAGE, "name": menu_name(definition), **shared}
    subs = [each for each in definition.subs if each.form != "button"]
    return {
        "type": CHAT,
        "name": definition.name,
        "description": _cut(definition.help),
        "options": [_sub(each) for each in subs] or _options(definition),
        **shared,
    }


def _sub(definition: Definition) -> dict[str, Any]:
    return {
        "type": SUB_COMMAND,
        "name": definition.name,
        "description": _cut(definition.help),
        "options": _options(definition),
    }


def _options(definition: Definition) -> list[dict[str, Any]]:
    """Required ones first, as Discord asks."""
    ordered = sorted(definition.options, key=lambda option: not option.required)
    return [_option(each, _longest(definition)) for each in ordered]


def _longest(definition: Definition) -> int:
    """Characters of a text: a question has a bound of its own, so that Discord stops where we would."""
    return LONGEST_QUESTION if definition.command is Ask else MAX_LINE


def _option(option: Option, longest: int) -> dict[str, Any]:
    base = {
        "type": _STRING,
        "name": option.name,
        "description": _cut(option.help),
        "required": option.required,
    }
    match option.type:
        case "topic" | "theme":
            return base | {"autocomplete": True, "max_length": LONGEST_TOPIC}
        case "page":
            return base | {"choices": _choices(ABOUT_PAGES)}
        case "style":
            return base | {"choices": _choices(STYLES)}
        case "empty":
            return base | {"choices": _choices(EMPTY_POLICIES)}
        case "doubt":
            return base | {"choices": _choices(ON_DOUBT)}
        case "digest" | "days" | "times" | "zone" | "topics" | "span":
            return base | {"autocomplete": True, "max_length": LONGEST_FIELD}
        case "dates" | "draft":
            return base | {"max_length": LONGEST_FIELD}
        case "text" | "claims":
            return base | {"max_length": longest}
        case _:
            assert_never(option.type)


def _choices(words: Sequence[str]) -> list[dict[str, str]]:
    return [{"name": each, "value": each} for each in words]


def _cut(text: str) -> str:
    return text if len(text) <= DESCRIPTION else text[: DESCRIPTION - 1] + "…"
