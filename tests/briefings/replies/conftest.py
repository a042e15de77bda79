"""A library of one article and one of two, and every kind of reply from each."""

import pytest

from briefings.library.index import Library
from briefings.library.load import load_folder, load_shipped
from briefings.reply import (
    Reply,
)
from briefings.service import BriefingService
from tests.briefings.replies.corpus import CANAL, every_reply, serve


@pytest.fixture(scope="session", params=["one article", "two articles"])
def library(request: pytest.FixtureRequest) -> Library:
    """The shipped library, alone and with another article."""
    further = [load_folder(CANAL)] if request.param == "two articles" else []
    return Library([*load_shipped(), *further])


@pytest.fixture(scope="session")
def service(library: Library) -> BriefingService:
    """The facade on that library."""
    return serve(library)


@pytest.fixture(scope="session")
def replies(service: BriefingService, library: Library) -> tuple[Reply, ...]:
    """Every kind of reply, over all topics."""
    return tuple(every_reply(service, library))
