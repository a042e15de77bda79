"""How many channels a worker holds by the rate of their platform. On clocks that only waiting moves."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.delivery.pacing import Pacing
from bot.delivery.records import LANE_LEASE, PRESENT_FOR, Plan
from bot.delivery.rounds import AHEAD, PLANNED_AT_ONCE, Rounds
from bot.delivery.worker import AT_ONCE, COUNTED_EVERY, Worker
from bot.process.digests import RHYTHMS
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.subscriptions import Channel
from tests.bot.delivery.conftest import Installation
from tests.bot.delivery.test_bursts import Time
from tests.fakes.outlet import RecordingOutlet

COUNTED = COUNTED_EVERY.total_seconds()


def _rounds(place: Installation, *platforms: str) -> Rounds:
    """A worker at the platforms' real rates; who waits moves the clock that leases go by."""
    began = place.clock.moment

    async def pause(seconds: float) -> None:
        until = place.clock.moment + timedelta(seconds=seconds, microseconds=1)  # the clock counts no less
        await asyncio.sleep(0)
        place.clock.moment = max(place.clock.moment, until)

    def elapsed() -> float:
        return (place.clock.moment - began).total_seconds()

    outlets = {name: RecordingOutlet(place.clock, platform=name) for name in platforms}
    pacings = {name: Pacing(RHYTHMS[name], elapsed, pause) for name in platforms}
    return Rounds(Worker(place.ledger, place.pages, dict(outlets), pacings, "one"))


async def _due(place: Installation, platform: str, number: int) -> None:
    for each in range(number):
        await place.subscribe(
            f"s-{platform}-{each}", channel=Channel(platform, "place", f"{platform} {each}")
        )


async def test_a_small_share_of_a_slow_rate_is_used_to_the_full(place: Installation) -> None:
    """One of five on Slack posts its share of the rate: no lease runs out while something waits its turn."""
    await _due(place, "slack", 40)
    place.wind(minutes=30)
    rounds = _rounds(place, "slack")
    rounds.worker.pacings["slack"].shared_by(5, 0.0)
    await rounds.plan()
    for _ in range(20):
        await rounds._start()
        await asyncio.gather(*rounds._running)
    outlet = rounds.worker.outlets["slack"]
    assert isinstance(outlet, RecordingOutlet)
    times = [at for at, _ in outlet.requests]
    assert len(times) == 40
    each = 5 * RHYTHMS["slack"].place
    assert (times[-1] - times[0]).total_seconds() <= 39 * each * 1.05


async def test_more_workers_hold_fewer_channels(place: Installation) -> None:
    """What a worker claims has its turn well within a lease, however many share the rate; one it may hold."""
    await _due(place, "slack", 40)
    place.wind(minutes=30)
    rounds = _rounds(place, "slack")
    await rounds.plan()
    claimed = []
    for workers in (5, 20, 500):
        rounds.worker.pacings["slack"].shared_by(workers, 0.0)
        claimed.append(await rounds._start())
        await asyncio.gather(*rounds._running)
    assert claimed == [4, 1, 1]
    assert 4 * 5 * RHYTHMS["slack"].place <= AHEAD < LANE_LEASE.total_seconds() / 2


async def test_a_slow_platform_leaves_room_for_the_other(place: Installation) -> None:
    """With more due on both than there is room for, Slack has what it takes soon and Discord the rest."""
    await _due(place, "slack", AT_ONCE)
    await _due(place, "discord", AT_ONCE)
    place.wind(minutes=30)
    rounds = _rounds(place, "slack", "discord")
    await rounds.plan()
    assert await rounds._start() == AT_ONCE
    held = list(rounds._running.values())
    await asyncio.gather(*rounds._running)
    assert (held.count("slack"), held.count("discord")) == (20, AT_ONCE - 20)


async def test_what_is_held_counts(place: Installation) -> None:
    """A second look claims no more than was worked off meanwhile."""
    await _due(place, "slack", 60)
    place.wind(minutes=30)
    rounds = _rounds(place, "slack")
    await rounds.plan()
    assert [await rounds._start(), await rounds._start()] == [20, 0]
    await asyncio.gather(*rounds._running)
    assert await rounds._start() == 20
    await asyncio.gather(*rounds._running)


class Counting(SqlLedger):
    """A ledger that keeps how many subscriptions were planned, and when somebody was counted."""

    def __init__(self, place: Installation) -> None:
        super().__init__(place.database, ClockMoments(place.clock))
        self.planned: list[int | None] = []
        """None: a worker was counted."""

    async def present(self, holder: str, platforms: Sequence[str]) -> Mapping[str, int]:
        """Keeps that."""
        self.planned.append(None)
        return await super().present(holder, platforms)

    async def plan(self, plans: Sequence[Plan]) -> int:
        """Keeps how many."""
        self.planned.append(len(plans))
        return await super().plan(plans)


async def test_while_thousands_are_planned_a_worker_goes_on_being_counted(place: Installation) -> None:
    """Each batch ends with a sign of life: nobody takes a busy planner for dead."""
    await _due(place, "discord", PLANNED_AT_ONCE + 1)
    place.wind(minutes=30)
    rounds, ledger = _rounds(place, "discord"), Counting(place)
    rounds.worker.ledger = ledger
    rounds.tick()
    await rounds._round()
    await asyncio.gather(*rounds._running)
    assert ledger.planned == [None, PLANNED_AT_ONCE, None, 1]


async def test_who_was_forgotten_is_a_newcomer_again() -> None:
    """After so long without being counted a worker waits for the others, even where it sees none of them."""
    time = Time()
    pacing = Pacing(RHYTHMS["discord"], time.elapsed, time.pause)
    pacing.shared_by(5, COUNTED)
    times = []
    for gap, counted in (
        (COUNTED, 5),
        (PRESENT_FOR.total_seconds() - 1, 5),
        (PRESENT_FOR.total_seconds(), 1),
    ):
        time.now += gap
        pacing.shared_by(counted, COUNTED)
        began = time.now
        await pacing.turn(Channel("discord", "guild", f"c {gap}"))
        times.append(time.now - began)
    assert times == [0.0, 0.0, COUNTED]


async def test_who_was_always_alone_waits_for_nobody() -> None:
    """However long the database was away."""
    time = Time()
    pacing = Pacing(RHYTHMS["discord"], time.elapsed, time.pause)
    for _ in range(2):
        pacing.shared_by(1, COUNTED)
        await pacing.turn(Channel("discord", "guild", f"c {time.now}"))
        assert time.now in (0.0, 3600.0)
        time.now += 3600.0
