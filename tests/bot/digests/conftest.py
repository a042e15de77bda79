"""One installation for each test, on a copy of an empty database."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.schedules.zones import Zones
from bot.storage.database import Database
from bot.storage.place import Place
from briefings.editions.sources import Sources
from briefings.service import BriefingService
from tests.fakes.office import Office, opened


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with its tables."""
    file = tmp_path_factory.mktemp("blank") / "digests.sqlite3"

    async def make() -> None:
        database = Database(Place(file))
        async with database.writing():
            pass
        await database.close()

    asyncio.run(make())
    return file


@pytest.fixture(scope="session")
def zones(service: BriefingService) -> Zones:
    """Zones by name."""
    return Zones(service.gazetteer)


@pytest.fixture(scope="session")
def sources(service: BriefingService) -> Sources:
    """The shipped library, as editions are made of it."""
    return service.sources


@pytest_asyncio.fixture
async def office(
    tmp_path: Path, blank_file: Path, service: BriefingService, zones: Zones
) -> AsyncIterator[Office]:
    """One installation."""
    file = tmp_path / "digests.sqlite3"
    shutil.copy(blank_file, file)
    made = opened(file, service, zones)
    yield made
    await made.database.close()
