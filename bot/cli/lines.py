"""Commands that other programs feed line by line: `ask` and `places`, with their JSON Lines forms."""

# Options of typer are booleans with defaults, and what a command needs is imported when it runs.
# ruff: noqa: FBT002, PLC0415

from typing import Annotated

import typer

from bot.cli import reading
from bot.cli.options import FormatOption, JsonFlag, leave
from bot.commands import DEFINITIONS
from briefings.errors import BadInput

_HELP = {definition.name: definition.help for definition in DEFINITIONS}


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command("ask", help=_HELP["ask"], short_help="Ask a question; the answer cites its source")(ask)
    app.command(
        "places",
        help="What names of places mean: country, group of countries, ambiguous or none",
        short_help="What names of places mean",
    )(places)


def ask(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="Your question, in your own words.")
    ] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read lines {"id", "question"}, write a line for each.')
    ] = False,
    form: FormatOption = None,
    as_json: JsonFlag = False,
) -> None:
    """One question, or many by line."""
    if jsonl and words:
        raise BadInput("Give one question, or --jsonl and the questions on the standard input, not both.")
    if jsonl:
        from bot.cli.running import done
        from bot.cli.streams import ask_lines

        leave(done(ask_lines))
    else:
        reading.show("ask", words, form, as_json)


def places(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="A name, in any language.")
    ] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read lines {"name"}, write a line for each.')
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Show it as JSON.")] = False,
) -> None:
    """One name, or many by line."""
    if jsonl and words:
        raise BadInput("Give one name, or --jsonl and the names on the standard input, not both.")
    if not jsonl and not words:
        raise BadInput("Name a place, for example: communique places Korea")
    from bot.cli.running import done
    from bot.cli.streams import one_place, place_lines

    name = " ".join(words or ())
    leave(done(place_lines if jsonl else lambda app: one_place(app, name, as_json=as_json)))
