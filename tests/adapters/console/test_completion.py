"""Completion while typing, against the shipped library."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.console.completion import suggest
from bot.commands import DEFINITIONS
from briefings.service import BriefingService


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/br", "/brief"),
        ("comp", "compare"),
        ("/brief ind", "India"),
        ("ind", "India"),
        ("/brief 인", "India"),
        ("/map нов", None),
        ("/compare India vs chi", "China"),
        ("/compare India, chi", "China"),
        ("/compare India/chi", "China"),
        ("/compare 印度和中", "China"),
        ("/compare 中华人民共和国 印", "India"),
        ("/compare India chi", "China"),
        ("/compare India vs China on tra", "Trade and supply chains"),
        ("/about sou", "sources"),
        ("/ask Why", None),
        ("/frobnicate ind", None),
    ],
)
def test_what_could_be_typed_next(service: BriefingService, line: str, expected: str | None) -> None:
    """Commands, topics in other languages, the second topic, the theme and the pages complete."""
    found = [each.text for each in suggest(line, service.topics)]
    assert expected in found if expected else not found


def test_an_empty_line_offers_every_command(service: BriefingService) -> None:
    """Before anything is typed, each command is offered with its help."""
    shown = [each.shown for each in suggest("", service.topics)]
    assert shown == [f"/{each.name}  {each.help}" for each in DEFINITIONS]


@given(line=st.text(max_size=30))
@settings(max_examples=50, deadline=None)
def test_a_suggestion_never_replaces_more_than_was_typed(service: BriefingService, line: str) -> None:
    """Whatever is typed, completing it takes away no more than there is."""
    assert all(0 <= each.length <= len(line) for each in suggest(line, service.topics))
