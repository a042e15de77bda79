"""Discord's desk on the shipped library, with everything around it in memory."""

import pytest

from bot.adapters.discord.desk import DiscordRenderer
from bot.adapters.discord.parse import where_of
from bot.adapters.discord.payload import Payload
from bot.desk.desk import Desk
from bot.desk.replies import Replies
from bot.handlers import Handlers
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.feedback import FeedbackInMemory
from tests.fakes.source_texts import SourceTextsInMemory

MEMBER = where_of("1", "77", 1 << 11 | 1 << 38, thread=False, locale="en")


@pytest.fixture
def feedback() -> FeedbackInMemory:
    """What was kept."""
    return FeedbackInMemory()


@pytest.fixture
def replies(service: BriefingService) -> Replies[Payload]:
    """Answers from the shipped library."""
    return Replies(Handlers(service, SourceTextsInMemory(SetClock())), DiscordRenderer())


@pytest.fixture
def desk(replies: Replies[Payload], feedback: FeedbackInMemory) -> Desk[Payload]:
    """A desk."""
    return Desk(replies, feedback, SetClock(), "discord")
