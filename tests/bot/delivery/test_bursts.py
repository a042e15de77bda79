"""What goes out together after a stall. On a clock that only waiting moves, and the stall."""

import asyncio
from itertools import count

from bot.delivery.pacing import WITHIN, Pacing, Rhythm
from bot.process.digests import RHYTHMS
from bot.subscriptions import Channel

MOST_A_SECOND = 50
"""LIMITS: requests of one bot on Discord."""


class Time:
    """Moved by who waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def elapsed(self) -> float:
        """Seconds."""
        return self.now

    async def pause(self, seconds: float) -> None:
        """Moves it on."""
        self.now += seconds
        await asyncio.sleep(0)


def fullest(times: list[float]) -> int:
    """The most in any second."""
    return max(sum(at <= each < at + 1 for each in times) for at in times)


async def test_after_a_stall_no_second_holds_too_many() -> None:
    """A hundred posts had their turns and were held up together: they go out within the platform's limit."""
    time = Time()
    pacing = Pacing(RHYTHMS["discord"], time.elapsed, time.pause)
    numbers = count()
    for _ in range(100):
        await pacing.turn(Channel("discord", "guild", f"c-{next(numbers)}"))
    time.now += 40.0
    times = []
    for _ in range(100):
        await pacing.let_go()
        times.append(time.now)
    assert fullest(times) <= MOST_A_SECOND
    assert times[-1] - times[0] <= 3 * WITHIN  # and no slower than that asks for


async def test_posts_into_threads_count_for_two_requests() -> None:
    """Half as many of them in a second."""
    time = Time()
    pacing = Pacing(RHYTHMS["discord"], time.elapsed, time.pause)
    times = []
    for _ in range(60):
        await pacing.let_go(in_thread=True)
        times.append(time.now)
    assert fullest(times) <= MOST_A_SECOND // 2


async def test_workers_share_the_second() -> None:
    """Five workers together keep to one bot's limit."""
    time = Time()
    times = []
    for _ in range(5):
        time.now = 0.0
        pacing = Pacing(RHYTHMS["discord"], time.elapsed, time.pause)
        pacing.shared_by(5, 0.0)
        for _ in range(40):
            await pacing.let_go()
            times.append(time.now)
    assert fullest(times) <= MOST_A_SECOND


async def test_a_platform_without_such_a_limit_waits_for_nothing() -> None:
    """The clock stands where it stood."""
    time = Time()
    pacing = Pacing(Rhythm(1.0, 1.0, 1.0), time.elapsed, time.pause)
    for _ in range(100):
        await pacing.let_go()
    assert time.now == 0.0
