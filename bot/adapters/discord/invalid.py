"""How many refused requests Discord counts against the address before it bans it, and when to hold back.

Owns the count over all channels of one process. Refuses to know the SDK.
"""

from collections import deque
from collections.abc import Callable
from typing import Final

from bot.logs import logger

COUNTED: Final = frozenset({401, 403, 429})
"""Statuses that lead to a ban, 429 with the scope `shared` excepted (LIMITS: rates)."""
SPAN: Final = 600.0
"""Seconds over which Discord counts."""
BANNED_AT: Final = 10_000
HELD_AT: Final = BANNED_AT // 2
"""From here on nothing is asked. The other half is for what else uses the address."""

_log = logger(__name__)


class InvalidBudget:
    """Counts what Discord counts. `told` hears of each."""

    def __init__(
        self, elapsed: Callable[[], float], told: Callable[[], object] = lambda: None, most: int = HELD_AT
    ) -> None:
        self._elapsed = elapsed
        self._told = told
        self._whole = self._most = most
        self._at: deque[float] = deque(maxlen=most)
        self._held_since: float | None = None

    def shared_by(self, workers: int) -> None:
        """So many workers post, this one included; they may all have one address."""
        self._most = max(1, self._whole // max(1, workers))

    def count(self, status: int, scope: str | None) -> None:
        """An answer came."""
        if status in COUNTED and scope != "shared":
            self._at.append(self._elapsed())
            self._told()

    def closed_for(self) -> float:
        """Seconds until a request may be made; 0 where it may now."""
        now = self._elapsed()
        while self._at and self._at[0] <= now - SPAN:
            self._at.popleft()
        if len(self._at) < self._most:
            return 0.0
        wait = self._at[-self._most] + SPAN - now
        if self._held_since is None or now - self._held_since >= SPAN:
            self._held_since = now
            _log.error(
                "Discord refused so many requests that it would soon ban this address; posting waits",
                refused=len(self._at),
                seconds=round(wait),
            )
        return wait
