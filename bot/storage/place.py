"""Where the database file is, and whether it is there.

Owns the folder: it is made when something is first written and never for reading. Imports nothing
heavy, so that asking costs nothing.
"""

import sqlite3
import stat
from dataclasses import dataclass
from pathlib import Path

from briefings.errors import StorageError

FOLDER_MODE = 0o700
"""A folder we make is its owner's alone: attached texts are somebody's property."""


@dataclass(frozen=True, slots=True)
class Place:
    """The path of the database file. `variable`: the setting to change for another one."""

    file: Path
    variable: str = "COMMUNIQUE_DATA_DIR"

    def holds_a_file(self) -> bool:
        """Whether there is a database file. Raises StorageError when that cannot be known."""
        try:
            mode = self.file.stat().st_mode
        except FileNotFoundError:
            return False
        except NotADirectoryError:
            raise self._no_folder() from None
        except OSError:
            raise StorageError(
                "The database's folder cannot be looked into; "
                f"let this account read it, or name another place in {self.variable}."
            ) from None
        if not stat.S_ISREG(mode):
            raise StorageError(
                "Something that is not a file has the database's name; "
                f"move it away, or name another place in {self.variable}."
            )
        return True

    def make_folder(self) -> None:
        """Make the folder and those above it, where they are missing. Raises StorageError."""
        try:
            self.file.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise self._no_folder() from None
        except OSError:
            raise StorageError(
                "The database's folder cannot be made; "
                f"let this account write there, or name a place that it can write in {self.variable}."
            ) from None

    def open_once(self) -> None:
        """Open the file, making it where it is missing, and close it. Raises sqlite3.Error.

        For the asynchronous driver, which must not be the one to fail: its thread then reports to an
        event loop that may be gone, in a traceback that nobody can catch.
        """
        sqlite3.connect(self.file).close()

    def _no_folder(self) -> StorageError:
        return StorageError(
            f"The database's folder is a file, or lies below one; name another place in {self.variable}."
        )
