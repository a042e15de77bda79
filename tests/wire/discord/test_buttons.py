"""Buttons, menus and forms: every one of them, after restarts, forged ones, and who may see what."""

from collections import deque
from dataclasses import replace
from typing import Any

import pytest

from bot.commands import Command
from bot.handlers import NOWHERE, Context, Handlers
from bot.rendering.sources import numbers_in
from briefings.reply import Reply
from tests.fakes.clock import SetClock
from tests.fakes.source_texts import SourceTextsInMemory
from tests.standins.discord.checks.components import walk
from tests.standins.discord.readers import Reader
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.world import Message, Permission
from tests.wire.discord.conftest import Bot, Parts, Start
from tests.wire.discord.test_commands import text_of

FEEDBACK = ["Wrong", "Unsupported", "Missing"]
BUTTON, SELECT = 2, 3
MOST_PRESSED = 25
"""Of one reader within the quota."""


def labels(message: Message) -> list[str]:
    """What the buttons of a message say."""
    return [each["label"] for _, each in walk(message.components) if each.get("type") == BUTTON]


def onward(message: Message) -> str:
    """What the button to the next page says."""
    return next(label for label in labels(message) if label.endswith("›"))


def back(message: Message) -> str:
    """What the button to the page before says."""
    return next(label for label in labels(message) if label.startswith("‹"))


def unpressed(message: Message, pressed: set[str]) -> dict[str, Any] | None:
    """The first button or menu of a message that was not pressed yet; feedback has tests of its own."""
    offered = [each for _, each in walk(message.components) if each.get("custom_id")]
    left = [each for each in offered if each["custom_id"] not in pressed and each["custom_id"][3] != "f"]
    return left[0] if left else None


@pytest.mark.parametrize("first", ["brief", "scenarios", "map", "gaps"])
async def test_everything_that_can_be_pressed_is_answered(
    bot: Bot, standin: DiscordStandIn, first: str
) -> None:
    """From one answer on, every button and menu that turns up is pressed once and answered."""
    reader = standin.user(f"Presser {first}")
    queue = deque([await reader.slash(first, {"topic": "China"}).message()])
    pressed: set[str] = set()
    while queue and len(pressed) < MOST_PRESSED:
        message = queue.popleft()
        while (each := unpressed(message, pressed)) and len(pressed) < MOST_PRESSED:
            custom_id = each["custom_id"]
            pressed.add(custom_id)
            if each["type"] == SELECT:
                used = reader.choose(message, each["options"][-1]["value"], select=custom_id)
            else:
                used = reader.press(message, custom_id)
            answer = await used.message()
            assert answer.embeds, custom_id
            queue.append(answer)
    assert len(pressed) == MOST_PRESSED


async def test_evidence_names_the_sentences(bot: Bot, mira: Reader) -> None:
    """Evidence answers privately with the sentence each claim rests on."""
    brief = await mira.slash("brief", {"topic": "India"}).message()
    evidence = await mira.press(brief, "Evidence").message()
    assert evidence.ephemeral
    assert "S4.1.1" in text_of(evidence) or "sentence" in text_of(evidence)


async def test_the_compare_menu(bot: Bot, mira: Reader) -> None:
    """Choosing a country under “Compare with…” compares the two."""
    brief = await mira.slash("brief", {"topic": "India"}).message()
    compared = await mira.choose(brief, "China", select="Compare with…").message()
    assert "India" in compared.embeds[0]["title"]
    assert "China" in compared.embeds[0]["title"]


async def test_pages_turn_in_place(bot: Bot, mira: Reader) -> None:
    """A page of a private answer takes the place of the one before, whole, and back again."""
    brief = await mira.slash("brief", {"topic": "India"}).message()
    before = brief.embeds[0]["description"]
    second = await mira.press(brief, onward(brief)).message()
    assert second is brief
    assert brief.embeds[0]["description"] != before
    await mira.press(brief, back(brief)).message()
    assert brief.embeds[0]["description"] == before
    assert len(mira.sees()) == 1


