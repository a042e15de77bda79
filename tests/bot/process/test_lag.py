"""A loop that is held up is noticed, and said once in a while."""

import asyncio

import pytest

from bot.process.lag import EVERY, QUIET, TOO_LATE, watch
from tests.fakes.timing import WoundTime, settled


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "bot.process.lag"]


async def held_up(time: WoundTime, seconds: float) -> None:
    """Something keeps the loop busy for that long: what was due comes late."""
    time.now += seconds
    await time.pass_by(0.0)


async def test_a_smooth_loop_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """Looks that come on time, or a little late, are no news."""
    time, stop = WoundTime(), asyncio.Event()
    task = asyncio.create_task(watch(stop, time.timing))
    for _ in range(20):
        await time.pass_by(EVERY)
    await held_up(time, EVERY + TOO_LATE)
    stop.set()
    await task
    assert lines(caplog) == []


async def test_a_held_up_loop_is_told_with_how_long(caplog: pytest.LogCaptureFixture) -> None:
    """A step that takes two seconds is told as such, a second one soon after is not, a later one is."""
    time, stop = WoundTime(), asyncio.Event()
    task = asyncio.create_task(watch(stop, time.timing))
    await settled()
    await held_up(time, EVERY + 2.0)
    assert len(lines(caplog)) == 1
    assert "'seconds': 2.0" in lines(caplog)[0]
    await held_up(time, EVERY + 2.0)
    assert len(lines(caplog)) == 1
    await time.pass_by(QUIET)
    await held_up(time, EVERY + 1.0)
    assert len(lines(caplog)) == 2
    stop.set()
    await task


async def test_the_watch_ends_when_told() -> None:
    """Stopping does not wait for the next look."""
    time, stop = WoundTime(), asyncio.Event()
    task = asyncio.create_task(watch(stop, time.timing))
    await settled()
    stop.set()
    await settled()
    assert task.done()
