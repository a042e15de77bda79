"""The command line: words and options in, exit codes out.

Owns what `communique` accepts and how failures are told; answers come from the handlers, their looks
from the console adapter. Exit codes: see `bot.cli.codes`.
"""

from bot.cli.entry import run

__all__ = ["run"]
