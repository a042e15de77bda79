"""Which roles a run plays."""

import asyncio
from dataclasses import replace

import pytest

from bot.app import App, build
from bot.process.roles import OFFERS, Offer, chosen
from bot.secret import Secret
from bot.settings import Settings
from briefings.errors import BadInput, ConfigurationError

READY = build(Settings(discord_token=Secret("a.b.c")))
BARE = build(Settings())


async def _never(_: App, __: asyncio.Event) -> None:
    raise AssertionError


OTHER = Offer("other", lambda settings: "set COMMUNIQUE_OTHER to something", _never)


def test_without_names_all_that_are_set_up_are_played() -> None:
    """What is not set up is left out in silence when nobody asked for it."""
    assert [role.name for role in chosen(READY, (), (*OFFERS, OTHER))] == ["discord", "digests"]


def test_a_named_role_is_played_once() -> None:
    """Naming a role twice is naming it."""
    assert [role.name for role in chosen(READY, ("discord", "discord"))] == ["discord"]


def test_nothing_set_up_says_what_to_set() -> None:
    """With no platform set up, one sentence names every variable that would do."""
    with pytest.raises(ConfigurationError) as caught:
        chosen(BARE, (), (*OFFERS, OTHER))
    assert "COMMUNIQUE_DISCORD_TOKEN" in str(caught.value)
    assert "COMMUNIQUE_OTHER" in str(caught.value)
    assert str(caught.value).count(".") == 1


def test_a_named_role_that_is_not_set_up_says_what_to_set() -> None:
    """Asking for Discord without a token names the variable, even when another role could run."""
    with pytest.raises(ConfigurationError, match="COMMUNIQUE_DISCORD_TOKEN"):
        chosen(BARE, ("discord",))
    with pytest.raises(ConfigurationError, match="COMMUNIQUE_OTHER"):
        chosen(READY, ("discord", "other"), (*OFFERS, OTHER))


def test_a_role_there_is_not_is_bad_input() -> None:
    """A misspelt role is refused with the names there are, and is not repeated."""
    with pytest.raises(BadInput) as caught:
        chosen(READY, ("discrod\x1b[31m",))
    assert str(caught.value) == "There is no role of that name; there is discord, slack, digests."


SLACK = Settings(slack_bot_token=Secret("xoxb-1"))


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        (Settings(), "COMMUNIQUE_SLACK_BOT_TOKEN"),
        (SLACK, "COMMUNIQUE_SLACK_APP_TOKEN"),
        (replace(SLACK, slack_http=True), "COMMUNIQUE_SLACK_SIGNING_SECRET"),
    ],
)
def test_slack_says_what_its_way_of_receiving_needs(settings: Settings, named: str) -> None:
    """Socket Mode needs another secret than HTTP, and each is asked for by its name."""
    with pytest.raises(ConfigurationError, match=named):
        chosen(build(settings), ("slack",))


def test_both_platforms_are_played_in_one_process() -> None:
    """All that is set up runs when nothing is named."""
    both = replace(SLACK, slack_app_token=Secret("xapp-1"), discord_token=Secret("a.b.c"))
    assert [role.name for role in chosen(build(both))] == ["discord", "slack", "digests"]
