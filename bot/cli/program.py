"""The program as typer knows it: its commands, their options and help pages."""

# Options of typer are booleans with defaults, and what a command needs is imported when it runs.
# ruff: noqa: FBT001, FBT002, PLC0415

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.cli import codes, data, db, digest, feedback, following, library, lines, process, reading, simulate
from briefings.errors import BadInput

app = typer.Typer(
    name="communique",
    help="A briefing officer: sourced briefings, cited answers, honest abstentions.",
    epilog="Exit codes: 0 a reply, 1 a check failed, 2 bad input, 3 configuration.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
reading.register(app)
lines.register(app)
process.register(app)
simulate.register(app)
app.add_typer(library.app)
app.add_typer(digest.app)
following.register(app)
app.add_typer(feedback.app)
app.add_typer(db.app)
app.add_typer(data.app)


def call(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code. Raises BadInput for options and commands there are not."""
    try:
        code = app(args=list(arguments), prog_name="communique", standalone_mode=False)
    except typer.TyperException as error:
        message = error.format_message()
        if "\n" in message:  # the help page, where a command was left out
            print(message)
            return codes.BAD_INPUT
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "communique"
        stop = "?" if "?" in message else "."  # typer may guess what was meant
        raise BadInput(f"{message.rstrip('.?')}{stop} See: {path} --help") from error
    return code if isinstance(code, int) else codes.OK


def _show_version(wanted: bool) -> None:
    if wanted:
        from bot.app import installed_version

        print(f"communique {installed_version()}")
        raise typer.Exit(codes.OK)


@app.callback()
def _program(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave."),
    ] = False,
) -> None:
    pass
