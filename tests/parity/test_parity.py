"""The platforms are level: what one lacks has a written reason, and what has a reason is lacking."""

from dataclasses import replace

import pytest

from bot.commands import DEFINITIONS, Ask
from briefings.service import BriefingService
from tests.parity import features, page
from tests.parity.features import Feature
from tests.parity.folders import ADAPTERS, with_the_third
from tests.parity.platform import Platform

PLATFORMS = with_the_third()
SENTENCE = 40
"""Characters of the shortest sentence that could explain anything."""


@pytest.fixture(scope="module")
def offered(service: BriefingService) -> dict[Feature, frozenset[str]]:
    """Every feature, and who offers it."""
    return features.every(PLATFORMS, service.topics)


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda each: each.name)
def test_what_a_platform_lacks_has_a_reason(
    platform: Platform, offered: dict[Feature, frozenset[str]]
) -> None:
    """Every command, option, button, block, inline, follow-up and form is offered, or it is said why not."""
    lacking = [each for each, names in offered.items() if platform.name not in names]
    assert not [each.key for each in lacking if not features.reason(platform, each)]


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda each: each.name)
def test_no_reason_is_stale(platform: Platform, offered: dict[Feature, frozenset[str]]) -> None:
    """A reason for something that is offered, or that nobody knows, has to go."""
    lacking = {each.key for each, names in offered.items() if platform.name not in names}
    assert platform.lacks.keys() <= lacking


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda each: each.name)
def test_reasons_are_sentences(platform: Platform) -> None:
    """A reason says something: a sentence at least, for people who use the platform."""
    for key, why in platform.lacks.items():
        assert len(why) >= SENTENCE, key
        assert why[0].isupper() and why.endswith("."), key  # noqa: PT018 - both make a sentence


def test_every_folder_of_adapters_is_looked_at() -> None:
    """A new folder is found by itself, and is not passed over because nobody wrote how to read it."""
    folders = {each.name for each in ADAPTERS.iterdir() if each.is_dir() and each.name != "__pycache__"}
    assert {each.name for each in PLATFORMS} == {*folders, "markdown_file"}


def test_chats_offer_every_command_and_every_block(offered: dict[Feature, frozenset[str]]) -> None:
    """No reason excuses a chat from a command, an option, a block, an inline or a follow-up."""
    level = {"command", "option", "reply block", "reply inline", "follow-up"}
    chats = {each.name for each in PLATFORMS if each.asker()}
    assert {"discord", "slack"} <= chats
    assert not [each.key for each, names in offered.items() if each.group in level and not chats <= names]


def test_a_command_that_one_platform_forgets_is_noticed(service: BriefingService) -> None:
    """The probe tells an offered command from one that is not: nothing is taken for granted."""
    [discord, *_] = PLATFORMS
    [ask] = [each for each in DEFINITIONS if each.name == "ask"]
    given = {"question": "Why?"}
    assert discord.used("ask", ask, given, service.topics) == Ask("Why?")
    with pytest.raises(KeyError):
        discord.used("enquire", replace(ask, name="enquire"), given, service.topics)
    with pytest.raises(KeyError):
        discord.used("ask", ask, {"query": "Why?"}, service.topics)


def test_the_page_says_what_is_found(service: BriefingService) -> None:
    """docs/parity.md is what `python -m tests.parity --write` writes."""
    assert page.PAGE.read_text(encoding="utf-8") == page.page(service.topics)
