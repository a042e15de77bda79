"""Which version a database's tables have, and bringing them up to ours.

Owns the order of the migrations. Refuses a database made by a newer program or by another one.
Alembic is imported only when there is something to migrate.
"""

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from briefings.errors import StorageError

if TYPE_CHECKING:
    from alembic.config import Config

REVISIONS: tuple[str, ...] = ("0001", "0002", "0003", "0004", "0005")
"""Every migration's id, oldest first; the last is ours. Kept here so that looking at a database that
is up to date does not import Alembic; a test holds it equal to the migrations' own chain."""

VERSION_TABLE = "alembic_version"


class State(Enum):
    """How a database's tables stand to this program."""

    EMPTY = "empty"
    BEHIND = "behind"
    CURRENT = "current"


def state(connection: Connection, revisions: Sequence[str] = REVISIONS) -> State:
    """How the tables stand to a program with these revisions.

    Raises StorageError on a newer database, or one that is not ours.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return State.EMPTY
    if VERSION_TABLE not in tables:
        raise StorageError(
            "The database belongs to another program; "
            "set COMMUNIQUE_DATABASE_URL or COMMUNIQUE_DATA_DIR to a place of Communiqué's own."
        )
    versions = set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())
    if not versions.issubset(revisions):
        raise StorageError(
            "The database was written by a newer version of Communiqué; "
            "use that version, or restore the copy made before it was upgraded."
        )
    if not versions:
        return State.EMPTY
    return State.CURRENT if versions == {revisions[-1]} else State.BEHIND


def upgrade(connection: Connection) -> None:
    """Apply the migrations that are missing, inside the transaction that `connection` is in."""
    from alembic import command  # noqa: PLC0415 - some 300 ms, needed once per new version

    command.upgrade(migrations(connection), "head")


def migrations(connection: Connection) -> "Config":
    """Alembic's view of our migrations, working on `connection`."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    config.attributes["connection"] = connection
    return config
