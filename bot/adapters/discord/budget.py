"""How often the bot may identify itself: Discord resets the token of one that does so too often.

Owns the count over restarts and the decision to hold back. Refuses to know the SDK.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.logs import logger
from bot.ports import Notes

RESERVE = 20
"""Identifications a day that are kept for an operator who must restart by hand."""
A_DAY = 1_000
"""Identifications Discord allows in 24 hours (LIMITS: gateway)."""
_SHORTEST_WAIT = 60.0

_log = logger(__name__)


class BudgetSpent(Exception):
    """No identification is left to spend now; the connection must wait."""


@dataclass(frozen=True, slots=True)
class StartLimit:
    """What Discord says at the start: how many are left, and the seconds until all are again."""

    shards: int
    left: int
    reset_after: float


class IdentifyBudget:
    """Counts what this bot spends, over all its runs."""

    def __init__(self, notes: Notes, bot: str, reserve: int = RESERVE) -> None:
        self._notes = notes
        self._bot = bot
        self._reserve = reserve

    async def room(
        self,
        ask: Callable[[], Awaitable[StartLimit]],
        wait: Callable[[float], Awaitable[bool]],
    ) -> bool:
        """Return True as soon as there is room for every shard; False when told to stop.

        `ask` asks Discord; `wait` waits some seconds, and is True when the role is to stop.
        """
        while True:
            limit = await ask()
            left = min(limit.left, A_DAY - await self._notes.identifies(self._bot))
            if left - limit.shards >= self._reserve:
                return True
            seconds = max(limit.reset_after, _SHORTEST_WAIT)
            _log.warning(
                "few connections are left today; holding back before the token is reset",
                left=left,
                shards=limit.shards,
                seconds=round(seconds),
            )
            if await wait(seconds):
                return False

    async def spend(self, shard: int) -> None:
        """Count one identification. Raises BudgetSpent instead when only the reserve is left."""
        if await self._notes.identifies(self._bot) >= A_DAY - self._reserve:
            raise BudgetSpent
        used = await self._notes.count_identify(self._bot, shard)
        _log.info("identifying", shard=shard, used_today=used)
