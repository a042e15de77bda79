"""What a process notices of itself while it runs: its roles, how late its loop is, how soon it acknowledges.

Owns counting, in a few hundred bytes that never grow. Refuses anything that tells one reader, channel or
server from another.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

LAG_BOUNDS: Final = (0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds. Readers notice about 0.25; platforms give up after 3."""
ACKNOWLEDGED_BOUNDS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
"""Seconds. Platforms wait three for a first sign; ours is given after 1.5 at the latest."""


class RoleState(Enum):
    """How a role stands."""

    STARTING = "starting"
    PLAYING = "playing"
    """It works, or waits for the process that holds its lease to end."""
    RESTARTING = "restarting"
    """It failed and is tried again."""
    NEEDS_ATTENTION = "needs attention"
    ENDED = "ended"


@dataclass(slots=True)
class Spread:
    """How often something took how long. `bounds`: seconds, rising."""

    bounds: tuple[float, ...]
    counts: list[int] = field(init=False)
    """One for each bound, of what took so long at most and longer than the bound before; then the rest."""
    total: float = 0.0
    """All of it together, in seconds."""

    def __post_init__(self) -> None:
        self.counts = [0] * (len(self.bounds) + 1)

    def add(self, seconds: float) -> None:
        """One more; below nothing counts as nothing."""
        took = max(0.0, seconds)
        self.counts[bisect_left(self.bounds, took)] += 1
        self.total += took


@dataclass(slots=True)
class Vitals:
    """The figures of one process. Used by its loop alone, so nothing is locked."""

    roles: dict[str, RoleState] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    """By role: how often it failed and was tried again."""
    lag: Spread = field(default_factory=lambda: Spread(LAG_BOUNDS))
    acknowledgements: dict[str, Spread] = field(default_factory=dict)
    """By platform: from a reader's request to the first sign that it arrived."""
    refusals: dict[str, int] = field(default_factory=dict)
    """By platform: answers to posts that it counts towards a ban of the address."""
    waits_for_database: str | None = None
    """Why deliveries could not use it when they last tried, such as a full disk; None: they can."""

    def role(self, name: str, state: RoleState) -> None:
        """A role stands so from now on."""
        self.roles[name] = state
        self.failures.setdefault(name, 0)
        if state is RoleState.RESTARTING:
            self.failures[name] += 1

    def refused(self, platform: str) -> None:
        """A platform refused a request in a way that it bans for in the end."""
        self.refusals[platform] = self.refusals.get(platform, 0) + 1

    def database_used(self, trouble: str | None) -> None:
        """Deliveries used the database, or could not, and why."""
        self.waits_for_database = trouble

    def acknowledged(self, platform: str, seconds: float) -> None:
        """A reader's request was acknowledged after so long."""
        self.acknowledgements.setdefault(platform, Spread(ACKNOWLEDGED_BOUNDS)).add(seconds)
