"""The way in: the arguments to a command, every failure to one sentence and an exit code.

A reader's command with words alone is a line of the console's grammar and is answered as such, and `run`
with names of roles alone is run; only options need a parser of options, which takes 60 ms to import.
"""

# What a command needs is imported when it runs.
# ruff: noqa: PLC0415

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO

from bot.cli import codes
from bot.cli.running import NobodyReads
from bot.commands import DEFINITIONS
from bot.digest_commands import DIGEST_COMMANDS
from bot.printable import printable
from briefings.errors import BadInput, CommuniqueError, LibraryError

_OF_WORDS = {
    each.name: each for each in DEFINITIONS if len(each.options) <= 1 and each.command not in DIGEST_COMMANDS
}
"""Commands whose words are one argument, or none; digests have options of their own."""


def run(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code; never raises and never shows a traceback unasked."""
    _tolerant(sys.stdin, sys.stdout, sys.stderr)
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except (BrokenPipeError, NobodyReads):
        return _quiet()
    except KeyboardInterrupt:
        return codes.INTERRUPTED
    except CommuniqueError as error:
        return _tell(str(error), _code_of(error))
    except Exception as error:
        if _debugging():
            raise
        what = type(error).__name__
        hint = "set COMMUNIQUE_DEBUG=1 to see where"
        return _tell(f"That failed, and it is our fault ({what}); {hint}.", codes.OUR_FAULT)
    return code


def _code_of(error: CommuniqueError) -> int:
    """A briefing that was handed over is refused as BadInput; LibraryError is about the library in use."""
    handed_over = isinstance(error, BadInput) and not isinstance(error, LibraryError)
    return codes.BAD_INPUT if handed_over else codes.CONFIGURATION


def words_alone(arguments: Sequence[str]) -> bool:
    """Whether the arguments are a reader's command and nothing but words."""
    definition = _OF_WORDS.get(arguments[0]) if arguments else None
    if definition is None or any(argument.startswith("-") for argument in arguments):
        return False
    return len(arguments) > 1 or not any(option.required for option in definition.options)


def _run(arguments: Sequence[str]) -> int:
    if words_alone(arguments):
        from bot.cli.answering import answer, as_typed

        return answer(as_typed(arguments[0], arguments[1:]))
    if arguments and arguments[0] == "run" and not any(each.startswith("-") for each in arguments):
        from bot.cli.playing import play

        return play(arguments[1:])
    from bot.cli.program import call

    return call(arguments)


def _tolerant(*streams: TextIO) -> None:
    """Lets streams carry on over what their encoding cannot hold, rather than fail."""
    for stream in streams:
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[attr-defined]  # StringIO has none


def _debugging() -> bool:
    from bot.settings import load_settings

    try:
        return load_settings().debug
    except CommuniqueError:
        return False


def _tell(sentence: str, code: int) -> int:
    try:
        print(printable(sentence), file=sys.stderr)
    except BrokenPipeError:
        return _quiet()
    return code


def _quiet() -> int:
    """Nobody reads any more: what is left to write goes nowhere, without a word."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
    return codes.OK
