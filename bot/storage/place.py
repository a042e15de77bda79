"""Where the database is: a file or a server, and whether something may be there.

Owns the folder of a file: it is made when something is first written and never for reading. Imports
nothing heavy, so that asking costs nothing.
"""

import os
import sqlite3
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bot.secret import Secret
from briefings.errors import StorageError

FOLDER_MODE = 0o700
"""A folder we make is its owner's alone: attached texts are somebody's property."""
FILE_MODE = 0o600
"""And so is the file, wherever it lies."""


@dataclass(frozen=True, slots=True)
class Server:
    """The address of a PostgreSQL database. `variable`: the setting to change for another one."""

    address: Secret
    variable: str = "COMMUNIQUE_DATABASE_URL"

    def is_there(self) -> bool:
        """Always: what a server holds is known when it is asked."""
        return True

    @property
    def name(self) -> str:
        """The database and its host, for logs; no account and no password."""
        parts = urlsplit(self.address.reveal())
        host = parts.hostname or parse_qs(parts.query).get("host", ["this machine"])[0]
        return f"{parts.path.strip('/') or 'database'} on {host}"


@dataclass(frozen=True, slots=True)
class Place:
    """The path of the database file. `variable`: the setting to change for another one."""

    file: Path
    variable: str = "COMMUNIQUE_DATA_DIR"

    @property
    def name(self) -> str:
        """The file's name, for logs."""
        return self.file.name

    def is_there(self) -> bool:
        """Whether there is a database file. Raises StorageError when that cannot be known."""
        return self.identity() is not None

    def identity(self) -> tuple[int, int] | None:
        """What tells the file from another of its name, None where there is none. Raises StorageError."""
        try:
            found = self.file.stat()
        except FileNotFoundError:
            return None
        except NotADirectoryError:
            raise self._no_folder() from None
        except OSError:
            raise StorageError(
                "The database's folder cannot be looked into; "
                f"let this account read it, or name another place in {self.variable}."
            ) from None
        if not stat.S_ISREG(found.st_mode):
            raise StorageError(
                "Something that is not a file has the database's name; "
                f"move it away, or name another place in {self.variable}."
            )
        return found.st_dev, found.st_ino

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
        with suppress(OSError):  # what keeps it from being made, SQLite says in its own terms
            self._make_file()
        sqlite3.connect(self.file).close()

    def _make_file(self) -> None:
        """Make an empty file that is its owner's alone, where there is none.

        SQLite would let others read one that it makes; those it puts beside a file take over its mode.
        Made under another name: closing the database's own file would end the locks that this process
        has on it (https://sqlite.org/howtocorrupt.html, 2.2).
        """
        if self.file.exists():
            return
        new = self.file.with_name(f"{self.file.name}.new-{os.urandom(4).hex()}")
        os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))
        try:
            os.link(new, self.file)
        finally:
            new.unlink()

    def _no_folder(self) -> StorageError:
        return StorageError(
            f"The database's folder is a file, or lies below one; name another place in {self.variable}."
        )


DatabasePlace = Place | Server
