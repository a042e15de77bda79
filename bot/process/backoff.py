"""How long to wait before a role that failed is tried again."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Doubling waits, in seconds, up to `longest`.

    Each is drawn from its upper half, so that many do not come back at once. A role that ran for `calm`
    seconds starts over with the shortest.
    """

    first: float = 1.0
    longest: float = 60.0
    calm: float = 300.0

    def delay(self, failures: int, source: random.Random) -> float:
        """Seconds to wait after that many failures in a row, at least one."""
        doublings = min(failures - 1, 32)  # enough to pass any `longest`, and no overflow after a year
        full = min(self.longest, self.first * 2.0**doublings)
        return full * source.uniform(0.5, 1.0)
