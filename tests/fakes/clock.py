"""A clock that stands still until it is set."""

from datetime import UTC, datetime

from briefings.ports import Clock

EARLY = datetime(2026, 3, 1, 8, 30, 15, 999_999, tzinfo=UTC)


class SetClock(Clock):
    """Shows the time it was set to."""

    def __init__(self, moment: datetime = EARLY) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The time it was set to."""
        return self.moment
