"""Commands, completion and the message menu, from a reader's hands through the real SDK and back."""

import pytest

from bot.adapters.discord.definitions import command_payloads
from bot.commands import ABOUT_PAGES
from tests.standins.discord.interactions import ResponseKind
from tests.standins.discord.readers import Reader
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.world import Message
from tests.wire.discord.conftest import Bot, Parts, Start

COMMANDS = [
    ("brief", {}),
    ("brief", {"topic": "India"}),
    ("brief", {"topic": "인도"}),
    ("brief", {"topic": "norht korea"}),
    ("brief", {"topic": "nuclear"}),
    ("brief", {"topic": "no such place at all"}),
    ("ask", {"question": "Why would Japan rearm?"}),
    ("ask", {"question": "How many missiles does Peru own? " * 10}),
    ("compare", {"a": "India", "b": "China"}),
    ("compare", {"a": "South Korea", "b": "North Korea", "theme": "trade"}),
    ("scenarios", {"topic": "China"}),
    ("watch", {}),
    ("gaps", {"topic": "nuclear"}),
    *(("about", {"page": page}) for page in ABOUT_PAGES),
]


def text_of(message: Message) -> str:
    """Everything a message says."""
    said = [f"{each.get('title')}\n{each.get('description')}" for each in message.embeds]
    return "\n".join([message.content, *said])


@pytest.mark.parametrize(("name", "options"), COMMANDS)
async def test_a_command_is_answered_at_once_and_privately(
    bot: Bot, mira: Reader, standin: DiscordStandIn, name: str, options: dict[str, str]
) -> None:
    """Every command gives one answer, without a deferral, that the reader alone sees, with its basis."""
    used = mira.slash(name, options)
    answer = await used.message()
    assert used.response is ResponseKind.MESSAGE
    assert answer.ephemeral
    assert "Basis:" in answer.embeds[0]["footer"]["text"]
    assert standin.channel.messages == []
    assert len(mira.sees()) == 1


async def test_a_map_is_a_picture_with_its_words(bot: Bot, mira: Reader) -> None:
    """`/map` sends a PNG file with a description, shown inside the answer, and says it in text too."""
    answer = await mira.slash("map", {"topic": "India"}).message()
    (file,) = answer.files
    assert file.data.startswith(b"\x89PNG")
    assert file.description
    assert "India" in file.description
    assert answer.embeds[0]["image"]["url"].endswith("/map.png")
    assert answer.ephemeral


async def test_in_a_direct_message_answers_stay(bot: Bot, mira: Reader) -> None:
    """In a direct message nobody else reads along: the answer is an ordinary message."""
    answer = await mira.slash("brief", {"topic": "India"}, channel=mira.dm_channel).message()
    assert not answer.ephemeral
    assert "India" in text_of(answer)


@pytest.mark.parametrize(
    ("typed", "locale", "shown", "value"),
    [
        ("Ind", "en-US", "India", "India"),
        ("Ind", "de", "Indien (India)", "India"),
        ("인도", "ko", "인도 (India)", "India"),
        ("印度", "zh-CN", "印度 (India)", "India"),
        ("usa", "en-GB", "United States", "United States"),
        ("norht korea", "fr", "Corée du Nord (North Korea)", "North Korea"),
    ],
)
async def test_completion_knows_other_names_and_languages(
    bot: Bot, mira: Reader, typed: str, locale: str, shown: str, value: str
) -> None:
    """What is typed may be an alias, another language or misspelt; the choice is in the reader's language."""
    offered = await mira.autocomplete("brief", {"topic": typed}, locale=locale).offered()
    assert offered[0] == (shown, value)


async def test_completion_of_themes_and_of_the_second_topic(bot: Bot, mira: Reader) -> None:
    """A theme option offers themes alone; the second topic leaves out the first."""
    themes = await mira.autocomplete("compare", {"a": "India", "b": "China", "theme": ""}).offered()
    assert themes
    assert "India" not in [value for _, value in themes]
    seconds = await mira.autocomplete("compare", {"a": "India", "b": ""}, focused="b").offered()
    assert "India" not in [value for _, value in seconds]
    assert 1 < len(seconds) <= 25


async def test_completion_of_nonsense_offers_nothing(bot: Bot, mira: Reader) -> None:
    """A hundred strange characters bring an empty list, not an error."""
    assert await mira.autocomplete("brief", {"topic": "\u202e*<@1>`" * 12}).offered() == []


async def test_the_message_menu_reads_the_message(bot: Bot, mira: Reader, standin: DiscordStandIn) -> None:
    """“Brief me on this” briefs on what somebody's message mentions, for the reader alone."""
    told = standin.user("Jun").say(standin.channel, "Tokyo and New Delhi spoke about trade today")
    answer = await mira.message_command("Brief me on this", told).message()
    assert answer.ephemeral
    assert "Japan" in text_of(answer)
    assert "India" in text_of(answer)


async def test_the_message_menu_on_a_message_without_text(
    bot: Bot, mira: Reader, standin: DiscordStandIn
) -> None:
    """A message without readable text is answered with one sentence."""
    told = standin.user("Jun").say(standin.channel, "")
    answer = await mira.message_command("Brief me on this", told).message()
    assert answer.ephemeral
    assert "no text" in answer.content


async def test_haste_is_met_with_one_kind_sentence(bot: Bot, mira: Reader, standin: DiscordStandIn) -> None:
    """Who asks more than thirty times a minute is asked to wait; others are not."""
    for _ in range(30):
        assert (await mira.slash("about").message()).embeds
    assert "a lot" in (await mira.slash("about").message()).content
    assert (await standin.user("Jun").slash("about").message()).embeds


async def test_bad_input_is_answered_with_one_sentence(bot: Bot, mira: Reader, parts: Parts) -> None:
    """What cannot be read is said in a sentence, privately, with nothing that pings or formats."""
    answer = await mira.slash("ask", {"question": "\u202e \x07"}).message()
    assert answer.ephemeral
    assert not answer.embeds
    assert answer.content


async def test_commands_that_another_program_replaced_are_put_right(
    start: Start, standin: DiscordStandIn
) -> None:
    """At a start the bot finds that Discord holds other commands than it registered, and mends that once."""
    first = await start()
    await first.leave()
    standin.state.global_commands.popitem()
    second = await start()
    await second.leave()
    held = [each["name"] for each in standin.state.global_commands.values()]
    assert held == [each["name"] for each in command_payloads()]
    assert len(standin.commands.syncs) == 2
    await start()
    assert len(standin.commands.syncs) == 2
