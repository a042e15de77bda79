"""What managing digests asks of the platforms, against both stand-ins: permissions, and how parts look."""

import socket
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from bot.adapters.discord import outlet_parts as of_discord
from bot.adapters.slack import outlet_parts as of_slack
from bot.outlets import Outlets
from bot.secret import Secret
from bot.settings import Settings
from bot.subscriptions import Channel
from briefings.errors import BadInput
from briefings.reply import Code, Outcome, Paragraph, Reply, Text
from tests.contracts.outlet_posts import reply
from tests.contracts.outlet_scenes import (
    OnDiscord,
    OnSlack,
    discord_settings,
    on_discord,
    on_slack,
    slack_settings,
)
from tests.standins.discord.world import Permission

NOWHERE = Channel("teams", "t", "c")


@pytest_asyncio.fixture
async def discord() -> AsyncIterator[OnDiscord]:
    """Discord's stand-in."""
    async with on_discord() as made:
        yield made


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[OnSlack]:
    """Slack's stand-in."""
    async with on_slack() as made:
        yield made


async def test_what_is_missing_on_discord(discord: OnDiscord) -> None:
    """Nothing; then what a moderator took, by the name that Discord gives it, also for threads."""
    outlets = Outlets(discord_settings(discord.standin))
    assert await outlets.lacking(discord.channel, thread=True) == ()
    discord.standin.moderator.deny(discord.standin.channel, Permission.EMBED_LINKS)
    missing = await outlets.lacking(discord.channel, thread=False)
    assert missing is not None
    assert len(missing) == 1
    assert "Embed Links" in missing[0]


async def test_what_is_missing_on_slack(slack: OnSlack) -> None:
    """Nothing; then an invitation."""
    outlets = Outlets(slack_settings(slack.standin))
    assert await outlets.lacking(slack.channel, thread=False) == ()
    slack.standin.settings.scopes = frozenset(slack.standin.settings.scopes or ()) - {"chat:write.public"}
    slack.standin.moderator.kick_bot(slack.standin.channel)
    missing = await outlets.lacking(slack.channel, thread=False)
    assert missing is not None
    assert "invite the bot" in missing[0]


async def test_a_channel_that_is_gone_is_no_silence(slack: OnSlack, discord: OnDiscord) -> None:
    """Archived on Slack: what to do is said. Deleted on Discord: nobody can say, and it is not promised."""
    slack.standin.moderator.archive(slack.standin.channel)
    assert await Outlets(slack_settings(slack.standin)).lacking(slack.channel, thread=False)
    discord.standin.moderator.delete_channel(discord.standin.channel)
    assert await Outlets(discord_settings(discord.standin)).lacking(discord.channel, thread=False) != ()


async def test_where_nobody_can_be_asked_nothing_is_known(discord: OnDiscord, slack: OnSlack) -> None:
    """No token, a refused one, a platform there is not: not known, which is not nothing missing."""
    none = Outlets(Settings())
    for channel in (discord.channel, slack.channel, NOWHERE):
        assert await none.lacking(channel, thread=False) is None
    wrong = replace(discord_settings(discord.standin), discord_token=Secret("wrong.token.here"))
    assert await Outlets(wrong).lacking(discord.channel, thread=False) is None
    refused = replace(slack_settings(slack.standin), slack_bot_token=Secret("xoxb-wrong"))
    assert await Outlets(refused).lacking(slack.channel, thread=False) is None


async def test_a_platform_out_of_reach_is_not_known(discord: OnDiscord) -> None:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    settings = replace(discord_settings(discord.standin), discord_api_url=address)
    assert await Outlets(settings).lacking(discord.channel, thread=False) is None


def test_parts_look_as_the_platform_posts_them() -> None:
    """By the outlets' own renderers; Slack's commands with the prefix of the settings."""
    told = Reply(Outcome.ANSWER, "Next", (Paragraph((Text("Type "), Code("/brief India"))),))
    outlets = Outlets(Settings(slack_prefix="news-"))
    assert outlets.render("discord")([reply("Tolls")], "d-7K3QF2X") == of_discord.parts(
        [reply("Tolls")], "d-7K3QF2X"
    )
    assert outlets.render("slack")([told], "d-7K3QF2X") == of_slack.parts([told], "d-7K3QF2X", "news-")
    assert "/news-brief India" in str(outlets.render("slack")([told], "d-7K3QF2X"))
    with pytest.raises(BadInput, match="no platform teams"):
        outlets.render("teams")
