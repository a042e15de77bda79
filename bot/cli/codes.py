"""Exit codes, stable and documented in docs/cli.md."""

from typing import Final

OK: Final = 0
"""A reply was given, abstentions included."""
CHECK_FAILED: Final = 1
"""A check of the library found something, or the doctor a problem."""
BAD_INPUT: Final = 2
"""What was typed or handed over cannot be used."""
CONFIGURATION: Final = 3
"""A setting, the library, the alias file, the data folder or the database cannot be used; no bot can run."""
OUR_FAULT: Final = 70
"""Something failed that should not have (EX_SOFTWARE of sysexits.h)."""
INTERRUPTED: Final = 130
"""Ctrl-C."""
