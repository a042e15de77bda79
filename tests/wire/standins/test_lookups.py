"""Look-ups and the smaller routes: what is there, and the code for what is not."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.world import Overwrite, Permission
from tests.wire.standins.conftest import Api

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/no/such/route", 404, 0),
        ("GET", "/users/1", 404, 10013),
        ("GET", "/guilds/1", 404, 10004),
        ("GET", "/guilds/{guild}/members/1", 404, 10007),
        ("GET", "/channels/1", 404, 10003),
        ("GET", "/channels/{channel}/messages/1", 404, 10008),
        ("GET", "/applications/1/commands", 404, 10002),
        ("GET", "/applications/{bot}/guilds/1/commands", 404, 10004),
        ("POST", "/interactions/1/unknown/callback", 404, 10062),
        ("POST", "/webhooks/{bot}/unknown", 404, 10015),
        ("GET", "/channels/{channel}/messages?limit=101", 400, 50035),
        ("POST", "/channels/{channel}/messages", 400, 50109),
        ("GET", "/attachments/1/a.png", 404, 0),
        ("PATCH", "/channels/{channel}", 403, 50013),
    ],
)
async def test_what_is_not_there(
    standin: DiscordStandIn, api: Api, method: str, path: str, status: int, code: int
) -> None:
    """Each has its own code."""
    filled = path.format(guild=standin.guild.id, channel=standin.channel.id, bot=standin.state.application_id)
    body = {"name": "x"} if method == "PATCH" else None
    answered, said = await api(method, filled, body)
    assert (answered, said["code"]) == (status, code)


async def test_a_dm_with_nobody(standin: DiscordStandIn, api: Api) -> None:
    """Neither a stranger nor the bot itself can be written to."""
    for recipient in ("1", str(standin.world.bot.id)):
        status, said = await api("POST", "/users/@me/channels", {"recipient_id": recipient})
        assert (status, said["code"]) == (400, 50035)


async def test_how_to_reach_the_gateway(standin: DiscordStandIn, api: Api) -> None:
    """Address, shards, and the IDENTIFYs left today."""
    standin.settings.identifies_left, standin.settings.recommended_shards = 7, 3
    _, told = await api("GET", "/gateway/bot")
    assert (told["url"], told["shards"]) == (standin.gateway_url, 3)
    assert told["session_start_limit"]["remaining"] == 7


async def test_the_bot_leaves(standin: DiscordStandIn, api: Api) -> None:
    """A guild that was left is not listed and refuses."""
    other = standin.moderator.add_guild("Policy course")
    _, inside = await api("GET", "/users/@me/guilds")
    assert [each["name"] for each in inside] == ["Newsroom", "Policy course"]
    assert (await api("DELETE", f"/users/@me/guilds/{other.id}"))[0] == 204
    assert (await api("GET", f"/guilds/{other.id}"))[1]["code"] == 50001
    assert (await api("POST", f"/channels/{other.channels[0].id}/messages", {"content": "x"}))[1][
        "code"
    ] == 50001
    path = f"/applications/{standin.state.application_id}/guilds/{other.id}/commands"
    assert (await api("GET", path))[1]["code"] == 50001


async def test_pages_around_a_message(standin: DiscordStandIn, api: Api) -> None:
    """`around`, `before` and `after` cut the history where they say."""
    path = f"/channels/{standin.channel.id}/messages"
    ids = [(await api("POST", path, {"content": str(number)}))[1]["id"] for number in range(9)]
    for query, found in [
        (f"around={ids[4]}&limit=3", ids[3:6]),
        (f"before={ids[4]}&limit=2", ids[2:4]),
        (f"after={ids[4]}&limit=2", ids[5:7]),
    ]:
        _, page = await api("GET", f"{path}?{query}")
        assert [each["id"] for each in page] == found[::-1]


async def test_small_routes(standin: DiscordStandIn, api: Api) -> None:
    """Typing, and joining and leaving a thread, are taken where they are allowed."""
    thread = standin.world.add_thread(standin.channel, "T", standin.user("Mira").user)
    assert (await api("POST", f"/channels/{standin.channel.id}/typing"))[0] == 204
    assert (await api("DELETE", f"/channels/{thread.id}/thread-members/@me"))[0] == 204
    assert (await api("PATCH", f"/channels/{thread.id}", {"archived": False}))[1]["code"] == 50013
    assert (await api("PUT", f"/channels/{thread.id}/thread-members/@me"))[0] == 204
    assert (await api("PATCH", f"/channels/{thread.id}", {"archived": False}))[0] == 200
    assert (await api("PATCH", f"/channels/{thread.id}", {"locked": True}))[1]["code"] == 50013
    standin.moderator.lock(thread)
    assert (await api("PATCH", f"/channels/{thread.id}", {"archived": False}))[1]["code"] == 160005
    standin.moderator.archive(thread)
    assert (await api("PUT", f"/channels/{thread.id}/thread-members/@me"))[1]["code"] == 50083


async def test_overwrites_are_applied_in_order(standin: DiscordStandIn) -> None:
    """Everyone's first, then the roles' together, then the member's own."""
    mira = standin.user("Mira").user
    desk = standin.moderator.add_role(standin.guild, "desk", Permission.NONE, mira)
    overwrites = standin.channel.overwrites
    overwrites[standin.guild.id] = Overwrite(deny=Permission.SEND_MESSAGES)
    assert Permission.SEND_MESSAGES not in standin.allowed(mira)
    overwrites[desk.id] = Overwrite(allow=Permission.SEND_MESSAGES)
    assert Permission.SEND_MESSAGES in standin.allowed(mira)
    overwrites[mira.id] = Overwrite(deny=Permission.SEND_MESSAGES)
    assert Permission.SEND_MESSAGES not in standin.allowed(mira)
    overwrites[mira.id] = Overwrite(deny=Permission.VIEW_CHANNEL)
    assert standin.allowed(mira) == Permission.NONE
    assert standin.allowed(standin.world.add_user("stranger")) == Permission.NONE


async def test_started_by_hand() -> None:
    """`python -m tests.standins discord` prints its addresses, obeys lines and ends."""
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.standins",
        "discord",
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    out, _ = await started.communicate(b"help\n/brief\nquit\n")
    text = out.decode()
    assert "COMMUNIQUE_DISCORD_API_URL=http://127.0.0.1:" in text
    assert "no command 'brief'" in text
    assert started.returncode == 0
