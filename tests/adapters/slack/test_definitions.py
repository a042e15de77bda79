"""What Slack is told of the app: commands, shortcut, scopes, events."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.adapters.slack.definitions import (
    BUILT_IN,
    check_prefix,
    definition_of,
    prefixed,
    shortcut,
    slash_commands,
)
from bot.adapters.slack.manifest import SCOPES, as_json, explained, manifest, missing_from
from bot.cli import run
from bot.commands import DEFINITIONS
from briefings.errors import BadInput

ADDRESS = "https://bot.example.org/slack/events"
SLACK = Path(__file__).parents[3] / "bot" / "adapters" / "slack"
USES = {
    "commands": "slash_commands",
    "chat:write": '"chat.postMessage"',
    "app_mentions:read": '"app_mention"',
    "im:history": '"message"',
    "files:write": '"files.completeUploadExternal"',
    "users:read": '"users.info"',
    "channels:read": '"conversations.info"',
    "groups:read": '"conversations.info"',
    "im:write": '"conversations.open"',
    "assistant:write": "assistant.threads.setSuggestedPrompts",
}
"""What in the code needs each scope."""


@pytest.mark.parametrize("prefix", ["", "c-"])
def test_every_command_is_registered_once(prefix: str) -> None:
    """Slash commands are those of the one table, by their names with the prefix; none is Slack's own."""
    commands = slash_commands(prefix)
    assert [each.command for each in commands] == [
        f"/{prefix}{d.name}" for d in DEFINITIONS if d.form == "command"
    ]
    assert all(definition_of(each.command, prefix) is each.definition for each in commands)
    assert not {each.command[1:] for each in commands} & BUILT_IN
    assert all(len(each.command) <= 32 and 0 < len(each.description) <= 2_000 for each in commands)


def test_a_command_of_another_prefix_is_not_ours() -> None:
    """With a prefix, the bare name belongs to somebody else."""
    assert definition_of("/brief", "c-") is None


@pytest.mark.parametrize("prefix", ["C-", "a b", "/", "-x", "x" * 17, "é"])
def test_prefixes_that_no_command_can_have(prefix: str) -> None:
    """Slack's commands are small letters, digits, hyphens and underscores."""
    with pytest.raises(BadInput, match="prefix"):
        check_prefix(prefix)


def test_sentences_name_commands_as_they_are_registered() -> None:
    """Only names of ours after a slash are changed, and nothing without a prefix."""
    assert (
        prefixed("Try /brief India, or 1/ask; see /etc.", "c-") == "Try /c-brief India, or 1/ask; see /etc."
    )
    assert prefixed("Try /brief India", "") == "Try /brief India"


def test_the_manifest_holds_exactly_what_is_used() -> None:
    """Scopes and events are those with a reason; socket mode needs no address."""
    made = manifest("c-")
    assert made["oauth_config"]["scopes"]["bot"] == [each.name for each in SCOPES]
    assert made["settings"]["socket_mode_enabled"] is True
    assert "url" not in json.dumps(made)
    assert [each["command"] for each in made["features"]["slash_commands"]] == [
        e.command for e in slash_commands("c-")
    ]
    assert made["features"]["shortcuts"][0]["name"] == shortcut()[0] == "Brief me on this"
    assert made["features"]["app_home"]["home_tab_enabled"]
    assert made["settings"]["interactivity"]["is_enabled"]
    assert 174 <= len(made["display_information"]["long_description"]) <= 4_000
    assert len(made["display_information"]["description"]) <= 140


def test_each_scope_is_used_by_something() -> None:
    """A scope that nothing needs would be asked for in advance."""
    code = "".join(
        path.read_text(encoding="utf-8") for path in SLACK.glob("*.py") if path.name != "manifest.py"
    )
    assert set(USES) == {each.name for each in SCOPES}
    assert [name for name, use in USES.items() if use not in code] == []


def test_over_http_every_address_is_the_one_given() -> None:
    """Commands, events, buttons and lists are sent to one place, and no socket is opened."""
    made = manifest("", ADDRESS)
    assert {each["url"] for each in made["features"]["slash_commands"]} == {ADDRESS}
    assert made["settings"]["event_subscriptions"]["request_url"] == ADDRESS
    assert made["settings"]["interactivity"]["request_url"] == ADDRESS
    assert made["settings"]["interactivity"]["message_menu_options_url"] == ADDRESS
    assert made["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize("address", ["http://bot.example.org", "bot.example.org", ""])
def test_slack_calls_https_only(address: str) -> None:
    """Another address would be refused by Slack later, with less to go by."""
    with pytest.raises(BadInput, match="https"):
        manifest("", address)


def test_the_link_holds_the_whole_manifest() -> None:
    """Whoever opens it needs to paste nothing."""
    told = as_json("c-")
    [written] = parse_qs(urlsplit(told["create_link"]).query)["manifest_json"]
    assert json.loads(written) == told["manifest"] == manifest("c-")


def test_people_are_told_the_reason_of_each_scope() -> None:
    """The text names every scope with what it is for."""
    text = explained()
    assert all(each.name in text and each.why in text for each in SCOPES)


def test_missing_scopes_are_named() -> None:
    """What was granted is compared with what is used."""
    assert [each.name for each in missing_from({"commands", "chat:write", "im:history", "unknown"})] == [
        "app_mentions:read",
        "files:write",
        "users:read",
        "channels:read",
        "groups:read",
        "im:write",
        "assistant:write",
    ]


def test_the_manifest_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The same manifest in words and as JSON, with the prefix and the address given."""
    given = ["manifest", "slack", "--prefix", "c-", "--http", ADDRESS]
    assert run(given) == 0
    shown = capsys.readouterr().out
    assert run([*given, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["manifest"] == manifest("c-", ADDRESS)
    assert told["create_link"] in shown
    assert run(["manifest", "slack", "--http", "http://bot.example.org"]) == 2
