"""What a chat's role is given by the process that runs it: parts of the application, and a pace.

Owns what is the same for every chat; each gateway adds its own.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.leasing import REAL_TIME, Timing
from bot.leaving.ports import Departures
from bot.ports import FeedbackStore, Notes, SeenEvents
from briefings.ports import Clock

if TYPE_CHECKING:
    from bot.handlers import Handlers


class Parts(Protocol):
    """What a role needs of the application."""

    @property
    def handlers(self) -> "Handlers":
        """The one way to answers."""

    @property
    def notes(self) -> Notes:
        """What is remembered from run to run."""

    @property
    def feedback(self) -> FeedbackStore:
        """Where feedback goes."""

    @property
    def events(self) -> SeenEvents:
        """What was taken in hand already, and must not be done again."""

    @property
    def departures(self) -> Departures:
        """Where the bot is no more."""

    @property
    def clock(self) -> Clock:
        """The time of day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long things may take. Tests take other values; `pause` waits some seconds."""

    pause: Callable[[float], Awaitable[object]] = asyncio.sleep
    leasing: Timing = REAL_TIME
    acknowledged: Callable[[float], object] = lambda seconds: None
    """Told how long the platform waited for the first sign that something arrived."""
