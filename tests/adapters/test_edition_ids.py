"""The id of an edition stands once in what readers see of a message, as its last line, on every platform."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from bot.adapters.discord import outlet_parts as discord
from bot.adapters.slack import outlet_parts as slack
from briefings.answers.ask import Answerer
from briefings.editions.compose import Composed, compose_edition
from briefings.editions.history import History
from briefings.editions.order import Order, Slot, Style
from briefings.editions.sources import Sources
from briefings.library.index import Library
from briefings.library.load import load_shipped
from briefings.places import Gazetteer
from briefings.present.editions import present_edition
from briefings.reply import Reply
from briefings.themes import ThemeVocabulary
from briefings.topics import Topics

Parts = Callable[[Sequence[Reply], str], tuple[tuple[Mapping[str, Any], bool], ...]]
EDITION = "d-0AB1CD2"


@pytest.fixture(scope="module")
def sources() -> Sources:
    """The shipped library."""
    library, gazetteer, themes = Library(load_shipped()), Gazetteer.shipped(), ThemeVocabulary.shipped()
    return Sources(
        library, Topics(library, gazetteer, themes), Answerer(library.briefings, gazetteer, themes)
    )


def _seen(platform: str, message: Mapping[str, Any]) -> str:
    """What of a message people see: no ids of buttons, no metadata."""
    if platform == "discord":
        return json.dumps(message["embeds"], ensure_ascii=False)
    told = [each for each in message["blocks"] if each["type"] != "actions"]
    return json.dumps([{**each, "block_id": ""} for each in told], ensure_ascii=False)


@pytest.mark.parametrize("style", ["full", "headlines", "thread"])
@pytest.mark.parametrize(("platform", "parts"), [("discord", discord.parts), ("slack", slack.parts)])
def test_the_id_is_seen_once(sources: Sources, platform: str, parts: Parts, style: Style) -> None:
    """Number and cut-off stand in the foot without it; the mark by which a message is found again has it."""
    day = Slot(date=date(2026, 3, 9), time="08:30", zone="Asia/Kolkata")
    found = compose_edition(sources, Order(style=style), History(), day, EDITION)
    assert isinstance(found, Composed)
    for made, _ in parts(present_edition(found.edition), EDITION):
        seen = _seen(platform, made["message"])
        assert seen.count(EDITION) == 1
        assert "Edition 1 · as of " in seen
