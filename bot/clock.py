"""The machine's clock, as the core's Clock port. Refuses to know any zone but UTC."""

from datetime import UTC, datetime

from briefings.ports import Clock


class SystemClock(Clock):
    """The time this machine believes it is."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        return datetime.now(UTC)
