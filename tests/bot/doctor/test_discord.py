"""What the examination finds on the Discord side, asked over real sockets."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.discord import doctor
from bot.adapters.discord.enquiry import Unreachable
from bot.app import build
from bot.clock import SystemClock
from bot.doctor.examination import examine
from bot.findings import Finding
from bot.secret import Secret
from bot.settings import Settings
from tests.bot.doctor.conftest import bad, examined, only, portal, registered, settings
from tests.fakes.clock import EARLY, SetClock
from tests.standins.calls import Answer
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.state import DEFAULT_TOKEN
from tests.standins.faults import Fail, Match, Reset, limited_as_html, server_error


async def test_a_good_installation_has_no_findings(standin: DiscordStandIn) -> None:
    """With the link's permissions, commands registered and nothing odd in the portal, all is fine."""
    await registered(standin)
    found = await examined(standin)
    assert bad(found) == []
    assert {finding.check for finding in found} == {
        "Discord token", "clock", "Discord intents", "Discord gateway", "Discord commands", "server Newsroom",
    }  # fmt: skip
    assert not standin.refusals


async def test_it_is_part_of_the_whole_examination(standin: DiscordStandIn, tmp_path: Path) -> None:
    """Where a token is set, what is found at Discord stands at the end of the whole."""
    app = build(settings(standin, data_folder=tmp_path))
    found = await examine(app, tmp_path, offline=False)
    assert found[-1].check == "server Newsroom"
    assert {"database", "library", "picture"} <= {finding.check for finding in found}
    await app.close()


async def test_it_only_reads(standin: DiscordStandIn) -> None:
    """An examination changes nothing and does not connect to the gateway."""
    await examined(standin)
    assert {exchange.call.method for exchange in standin.serving.log} == {"GET"}
    assert standin.gateway.ready == []


async def test_a_refused_token_ends_it(standin: DiscordStandIn) -> None:
    """One request, a problem, and the clicks that give a new token."""
    standin.moderator.revoke_token()
    finding = only(await examined(standin))
    assert (finding.check, finding.level) == ("Discord token", "problem")
    assert "Reset Token" in str(finding.remedy)
    assert len(standin.serving.log) == 1


async def test_the_token_is_in_no_finding(standin: DiscordStandIn) -> None:
    """Whatever happens, what is said does not hold the token."""
    standin.faults.add(server_error(503), Match("GET", "/gateway/bot"))
    found = [*await examined(standin), *await doctor.examine(settings(standin), SystemClock())]
    assert DEFAULT_TOKEN not in str(found)


@pytest.mark.parametrize(
    ("fault", "part"),
    [
        (Reset(), "connection failed"),
        (server_error(502), "502"),
        (limited_as_html(), "left alone"),
        (Fail(Answer(200, raw=b"<html>", content_type="text/html")), "not Discord"),
        (Fail(Answer(302, headers={"Location": "http://127.0.0.1:9/"})), "302"),
    ],
)
async def test_what_goes_wrong_on_the_way_is_told(standin: DiscordStandIn, fault: Any, part: str) -> None:
    """Half way through Discord cannot be reached: what was found before stays, the rest is not tried."""
    standin.faults.add(fault, Match("GET", "/gateway/bot"), times=None)
    found = await examined(standin)
    finding = only(found)
    assert finding == found[-1]
    assert part in finding.message
    assert len(found) > 2


async def test_an_address_where_nobody_is_is_a_problem_of_the_setting() -> None:
    """With nobody at the address that was set, the setting is named, and Discord is not blamed."""
    nowhere = Settings(discord_token=Secret(DEFAULT_TOKEN), discord_api_url="http://127.0.0.1:9")
    found = await doctor.examine(nowhere, SystemClock())
    finding = only(found)
    assert (finding, finding.level) == (found[0], "problem")
    assert "COMMUNIQUE_DISCORD_API_URL" in finding.message
    assert "COMMUNIQUE_DISCORD_API_URL" in str(finding.remedy)
    assert "discordstatus" not in str(found)
    assert "Reset Token" not in str(found)


@pytest.mark.parametrize(
    ("answer", "level"),
    [
        (Answer(404), "problem"),
        (Answer(200, raw=b"<html>", content_type="text/html"), "problem"),
        (Answer(200, ["another", "list"]), "problem"),
        (Answer(200, {"hello": "world"}), "problem"),
        (Answer(503), "warn"),
        (Answer(429), "warn"),
    ],
)
async def test_somebody_else_at_the_address_is_a_problem(
    standin: DiscordStandIn, answer: Answer, level: str
) -> None:
    """What Discord never answers shows that the address is wrong; what it may answer is worth a warning."""
    standin.faults.add(Fail(answer), Match("GET", "/users/@me"), times=None)
    found = await examined(standin)
    finding = only(found)
    assert finding.level == level
    assert "COMMUNIQUE_DISCORD_API_URL" in str(finding.remedy)
    assert "Reset Token" not in str(found)


async def test_a_gateway_of_the_operator_s_own_is_tried(standin: DiscordStandIn) -> None:
    """It is fine where it says hello; nothing is said to it, and no start of the day is spent."""
    await registered(standin)
    left = standin.settings.identifies_left
    found = await examined(standin, discord_gateway_url=standin.gateway_url)
    assert bad(found) == []
    assert any("COMMUNIQUE_DISCORD_GATEWAY_URL" in finding.message for finding in found)
    assert standin.settings.identifies_left == left
    assert not standin.gateway.received