async def test_a_public_answer_is_turned_for_oneself(bot: Bot, mira: Reader, standin: DiscordStandIn) -> None:
    """Nobody turns a page under the eyes of others: the other page comes privately."""
    mira.say(standin.channel, "@bot brief India")
    (public,) = await standin.answer_in(standin.channel)
    before = public.embeds[0]["description"]
    page = await standin.user("Jun").press(public, onward(public)).message()
    assert page.ephemeral
    assert public.embeds[0]["description"] == before


class LongMaps(Handlers):
    """Answers everything with a picture and more words than a page holds."""

    async def handle(self, command: Command, context: Context = NOWHERE) -> Reply:
        """A map with India's briefing below it."""
        drawn, brief = self.service.map("India"), self.service.brief("India")
        return replace(brief, blocks=(*drawn.blocks, *brief.blocks))


async def test_a_picture_goes_when_its_page_is_turned(start: Start, mira: Reader, parts: Parts) -> None:
    """The second page of a long map carries no picture; the first one has it again."""
    handlers = LongMaps(parts.handlers.service, SourceTextsInMemory(SetClock()))
    await start(replace(parts, handlers=handlers))
    shown = await mira.slash("map").message()
    assert [each.filename for each in shown.files] == ["map.png"]
    await mira.press(shown, onward(shown)).message()
    assert not shown.files
    await mira.press(shown, back(shown)).message()
    assert [each.filename for each in shown.files] == ["map.png"]


async def test_sharing_posts_for_everybody_and_names_nobody(
    bot: Bot, mira: Reader, standin: DiscordStandIn
) -> None:
    """Share posts the same words publicly, without a Share button and without the reader's name."""
    brief = await mira.slash("brief", {"topic": "India"}).message()
    await mira.press(brief, "Share").message()
    (shared,) = standin.channel.messages
    assert shared.embeds[0]["description"] == brief.embeds[0]["description"]
    assert "Share" not in labels(shared)
    assert mira.user.name not in text_of(shared)
    assert "Evidence" in labels(shared)


async def test_a_page_is_shared_once(start: Start, mira: Reader, standin: DiscordStandIn) -> None:
    """However often Share is pressed, after other pages and a restart too, a page is posted once."""
    first = await start()
    brief = await mira.slash("brief", {"topic": "India"}).message()
    presses = [mira.press(brief, "Share") for _ in range(3)]
    told = [await each.message() for each in presses]
    assert sorted(each.ephemeral for each in told) == [False, True, True]
    assert all("shared here already" in each.content for each in told if each.ephemeral)
    await mira.press(brief, onward(brief)).message()
    await mira.press(brief, "Share").message()
    assert len(standin.channel.messages) == 2
    await first.leave()
    await start()
    await mira.press(brief, back(brief)).message()
    again = await mira.press(brief, "Share").message()
    assert again.ephemeral
    assert len(standin.channel.messages) == 2
    other = await mira.slash("brief", {"topic": "India"}).message()
    assert not (await mira.press(other, "Share").message()).ephemeral


async def test_evidence_has_the_numbers_of_its_answer(bot: Bot, mira: Reader) -> None:
    """A citation of an answer is found under the same number in the evidence for it."""
    brief = await mira.slash("ask", {"question": "Why would Japan rearm?"}).message()
    cited = dict(numbers_in(text_of(brief)))
    assert cited
    told = text_of(await mira.press(brief, "Evidence").message())
    found = [passage for passage in cited if passage in told]
    assert found
    for passage in found:
        line = next(each for each in told.splitlines() if passage in each)
        assert f"[{cited[passage]}]" in line.replace("\\", "")


async def test_feedback_on_a_long_question_keeps_what_is_shown_of_it(
    bot: Bot, mira: Reader, parts: Parts
) -> None:
    """A question too long to be shown whole is kept as far as it is shown."""
    question = "Why would Japan rearm, and what would that mean for the region as a whole? " * 10
    answer = await mira.slash("ask", {"question": question}).message()
    form = mira.press(answer, "Wrong")
    await form.opened_modal()
    await mira.submit_modal(form, {}).message()
    (kept,) = parts.feedback.kept
    assert kept.question.startswith("/ask Why would Japan rearm, and what")
    assert len(kept.question) > 400


