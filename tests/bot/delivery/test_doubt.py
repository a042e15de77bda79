"""What nobody can know is settled once, whoever dies while settling it."""

from datetime import timedelta

import pytest

from bot.delivery.records import LANE_LEASE, Hold, OpenSlot
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.subscriptions import edition_id
from tests.bot.delivery.conftest import Installation, Killed
from tests.fakes.outlet import LostReply

CHANNEL = "channel of s-1"


class DiesInDoubt(SqlLedger):
    """Ends the process once a part is written down as one that nobody can know of."""

    async def doubted(self, hold: Hold, slot: OpenSlot, part: int) -> bool:
        """Write it down, and end."""
        await super().doubted(hold, slot, part)
        raise Killed


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=3)])
@pytest.mark.parametrize("lost", [1, 2])
async def test_a_death_in_doubt_is_no_reason_to_post_again(
    place: Installation, lost: int, later: timedelta
) -> None:
    """Between the part's doubt and the slot's end a process dies; the next one ends it, and posts nothing."""
    place.pages.parts = 2
    await place.subscribe(on_doubt="never-double")
    place.outlet.may_look = False
    place.outlet.same_within = timedelta()
    place.outlet.troubles.extend((None, LostReply())[2 - lost :])  # type: ignore[arg-type] # None: no trouble
    place.wind(minutes=30)
    await place.rounds().settle()
    assert len(place.outlet.shown(CHANNEL)) == lost
    place.wind(minutes=1)
    dying = place.rounds("dying")
    dying.worker.ledger = DiesInDoubt(place.database, ClockMoments(place.clock))
    [hold] = await dying.worker.ledger.claim("dying", ("discord",), 10)
    with pytest.raises(Killed):
        await dying.worker.channel(hold)
    place.wind(seconds=LANE_LEASE.total_seconds())
    place.clock.moment += later
    await place.rounds("next").settle()
    name = edition_id("s-1", "2026-03-02T08:30")
    assert [part for edition, part in place.outlet.shown(CHANNEL) if edition == name] == [1, 2][:lost]
    past = await place.ledger.past("s-1", 10)
    assert (past[-1].state, past[-1].reason) == ("unknown", "uncertain")
