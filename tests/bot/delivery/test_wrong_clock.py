"""A clock that is off by an hour and then put right: digests come by it, none twice, none lost."""

from datetime import timedelta

import pytest

from bot.app import build
from bot.settings import Settings
from bot.storage.moments import DatabaseMoments
from tests.bot.delivery.conftest import Installation, KillAt, Killed
from tests.fakes.outlet import LostReply

CHANNEL = "channel of s-1"


def _keys(place: Installation) -> list[str]:
    """What each message of the channel was composed for."""
    return [each.payload["text"].partition(" ")[0] for each in place.outlet.channels[CHANNEL]]


async def _live(place: Installation, hours: float, holder: str = "one") -> None:
    """A process at work for so long."""
    rounds = place.rounds(holder)
    for _ in range(int(hours * 6)):
        await rounds.worker.count()
        await rounds.settle()
        place.wind(minutes=10)


@pytest.mark.parametrize("edited", [False, True])
async def test_an_hour_fast_and_put_right(place: Installation, edited: bool) -> None:
    """The digest comes an hour early; after the clock was put back it does not come again, edited or not."""
    made = await place.subscribe()
    await _live(place, 1)
    assert _keys(place) == ["2026-03-02T08:30"]
    place.wind(hours=-1)
    if edited:
        await place.change(made.changed(style="headlines"))
    await _live(place, 25)
    assert _keys(place) == ["2026-03-02T08:30", "2026-03-03T08:30"]


async def test_an_hour_slow_and_put_right(place: Installation) -> None:
    """What came due in the hour that was skipped is caught up, once."""
    await place.subscribe(days="every day 08:30,09:30,10:30")
    await _live(place, 0.5)
    place.wind(hours=1, minutes=10)
    await _live(place, 2)
    assert _keys(place) == ["2026-03-02T09:30", "2026-03-02T10:30"]
    past = await place.ledger.past("s-1", 5)
    assert [each.reason for each in past] == ["on-time", "caught-up", "merged"]


async def test_a_death_under_a_fast_clock_delays_by_no_more_than_it_was_fast(place: Installation) -> None:
    """The dead worker's channel is nobody's for up to that hour; then its digest comes, once."""
    await place.subscribe(catch_up=timedelta(hours=3))
    place.wind(minutes=40)
    rounds = place.rounds(probe=KillAt("connect"))
    await rounds.plan()
    [hold] = await place.ledger.claim("one", ("discord",), 5)
    with pytest.raises(Killed):
        await rounds.worker.channel(hold)
    place.wind(hours=-1)
    await _live(place, 0.5, "two")
    assert _keys(place) == []
    await _live(place, 1, "two")
    assert _keys(place) == ["2026-03-02T08:30"]


async def test_a_lost_reply_under_a_fast_clock_is_not_posted_again(place: Installation) -> None:
    """The clock is put back while nobody knows what became of a post: it is looked up and found."""
    await place.subscribe()
    place.wind(minutes=30)
    place.outlet.troubles.append(LostReply())
    await place.rounds().settle()
    place.wind(hours=-1)
    await _live(place, 3)
    assert _keys(place) == ["2026-03-02T08:30"]


def test_a_program_goes_by_the_databases_clock() -> None:
    """Unless it is given a clock of its own, as tests do."""
    assert isinstance(build(Settings()).moments, DatabaseMoments)
