"""Handlers that wait, or fail, when a test wants it."""

import asyncio

from bot.commands import Command
from bot.handlers import NOWHERE, Context, Handlers
from briefings.reply import Reply
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.source_texts import SourceTextsInMemory
from tests.wire.slack.conftest import Parts


class Gated(Handlers):
    """Answers once its gate is open, or fails."""

    def __init__(self, service: BriefingService, *, error: Exception | None = None) -> None:
        super().__init__(service, SourceTextsInMemory(SetClock()))
        self.gate = asyncio.Event()
        self.error = error

    async def handle(self, command: Command, context: Context = NOWHERE) -> Reply:
        """As its parent, later."""
        if self.error is not None:
            raise self.error
        await self.gate.wait()
        return await super().handle(command, context)


def gated(parts: Parts) -> asyncio.Event:
    """Puts a gate before the answers of these parts; it is closed."""
    handlers = Gated(parts.handlers.service)
    parts.handlers = handlers
    return handlers.gate
