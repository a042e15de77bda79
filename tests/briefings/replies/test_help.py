"""The help page: each way of offering commands is told as readers have it there."""

from typing import get_args

import pytest

from bot.commands import DEFINITIONS, About
from bot.grammar import parse
from bot.handlers import Context, Handlers
from briefings.present.about import Surface
from briefings.reply import Bullets, Code, Inline
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.source_texts import SourceTextsInMemory


async def _items(service: BriefingService, surface: Surface, prefix: str = "/") -> list[tuple[Inline, ...]]:
    handlers = Handlers(service, SourceTextsInMemory(SetClock()))
    reply = await handlers.handle(About("help"), Context(surface=surface, prefix=prefix))
    return [item for block in reply.blocks if isinstance(block, Bullets) for item in block.items]


def _typed(items: list[tuple[Inline, ...]]) -> list[str]:
    return [each.text for item in items for each in item if isinstance(each, Code)]


@pytest.mark.parametrize("surface", get_args(Surface))
async def test_each_command_is_told_once(service: BriefingService, surface: Surface) -> None:
    """There is one line for each definition, wherever the reader is."""
    assert len(await _items(service, surface)) == len(DEFINITIONS)


@pytest.mark.parametrize("surface", ["options", "text"])
async def test_what_is_pressed_is_not_told_as_typed(service: BriefingService, surface: Surface) -> None:
    """Where evidence is a button and a text is briefed on from a menu, no command of that name is shown."""
    items = await _items(service, surface)
    typed = _typed(items)
    for definition in DEFINITIONS:
        shown = any(each.split()[0] == f"/{definition.name}" for each in typed)
        assert shown == (definition.form == "command")
    said = "".join(str(inline.text) for item in items for inline in item if hasattr(inline, "text"))
    assert "a button under every answer" in said
    assert "Brief me on this, in the menu of any message" in said


async def test_options_are_named_where_they_are_filled_in(service: BriefingService) -> None:
    """A client with named options is told their names, those that may be left out in brackets."""
    assert "/compare a b [theme]" in _typed(await _items(service, "options"))


@pytest.mark.parametrize(("surface", "prefix"), [("console", "/"), ("text", "/"), ("text", "/c-")])
async def test_what_is_told_as_typed_can_be_typed(
    service: BriefingService, surface: Surface, prefix: str
) -> None:
    """Each example, without the prefix of the place, is a command of the grammar."""
    for line in _typed(await _items(service, surface, prefix)):
        assert line.startswith(prefix)
        command = parse("/" + line.removeprefix(prefix), service.topics)
        wanted = line.removeprefix(prefix).split()[0]
        assert type(command) is next(each.command for each in DEFINITIONS if each.name == wanted)
