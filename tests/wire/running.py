"""A chat's role that runs against a stand-in, and what outlives one run of it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.handlers import Handlers
from bot.leaving.ports import Departures
from bot.ports import Lease, SeenEvents, ThreadTopics
from briefings.ports import Clock
from tests.fakes.clock import SetClock
from tests.fakes.departures import DeparturesInMemory
from tests.fakes.events import SeenEventsInMemory, ThreadTopicsInMemory
from tests.fakes.feedback import FeedbackInMemory
from tests.fakes.lease import LeaseInMemory
from tests.fakes.notes import NotesInMemory


@dataclass
class Parts:
    """What outlives one run of the bot: what would be in the database."""

    handlers: Handlers
    clock: Clock = field(default_factory=SetClock)
    notes: NotesInMemory = field(default_factory=NotesInMemory)
    feedback: FeedbackInMemory = field(default_factory=FeedbackInMemory)
    events: SeenEvents = field(default_factory=SeenEventsInMemory)
    departures: Departures = field(default_factory=DeparturesInMemory)
    threads: ThreadTopics = field(default_factory=ThreadTopicsInMemory)
    lease: Lease = field(default_factory=LeaseInMemory)


@dataclass
class Bot:
    """The role, running. `port`: where it listens, if it does."""

    task: "asyncio.Task[None]"
    stop: asyncio.Event
    port: int = 0

    @property
    def url(self) -> str:
        """Where events are sent to, over HTTP."""
        return f"http://127.0.0.1:{self.port}/slack/events"

    async def leave(self) -> None:
        """Stop it in an orderly way, and raise what it raised."""
        self.stop.set()
        await self.task


Start = Callable[..., Awaitable[Bot]]


def remembered(parts: Parts) -> dict[str, tuple[tuple[str, ...], datetime]]:
    """What threads are about and since when, where that is kept in memory."""
    assert isinstance(parts.threads, ThreadTopicsInMemory)
    return dict(parts.threads.kept)
