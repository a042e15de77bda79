"""What went wrong with the database, in one sentence that says what to do.

Owns the table from SQLite's result codes to StorageError. Shows neither paths nor statements, since
the sentence may reach a reader.
"""

import sqlite3
from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError

from briefings.errors import StorageError

_READ_ONLY = (
    "The database cannot be written; let this account write its folder and the files in it, "
    "or name another place in {variable}."
)
_LOCKED = "The database is in use by another program that does not let go; try again, or stop that program."
_DAMAGED = (
    "The database file is damaged or not an SQLite database; "
    "move it away or restore a copy, then attach the texts again."
)
_UNOPENED = (
    "The database cannot be opened; let this account read and write its folder and the files in it, "
    "or name another place in {variable}."
)
_FULL = "There is no room left for the database, and nothing was stored; make room, then try again."
_DISK = "The disk did not read or write the database as it should; check the disk and the space on it."
_UNFORESEEN = "The database failed in a way that is not foreseen; check its folder, then try again."

_SENTENCES: Mapping[int, str] = {
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: _UNOPENED,
    sqlite3.SQLITE_AUTH: _UNOPENED,
    sqlite3.SQLITE_IOERR: _DISK,
}
"""By primary result code, https://sqlite.org/rescode.html; the upper bits only refine it."""

_PRIMARY = 0xFF


def storage_error(error: DBAPIError | sqlite3.Error, variable: str) -> StorageError:
    """The sentence for a failure of the database whose place `variable` names."""
    code = _primary_code(error)
    sentence = _UNFORESEEN if code is None else _SENTENCES.get(code, _UNFORESEEN)
    return StorageError(sentence.format(variable=variable))


def is_busy(error: DBAPIError | sqlite3.Error) -> bool:
    """Whether it failed only because somebody else was at it."""
    return _primary_code(error) == sqlite3.SQLITE_BUSY


def _primary_code(error: DBAPIError | sqlite3.Error) -> int | None:
    found = error.orig if isinstance(error, DBAPIError) else error
    code: int | None = getattr(found, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY
