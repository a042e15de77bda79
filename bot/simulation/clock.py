"""A clock that is wound on: it stands still until something waits or somebody winds it."""

from datetime import datetime, timedelta

from briefings.ports import Clock


class WoundClock(Clock):
    """Shows the moment that it was wound to."""

    def __init__(self, moment: datetime) -> None:
        self._begun = self._moment = moment

    def now(self) -> datetime:
        """The moment that it was wound to."""
        return self._moment

    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return (self._moment - self._begun).total_seconds()

    def wind_to(self, moment: datetime) -> None:
        """Move on; never back."""
        self._moment = max(moment, self._moment)

    async def pause(self, seconds: float) -> None:
        """Waiting is winding."""
        self.wind_to(self._moment + timedelta(seconds=seconds))
