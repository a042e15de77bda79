"""Counting over a span of time: so many in so many seconds.

Owns the arithmetic of limits that both platforms have. The time is passed in.
"""

from collections import deque
from datetime import datetime, timedelta


class RollingWindow:
    """At most `limit` events in any `span`."""

    def __init__(self, limit: int, span: timedelta) -> None:
        self.limit = limit
        self.span = span
        self._events: deque[datetime] = deque()

    def count(self, now: datetime) -> int:
        """How many events lie within the span that ends now."""
        while self._events and self._events[0] <= now - self.span:
            self._events.popleft()
        return len(self._events)

    def add(self, now: datetime) -> None:
        """Count one event."""
        self._events.append(now)

    def left(self, now: datetime) -> int:
        """How many more may come now."""
        return max(0, self.limit - self.count(now))

    def free_in(self, now: datetime) -> float:
        """Seconds until one more may come; 0 when it may come now."""
        if self.left(now):
            return 0.0
        over = len(self._events) - self.limit
        return (self._events[over] + self.span - now).total_seconds()


class FixedWindow:
    """At most `limit` events between two resets; the first event after a reset opens the window."""

    def __init__(self, limit: int, span: timedelta) -> None:
        self.limit = limit
        self.span = span
        self.used = 0
        self._opened: datetime | None = None

    def take(self, now: datetime) -> bool:
        """Count one event if there is room; False when there is none."""
        if self._opened is None or now >= self._opened + self.span:
            self._opened, self.used = now, 0
        if self.used >= self.limit:
            return False
        self.used += 1
        return True

    def reset_in(self, now: datetime) -> float:
        """Seconds until the window is empty again."""
        if self._opened is None:
            return 0.0
        return max(0.0, (self._opened + self.span - now).total_seconds())

    def reset_at(self, now: datetime) -> datetime:
        """When the window is empty again."""
        return now + timedelta(seconds=self.reset_in(now))
