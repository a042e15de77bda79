"""Where replies of the command line go, and in which of the four formats."""

import shutil
import sys

from bot.adapters.console.render import Format, Screen, render
from briefings.library.index import Library
from briefings.reply import Reply


def suitable() -> Format:
    """The format for where the output goes: laid out in a terminal, plain elsewhere."""
    return "rich" if sys.stdout.isatty() else "plain"


def screen(library: Library, *, numbered: bool = False) -> Screen:
    """The terminal as it is now; 80 cells and no colour where there is none."""
    return Screen(
        width=shutil.get_terminal_size((80, 24)).columns,
        colour=sys.stdout.isatty(),
        prefix="/" if numbered else "communique ",
        numbered=numbered,
        qualified=len(library.briefings) > 1,
    )


def show(reply: Reply, form: Format, library: Library) -> None:
    """Writes a reply to the standard output."""
    sys.stdout.write(render(reply, form, screen(library)))
