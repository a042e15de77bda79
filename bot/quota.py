"""How much one reader may ask in a while, so that nobody takes the bot from the others. In memory.

Owns counting; refuses to keep more than a bounded number of readers in mind.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

MOST = 30
"""Requests of one reader in a window; somebody turning pages as fast as they read stays below it."""
WINDOW = 60.0
"""Seconds."""
_READERS = 10_000
"""Readers kept in mind; beyond it the one who came first is forgotten."""

Verdict = Literal["yes", "first refusal", "no"]


@dataclass(slots=True)
class _Count:
    since: float
    taken: int = 0


class Quota:
    """Counts requests by reader. `elapsed`: seconds by a clock that never goes back."""

    def __init__(self, elapsed: Callable[[], float], most: int = MOST, window: float = WINDOW) -> None:
        self._elapsed = elapsed
        self._most = most
        self._window = window
        self._counts: OrderedDict[str, _Count] = OrderedDict()

    def take(self, reader: str) -> Verdict:
        """Whether one further request is answered; the first that is not is told apart."""
        now = self._elapsed()
        count = self._counts.get(reader)
        if count is None or now - count.since >= self._window:
            self._counts.pop(reader, None)
            count = self._counts[reader] = _Count(now)
            if len(self._counts) > _READERS:
                self._counts.popitem(last=False)
        count.taken += 1
        if count.taken <= self._most:
            return "yes"
        return "first refusal" if count.taken == self._most + 1 else "no"
