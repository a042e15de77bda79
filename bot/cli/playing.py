"""Running the roles from the command line: their log on standard error, their endings as an exit code.

Apart from the parser of options, which a process that runs for weeks would hold for nothing (2 MB).
"""

# What a command needs is imported when it runs.
# ruff: noqa: PLC0415

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.cli import codes
from bot.cli.running import done

if TYPE_CHECKING:
    from bot.app import App
    from bot.settings import Settings


def play(roles: Sequence[str], adjust: "Callable[[Settings], Settings] | None" = None) -> int:
    """Runs the roles by those names, or all that are set up, until told to stop; returns the exit code."""
    return done(lambda built: _played(built, roles), adjust)


async def _played(built: "App", roles: Sequence[str]) -> int:
    from bot.logs import configure
    from bot.process.running import run
    from bot.process.supervisor import Ending

    settings = built.settings
    configure(settings.log_level, secrets=settings.secrets, with_text=settings.log_text, stream=sys.stderr)
    endings = set((await run(built, roles)).values())
    if endings == {Ending.NEEDS_ATTENTION}:
        return codes.CONFIGURATION
    return codes.OUR_FAULT if Ending.LEFT_BEHIND in endings else codes.OK
