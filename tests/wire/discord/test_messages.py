"""Mentions and direct messages: answered in the open, as replies, and only when the bot is meant."""

import pytest

from tests.standins.discord.readers import Reader
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.world import Permission
from tests.wire.discord.conftest import Bot
from tests.wire.discord.test_buttons import labels, onward
from tests.wire.discord.test_commands import text_of


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("@bot brief India", "India"),
        ("India @bot", "India"),
        ("@bot <:flag:123456789012345678> brief China", "flag"),
        ("@bot", ""),
        ("@bot help", "What you can ask"),
        ("hello @bot!", "What you can ask"),
        ("@bot thanks", "At your service"),
        ("@bot who are you?", "What you can ask"),
        ("@bot नमस्ते", "What you can ask"),
        ("@bot hello, what about India?", "India"),
    ],
)
async def test_a_mention_is_answered_as_a_reply(
    bot: Bot, mira: Reader, standin: DiscordStandIn, said: str, title: str
) -> None:
    """What follows or precedes the mention is answered publicly, as a reply that pings nobody."""
    asked = mira.say(standin.channel, said)
    (answer,) = await standin.answer_in(standin.channel)
    assert answer.reference is asked
    assert not answer.ephemeral
    assert title.casefold() in text_of(answer).casefold()
    assert "Share" not in labels(answer)


async def test_a_reply_with_its_ping_on_is_for_the_bot(
    bot: Bot, mira: Reader, standin: DiscordStandIn
) -> None:
    """Replying to the bot names it, without a word of mention, unless the reader switched that off."""
    mira.say(standin.channel, "@bot brief India")
    (answer,) = await standin.answer_in(standin.channel)
    silent = {"content": "thanks", "allowed_mentions": {"parse": [], "replied_user": False}}
    mira._post.create(standin.channel, mira.user, silent, reference=answer)
    thanked = mira.say(standin.channel, "thanks!", reply_to=answer)
    (page,) = await standin.answer_in(standin.channel, after=thanked)
    assert page.reference is thanked
    assert "At your service" in text_of(page)
    ours = [each for each in standin.channel.messages if each.author is standin.world.bot]
    assert ours == [answer, page]


async def test_what_is_not_for_the_bot_is_let_be(bot: Bot, mira: Reader, standin: DiscordStandIn) -> None:
    """Other talk, mentions of others and of everyone, and other bots get no answer."""
    jun = standin.user("Jun")
    robot = standin.user("Robot")
    robot.user.bot = True
    mira.say(standin.channel, "brief India")
    mira.say(standin.channel, f"<@{jun.user.id}> brief India")
    mira.say(standin.channel, "@everyone brief India")
    robot.say(standin.channel, "@bot brief India")
    mira.say(standin.channel, "@bot brief China")
    (answer,) = await standin.answer_in(standin.channel)
    assert "China" in text_of(answer)


async def test_a_direct_message_is_answered(bot: Bot, mira: Reader, standin: DiscordStandIn) -> None:
    """Every direct message is for the bot, commands and questions alike."""
    mira.dm("help")
    (help_page,) = await standin.answer_in(mira.dm_channel)
    assert "/brief" in text_of(help_page)
    asked = mira.dm("Why would Japan rearm?")
    (answer,) = await standin.answer_in(mira.dm_channel, after=asked)
    assert answer.reference is asked
    assert "Japan" in text_of(answer)


async def test_a_page_of_a_direct_answer_turns_in_place(
    bot: Bot, mira: Reader, standin: DiscordStandIn
) -> None:
    """Where nobody else reads along, pages turn in place."""
    mira.dm("brief India")
    (answer,) = await standin.answer_in(mira.dm_channel)
    before = answer.embeds[0]["description"]
    assert await mira.press(answer, onward(answer)).message() is answer
    assert answer.embeds[0]["description"] != before


async def test_a_misspelt_command_gets_a_sentence(bot: Bot, mira: Reader, standin: DiscordStandIn) -> None:
    """What the grammar refuses is answered with its sentence; no word of it formats or pings."""
    mira.say(standin.channel, "@bot /breif *India* @everyone")
    (answer,) = await standin.answer_in(standin.channel)
    assert "/brief" in answer.content
    assert not answer.mentions_everyone


async def test_a_thread_is_answered_in_the_thread(bot: Bot, mira: Reader, standin: DiscordStandIn) -> None:
    """A mention in a thread is answered there."""
    opening = mira.say(standin.channel, "let us talk")
    thread = standin.world.add_thread(standin.channel, "talk", mira.user, of=opening)
    mira.say(thread, "@bot brief India")
    (answer,) = await standin.answer_in(thread)
    assert "India" in text_of(answer)


async def test_a_map_in_the_open(bot: Bot, mira: Reader, standin: DiscordStandIn) -> None:
    """A mention that asks for a map gets the picture as a file."""
    mira.say(standin.channel, "@bot map India")
    (answer,) = await standin.answer_in(standin.channel)
    assert list(answer.attachments) == ["map.png"]


@pytest.mark.parametrize(
    ("missing", "expected_in"),
    [
        (Permission.ATTACH_FILES, "India"),
        (Permission.EMBED_LINKS, "Embed Links"),
        (Permission.EMBED_LINKS | Permission.ATTACH_FILES, "Embed Links"),
    ],
)
async def test_a_missing_permission_is_said_or_got_round(
    bot: Bot, mira: Reader, standin: DiscordStandIn, missing: Permission, expected_in: str
) -> None:
    """Without Attach Files the words come alone; without Embed Links a sentence says what to change."""
    standin.moderator.deny(standin.channel, missing)
    mira.say(standin.channel, "@bot map India")
    (answer,) = await standin.answer_in(standin.channel)
    assert expected_in in text_of(answer)
    assert not answer.files


async def test_without_history_the_answer_is_no_reply(
    bot: Bot, mira: Reader, standin: DiscordStandIn, expected: set[int]
) -> None:
    """Where the bot cannot read back, it answers without replying."""
    expected.add(160002)
    standin.moderator.deny(standin.channel, Permission.READ_MESSAGE_HISTORY)
    mira.say(standin.channel, "@bot brief India")
    (answer,) = await standin.answer_in(standin.channel)
    assert answer.reference is None
    assert "India" in text_of(answer)


async def test_where_the_bot_may_not_write_nothing_breaks(
    bot: Bot, mira: Reader, standin: DiscordStandIn
) -> None:
    """A refused answer and a closed direct message are let be; the next reader is answered."""
    standin.moderator.deny(standin.channel, Permission.SEND_MESSAGES)
    mira.say(standin.channel, "@bot brief India")
    standin.moderator.close_dms(mira.user)
    mira.dm("brief India")
    jun = standin.user("Jun")
    jun.dm("brief India")
    assert await standin.answer_in(jun.dm_channel)
    assert standin.channel.messages[-1].author is mira.user


async def test_haste_in_the_open_is_answered_once(bot: Bot, mira: Reader, standin: DiscordStandIn) -> None:
    """Who says too much is told once, and then not answered for a while."""
    for _ in range(33):
        mira.say(standin.channel, "@bot about")
    jun = standin.user("Jun")
    jun.dm("help")
    await standin.answer_in(jun.dm_channel)
    answers = await standin.answer_in(standin.channel, count=31)
    assert len(answers) == 31
    assert sum("a lot" in each.content for each in answers) == 1
