"""With a prefix set, what digests and follows say names commands as they are registered."""

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.adapters.slack.render import SlackRenderer
from bot.commands import DEFINITIONS
from bot.desk.failing import sentence
from bot.grammar import parse
from bot.rendering.asked import Asked, asked
from bot.schedules.zones import Zones
from briefings.errors import BadInput
from briefings.service import BriefingService
from tests.adapters.slack.reading import shown
from tests.bot.digests.conftest import blank_file
from tests.fakes.office import ADD, Office, button, opened

__all__ = ["blank_file"]

_BARE = re.compile(rf"(?<![\w/])/(?:{'|'.join(each.name for each in DEFINITIONS)})\b")
_PREFIXED = SlackRenderer("c-")
_LINES = (
    "/digest list", "/digest preview", "/digest explain", "/digest history", "/digest pause", "/digest pause",
    "/digest resume", "/digest snooze 3 days", "/digest edit", "/digest edit time 09:00", "/digest send-now",
    "/digest remove", "/digest explain NONE", "/digest confirm 7K3QF2", "/digest add never", "/follow",
    "/follow India", "/follow", "/unfollow Atlantis", "/unfollow India", "/unfollow",
)  # fmt: skip


@pytest_asyncio.fixture
async def managed(tmp_path: Path, blank_file: Path, service: BriefingService) -> AsyncIterator[Office]:
    """One installation with an empty database."""
    file = tmp_path / "digests.sqlite3"
    shutil.copy(blank_file, file)
    made = opened(file, service, Zones(service.gazetteer))
    yield made
    await made.database.close()


async def _seen(office: Office, line: str) -> str:
    """What a reader is shown after typing a line: an answer, or one sentence."""
    try:
        command = parse(line, office.service.topics)
        reply = await office.says(line)
    except BadInput as error:
        payload = _PREFIXED.said(sentence(error), "private")
    else:
        what = asked(command, office.service.topics)
        payload = _PREFIXED.render(reply, what, 0, "private")
    return f"{payload.text}\n{shown(payload.blocks).text}"


async def test_managing_names_commands_with_the_prefix(managed: Office) -> None:
    """Before a digest, with one, and with what is refused, no command is named by its bare name."""
    seen = [await _seen(managed, line) for line in _LINES]
    echo = await managed.says(ADD)
    seen.append(await _seen(managed, button(echo, "Save")))
    seen += [await _seen(managed, line) for line in _LINES]
    assert [_BARE.findall(each) for each in seen if _BARE.findall(each)] == []
    assert not any("/c-c-" in each for each in seen)
    assert sum("/c-" in each for each in seen) > 5


@pytest.mark.parametrize("name", [each.name for each in DEFINITIONS if each.form == "command"])
def test_a_sentence_names_every_command_with_the_prefix(name: str) -> None:
    """One sentence of ours is no exception; a path that merely looks like a command is left alone."""
    said = _PREFIXED.said(f"Type /{name} here, not https://example.org/{name}.", "private").text
    assert f"/c-{name} here" in said
    assert f"org/{name}" in said


def test_the_help_has_one_prefix(service: BriefingService) -> None:
    """The help, which names commands with the prefix by itself, gets no second one."""
    page = service.about_help("text", "/c-")
    written = _PREFIXED.render(page, Asked("about", "help"), 0, "private").text
    assert "/c-brief" in written
    assert "/c-c-" not in written
