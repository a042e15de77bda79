"""The gateway, seen by the real library."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.standins.discord.standin import DiscordStandIn
from tests.wire.standins.bots import Bot, discord

MESSAGE_CONTENT = 1 << 15


async def test_a_client_logs_in_and_finds_its_guild(standin: DiscordStandIn, bot: Bot) -> None:
    """After READY the library knows the guild, its channel and what it may do there."""
    await bot.run_until_ready()
    guild = bot.get_guild(standin.guild.id)
    assert guild is not None
    assert guild.name == "Newsroom"
    channel = guild.get_channel(standin.channel.id)
    assert channel is not None
    allowed = channel.permissions_for(guild.me)
    assert allowed.send_messages
    assert not allowed.manage_guild
    assert len(standin.gateway.identifies) == 1


async def test_a_bad_token_is_refused_at_login(standin: DiscordStandIn, bot: Bot) -> None:
    """401 on /users/@me, before any IDENTIFY."""
    with pytest.raises(discord.LoginFailure):
        await bot.start("no such token")
    assert not standin.gateway.identifies


async def test_a_token_revoked_at_run_time_ends_the_connection(standin: DiscordStandIn, bot: Bot) -> None:
    """Close code 4004 is not tried again."""
    await bot.run_until_ready()
    assert bot.running is not None
    standin.moderator.revoke_token()
    with pytest.raises(discord.ConnectionClosed) as closed:
        await bot.running
    assert closed.value.code == 4004
    assert len(standin.gateway.identifies) == 1


async def test_a_privileged_intent_needs_the_portal(
    standin: DiscordStandIn, make_bot: Callable[..., Bot]
) -> None:
    """Message content without the portal's switch closes with 4014."""
    greedy = make_bot(discord.Intents(guilds=True, messages=True, message_content=True))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await greedy.start(standin.settings.token or "")
    assert standin.gateway.closes == [4014]


@pytest.mark.parametrize("how", ["op 7", "close 4000", "op 9 true", "cut"])
async def test_a_connection_that_ends_is_resumed(standin: DiscordStandIn, bot: Bot, how: str) -> None:
    """No second IDENTIFY, and what was said meanwhile is heard afterwards, once."""
    await bot.run_until_ready()
    reader = standin.user("Mira")
    session = standin.gateway.ready[0]
    {
        "op 7": standin.gateway.ask_to_reconnect,
        "close 4000": lambda: standin.gateway.close(4000),
        "op 9 true": lambda: standin.gateway.invalidate(resumable=True),
        "cut": standin.gateway.drop,
    }[how]()
    await standin.changes.until(lambda: session.line is None or standin.gateway.resumes)
    reader.say(standin.channel, "@bot are you there?")
    await standin.changes.until(lambda: bot.heard)
    assert standin.gateway.resumes == 1
    assert len(standin.gateway.identifies) == 1
    assert [each.clean_content for each in bot.heard] == ["@Communiqué are you there?"]


@pytest.mark.parametrize("how", ["op 9 false", "close 4009"])
async def test_an_invalid_session_is_opened_anew(standin: DiscordStandIn, bot: Bot, how: str) -> None:
    """After op 9 false, or a session that timed out, the library identifies again and hears again."""
    await bot.run_until_ready()
    first = standin.gateway.ready[0]
    {
        "op 9 false": lambda: standin.gateway.invalidate(resumable=False),
        "close 4009": lambda: standin.gateway.close(4009),
    }[how]()
    await standin.changes.until(lambda: len(standin.gateway.identifies) == 2 and standin.gateway.ready)
    assert first.id not in standin.gateway.sessions
    standin.user("Mira").say(standin.channel, "@bot hello again")
    await standin.changes.until(lambda: bot.heard)
    assert standin.gateway.resumes == 0


async def test_a_session_too_old_is_not_resumed(standin: DiscordStandIn, bot: Bot) -> None:
    """A resume after the session's life gets op 9 false, and the library identifies."""
    await bot.run_until_ready()
    standin.settings.session_life = timedelta(seconds=-1)
    standin.gateway.close(4000)
    await standin.changes.until(lambda: len(standin.gateway.identifies) == 2)
    assert standin.gateway.resumes == 0


async def test_content_reaches_the_bot_only_when_it_is_meant(standin: DiscordStandIn, bot: Bot) -> None:
    """Without the privileged intent only mentions and direct messages have content."""
    await bot.run_until_ready()
    reader = standin.user("Mira")
    reader.say(standin.channel, "not for the bot")
    reader.say(standin.channel, "@bot for you")
    reader.dm("just us")
    await standin.changes.until(lambda: len(bot.heard) == 3)
    assert [each.content for each in bot.heard] == ["", f"<@{standin.world.bot.id}> for you", "just us"]


async def test_content_reaches_the_bot_with_the_intent(
    standin: DiscordStandIn, make_bot: Callable[..., Bot]
) -> None:
    """With the portal's switch and the intent every message has its content."""
    standin.settings.portal_intents = MESSAGE_CONTENT
    listener = make_bot(discord.Intents(guilds=True, messages=True, message_content=True))
    await listener.run_until_ready()
    standin.user("Mira").say(standin.channel, "not for the bot")
    await standin.changes.until(lambda: listener.heard)
    assert listener.heard[0].content == "not for the bot"


async def test_each_shard_hears_its_own_guilds(standin: DiscordStandIn, make_bot: Callable[..., Bot]) -> None:
    """A guild's events go to the shard its id gives; direct messages go to shard 0."""
    shards = [make_bot(shard=(number, 2)) for number in range(2)]
    for each in shards:
        await each.run_until_ready()
    mine = (standin.guild.id >> 22) % 2
    assert [each.get_guild(standin.guild.id) is not None for each in shards] == [mine == 0, mine == 1]
    reader = standin.user("Mira")
    reader.say(standin.channel, "@bot in the guild")
    reader.dm("directly")
    await standin.changes.until(lambda: sum(len(each.heard) for each in shards) == 2)
    assert [each.content for each in shards[0].heard if each.guild is None] == ["directly"]
    assert [each.guild is not None for each in shards[mine].heard][:1] == [True]


async def test_an_outage_and_a_removal_look_different(standin: DiscordStandIn, bot: Bot) -> None:
    """GUILD_DELETE with `unavailable` keeps the guild known; without it the guild is gone."""
    told: list[str] = []

    async def note(event: str) -> None:
        told.append(event)
        standin.changes.ring()

    for name in ("guild_unavailable", "guild_available", "guild_remove"):

        async def listener(_: discord.Guild, name: str = name) -> None:
            await note(name)

        setattr(bot, f"on_{name}", listener)
    await bot.run_until_ready()
    told.clear()
    standin.moderator.outage(standin.guild)
    standin.moderator.recover(standin.guild)
    standin.moderator.remove_bot(standin.guild)
    await standin.changes.until(lambda: "guild_remove" in told)
    assert told == ["guild_unavailable", "guild_available", "guild_remove"]
    assert bot.get_guild(standin.guild.id) is None
