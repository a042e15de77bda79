"""Claims made together: each key to one claimer, in few writes."""

import asyncio
from collections.abc import Collection

import pytest

from bot.adapters.slack.deduplication import RETRIES, Together
from bot.desk.once import Once
from briefings.errors import StorageError
from tests.fakes.events import SeenEventsInMemory


class Slow(SeenEventsInMemory):
    """Writes only when it is let; counts the writes."""

    def __init__(self) -> None:
        super().__init__()
        self.writes = 0
        self.open = asyncio.Event()
        self.broken = False

    async def claim(self, keys: Collection[str]) -> frozenset[str]:
        """After a while."""
        self.writes += 1
        await self.open.wait()
        if self.broken:
            raise StorageError("The database is full.")
        return await super().claim(keys)


async def at_once(_: float) -> None:
    """Waits for nothing."""


async def test_a_busy_database_is_waited_for() -> None:
    """A write that failed is tried again before it counts as failed, with ever longer pauses."""
    store = Slow()
    store.broken = True
    store.open.set()
    pauses: list[float] = []

    async def mended(seconds: float) -> None:
        pauses.append(seconds)
        store.broken = len(pauses) < len(RETRIES)

    assert await Together(store, mended).claim(["a"]) == {"a"}
    assert tuple(pauses) == RETRIES


async def test_what_waits_is_written_together() -> None:
    """While one write lasts the others gather: two writes for a hundred claims, each key claimed once."""
    store = Slow()
    claims = [asyncio.create_task(Together(store).claim(["first"]))]
    together = Together(store)
    claims += [asyncio.create_task(together.claim([f"Ev{number % 40}"])) for number in range(100)]
    await asyncio.sleep(0)
    store.open.set()
    got = [key for claimed in await asyncio.gather(*claims) for key in claimed]
    assert sorted(got) == sorted(["first", *(f"Ev{number}" for number in range(40))])
    assert store.writes <= 3


async def test_a_later_claim_gets_what_is_left() -> None:
    """A key that is gone is nobody's any more; forgetting gives it back."""
    together = Together(SeenEventsInMemory())
    assert await together.claim(["a", "b"]) == {"a", "b"}
    assert await together.claim(["b", "c"]) == {"c"}
    await together.forget("b")
    assert await together.claim(["b"]) == {"b"}


async def test_a_failure_is_everybodys_and_passes() -> None:
    """Whoever waited for a failed write hears of it; the next write is a new one."""
    store = Slow()
    store.broken = True
    store.open.set()
    together = Together(store, at_once)
    failed = await asyncio.gather(*(together.claim([key]) for key in "abc"), return_exceptions=True)
    assert all(isinstance(each, StorageError) for each in failed)
    store.broken = False
    assert await together.claim(["a"]) == {"a"}


async def test_one_that_gave_up_waiting_harms_nobody() -> None:
    """A claimer that is cancelled leaves the others their claims."""
    store = Slow()
    together = Together(store)
    gone, stays = (asyncio.create_task(together.claim([key])) for key in "ab")
    await asyncio.sleep(0)
    gone.cancel()
    store.open.set()
    assert await stays == {"b"}
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_a_database_that_fails_leaves_memory() -> None:
    """While nothing can be written down, one process still lets each key through once."""
    store = Slow()
    store.broken = True
    store.open.set()
    once = Once(Together(store, at_once))
    assert [await once.first("Ev1"), await once.first("Ev1"), await once.first("Ev2")] == [True, False, True]
