"""A desk on the shipped library, with everything around it in memory."""

import pytest

from bot.adapters.discord.desk import Desk
from bot.adapters.discord.parse import Where
from bot.adapters.discord.replies import Replies
from bot.handlers import Handlers
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.feedback import FeedbackInMemory
from tests.fakes.source_texts import SourceTextsInMemory

MEMBER = Where("1", "77", permissions=1 << 11 | 1 << 38)
MANAGER = Where("2", "77", permissions=1 << 5 | 1 << 11)
MUTED = Where("3", "77", permissions=0)
DIRECT_READER = Where("4", "direct")


@pytest.fixture
def feedback() -> FeedbackInMemory:
    """What was kept."""
    return FeedbackInMemory()


@pytest.fixture
def replies(service: BriefingService) -> Replies:
    """Answers from the shipped library."""
    return Replies(Handlers(service, SourceTextsInMemory(SetClock())))


@pytest.fixture
def desk(replies: Replies, feedback: FeedbackInMemory) -> Desk:
    """A desk."""
    return Desk(replies, feedback, SetClock())
