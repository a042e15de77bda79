"""What every tick asks the database is answered from the few rows that are due, however many there are."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.ledger import claiming, planning
from tests.bot.delivery.conftest import MONDAY, Installation

PLATFORMS = ("discord", "slack")
NOW = MONDAY + timedelta(hours=1)


async def _looked_up(connection: AsyncConnection, asking: Any) -> list[str]:
    """How SQLite goes about it, step by step."""
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        asked.append((statement, values))

    assert connection.sync_connection is not None
    event.listen(connection.sync_connection, "before_cursor_execute", note)
    await asking
    event.remove(connection.sync_connection, "before_cursor_execute", note)
    steps = []
    for statement, values in asked:
        found = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(values))
        steps += [str(row["detail"]) for row in found.mappings()]
    return steps


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda c: planning.to_plan(c, NOW, PLATFORMS, 10), "ix_subscription_next_slot_at"),
        (lambda c: claiming.waiting(c, NOW, PLATFORMS), "ix_lane_next_try_at"),
        (lambda c: claiming.claim(c, NOW, "one", PLATFORMS, 10), "ix_lane_next_try_at"),
    ],
    ids=["to plan", "waiting", "claim"],
)
async def test_the_index_of_moments_answers(place: Installation, ask: Any, index: str) -> None:
    """And no other; a platform's name would lead through all rows."""
    await place.subscribe()
    async with place.database.writing() as connection:
        await connection.execute(text("SELECT 1"))
        steps = await _looked_up(connection, ask(connection))
    assert any(f"INDEX {index}" in step for step in steps), steps
    assert not any("(platform=?)" in step for step in steps), steps
    assert not any(step.startswith("SCAN") and "INDEX" not in step for step in steps), steps
