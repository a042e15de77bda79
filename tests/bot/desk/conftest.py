"""A desk on the shipped library that answers in plain words, with everything around it in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from bot.desk.desk import Desk
from bot.desk.replies import Replies, Visibility
from bot.desk.where import DIRECT, Where
from bot.handlers import Handlers
from bot.rendering.asked import Asked
from briefings.reply import Reply
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.feedback import FeedbackInMemory
from tests.fakes.source_texts import SourceTextsInMemory

MEMBER = Where("1", "77", writes=True)
MANAGER = Where("2", "77", manages=True, writes=True)
MUTED = Where("3", "77")
DIRECT_READER = Where("4", DIRECT, direct=True, writes=True)


@dataclass(frozen=True)
class Words:
    """A payload of a platform that shows titles and sentences."""

    text: str
    visibility: Visibility
    page: int = 0
    asked: Asked | None = None


class WordsRenderer:
    """Renders to `Words`."""

    def render(self, reply: Reply, asked: Asked, page: int, visibility: Visibility, locale: str) -> Words:
        """The title."""
        return Words(f"{reply.title} ({locale})", visibility, page, asked)

    def said(self, sentence: str, visibility: Visibility) -> Words:
        """The sentence."""
        return Words(sentence, visibility)

    def alone(self, message: Mapping[str, Any]) -> Words:
        """What a digest's message says."""
        return Words(str(message["content"]), "private")

    def words(self, payload: Words) -> str:
        """What it says."""
        return payload.text


@pytest.fixture
def feedback() -> FeedbackInMemory:
    """What was kept."""
    return FeedbackInMemory()


@pytest.fixture
def replies(service: BriefingService) -> Replies[Words]:
    """Answers from the shipped library."""
    return Replies(Handlers(service, SourceTextsInMemory(SetClock())), WordsRenderer())


@pytest.fixture
def desk(replies: Replies[Words], feedback: FeedbackInMemory) -> Desk[Words]:
    """A desk."""
    return Desk(replies, feedback, SetClock(), "here")
