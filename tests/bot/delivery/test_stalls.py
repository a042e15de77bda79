"""A process that stands still for longer than its lease. Judged by what the channels hold."""

from datetime import timedelta
from typing import Any

import pytest

from bot.delivery.pacing import Pacing, Rhythm
from bot.delivery.records import Hold, OpenSlot
from bot.delivery.rounds import Rounds
from bot.delivery.worker import Worker
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from tests.bot.delivery.conftest import Installation


class HeldUp(SqlLedger):
    """A ledger whose user stands still once an attempt is written down; meanwhile others go on."""

    meanwhile: Any = None

    async def begin(self, hold: Hold, slot: OpenSlot, part: int) -> Hold | None:
        """As usual, then the stall."""
        kept = await super().begin(hold, slot, part)
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        return kept


def stalling(place: Installation, ledger: SqlLedger) -> Rounds:
    """A process with that ledger, by the common clock."""

    def elapsed() -> float:
        return place.clock.moment.timestamp()

    pacing = Pacing(Rhythm(0, 0, 0), elapsed)
    return Rounds(Worker(ledger, place.pages, {"discord": place.outlet}, {"discord": pacing}, "stalled"))


@pytest.fixture
def ledger(place: Installation) -> HeldUp:
    """On a platform that tells no repetition apart."""
    place.outlet.same_within = timedelta()
    return HeldUp(place.database, ClockMoments(place.clock))


async def test_what_another_worker_posted_meanwhile_is_not_posted_again(
    place: Installation, ledger: HeldUp
) -> None:
    """A stall past the lease between writing an attempt down and making it: the message stands there once."""
    made = await place.subscribe()
    other = place.rounds("other")

    async def meanwhile() -> None:
        place.wind(seconds=31)
        await other.settle()
        place.wind(seconds=31)
        await other.settle()

    ledger.meanwhile = meanwhile
    place.wind(minutes=30)
    await stalling(place, ledger).settle()
    assert len(place.outlet.channels[made.channel.id]) == 1
    assert (await place.ledger.past(made.id, 5))[0].state == "sent"


async def test_a_short_stall_gives_the_post_back(place: Installation, ledger: HeldUp) -> None:
    """Half a lease is too long for beginning a request; nothing was sent, so nobody has to look for it."""
    made = await place.subscribe()
    place.outlet.may_look = False

    async def meanwhile() -> None:
        place.wind(seconds=16)

    ledger.meanwhile = meanwhile
    place.wind(minutes=30)
    await stalling(place, ledger).settle()
    assert len(place.outlet.channels[made.channel.id]) == 1
    assert (await place.ledger.past(made.id, 5))[0].state == "sent"
