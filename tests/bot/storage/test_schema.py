from collections.abc import Iterator
from datetime import UTC, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from hatchling.builders.wheel import WheelBuilder
from sqlalchemy import URL, Connection, create_engine, inspect, text

from bot.storage import schema
from bot.storage.schema import REVISIONS, VERSION_TABLE, State
from bot.storage.tables import UtcDateTime, metadata
from tests.fakes.clock import EARLY

ROOT = Path(__file__).parents[3]


@pytest.fixture
def connection() -> Iterator[Connection]:
    """An empty database in memory."""
    engine = create_engine("sqlite://")
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def steps(connection: Connection) -> list[Script]:
    """The migrations as Alembic chains them, oldest first."""
    scripts = ScriptDirectory.from_config(schema.migrations(connection))
    return list(scripts.walk_revisions())[::-1]


def shape(connection: Connection) -> dict[str, Any]:
    """Everything that inspection shows of every table but the one that holds the version."""
    seen = inspect(connection)
    return {
        table: {
            "columns": [column | {"type": str(column["type"])} for column in seen.get_columns(table)],
            "primary key": seen.get_pk_constraint(table),
            "foreign keys": seen.get_foreign_keys(table),
            "checks": seen.get_check_constraints(table),
            "indexes": seen.get_indexes(table),
            "unique": seen.get_unique_constraints(table),
        }
        for table in seen.get_table_names()
        if table != VERSION_TABLE
    }


def test_the_list_of_revisions_is_the_migrations_chain(connection: Connection) -> None:
    """The ids that are known without Alembic are those of the migrations, in one unbranched line."""
    assert tuple(step.revision for step in steps(connection)) == REVISIONS


def test_migrations_make_the_tables(connection: Connection) -> None:
    """Upgrading an empty database gives what the tables describe: by Alembic's comparison and by ours."""
    schema.upgrade(connection)
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    assert compare_metadata(context, metadata) == []
    migrated = shape(connection)
    engine = create_engine("sqlite://")
    with engine.connect() as other:
        metadata.create_all(other)
        assert migrated == shape(other)
    engine.dispose()
    assert set(migrated) == set(metadata.tables)


def test_the_comparison_sees_a_difference(connection: Connection) -> None:
    """A column more, or a check less, is not taken for the same shape."""
    schema.upgrade(connection)
    before = shape(connection)
    connection.execute(text("ALTER TABLE attached_article ADD COLUMN surplus TEXT"))
    assert shape(connection) != before


def test_every_constraint_has_a_name() -> None:
    """What has no name cannot be dropped by a later migration on every database."""
    unnamed = [
        (table.name, type(constraint).__name__)
        for table in metadata.sorted_tables
        for constraint in table.constraints
        if not constraint.name
    ]
    assert unnamed == []


def test_every_migration_can_be_taken_back(connection: Connection) -> None:
    """Each step down restores the shape before its step up, and the way up works again."""
    config = schema.migrations(connection)
    shapes = [shape(connection)]
    for revision in REVISIONS:
        command.upgrade(config, revision)
        shapes.append(shape(connection))
    for before in reversed(shapes[:-1]):
        command.downgrade(config, "-1")
        assert shape(connection) == before
    assert schema.state(connection) is State.EMPTY
    schema.upgrade(connection)
    assert shape(connection) == shapes[-1]


def test_the_state_of_a_database_is_known(connection: Connection) -> None:
    """Empty before, behind for a program with a further revision, current for ours."""
    assert schema.state(connection) is State.EMPTY
    schema.upgrade(connection)
    assert schema.state(connection) is State.CURRENT
    assert schema.state(connection, (*REVISIONS, "9999")) is State.BEHIND


@pytest.mark.parametrize(("name", "stored"), [("sqlite", None), ("postgresql", UTC)])
def test_moments_are_utc_on_both_databases(name: str, stored: tzinfo | None) -> None:
    """SQLite gets a moment without an offset, PostgreSQL with one; what comes back is aware and in UTC."""
    dialect = URL.create(name).get_dialect()()
    kept = UtcDateTime()
    east = timezone(timedelta(hours=5, minutes=30))
    inside = kept.process_bind_param(EARLY.astimezone(east), dialect)
    assert inside == EARLY.replace(tzinfo=stored)
    assert inside is not None
    assert inside.tzinfo is stored
    back = kept.process_result_value(inside.astimezone(east) if stored else inside, dialect)
    assert back == EARLY
    assert back is not None
    assert back.tzinfo is UTC
    assert kept.process_bind_param(None, dialect) is kept.process_result_value(None, dialect) is None


def test_migrations_leave_the_decision_to_commit(connection: Connection) -> None:
    """All of them happen in the transaction they were given: rolling it back leaves nothing."""
    connection.connection.driver_connection.isolation_level = None  # type: ignore[union-attr]
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    schema.upgrade(connection)
    connection.rollback()
    assert inspect(connection).get_table_names() == []


def test_a_wheel_holds_the_migrations() -> None:
    """An installed wheel can migrate: every migration's file is among those packed."""
    packed = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    own = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("bot/storage/migrations/**/*.py")}
    assert len(own) >= len(REVISIONS) + 2
    assert own <= packed