async def test_sharing_a_long_question_reads_it_from_the_message(
    bot: Bot, mira: Reader, standin: DiscordStandIn
) -> None:
    """A question too long for a button is read again from the answer it stands in."""
    question = "Why would Japan rearm, and what would that mean for the region as a whole? " * 3
    answer = await mira.slash("ask", {"question": question}).message()
    shared = await mira.press(answer, "Share").message()
    assert not shared.ephemeral
    assert shared.embeds[0]["description"] == answer.embeds[0]["description"]


async def test_who_cannot_write_cannot_share(bot: Bot, mira: Reader, standin: DiscordStandIn) -> None:
    """Sharing takes the reader's own permission to write there, checked at the press."""
    brief = await mira.slash("brief", {"topic": "India"}).message()
    standin.moderator.deny(standin.channel, Permission.SEND_MESSAGES, mira.user)
    refused = await mira.press(brief, "Share").message()
    assert refused.ephemeral
    assert "cannot write" in refused.content
    assert standin.channel.messages == []


@pytest.mark.parametrize("label", FEEDBACK)
async def test_feedback_is_kept_with_its_answer(
    bot: Bot, mira: Reader, parts: Parts, standin: DiscordStandIn, label: str
) -> None:
    """The form stores question, answer, claims and comment, and nothing of the reader; thanks follow."""
    brief = await mira.slash("ask", {"question": "Why would Japan rearm?"}).message()
    form = mira.press(brief, label)
    await form.opened_modal()
    thanks = await mira.submit_modal(form, {"comment": "It left out the sea lanes."}).message()
    assert "Thank you" in thanks.content
    assert thanks.ephemeral
    (kept,) = parts.feedback.kept
    assert kept.kind == label.lower()
    assert kept.question == "/ask Why would Japan rearm?"
    assert kept.comment == "It left out the sea lanes."
    assert kept.claims
    assert brief.embeds[0]["title"] in kept.answer_text
    assert kept.place == str(standin.guild.id)
    assert str(mira.user.id) not in repr(kept)


async def test_feedback_needs_no_comment(bot: Bot, mira: Reader, parts: Parts) -> None:
    """An empty form is feedback too."""
    form = mira.press(await mira.slash("brief", {"topic": "India"}).message(), "Missing")
    await form.opened_modal()
    await mira.submit_modal(form, {}).message()
    assert parts.feedback.kept[0].comment is None


@pytest.mark.parametrize(
    "custom_id",
    [
        "",
        "c0:e:x",
        "v1:evidence",
        "c1:e:",
        "c1:e:../../etc:1",
        "c1:p:b:1000000:India",
        "c1:f:x:b:India",
        "c1:r:z:India",
        "c2:r:b:India",
        "c1:r:e:north-korea-russia:9999",
        "c1:c:b:0",
        "c1:r:q:@message",
        "c1:" + "x" * 97,
        "\u202e" * 10,
    ],
)
async def test_forged_and_outdated_ids_get_a_sentence(bot: Bot, mira: Reader, custom_id: str) -> None:
    """Whatever a button's id says, the reader alone gets one kind sentence or an ordinary refusal."""
    brief = await mira.slash("brief", {"topic": "India"}).message()
    answer = await mira.forge(brief, custom_id).message()
    assert answer.ephemeral
    assert answer.content or answer.embeds


async def test_a_forged_form_is_refused(bot: Bot, mira: Reader, parts: Parts) -> None:
    """A form whose id is not that of a feedback button stores nothing."""
    form = mira.press(await mira.slash("brief").message(), "Wrong")
    modal = await form.opened_modal()
    modal["custom_id"] = "c1:r:b:India"
    answer = await mira.submit_modal(form, {}).message()
    assert "did not make" in answer.content
    assert parts.feedback.kept == []


async def test_buttons_outlive_a_restart(start: Start, mira: Reader, standin: DiscordStandIn) -> None:
    """A button, a menu, a page and an open form of one run are answered by the next one."""
    first = await start()
    brief = await mira.slash("brief", {"topic": "India"}).message()
    form = mira.press(brief, "Wrong")
    await form.opened_modal()
    await first.leave()
    await start()
    assert (await mira.press(brief, "Evidence").message()).embeds
    assert (await mira.choose(brief, "China", select="Compare with…").message()).embeds
    assert "Thank you" in (await mira.submit_modal(form, {"comment": "x"}).message()).content
    assert await mira.press(brief, onward(brief)).message() is brief
