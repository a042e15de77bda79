"""The application's commands as Slack registers them, generated from `bot.commands.DEFINITIONS`. Pure.

Slack knows no options: what is typed after a command is read by `bot.grammar`. A prefix keeps our names
apart from those of other apps in the same workspace.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands import DEFINITIONS, Definition
from briefings.errors import BadInput

BRIEF_ON_THIS = "brief_on_this"
"""The callback id of the message shortcut."""
NAME, DESCRIPTION, USAGE = 32, 2_000, 1_000
"""Characters of a command with its slash, of its description, and of its usage hint (manifest reference)."""
SHORTCUT_NAME, SHORTCUT_DESCRIPTION = 24, 150

_BUILT_IN = """
active apps archive away call canvas close collapse dm dnd expand feed feedback files help huddle invite
invite_people join keys kick leave list me msg mute omw open part people prefs remind remove rename search
shortcuts shrug star status topic unarchive who
"""
BUILT_IN = frozenset(_BUILT_IN.split())
"""Names that Slack answers itself, or has answered (its help pages on built-in commands)."""

_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,15}|")
_TYPED = re.compile(rf"(?<![\w/])/(?=(?:{'|'.join(each.name for each in DEFINITIONS)})\b)")


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A command with its slash, as the manifest registers it."""

    command: str
    description: str
    usage_hint: str
    definition: Definition


def check_prefix(prefix: str) -> str:
    """The prefix itself. Raises BadInput where no command may begin so, or one would be Slack's own."""
    if not _PREFIX.fullmatch(prefix):
        raise BadInput("A prefix is up to 16 small letters, digits, “-” or “_”, such as c-.")
    taken = [each for each in _names(prefix) if each in BUILT_IN]
    if taken:
        raise BadInput(f"With this prefix /{taken[0]} would be Slack's own command; choose another one.")
    return prefix


def slash_commands(
    prefix: str = "", definitions: Sequence[Definition] = DEFINITIONS
) -> tuple[SlashCommand, ...]:
    """The slash commands to register. Buttons and shortcuts are none."""
    return tuple(
        SlashCommand(f"/{prefix}{each.name}"[:NAME], each.help[:DESCRIPTION], _usage(each)[:USAGE], each)
        for each in definitions
        if each.form == "command"
    )


def definition_of(command: str, prefix: str = "") -> Definition | None:
    """The definition that a used command is an instance of; None for one that is not ours."""
    return next((each.definition for each in slash_commands(prefix) if each.command == command), None)


def shortcut(definitions: Sequence[Definition] = DEFINITIONS) -> tuple[str, str]:
    """Name and description of the message shortcut: what stands before and after the colon of its help."""
    found = next(each for each in definitions if each.form == "message")
    name, _, description = found.help.partition(": ")
    return name[:SHORTCUT_NAME], (description[:1].upper() + description[1:])[:SHORTCUT_DESCRIPTION]


def prefixed(sentence: str, prefix: str) -> str:
    """A sentence of ours that names commands, naming them as they are registered."""
    return _TYPED.sub(f"/{prefix}", sentence) if prefix else sentence


def _names(prefix: str) -> list[str]:
    return [f"{prefix}{each.name}" for each in DEFINITIONS if each.form == "command"]


def _usage(definition: Definition) -> str:
    """What may be typed after it: optional words in brackets, as Slack's own commands show it."""
    if definition.subs:
        return " | ".join(each.name for each in definition.subs if each.form == "command")
    named = ((f"on {each.name}" if each.type == "theme" else each.name, each) for each in definition.options)
    return " ".join(name if each.required else f"[{name}]" for name, each in named)
