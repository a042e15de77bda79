"""A channel that is erased while a planner waits for it does not come again."""

import asyncio
from datetime import timedelta

import pytest

from bot.delivery.planner import plan
from bot.storage import erasing
from bot.storage.delivery_tables import lane
from bot.subscriptions import Channel
from tests.bot.delivery.conftest import MONDAY
from tests.bot.leaving.conftest import GUILD, Leaving
from tests.bot.leaving.test_erasing import somebody_waits


@pytest.mark.parametrize("place", ["PostgreSQL"], indirect=True)
async def test_a_planner_that_waits_makes_no_channel_anew(place: Leaving) -> None:
    """Its own goes again, and the other place's, which it plans in the same breath, is planned."""
    made = [await place.subscribe()]
    made.append(await place.subscribe("s-2", channel=Channel("discord", "another", "c")))
    await place.at(8)  # so that there are lanes to wait for
    before, now = place.clock.moment, MONDAY + timedelta(days=1, minutes=31)
    place.clock.moment = now
    async with place.database.writing() as connection:
        await erasing.erase(connection, GUILD, now)
        planning = asyncio.create_task(place.ledger.plan([plan(each, before, now) for each in made]))
        await somebody_waits(connection)
    assert await planning == 1
    found = await place.everything()
    assert [row[1] for row in found[lane.name]] == ["another"]
    assert {row[5] for row in found["slot"]} == {"another"}
