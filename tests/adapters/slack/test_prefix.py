"""With a prefix set, what digests and follows say names commands as they are registered."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.adapters.slack.render import SlackRenderer
from bot.commands import DEFINITIONS
from bot.rendering.asked import Asked
from briefings.errors import BadInput
from briefings.service import BriefingService
from tests.adapters.slack.reading import heard, shown
from tests.bot.digests.conftest import blank_file, zones
from tests.fakes.office import ADD, Office, button, opened

__all__ = ["blank_file", "zones"]

_BARE = re.compile(rf"(?<![\w/])/(?:{'|'.join(each.name for each in DEFINITIONS)})\b")
_PREFIXED = SlackRenderer("c-")


@pytest_asyncio.fixture
async def managed(tmp_path: Path, service: BriefingService) -> AsyncIterator[Office]:
    """One installation with an empty database."""
