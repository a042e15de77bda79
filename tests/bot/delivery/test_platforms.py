"""A death at every named step, with real editions, real outlets and both databases.

What the stand-ins' channels hold is the judge: each part once.
"""

import random
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import get_args

import pytest

from bot.app import build
from bot.delivery.composing import EditionComposer
from bot.delivery.pacing import Pacing, Rhythm
from bot.delivery.planner import next_slot_at
from bot.delivery.probing import Probe, unwatched
from bot.delivery.records import LANE_LEASE
from bot.delivery.rounds import Rounds
from bot.delivery.states import Step
from bot.delivery.worker import Worker
from bot.schedules import parse_schedule
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.delivery_rows import written
from bot.storage.delivery_tables import subscription as table
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.subscriptions import Subscription
from briefings.ports import Clock
from tests.bot.delivery.conftest import KillAt, Killed
from tests.contracts.outlet_scenes import Scene, on_discord, on_slack
from tests.servers.databases import Databases, databases

__all__ = ["databases"]

STEPS = [step for step in get_args(Step) if step not in ("plan", "sent")]
CASES = [
    (platform, ("SQLite kept open", "PostgreSQL")[(number + shift) % 2], step)
    for shift, platform in enumerate(("discord", "slack"))
    for number, step in enumerate(STEPS)
]
"""Every step on both platforms, the databases in turn."""


@pytest.fixture(scope="module")
def composer() -> EditionComposer:
    """The real one, over the shipped library."""
    app = build(Settings())
    return EditionComposer(lambda: app.handlers.service.sources)


class PlatformsClock(Clock):
    """The ledger's clock shows what the platform's does."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def now(self) -> datetime:
        """The platform's time."""
        return self._scene.now


def _stage(platform: str) -> AbstractAsyncContextManager[Scene]:
    return on_discord() if platform == "discord" else on_slack()


async def _subscribed(scene: Scene, database: Database) -> Subscription:
    """A digest with a thread, due a minute from now by the platform's clock."""
    now = scene.now
    due = (now + timedelta(minutes=1)).replace(second=0, microsecond=0)
    made = Subscription(
        id="s-1",
        channel=scene.channel,
        owner="owner",
        schedule=parse_schedule(f"every day {due:%H:%M}", "UTC"),
        created_at=now,
        style="thread",
    )
    async with database.writing() as connection:
        values = written(made) | {"changed_at": now, "planned_through": now}
        await connection.execute(table.insert().values(**values, next_slot_at=next_slot_at(made, now)))
    return made


@pytest.mark.parametrize(("platform", "kind", "step"), CASES)
async def test_a_death_at_any_step_shows_nowhere(
    platform: str, kind: str, step: Step, databases: Databases, composer: EditionComposer
) -> None:
    """Whatever step a process dies at, another one posts what is missing, and nothing twice."""
    async with _stage(platform) as scene:
        database = databases.open(kind)
        ledger = SqlLedger(database, ClockMoments(PlatformsClock(scene)))
        made = await _subscribed(scene, database)

        def rounds(holder: str, probe: Probe = unwatched) -> Rounds:
            pacings = {platform: Pacing(Rhythm(0, 0, 0), lambda: 0.0)}
            chance = random.Random(1)  # noqa: S311 - the same each time
            outlets = {platform: scene.outlet}
            return Rounds(Worker(ledger, composer, outlets, pacings, holder, probe, chance))

        scene.advance(timedelta(minutes=2))
        dying = rounds("first", KillAt(step))
        await dying.plan()
        [hold] = await ledger.claim("first", (platform,), 1)
        with pytest.raises(Killed):
            await dying.worker.channel(hold)
        for wait in (LANE_LEASE, timedelta(minutes=1), timedelta(minutes=5)):
            scene.advance(wait)
            await rounds(f"after {wait}").settle()
        assert len(scene.shown()) == 2
        [past] = await ledger.past("s-1", 5)
        assert (past.state, past.parts_sent) == ("sent", 2)
        assert (await ledger.history(made)).last == 1


def test_the_cases_cross_everything() -> None:
    """Each step is met on both platforms, and each platform with both databases."""
    assert {(platform, step) for platform, _, step in CASES} == {
        (platform, step) for platform in ("discord", "slack") for step in STEPS
    }
    assert len({(platform, kind) for platform, kind, _ in CASES}) == 4
