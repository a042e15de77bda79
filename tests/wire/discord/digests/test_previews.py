"""Previews on Discord by the real SDK: the very messages that are posted afterwards, with working buttons."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.adapters.discord import outlet as discord_outlet
from bot.adapters.discord import outlet_parts
from bot.adapters.discord.answering import MOST_ALONE
from bot.settings import Settings
from tests.fakes.office import Office
from tests.standins.discord.readers import Reader
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.world import Message
from tests.wire.discord.conftest import Parts, Start
from tests.wire.discord.digests.conftest import said
from tests.wire.posted import posted

ADD = {"days": "weekdays", "time": "08:30", "zone": "Europe/London"}
DUE = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


async def begun(boss: Reader, **more: str) -> None:
    """A digest of the channel."""
    echo = await boss.slash("digest add", {**ADD, **more}).message()
    await boss.press(echo, "Save").first_response()


def seen(message: Message) -> dict[str, Any]:
    """Everything that is read and pressed of a message."""
    return {"content": message.content, "embeds": message.embeds, "components": message.components}


@pytest.mark.parametrize("style", ["headlines", "full", "thread"])
async def test_a_preview_is_what_is_posted_then(
    start: Start, standin: DiscordStandIn, boss: Reader, office: Office, settings: Settings, style: str
) -> None:
    """A line that says what it is, then each message to the letter, for one reader alone."""
    await start()
    await begun(boss, style=style)
    before = len(standin.channel.log)
    count = 3 if style == "thread" else 2
    line, *shown = await boss.slash("digest preview").messages(count)
    assert "Nothing has been posted" in said(line)
    assert all(each.ephemeral for each in (line, *shown))
    assert all(each.ephemeral for each in standin.channel.log[before:])
    async with discord_outlet.connected(settings) as outlet:
        await posted(office, outlet, DUE)
    public = [
        each
        for channel in standin.world.channels.values()
        for each in channel.log
        if each.author is standin.world.bot and not each.ephemeral
    ]
    assert len(public) == count - 1
    assert [seen(each) for each in shown] == [seen(each) for each in public]


async def test_buttons_of_a_preview_work(start: Start, boss: Reader) -> None:
    """Evidence with the numbers that the preview shows, privately."""
    await start()
    await begun(boss)
    _, shown = await boss.slash("digest preview").messages(2)
    evidence = await boss.press(shown, "Evidence").message()
    assert evidence.ephemeral
    assert "Evidence" in str(evidence.embeds[0]["title"])
    assert "[1]" in said(evidence).replace("\\", "")


async def test_questions_and_feedback_work_from_a_preview(start: Start, parts: Parts, boss: Reader) -> None:
    """What it suggests to ask is answered; a remark is kept with the claims that the preview shows."""
    await start()
    await begun(boss)
    _, shown = await boss.slash("digest preview").messages(2)
    assert (await boss.press(shown, "Ask this next").message()).ephemeral
    asked = boss.press(shown, "Wrong")
    await asked.opened_modal()
    await boss.submit_modal(asked, {"comment": "It was the council."}).message()
    (kept,) = parts.feedback.kept
    assert kept.claims
    assert kept.comment == "It was the council."


async def test_what_does_not_fit_is_counted(start: Start, boss: Reader, office: Office) -> None:
    """Of more messages than are shown to one person, the first are shown and the others counted."""
    await start()
    await begun(boss)
    office.platform.written = lambda replies, edition: outlet_parts.parts(replies, edition) * 12
    line, *shown = await boss.slash("digest preview").messages(MOST_ALONE)
    assert len(shown) == MOST_ALONE - 1
    assert "It would be 12 messages" in said(line)
    assert "3 more are left out here" in said(line)


async def test_nothing_to_post_is_said(start: Start, boss: Reader) -> None:
    """On a date that the schedule leaves out there is a line, and no message after it."""
    await start()
    await begun(boss)
    line = await boss.slash("digest preview", {"date": "2026-03-07"}).message()
    assert "nothing is due" in said(line)
