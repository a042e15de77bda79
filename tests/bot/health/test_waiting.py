"""A database that answers and takes nothing, as on a full disk, is seen from outside."""

import json

from bot.health.examining import Examining
from bot.health.metrics import written
from bot.health.vitals import Vitals
from tests.bot.health.test_server import TALLY, counted, got, reached, served

FULL = "There is no room left for the database"


async def test_a_process_whose_deliveries_wait_for_the_database_is_not_ready() -> None:
    """It says why, and is ready again by itself."""
    vitals = Vitals()
    vitals.database_used(FULL)
    async with served(vitals) as port:
        status, _, text = await got(port, "/readyz")
        assert (status, json.loads(text)["database"]) == (503, FULL)
        vitals.database_used(None)
        status, _, _ = await got(port, "/readyz")
        assert status == 200


async def test_the_figure_of_the_database_says_so_and_the_ledgers_stay() -> None:
    """What can be read is still told."""
    vitals = Vitals()
    vitals.database_used(FULL)
    assert (await Examining(vitals, reached, counted).tally()) is TALLY
    text = written("1", vitals, TALLY).decode()
    assert "communique_database_up 0.0" in text
    assert "communique_queue_age_seconds 12.5" in text
