"""Replicas share one platform's rate. Judged by when requests reach the outlet, on wound clocks."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.delivery.pacing import Pacing, Rhythm
from bot.delivery.records import PRESENT_FOR
from bot.delivery.rounds import Rounds
from bot.delivery.worker import COUNTED_EVERY, Worker
from bot.process.digests import RHYTHMS
from bot.subscriptions import Channel
from tests.bot.delivery.conftest import Installation
from tests.fakes.clock import SetClock
from tests.fakes.outlet import RecordingOutlet

MOST_A_SECOND = 50
"""LIMITS: requests of one bot."""


class Replica:
    """One worker with a time of its own, which its waiting moves on and nothing else does."""

    def __init__(self, place: Installation, name: str) -> None:
        self.clock = SetClock(place.clock.moment)
        self.outlet = RecordingOutlet(self.clock)
        self.pacing = Pacing(RHYTHMS["discord"], self._elapsed, self._pause)
        worker = Worker(place.ledger, place.pages, {"discord": self.outlet}, {"discord": self.pacing}, name)
        self.worker, self.rounds = worker, Rounds(worker, at_once=1)

    def _elapsed(self) -> float:
        return self.clock.moment.timestamp()

    async def _pause(self, seconds: float) -> None:
        self.clock.moment += timedelta(seconds=seconds)

    def times(self) -> list[float]:
        """When its requests were made."""
        return [at.timestamp() for at, _ in self.outlet.requests]


@pytest.fixture
def replica(place: Installation) -> Callable[[str], Replica]:
    return lambda name: Replica(place, name)


async def test_five_replicas_keep_to_one_bots_rate(
    place: Installation, replica: Callable[[str], Replica]
) -> None:
    """Five workers that post at the same time make at most 50 requests in any second, and post all."""
    for number in range(75):
        await place.subscribe(f"s-{number}", channel=Channel("discord", f"guild {number}", f"c {number}"))
    place.wind(minutes=30)
    five = [replica(str(number)) for number in range(5)]
    for _ in range(2):  # each has counted once all are there
        for each in five:
            await each.worker.count()
    await five[0].rounds.plan()
    for each in five:
        for hold in await place.ledger.claim(each.worker.holder, ("discord",), 15):
            await each.worker.channel(hold)
    times = sorted(at for each in five for at in each.times())
    assert len(times) == 75
    assert max(sum(at <= other < at + 1 for other in times) for at in times) <= MOST_A_SECOND


async def test_a_newcomer_waits_until_the_others_know(
    place: Installation, replica: Callable[[str], Replica]
) -> None:
    """Who comes second posts nothing before the first must have counted it; who is alone waits for nobody."""
    for number in range(2):
        await place.subscribe(f"s-{number}")
    place.wind(minutes=30)
    first, second = replica("first"), replica("second")
    await first.worker.count()
    await second.worker.count()
    await first.rounds.plan()
    for each in (first, second):
        [hold] = await place.ledger.claim(each.worker.holder, ("discord",), 1)
        await each.worker.channel(hold)
    began = place.clock.moment.timestamp()
    assert first.times() == [began]
    assert [at - began for at in second.times()] == [COUNTED_EVERY.total_seconds()]


async def test_starting_a_thread_counts_as_a_request(place: Installation) -> None:
    """A post into a thread, which takes two requests, takes two turns of the platform's rate."""
    clock = SetClock(place.clock.moment)

    async def pause(seconds: float) -> None:
        clock.moment += timedelta(seconds=seconds)

    rhythm = Rhythm(channel=0, place=0, everywhere=1.0, in_thread=2)
    pacing, began, turns = Pacing(rhythm, lambda: clock.now().timestamp(), pause), clock.moment, []
    for number, in_thread in enumerate((False, True, True, False)):
        await pacing.turn(Channel("discord", "guild", f"c {number}"), in_thread=in_thread)
        turns.append((clock.moment - began).total_seconds())
    assert turns == [0, 1, 3, 5]


async def test_who_died_counts_no_more(place: Installation) -> None:
    """A worker counts until it leaves, or for a while after its last sign of life; others are not touched."""
    both = ("discord", "slack")
    assert await place.ledger.present("one", both) == {"discord": 1, "slack": 1}
    assert await place.ledger.present("two", ("discord",)) == {"discord": 2}
    await place.ledger.absent("two", ("discord",))
    assert await place.ledger.present("one", both) == {"discord": 1, "slack": 1}
    await place.ledger.present("died", both)
    place.wind(seconds=PRESENT_FOR.total_seconds() - 1)
    assert await place.ledger.present("one", both) == {"discord": 2, "slack": 2}
    place.wind(seconds=1)
    assert await place.ledger.present("one", both) == {"discord": 1, "slack": 1}
