"""Feedback in memory, for tests that need the port and not the database."""

from bot.ports import Feedback, FeedbackStore


class FeedbackInMemory(FeedbackStore):
    """Keeps feedback as long as it lives."""

    def __init__(self) -> None:
        self.kept: list[Feedback] = []
        """In the order of adding."""

    async def add(self, feedback: Feedback) -> None:
        """Keep one."""
        self.kept.append(feedback.bounded())

    async def latest(self, limit: int = 50) -> tuple[Feedback, ...]:
        """The last ones, newest first."""
        return tuple(self.kept[::-1][:limit])

    async def erase(self, platform: str, place: str | None = None) -> int:
        """Forget those of the place or platform."""
        before = len(self.kept)
        self.kept = [
            each for each in self.kept if each.platform != platform or place not in {None, each.place}
        ]
        return before - len(self.kept)
