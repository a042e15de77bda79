"""Which clock a transaction goes by: the database's, which all processes share, or one that is set."""

from abc import ABC, abstractmethod
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.ports import Clock


class Moments(ABC):
    """Tells the time within a transaction."""

    @abstractmethod
    async def now(self, connection: AsyncConnection) -> datetime:
        """The present moment, aware and in UTC."""


class DatabaseMoments(Moments):
    """The database's clock: for a file this machine's, for a server that server's."""

    async def now(self, connection: AsyncConnection) -> datetime:
        """The moment at which the database answers, not the one at which the transaction began."""
        if connection.dialect.name != "postgresql":
            return datetime.now(UTC)
        told: datetime = (await connection.execute(text("SELECT clock_timestamp()"))).scalar_one()
        return told.astimezone(UTC)


class ClockMoments(Moments):
    """A clock of the program's own, whatever database there is."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def now(self, connection: AsyncConnection) -> datetime:
        """What the clock shows."""
        return self._clock.now()
