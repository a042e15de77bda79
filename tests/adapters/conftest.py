"""The reply corpus, the same for every adapter."""

import pytest

from briefings.library.index import Library
from briefings.service import BriefingService
from tests.adapters.corpus.asked import Case, every_reply


@pytest.fixture(scope="session")
def corpus(service: BriefingService, library: Library) -> tuple[Case, ...]:
    """What was asked, and its reply."""
    return every_reply(service, library)
