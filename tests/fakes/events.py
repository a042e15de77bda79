"""Events seen and topics of threads in memory, for tests that need the ports and not the database."""

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.ports import EVENTS_KEPT, THREADS_KEPT, SeenEvents, ThreadTopics
from briefings.ports import Clock
from tests.fakes.clock import SetClock


class SeenEventsInMemory(SeenEvents):
    """Remembers as long as it lives; share one between receivers."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SetClock()
        self.seen: dict[str, datetime] = {}

    async def claim(self, keys: Collection[str]) -> frozenset[str]:
        """Those that were free."""
        await self.expire()
        free = frozenset(key for key in keys if key not in self.seen)
        self.seen |= dict.fromkeys(free, self._clock.now())
        return free

    async def forget(self, key: str) -> None:
        """Free it."""
        self.seen.pop(key, None)

    async def expire(self) -> int:
        """Drop the old ones."""
        since = self._clock.now() - EVENTS_KEPT
        old = [key for key, at in self.seen.items() if at <= since]
        for key in old:
            del self.seen[key]
        return len(old)


class ThreadTopicsInMemory(ThreadTopics):
    """Remembers as long as it lives."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SetClock()
        self.kept: dict[str, tuple[tuple[str, ...], datetime]] = {}

    async def get(self, thread: str) -> tuple[str, ...]:
        """What is kept of it."""
        await self.expire()
        return self.kept.get(thread, ((), self._clock.now()))[0]

    async def put(self, topics: Mapping[str, tuple[str, ...]]) -> None:
        """Keep them."""
        self.kept |= {thread: (names, self._clock.now()) for thread, names in topics.items()}

    async def expire(self) -> int:
        """Drop the old ones."""
        since = self._clock.now() - THREADS_KEPT
        return self._dropped([thread for thread, (_, at) in self.kept.items() if at <= since])

    async def erase(self, start: str) -> int:
        """Forget those."""
        return self._dropped([thread for thread in self.kept if thread.startswith(start)])

    def _dropped(self, threads: list[str]) -> int:
        for thread in threads:
            del self.kept[thread]
        return len(threads)
