"""What the ledger adds up to, for all processes that share it. Pure values."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures of one moment."""

    ended: Mapping[tuple[str, str, str], int]
    """By kind, end and reason (empty where there is none): deliveries ever."""
    due: Mapping[str, int]
    """By kind: deliveries whose time has come and that are not at their end."""
    oldest_due: float
    """Seconds that the one of them has waited that waits longest; 0 where there is none."""
    retried: int
    """Requests to post that followed one without success, of the editions that are still kept."""
    subscriptions: Mapping[tuple[str, str], int]
    """By state and reason (empty where there is none)."""


Counting = Callable[[], Awaitable[Tally]]
"""Adds up. Raises StorageError."""
