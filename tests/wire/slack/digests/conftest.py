"""A bot on Slack with digests, its editions written as Slack's outlet writes them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.adapters.slack import outlet_parts
from bot.handlers import Handlers
from bot.schedules.zones import Zones
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.office import Office, opened
from tests.fakes.source_texts import SourceTextsInMemory
from tests.standins.slack.readers import Reader
from tests.standins.slack.standin import SlackStandIn
from tests.wire.slack.conftest import Parts, StandInTime


@pytest_asyncio.fixture
async def office(tmp_path: Path, service: BriefingService) -> AsyncIterator[Office]:
    """What is kept."""
    made = opened(tmp_path / "digests.sqlite3", service, Zones(service.gazetteer))
    made.platform.written = outlet_parts.parts
    yield made
    await made.database.close()


@pytest.fixture
def parts(service: BriefingService, office: Office, standin: SlackStandIn) -> Parts:
    """The application's parts, digests among them."""
    handlers = Handlers(service, SourceTextsInMemory(SetClock()), digests=lambda: office.digests)
    return Parts(handlers, StandInTime(standin))


@pytest.fixture
def boss(standin: SlackStandIn) -> Reader:
    """A workspace admin."""
    return standin.user("Boss", manager=True)
