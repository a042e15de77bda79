"""One command answered: read by the console's grammar, handled, shown, and its exit code."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.adapters.console.render import Format
from bot.adapters.console.session import code_of
from bot.cli import output
from bot.cli.running import done
from bot.commands import Command
from bot.grammar import clean, parse
from briefings.reply import Reply
from briefings.service import MAX_TEXT
from briefings.topics import Topics

if TYPE_CHECKING:
    from bot.app import App

Reading = Callable[[Topics], Command]
"""Reads a command against the topics there are. Raises BadInput."""


def as_typed(name: str, words: Sequence[str]) -> Reading:
    """The command that typing its name and words on the console would be. Raises BadInput."""
    typed = clean(" ".join(words), MAX_TEXT) if words else ""
    line = f"/{name} {typed}"
    return lambda topics: parse(line, topics)


def answer(read: Reading, form: Format | None = None, also: Callable[[Reply], None] | None = None) -> int:
    """Shows the reply to a command and returns its exit code; `also` sees the reply before it is shown."""
    return done(lambda app: _answered(app, read, form, also))


async def _answered(
    app: "App", read: Reading, form: Format | None, also: Callable[[Reply], None] | None
) -> int:
    reply = await app.handlers.handle(read(app.handlers.service.topics))
    if also:
        also(reply)
    output.show(reply, form or output.suitable(), app.library)
    return code_of(reply)
