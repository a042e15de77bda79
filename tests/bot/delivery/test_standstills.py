"""Late slots say what was in the way: nobody there, a refused token, a platform or a database lost."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.rounds import Rounds
from bot.delivery.standstills import Hindrance, Standstill, in_the_way
from bot.delivery.states import SlotReason
from bot.failures import Wait
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.subscriptions import Channel, Subscription
from briefings.errors import StorageError
from tests.bot.delivery.conftest import Installation

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _from(start: float, end: float | None, reason: Hindrance = "revoked") -> Standstill:
    return Standstill(reason, NOON + start * HOUR, None if end is None else NOON + end * HOUR)


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ((), "late"),
        ((_from(-1, None),), "revoked"),
        ((_from(-1, 3),), "revoked"),
        ((_from(-1, 2.9),), "late"),
        ((_from(5, 7),), "late"),
        ((_from(-9, -1),), "late"),
        ((_from(0, 2, "outage"), _from(2, 4), _from(4, 6, "outage")), "outage"),
        ((_from(0, 2), _from(2, 6, "no-database")), "no-database"),
    ],
)
def test_the_reason_is_what_took_half_of_the_window(
    known: tuple[Standstill, ...], reason: SlotReason
) -> None:
    """Times of one kind add up; what lasted less than half of the window is no reason."""
    assert in_the_way(known, NOON, NOON + 6 * HOUR) == reason


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(0, 9))))
def test_what_is_outside_the_window_changes_nothing(times: list[tuple[float, float]]) -> None:
    """Standstills that ended before the slot was due, or began after it expired, are no reason."""
    known = [_from(start, start + length) for start, length in times]
    outside = [
        each
        for each in known
        if each.until is not None and (each.until <= NOON or each.since >= NOON + 6 * HOUR)
    ]
    assert in_the_way(outside, NOON, NOON + 6 * HOUR) == "late"


async def _late(place: Installation, name: str = "s-1") -> list[str | None]:
    """The reasons of a subscription's late slots, oldest first."""
    past = await place.ledger.past(name, 50)
    return [each.reason for each in reversed(past) if each.state == "late"]


async def test_slots_that_came_while_the_token_was_refused_say_so(place: Installation) -> None:
    """Nobody planned them then; once somebody can post they say so, and later ones do not."""
    await place.subscribe()
    await place.subscribe("s-2", channel=Channel("slack", "place", "c"))
    await place.ledger.held_up(("discord",), "revoked")
    await place.ledger.held_up(("discord",), "revoked")  # another process, the same token
    place.wind(days=3)
    rounds = place.rounds()
    await rounds.worker.count()
    await rounds.settle()
    assert await _late(place) == ["revoked"] * 3
    [notice] = place.outlet.channels["@owner"]
    assert "refused my credentials" in notice.payload["text"]
    place.wind(days=2)
    await place.rounds().settle()
    assert await _late(place) == ["revoked"] * 3 + ["late"] * 2


async def test_a_process_that_was_not_there_says_so(place: Installation) -> None:
    """A refusal that ended long before does not explain what came later."""
    await place.subscribe()
    await place.ledger.held_up(("discord",), "revoked")
    place.wind(hours=1)
    await place.rounds().worker.count()
    place.wind(days=2)
    await place.rounds().settle()
    assert set(await _late(place)) == {"late"}


async def test_what_waits_behind_an_outage_is_late_by_it(place: Installation) -> None:
    """Of two digests of one channel the second is never tried while the platform is down."""
    channel = Channel("discord", "guild", "shared")
    await place.subscribe(channel=channel)
    await place.subscribe("s-2", channel=channel)
    place.outlet.refuses = Wait()
    place.wind(minutes=30)
    for _ in range(8):
        await place.rounds().settle()
        place.wind(hours=1)
    assert await _late(place, "s-1") == await _late(place, "s-2") == ["outage"]


class Losable(SqlLedger):
    """A ledger whose database can be lost."""

    lost = False

    async def to_plan(
        self, platforms: Sequence[str], limit: int
    ) -> tuple[tuple[Subscription, datetime], ...]:
        """Fails while the database is lost."""
        if self.lost:
            raise StorageError("The database cannot be reached.")
        return await super().to_plan(platforms, limit)


async def test_slots_that_came_while_the_database_was_lost_say_so(place: Installation) -> None:
    """The process ran and could neither plan nor post: the reason is written down once it can."""
    await place.subscribe()
    ledger = Losable(place.database, ClockMoments(place.clock))
    rounds = place.rounds()
    rounds.worker.ledger = ledger
    await _tick(rounds)
    ledger.lost = True
    for _ in range(9):
        place.wind(hours=1)
        await _tick(rounds)
    ledger.lost = False
    await _tick(rounds)
    assert await _late(place) == ["no-database"]
    [known] = (await place.ledger.standstills(("discord",)))["discord"]
    assert known == Standstill("no-database", place.clock.moment - 9 * HOUR, place.clock.moment)


async def _tick(rounds: Rounds) -> None:
    rounds.tick()
    await rounds._round()
    await asyncio.gather(*rounds._running)
