"""A bot on Discord with digests, its editions written as Discord's outlet writes them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.adapters.discord import outlet_parts
from bot.handlers import Handlers
from bot.schedules.zones import Zones
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.office import Office, opened
from tests.fakes.source_texts import SourceTextsInMemory
from tests.standins.discord.readers import Reader
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.world import Message
from tests.wire.discord.conftest import Parts


@pytest_asyncio.fixture
async def office(tmp_path: Path, service: BriefingService) -> AsyncIterator[Office]:
    """What is kept."""
    made = opened(tmp_path / "digests.sqlite3", service, Zones(service.gazetteer))
    made.platform.written = outlet_parts.parts
    yield made
    await made.database.close()


@pytest.fixture
def parts(service: BriefingService, office: Office) -> Parts:
    """The application's parts, digests among them."""
    return Parts(Handlers(service, SourceTextsInMemory(SetClock()), digests=lambda: office.digests))


@pytest.fixture
def boss(standin: DiscordStandIn) -> Reader:
    """Somebody with Manage Server."""
    return standin.user("Boss", manager=True)


def said(message: Message) -> str:
    """Everything a message says."""
    texts = (f"{each.get('title')}\n{each.get('description')}" for each in message.embeds)
    return "\n".join([message.content, *texts])
