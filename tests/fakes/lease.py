"""Leases in memory, for tests that need the port and not the database."""

from dataclasses import replace

from bot.ports import LEASE_LASTS, Hold, Lease
from briefings.ports import Clock
from tests.fakes.clock import SetClock


class LeaseInMemory(Lease):
    """Keeps leases as long as it lives; share one between those who compete."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SetClock()
        self._holds: dict[str, Hold] = {}

    async def acquire(self, role: str, holder: str) -> Hold | None:
        """The role, unless it is held."""
        if await self.held(role):
            return None
        before = self._holds.get(role)
        fence = before.fence + 1 if before else 1
        self._holds[role] = Hold(role, holder, fence, self._clock.now() + LEASE_LASTS)
        return self._holds[role]

    async def renew(self, hold: Hold) -> Hold | None:
        """The same for longer, while it is in force."""
        if not await self._in_force(hold):
            return None
        self._holds[hold.role] = replace(hold, expires_at=self._clock.now() + LEASE_LASTS)
        return self._holds[hold.role]

    async def release(self, hold: Hold) -> None:
        """Let go, while it is in force."""
        if await self._in_force(hold):
            self._holds[hold.role] = replace(hold, expires_at=self._clock.now())

    async def take_over(self, hold: Hold, holder: str) -> Hold | None:
        """The role out of that hold, where it is still in it."""
        now = self._holds.get(hold.role)
        if now is None or (now.holder, now.fence) != (hold.holder, hold.fence):
            return None
        self._holds[hold.role] = Hold(hold.role, holder, hold.fence + 1, self._clock.now() + LEASE_LASTS)
        return self._holds[hold.role]

    async def held(self, role: str) -> Hold | None:
        """The hold in force."""
        hold = self._holds.get(role)
        return hold if hold and hold.expires_at > self._clock.now() else None

    async def _in_force(self, hold: Hold) -> bool:
        now = await self.held(hold.role)
        return now is not None and (now.holder, now.fence) == (hold.holder, hold.fence)
