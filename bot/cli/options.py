"""Options that several commands share."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import codes

if TYPE_CHECKING:
    from bot.adapters.console.render import Format


class FormatName(StrEnum):
    """The formats by name."""

    RICH = "rich"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    JSON = "json"


FormatOption = Annotated[
    FormatName | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="rich, plain, markdown or json; by default rich in a terminal, plain elsewhere.",
    ),
]
JsonFlag = Annotated[bool, typer.Option("--json", help="Short for --format json.")]


def chosen(form: FormatName | None, *, as_json: bool = False) -> "Format | None":
    """The format asked for; None where none was."""
    if as_json:
        return "json"
    return form.value if form else None


def leave(code: int) -> None:
    """Leaves with an exit code."""
    if code != codes.OK:
        raise typer.Exit(code)
