"""What the examination finds in Discord's servers and channels: permissions, missing and too many."""

from typing import Any

import pytest

from bot.adapters.discord import doctor
from bot.adapters.discord.manifest import PERMISSIONS, install_link
from bot.adapters.discord.places import MOST_CHANNELS, in_channel
from bot.clock import SystemClock
from bot.settings import Settings
from tests.bot.doctor.conftest import EXACTLY, bad, examined, only, registered, settings
from tests.standins.discord.permissions import in_channel as as_discord_computes
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.world import Kind, Overwrite, Permission
from tests.standins.faults import Hang, Match


async def test_a_bot_in_no_server_gets_the_link(standin: DiscordStandIn) -> None:
    """The remedy is the install link of this very application."""
    await registered(standin)
    standin.moderator.remove_bot(standin.guild)
    finding = only(await examined(standin))
    assert install_link(str(standin.state.application_id)) in str(finding.remedy)


@pytest.mark.parametrize("permission", PERMISSIONS, ids=lambda each: each.name)
async def test_each_permission_is_missed_in_a_server(standin: DiscordStandIn, permission: Any) -> None:
    """Taken from the bot's role, each of them is named, as a problem."""
    await registered(standin)
    for role in standin.guild.members[standin.world.bot.id].roles:
        standin.guild.roles[role].permissions = EXACTLY & ~Permission(permission.bit)
    finding = only(await examined(standin))
    assert finding.level == "problem"
    assert finding.message == f"the bot lacks {permission.name}"
    assert "client_id" in str(finding.remedy)


@pytest.mark.parametrize("permission", PERMISSIONS[1:], ids=lambda each: each.name)
async def test_each_permission_is_missed_in_a_channel(standin: DiscordStandIn, permission: Any) -> None:
    """Denied in one channel, each of them is named with the channel, and where to click."""
    await registered(standin)
    standin.moderator.deny(standin.channel, Permission(permission.bit))
    standin.moderator.add_channel(standin.guild, "fine")
    standin.moderator.add_channel(standin.guild, "loud", Kind.VOICE)
    found = await examined(standin)
    finding = only(found)
    assert finding.check == "channel #briefings of Newsroom"
    assert finding.message == f"the bot lacks {permission.name}"
    assert "Edit Channel" in str(finding.remedy)
    assert "1 channel with all it needs, 1 with less" in found[-2].message


async def test_a_hidden_channel_is_nobodys_business(standin: DiscordStandIn) -> None:
    """What is hidden from the bot is counted and neither named nor complained about."""
    await registered(standin)
    standin.moderator.deny(standin.channel, Permission.VIEW_CHANNEL)
    found = await examined(standin)
    assert bad(found) == []
    assert "1 hidden from the bot" in found[-1].message
    assert "briefings" not in str(found)


async def test_an_administrator_has_too_much(standin: DiscordStandIn) -> None:
    """More than it needs is worth knowing."""
    await registered(standin)
    standin.moderator.add_role(standin.guild, "boss", Permission.ADMINISTRATOR, standin.world.bot)
    assert "administrator" in only(await examined(standin)).message


async def test_large_servers_stay_readable(standin: DiscordStandIn) -> None:
    """However many channels lack something, a bounded number is named, and all are counted."""
    await registered(standin)
    for number in range(40):
        channel = standin.moderator.add_channel(standin.guild, f"c{number}")
        standin.moderator.deny(channel, Permission.EMBED_LINKS)
    found = await examined(standin)
    assert len(bad(found)) == MOST_CHANNELS
    assert any("40 with less" in finding.message for finding in found)


async def test_a_server_that_hangs_does_not_hang_us(standin: DiscordStandIn) -> None:
    """What answers too late is given up on, and that is told."""
    planned = standin.faults.add(Hang(), Match("GET", "/users/@me"))
    impatient = await doctor.examine(settings(standin), SystemClock(), patience=0.05)
    assert "no answer in time" in only(impatient).message
    planned.release()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://proxy.example/api", True),
        ("https://proxy.example/api", False),
        ("http://127.0.0.1:9/api", False),
        ("http://localhost.example/api", True),
    ],
)
async def test_a_token_in_the_clear_is_told(url: str, told: bool) -> None:
    """An unencrypted way to another machine is worth knowing; to this one it is not."""
    found = doctor._addresses(Settings(discord_api_url=url))
    assert bool(found) is told


async def test_permissions_are_computed_as_discord_does(standin: DiscordStandIn) -> None:
    """Over many mixtures of overwrites the result is that of the stand-in's own computation."""
    bot, guild, channel = standin.world.bot, standin.guild, standin.channel
    extra = standin.moderator.add_role(guild, "extra", Permission.NONE, bot)
    own = guild.members[bot.id].roles
    bits = [Permission.NONE, Permission.SEND_MESSAGES, Permission.EMBED_LINKS | Permission.SEND_MESSAGES]
    for number in range(3**6):
        picks = [bits[number // 3**place % 3] for place in range(6)]
        channel.overwrites = {
            guild.id: Overwrite(picks[0], picks[1]),
            extra.id: Overwrite(picks[2], picks[3]),
            bot.id: Overwrite(picks[4], picks[5]),
        }
        told = [
            {"id": str(each), "allow": str(int(over.allow)), "deny": str(int(over.deny))}
            for each, over in channel.overwrites.items()
        ]
        held = [str(guild.id), *map(str, own)]
        assert in_channel(told, held, str(bot.id), int(EXACTLY)) == int(as_discord_computes(channel, bot))
