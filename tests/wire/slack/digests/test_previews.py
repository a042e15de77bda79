"""Previews on Slack by the real SDK: the very messages that are posted then, within Slack's five uses."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.adapters.slack import outlet as slack_outlet
from bot.adapters.slack import outlet_parts
from bot.adapters.slack.answering import MOST_ALONE
from bot.rendering.sources import numbers_in
from bot.settings import Settings
from tests.fakes.office import Office
from tests.standins.slack.readers import Reader
from tests.standins.slack.standin import SlackStandIn
from tests.standins.slack.world import Message
from tests.wire.posted import posted
from tests.wire.slack.conftest import Start

ADD = "add weekdays 08:30 Europe/London"
DUE = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


async def begun(boss: Reader, more: str = "") -> None:
    """A digest of the channel."""
    echo = await boss.slash("digest", f"{ADD} {more}").message()
    await boss.press(echo, "Save").message()


def seen(message: Message) -> dict[str, Any]:
    """Everything that is read and pressed of a message."""
    return {"text": message.text, "blocks": [_named(each) for each in message.blocks]}


def _named(block: dict[str, Any]) -> dict[str, Any]:
    """A block without the id that Slack gives it."""
    return {name: value for name, value in block.items() if name != "block_id"}


@pytest.mark.parametrize("style", ["headlines", "full", "thread"])
async def test_a_preview_is_what_is_posted_then(
    start: Start, standin: SlackStandIn, boss: Reader, office: Office, settings: Settings, style: str
) -> None:
    """A line that says what it is, then each message to the letter, for one reader alone, in order."""
    await start()
    await begun(boss, f"style {style}")
    asked = boss.slash("digest", "preview")
    line, *shown = await asked.messages(3 if style == "thread" else 2)
    assert asked.ack is None
    assert "Nothing has been posted" in line.text
    assert all(each.ephemeral for each in (line, *shown))
    async with slack_outlet.connected(settings) as outlet:
        await posted(office, outlet, DUE)
    public = [each for each in standin.channel.log if each.author is standin.bot and not each.ephemeral]
    assert len(public) == len(shown)
    assert [seen(each) for each in shown] == [seen(each) for each in public]


async def test_the_button_shows_the_same(start: Start, boss: Reader) -> None:
    """Preview under the list; evidence of what is previewed, privately."""
    await start()
    await begun(boss)
    listed = await boss.slash("digest", "list").message()
    _, shown = await boss.press(listed, "Preview").messages(2)
    evidence = await boss.press(shown, "Evidence").message()
    assert evidence.ephemeral
    assert evidence.text.startswith("Evidence")
    cited = numbers_in(shown.text)
    assert cited
    for passage, number in cited:
        assert f"[{number}]" in next(line for line in evidence.text.split("\n") if f"({passage})" in line)
    assert (await boss.press(shown, "Ask this next").message()).ephemeral
    assert (await boss.press(shown, "Wrong").opened_view()).title == "Feedback"


async def test_what_does_not_fit_is_counted(start: Start, boss: Reader, office: Office) -> None:
    """An address answers five times: the first messages are shown, and the others counted."""
    await start()
    await begun(boss)
    office.platform.written = lambda replies, edition: outlet_parts.parts(replies, edition) * 7
    line, *shown = await boss.slash("digest", "preview").messages(MOST_ALONE)
    assert len(shown) == MOST_ALONE - 1
    assert "It would be 7 messages" in line.text
    assert "3 more are left out here" in line.text


async def test_readers_may_preview_their_channels_digests(
    start: Start, standin: SlackStandIn, boss: Reader, mira: Reader
) -> None:
    """Anybody in the channel sees it; in another channel there is nothing to see, in one sentence."""
    await start()
    await begun(boss)
    line, _ = await mira.slash("digest", "preview").messages(2)
    assert line.ephemeral
    other = standin.moderator.add_channel("other", members=(mira.user,))
    refused = await mira.slash("digest", "preview", channel=other).message()
    assert "There is no digest in this channel" in refused.text
