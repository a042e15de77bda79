"""Notes in memory, for tests that need the port and not the database."""

from datetime import datetime

from bot.ports import BUDGET_WINDOW, Notes
from briefings.ports import Clock
from tests.fakes.clock import SetClock


class NotesInMemory(Notes):
    """Keeps notes as long as it lives."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SetClock()
        self.notes: dict[str, str] = {}
        self.identified: list[tuple[str, int, datetime]] = []
        """Every identification ever: bot, shard, when."""

    async def get(self, key: str) -> str | None:
        """What was put there."""
        return self.notes.get(key)

    async def put(self, key: str, value: str) -> None:
        """Keep it."""
        self.notes[key] = value

    async def count_identify(self, bot: str, shard: int) -> int:
        """Add one and count."""
        self.identified.append((bot, shard, self._clock.now()))
        return await self.identifies(bot)

    async def identifies(self, bot: str) -> int:
        """Count those of the last day."""
        since = self._clock.now() - BUDGET_WINDOW
        return sum(1 for name, _, at in self.identified if name == bot and at > since)
