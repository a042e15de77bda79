"""The page for newcomers says what is true: commands, settings, buttons and sentences are real."""

import re
from pathlib import Path

import pytest

from bot import notices
from bot.adapters.discord.answering import NO_EMBEDS
from bot.adapters.discord.custom_ids import CustomIds
from bot.adapters.discord.definitions import command_payloads
from bot.adapters.discord.errors import TOKEN_REFUSED
from bot.adapters.discord.render import render
from bot.cli import program
from bot.commands import Brief
from bot.quota import MOST
from bot.rendering.asked import asked
from bot.variables import VARIABLES
from briefings.service import BriefingService

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "discord.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line", sorted(set(re.findall(r"communique ((?:run|manifest|doctor)[ a-z]*)", PAGE)))
)
def test_every_command_line_is_one(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is to be typed in the terminal is understood by the program."""
    assert program.call([*line.split(), "--help"]) == 0
    assert "Usage:" in capsys.readouterr().out


def test_every_setting_is_one() -> None:
    """Every variable that is named exists."""
    named = set(re.findall(r"COMMUNIQUE_[A-Z_]+", PAGE))
    assert named <= {each.full_name for each in VARIABLES}
    assert "COMMUNIQUE_DISCORD_TOKEN" in named


def test_every_command_of_readers_is_named() -> None:
    """The page names every registered command and none that there is not."""
    registered = {f"/{each['name']}" for each in command_payloads() if each["type"] == 1}
    assert set(re.findall(r"`(/[a-z]+)`", PAGE)) == registered
    assert next(each["name"] for each in command_payloads() if each["type"] == 3) in PAGE


def test_every_button_is_named_as_it_reads(service: BriefingService) -> None:
    """Buttons and menus are called what is written on them."""
    payload = render(service.brief("India"), ids=CustomIds(asked(Brief("India"))))
    shown = [
        str(each.get("label") or each.get("placeholder"))
        for row in payload.components
        for each in row["components"]
    ]
    for name in shown:
        assert "›" in name or f"**{name}**" in PAGE, name


def test_the_sentences_to_look_for_are_said() -> None:
    """What the table of troubles quotes is what the program says."""
    assert TOKEN_REFUSED.startswith("Discord does not accept the bot token")
    assert "may not show it in this channel" in NO_EMBEDS
    assert notices.failed("7F3K2").startswith("Something went wrong on our side")
    assert MOST == 30
    assert "thirty times in a minute" in PAGE


def test_what_is_to_be_done_with_files_can_be_done() -> None:
    """The files and targets that the page uses exist."""
    assert "COMMUNIQUE_DISCORD_TOKEN" in (ROOT / ".env.example").read_text(encoding="utf-8")
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^play:", targets, re.MULTILINE)
