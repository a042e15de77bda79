"""What the doctor finds on the Slack side, and what it says to click."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.slack.doctor import clock_skew, examine
from bot.adapters.slack.manifest import OPTIONAL, SCOPES
from bot.app import build
from bot.clock import SystemClock
from bot.doctor import examination
from bot.findings import Finding
from bot.secret import Secret
from bot.settings import Settings
from tests.fakes.clock import EARLY
from tests.standins.faults import Match
from tests.standins.slack.refusals import server_page, slack_error
from tests.standins.slack.standin import SlackStandIn


async def found(standin: SlackStandIn, settings: Settings) -> dict[str, Finding]:
    """The findings, the worst of each check."""
    order = {"ok": 0, "warn": 1, "problem": 2}
    findings = await examine(settings, SystemClock())
    return {each.check: each for each in sorted(findings, key=lambda each: order[each.level])}


async def test_all_is_well(standin: SlackStandIn, settings: Settings) -> None:
    """With the manifest installed and both tokens good, nothing is wrong, and one verdict is on each."""
    findings = await examine(settings, SystemClock())
    assert [each for each in findings if each.level == "problem"] == []
    checks = [each.check for each in findings]
    assert len(checks) == len(set(checks))
    assert {"Slack bot token", "Slack scopes", "Slack app-level token", "Slack channels"} <= set(checks)


async def test_each_missing_scope_is_named_with_its_reason(
    standin: SlackStandIn, settings: Settings, expected: set[str]
) -> None:
    """What is missing, why it is needed, and where to put it right."""
    expected.add("missing_scope")
    for scope in SCOPES:
        standin.settings.scopes = frozenset(each.name for each in SCOPES if each is not scope)
        finding = (await found(standin, settings))["Slack scopes"]
        assert finding.level == "problem"
        assert scope.name in finding.message
        assert scope.why in finding.message
        assert "manifest slack" in (finding.remedy or "")


@pytest.mark.parametrize(
    ("changes", "check", "named"),
    [
        ({"slack_bot_token": Secret("xoxb-wrong")}, "Slack bot token", "Bot User OAuth Token"),
        ({"slack_bot_token": Secret("xapp-swapped")}, "Slack bot token", "Bot User OAuth Token"),
        ({"slack_app_token": Secret("xapp-wrong")}, "Slack app-level token", "connections:write"),
        ({"slack_app_token": Secret("xoxb-swapped")}, "Slack app-level token", "connections:write"),
        ({"slack_app_token": None}, "Slack app-level token", "COMMUNIQUE_SLACK_APP_TOKEN"),
        ({"slack_http": True, "slack_signing_secret": None}, "Slack signing secret", "Signing Secret"),
        ({"slack_prefix": "-"}, "Slack prefix", "COMMUNIQUE_SLACK_PREFIX"),
        ({"slack_api_url": "http://127.0.0.1:9/api"}, "Slack", "COMMUNIQUE_SLACK_API_URL"),
    ],
)
async def test_what_is_wrong_is_a_problem_with_a_remedy(
    standin: SlackStandIn, settings: Settings, changes: dict[str, object], check: str, named: str
) -> None:
    """Each mistake is one problem that says what to click, and shows no token."""
    given = replace(settings, **changes)  # type: ignore[arg-type]
    finding = (await found(standin, given))[check]
    assert finding.level == "problem"
    assert named in (finding.remedy or "")
    assert "wrong" not in finding.message
    assert "swapped" not in finding.message


async def test_a_socket_without_its_scope(standin: SlackStandIn, settings: Settings) -> None:
    """An app-level token that may not connect is told apart."""
    standin.settings.app_scopes = frozenset()
    assert (await found(standin, settings))["Slack app-level token"].level == "problem"


async def test_http_needs_no_app_token_and_names_its_address(
    standin: SlackStandIn, settings: Settings
) -> None:
    """Over HTTP the socket is not tried; listening beyond this machine is worth a word."""
    over_http = replace(settings, slack_http=True, slack_app_token=None)
    findings = await found(standin, over_http)
    assert findings["Slack over HTTP"].level == "ok"
    assert "Slack app-level token" not in findings
    everywhere = replace(over_http, slack_http_host="0.0.0.0")  # noqa: S104 - looked at, not listened on
    assert (await found(standin, everywhere))["Slack over HTTP"].level == "warn"


async def test_a_bot_in_no_channel_is_worth_a_word(standin: SlackStandIn, settings: Settings) -> None:
    """Where the token may look, the channels are named; in none, mentions would not work."""
    standin.settings.scopes = frozenset({*(each.name for each in SCOPES), "channels:read", "groups:read"})
    assert f"#{standin.channel.name}" in (await found(standin, settings))["Slack channels"].message
    standin.moderator.kick_bot(standin.channel)
    finding = (await found(standin, settings))["Slack channels"]
    assert finding.level == "warn"
    assert "/invite" in (finding.remedy or "")


@pytest.mark.parametrize("fault", [server_page(503), slack_error("ratelimited")])
async def test_slack_out_of_order_is_not_our_fault(
    standin: SlackStandIn, settings: Settings, fault: object
) -> None:
    """What may pass by itself is no problem of the installation."""
    standin.faults.add(fault, Match(path="/api/auth.test"))  # type: ignore[arg-type]
    findings = await found(standin, settings)
    assert all(each.level != "problem" for each in findings.values() if each.check != "Slack app-level token")


@pytest.mark.parametrize(("seconds", "level"), [(0, "ok"), (-30, "warn"), (30, "warn"), (400, "problem")])
def test_a_clock_that_is_off(seconds: int, level: str) -> None:
    """Requests are refused by their age, so the clock matters."""
    assert clock_skew(EARLY + timedelta(seconds=seconds), EARLY).level == level


@pytest.mark.parametrize(
    ("changes", "offline", "level"),
    [
        ({}, True, "ok"),
        ({"slack_bot_token": None}, True, "problem"),
        ({"slack_bot_token": None, "slack_app_token": None, "slack_signing_secret": None}, True, None),
        ({"slack_bot_token": Secret("xoxb-wrong")}, False, "problem"),
    ],
)
async def test_the_examination_comes_to_slack(
    settings: Settings,
    tmp_path: Path,
    changes: dict[str, object],
    offline: bool,
    level: str | None,
) -> None:
    """Where something of Slack is set it is examined; offline, only what is set is looked at."""
    given = replace(settings, data_folder=tmp_path, **changes)  # type: ignore[arg-type]
    app = build(given)
    try:
        findings = await examination._slack(app, offline=offline)
    finally:
        await app.close()
    levels = {each.level for each in findings if each.check.startswith("Slack")}
    assert next((each for each in ("problem", "warn", "ok") if each in levels), None) == level


async def test_without_a_token_there_is_nothing_to_examine(standin: SlackStandIn) -> None:
    """No request is made."""
    before = len(standin.serving.log)
    assert await examine(Settings(), SystemClock()) == ()
    assert len(standin.serving.log) == before


async def test_swapped_tokens_are_one_problem(standin: SlackStandIn, settings: Settings) -> None:
    """It says that they are swapped and what to do, and sends neither to Slack."""
    before = len(standin.serving.log)
    swapped = replace(
        settings, slack_bot_token=settings.slack_app_token, slack_app_token=settings.slack_bot_token
    )
    problems = [each for each in (await found(standin, swapped)).values() if each.level == "problem"]
    assert ["swapped" in each.message for each in problems] == [True]
    assert "into the other's place" in (problems[0].remedy or "")
    assert len(standin.serving.log) == before


async def test_a_token_of_the_wrong_kind_is_a_problem(standin: SlackStandIn, settings: Settings) -> None:
    """What Slack says of the kind of a token does not pass by itself."""
    standin.faults.add(slack_error("not_allowed_token_type"), Match(path="/api/auth.test"))
    assert (await found(standin, settings))["Slack bot token"].level == "problem"


async def test_optional_scopes_are_for_information(standin: SlackStandIn, settings: Settings) -> None:
    """Scopes that one may do without are named with what they give, and are no trouble."""
    finding = (await found(standin, settings))["Slack optional scopes"]
    assert finding.level == "ok"
    assert all(each.name in finding.message and each.why in finding.message for each in OPTIONAL)
    standin.settings.scopes = frozenset(each.name for each in (*SCOPES, *OPTIONAL))
    assert "granted" in (await found(standin, settings))["Slack optional scopes"].message
