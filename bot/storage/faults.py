"""What went wrong with the database, in one sentence that says what to do.

Owns the tables from SQLite's result codes and PostgreSQL's SQLSTATE codes to StorageError. Shows neither
paths nor statements, since the sentence may reach a reader.
"""

import sqlite3
from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from briefings.errors import StorageError

_READ_ONLY = (
    "The database cannot be written; let this account write its folder and the files in it, "
    "or name another place in {variable}."
)
_LOCKED = "The database is in use by another program that does not let go; try again, or stop that program."
_DAMAGED = (
    "The database file is damaged or not an SQLite database; "
    "restore a copy, or move it away and start without what it held."
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

_GONE = "The database server cannot be reached, or has just stopped; start it, or check {variable}."
_ACCOUNT = "The database server refused the account or its password; check {variable}."
_NO_DATABASE = "The database server has no database of that name; make it, or check {variable}."
_FORBIDDEN = (
    "The account may not use the database's tables; let it own the database, "
    "or name another account in {variable}."
)
_SERVER_READ_ONLY = (
    "The database server takes no changes at present, as a stand-by server does; "
    "name the one that does in {variable}."
)
_CROWDED = "The database server has no connection left; let it take more, or run fewer programs on it."
_SERVER_DAMAGED = "The database server found its files damaged; restore a copy, then try again."
_SERVER_UNFORESEEN = "The database server failed in a way that is not foreseen; read its log, then try again."

_STATES: Mapping[str, str] = {
    "08": _GONE,
    "25006": _SERVER_READ_ONLY,
    "28": _ACCOUNT,
    "3D000": _NO_DATABASE,
    "40": _LOCKED,
    "42501": _FORBIDDEN,
    "53": _CROWDED,
    "53100": _FULL,
    "55P03": _LOCKED,
    "57014": _LOCKED,
    "57P": _GONE,
    "25P03": _GONE,
    "58": _DISK,
    "XX001": _SERVER_DAMAGED,
    "XX002": _SERVER_DAMAGED,
}
"""By SQLSTATE or how it begins, https://www.postgresql.org/docs/current/errcodes-appendix.html."""

_PRIMARY = 0xFF
_LONGEST_STATE = 5


def storage_error(error: Exception, variable: str) -> StorageError:
    """The sentence for a failure of the database whose place `variable` names."""
    return StorageError(_sentence(error).format(variable=variable))


def is_busy(error: DBAPIError | sqlite3.Error) -> bool:
    """Whether it failed only because somebody else was at it."""
    return _primary_code(error) == sqlite3.SQLITE_BUSY


def is_missing_table(error: DBAPIError) -> bool:
    """Whether a server has no such table."""
    return _state(error) == "42P01"


def has_gone(error: DBAPIError) -> bool:
    """Whether a connection to a server is of no more use."""
    return error.connection_invalidated or _of_state(_state(error) or "") == _GONE


def _sentence(error: Exception) -> str:
    code, state = _primary_code(error), _state(error)
    if code is not None:
        return _SENTENCES.get(code, _UNFORESEEN)
    if state is not None:
        return _of_state(state) or _SERVER_UNFORESEEN
    if isinstance(error, PoolTimeoutError):
        return _LOCKED
    found = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(found, sqlite3.Error):
        return _UNFORESEEN
    gone = isinstance(error, OSError) or (isinstance(error, DBAPIError) and error.connection_invalidated)
    return _GONE if gone else _SERVER_UNFORESEEN


def _of_state(state: str) -> str | None:
    """The sentence for the longest beginning of a state that has one."""
    starts = (state[:length] for length in range(_LONGEST_STATE, 1, -1))
    return next((_STATES[start] for start in starts if start in _STATES), None)


def _primary_code(error: Exception) -> int | None:
    found = error.orig if isinstance(error, DBAPIError) else error
    code: int | None = getattr(found, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY


def _state(error: Exception) -> str | None:
    found = error.orig if isinstance(error, DBAPIError) else error
    state: str | None = getattr(found, "sqlstate", None)
    return state
