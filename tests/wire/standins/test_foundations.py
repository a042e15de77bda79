"""What stand-ins are built from: clock, waiting, windows."""

import asyncio
from datetime import timedelta

import pytest

from tests.standins import changes
from tests.standins.changes import Changes, NeverCame
from tests.standins.clock import START, SteppedClock
from tests.standins.windows import FixedWindow, RollingWindow


async def test_a_stepped_clock_wakes_whose_moment_has_come() -> None:
    """Waiters wake in the step that reaches their moment, not before."""
    clock = SteppedClock()
    soon = asyncio.create_task(clock.until(START + timedelta(seconds=5)))
    late = asyncio.create_task(clock.until(START + timedelta(hours=1)))
    await asyncio.sleep(0)
    clock.advance(seconds=5)
    await soon
    assert not late.done()
    clock.advance(hours=1)
    await late
    await clock.until(START)


async def test_waiting_for_a_change() -> None:
    """A waiter goes on when its condition holds at a ring; one whose condition never holds is told so."""
    rung = Changes()
    held: list[int] = []
    waiting = asyncio.create_task(rung.until(lambda: len(held) == 2))
    await asyncio.sleep(0)
    for number in range(2):
        held.append(number)
        rung.ring()
    await waiting


async def test_a_wait_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a broken test ends with what it waited for."""
    monkeypatch.setattr(changes, "PATIENCE", 0.0)
    with pytest.raises(NeverCame, match="the moon"):
        await Changes().until(lambda: False, what="the moon")


def test_a_rolling_window() -> None:
    """Two in ten seconds, wherever the ten seconds lie."""
    window = RollingWindow(2, timedelta(seconds=10))
    for second in (0, 6):
        window.add(START + timedelta(seconds=second))
    assert window.left(START + timedelta(seconds=6)) == 0
    assert window.free_in(START + timedelta(seconds=7)) == 3
    assert window.left(START + timedelta(seconds=10)) == 1


def test_a_fixed_window() -> None:
    """Two between two resets; the first event after a reset opens the next window."""
    window = FixedWindow(2, timedelta(seconds=10))
    assert [window.take(START) for _ in range(3)] == [True, True, False]
    assert window.reset_in(START + timedelta(seconds=4)) == 6
    assert window.take(START + timedelta(seconds=10))
