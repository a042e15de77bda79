"""What is told of a database that deliveries cannot use."""

from bot.storage.moments import ClockMoments
from tests.bot.delivery.conftest import Installation
from tests.bot.delivery.test_standstills import Losable, _tick


async def test_trouble_is_told_once_when_it_begins_and_once_when_it_is_over(place: Installation) -> None:
    """However many rounds there are in between: an outage of an hour has 1,800 of them."""
    ledger, told = Losable(place.database, ClockMoments(place.clock)), list[str | None]()
    rounds = place.rounds()
    rounds.told = told.append
    rounds.worker.ledger = ledger
    await _tick(rounds)
    assert told == []
    ledger.lost = True
    for _ in range(9):
        await _tick(rounds)
    assert told == ["The database cannot be reached."]
    ledger.lost = False
    for _ in range(3):
        await _tick(rounds)
    assert told == ["The database cannot be reached.", None]