@pytest.mark.parametrize("path", ["ws://127.0.0.1:9", "the REST API"])
async def test_a_gateway_where_nobody_says_hello_is_a_problem(standin: DiscordStandIn, path: str) -> None:
    """With nobody there, or somebody else, the setting is named, and nothing else is blamed."""
    await registered(standin)
    address = standin.api_url.replace("http", "ws", 1) if path == "the REST API" else path
    finding = only(await examined(standin, discord_gateway_url=address))
    assert finding.level == "problem"
    assert "COMMUNIQUE_DISCORD_GATEWAY_URL" in finding.message
    assert "COMMUNIQUE_DISCORD_GATEWAY_URL" in str(finding.remedy)


def test_discord_itself_away_is_a_warning() -> None:
    """Without an address of the operator's own there is nothing to mend."""
    finding = doctor._unreached(Settings(), Unreachable("there was no answer in time"))
    assert finding.level == "warn"
    assert "discordstatus.com" in str(finding.remedy)
    assert "COMMUNIQUE" not in str(finding)


@pytest.mark.parametrize("token", ["oddly-shaped", "MTIzNDU2Nzg5MDEyMzQ1Njc4.G.x"])
async def test_there_is_one_verdict_on_the_token(standin: DiscordStandIn, token: str) -> None:
    """Whatever its shape, a token that works is fine, and a refused one is one problem."""
    given = replace(settings(standin), discord_token=Secret(token))

    async def verdict(settings: Settings) -> Finding:
        found = await doctor.examine(settings, SystemClock())
        (finding,) = [each for each in found if each.check == "Discord token"]
        return finding

    standin.settings.token = token
    assert (await verdict(given)).level == "ok"
    standin.moderator.revoke_token()
    assert (await verdict(given)).level == "problem"
    untried = await verdict(replace(given, discord_api_url="http://127.0.0.1:9"))
    assert (untried.level, untried.remedy) == ("ok", None)
    assert "could not be tried" in untried.message


async def test_a_clock_that_is_wrong_is_told(standin: DiscordStandIn) -> None:
    """A clock that is months behind Discord's is a problem, with how to set it."""
    found = await doctor.examine(settings(standin), SetClock(EARLY.replace(year=2020)))
    (finding,) = [each for each in found if each.check == "clock"]
    assert finding.level == "problem"
    assert "timedatectl" in str(finding.remedy)


@pytest.mark.parametrize(
    ("seconds", "level", "part"),
    [
        (0, "ok", "agrees"),
        (4, "ok", "agrees"),
        (-6, "warn", "6 seconds behind"),
        (30, "warn", "30 seconds ahead of"),
        (-3600, "problem", "3600 seconds behind"),
    ],
)
def test_how_wrong_a_clock_may_be(seconds: int, level: str, part: str) -> None:
    """A few seconds are nothing, more is worth knowing, a minute is a problem."""
    theirs = datetime(2026, 3, 1, tzinfo=UTC)
    finding = doctor.clock_skew(theirs + timedelta(seconds=seconds), theirs)
    assert finding.level == level
    assert part in finding.message


async def test_privileged_intents_are_not_needed(standin: DiscordStandIn) -> None:
    """A switch that is on without need is named as the portal names it."""
    await registered(standin)
    standin.settings.portal_intents = 1 << 15 | 1 << 1
    finding = only(await examined(standin))
    assert finding.level == "warn"
    assert "Server Members Intent and Message Content Intent are on" in finding.message


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"interactions_endpoint_url": "https://example.org/hook"}, "Interactions Endpoint URL"),
        ({"bot_require_code_grant": True}, "Code Grant"),
    ],
)
async def test_switches_that_stop_everything(
    standin: DiscordStandIn, changed: dict[str, object], part: str
) -> None:
    """What keeps commands from arriving, or the link from working, is a problem with its clicks."""
    await registered(standin)
    portal(standin, **changed)
    finding = only(await examined(standin))
    assert finding.level == "problem"
    assert part in finding.message
    assert "portal" in str(finding.remedy)


async def test_few_starts_left(standin: DiscordStandIn) -> None:
    """Before Discord resets the token for too many starts, it is told."""
    await registered(standin)
    standin.settings.identifies_left = 12
    finding = only(await examined(standin))
    assert "12 starts are left for the next 4 hours" in finding.message


async def test_fewer_shards_than_advised(standin: DiscordStandIn) -> None:
    """A setting that holds back a bot that has grown is told."""
    await registered(standin)
    standin.settings.recommended_shards = 4
    assert bad(await examined(standin)) == []
    finding = only(await examined(standin, discord_shards=2))
    assert "COMMUNIQUE_DISCORD_SHARDS" in str(finding.remedy)


async def test_commands_that_are_not_registered(standin: DiscordStandIn) -> None:
    """Before the first run no command is there, and the remedy is to run."""
    finding = only(await examined(standin))
    assert finding.check == "Discord commands"
    assert "communique run discord" in str(finding.remedy)
