"""The ticker wakes, and nothing more."""

import asyncio
from datetime import timedelta

from bot.ticker import ticking

OFTEN, NEVER = timedelta(milliseconds=10), timedelta(days=1)


async def _housekeeping() -> None:
    return None


async def test_it_ticks_at_once_and_again() -> None:
    """The first tick comes at once, further ones by themselves, in the event loop."""
    ticks: list[int] = []
    third = asyncio.Event()

    def tick() -> None:
        ticks.append(len(ticks))
        if len(ticks) == 3:
            third.set()

    async with ticking(tick, _housekeeping, every=OFTEN, seldom=NEVER):
        assert ticks == [0]
        await third.wait()


async def test_housekeeping_never_runs_twice_at_once() -> None:
    """While one run is not over, no other begins; one that fails does not end the next ones."""
    running, most, runs = 0, 0, 0
    enough, ticked = asyncio.Event(), asyncio.Event()

    async def housekeeping() -> None:
        nonlocal running, most, runs
        running, runs = running + 1, runs + 1
        most = max(most, running)
        ticked.clear()
        await ticked.wait()
        running -= 1
        if runs == 3:
            enough.set()
        raise ValueError("of no consequence")

    async with ticking(ticked.set, housekeeping, every=3 * OFTEN, seldom=OFTEN):
        await enough.wait()
    assert most == 1


async def test_nothing_comes_after_the_end() -> None:
    """Once it is left it is silent."""
    ticks: list[int] = []
    async with ticking(lambda: ticks.append(1), _housekeeping, every=OFTEN, seldom=NEVER):
        pass
    count = len(ticks)
    done = asyncio.Event()
    asyncio.get_running_loop().call_later(5 * OFTEN.total_seconds(), done.set)
    await done.wait()
    assert len(ticks) == count
