"""The form to edit a digest on Discord, by the real SDK: filled in, read back, checked again when sent."""

import asyncio
from dataclasses import replace
from typing import Any

from bot.digests.asker import Asker
from bot.digests.service import Digests
from bot.handlers import Handlers
from bot.subscriptions import Subscription
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.office import Office
from tests.fakes.source_texts import SourceTextsInMemory
from tests.standins.discord.readers import Reader
from tests.standins.discord.standin import DiscordStandIn
from tests.wire.discord.conftest import FAST, Parts, Patience, Start
from tests.wire.discord.digests.conftest import said

ADD = {
    "days": "weekdays",
    "time": "08:30",
    "zone": "Europe/London",
    "topics": "India, China",
    "style": "headlines",
    "skip": "2026-12-25",
    "catch_up": "2 hours",
}


async def begun(boss: Reader) -> None:
    """A digest of the channel."""
    echo = await boss.slash("digest add", ADD).message()
    await boss.press(echo, "Save").first_response()


def held(modal: dict[str, Any]) -> dict[str, Any]:
    """What the fields of a form begin with, by their labels."""
    found = {}
    for each in modal["components"]:
        field = each["component"]
        chosen = [one["value"] for one in field.get("options", ()) if one["default"]]
        found[each["label"]] = chosen[0] if chosen else field.get("value", "")
    return found


async def test_edit_alone_opens_a_form_that_is_filled_in(start: Start, boss: Reader, office: Office) -> None:
    """Current values stand in it; what is changed is echoed, saved on Save, and the rest stays."""
    await start()
    await begun(boss)
    asked = boss.slash("digest edit")
    assert held(await asked.opened_modal()) == {
        "Days and times": "weekdays 08:30",
        "Time zone": "Europe/London",
        "Topics": "India, China",
        "Style": "headlines",
        "Dates to leave out": "2026-12-25",
    }
    sent = boss.submit_modal(asked, {"Days and times": "mon,thu 09:15, 17:00", "Style": "full", "Topics": ""})
    echo = await sent.message()
    assert echo.ephemeral
    await boss.press(echo, "Save").first_response()
    [kept] = await office.subscriptions.listed()
    assert [f"{each:%H:%M}" for each in kept.schedule.times] == ["09:15", "17:00"]
    assert (kept.style, kept.topics, kept.catch_up.total_seconds()) == ("full", (), 7_200)
    assert [each.isoformat() for each in kept.schedule.skip] == ["2026-12-25"]
    assert kept.schedule.zone == "Europe/London"


async def test_the_edit_button_opens_it(start: Start, boss: Reader) -> None:
    """Under the list, for the digest that stands there."""
    await start()
    await begun(boss)
    listed = await boss.slash("digest list").message()
    modal = await boss.press(listed, "Edit").opened_modal()
    assert held(modal)["Days and times"] == "weekdays 08:30"


async def test_a_button_may_begin_one(start: Start, boss: Reader, mira: Reader, office: Office) -> None:
    """The same form, empty but for what a digest has by itself; for managers alone."""
    await start()
    listed = await boss.slash("digest list").message()
    asked = boss.forge(listed, "c1:r:d:add")
    begins = held(await asked.opened_modal())
    assert (begins["Style"], begins["Days and times"]) == ("full", "")
    sent = boss.submit_modal(asked, {"Days and times": "first monday 09:00", "Time zone": "Kolkata"})
    await boss.press(await sent.message(), "Save").first_response()
    [kept] = await office.subscriptions.listed()
    assert (kept.schedule.zone, kept.style) == ("Asia/Kolkata", "full")
    theirs = await mira.slash("digest list").message()
    assert "Only those who manage" in said(await mira.forge(theirs, "c1:r:d:add").message())


async def test_named_fields_open_no_form(start: Start, boss: Reader) -> None:
    """Whoever says what to change is echoed it at once."""
    await start()
    await begun(boss)
    assert "at 10:00" in said(await boss.slash("digest edit", {"time": "10:00"}).message())


async def test_what_cannot_be_read_is_one_sentence(start: Start, boss: Reader) -> None:
    """A field of the form that cannot be read brings an example, and nothing is changed."""
    await start()
    await begun(boss)
    asked = boss.slash("digest edit")
    await asked.opened_modal()
    answer = await boss.submit_modal(asked, {"Time zone": "Atlantis"}).message()
    assert "Atlantis" in answer.content
    assert answer.ephemeral


async def test_the_right_is_checked_again_when_it_is_sent(
    start: Start, standin: DiscordStandIn, boss: Reader, mira: Reader, office: Office
) -> None:
    """Readers get no form, by command and by forged press; a manager who is one no more changes nothing."""
    await start()
    await begun(boss)
    [kept] = await office.subscriptions.listed()
    assert "Only those who manage" in said(await mira.slash("digest edit").message())
    listed = await mira.slash("digest list").message()
    assert "Only those who manage" in said(await mira.forge(listed, f"c1:r:d:edit {kept.id}").message())
    asked = boss.slash("digest edit")
    await asked.opened_modal()
    assert standin.channel.guild is not None
    standin.channel.guild.members[boss.user.id].roles.clear()
    refused = await boss.submit_modal(asked, {"Days and times": "every day 06:00"}).message()
    assert "Only those who manage" in said(refused)
    assert await office.subscriptions.listed() == (kept,)


async def test_a_forged_form_changes_nothing(start: Start, boss: Reader, office: Office) -> None:
    """A form whose id names no digest of this channel, or does something else, is refused."""
    await start()
    await begun(boss)
    for custom_id in ("c1:r:d:edit s-ZZZZZZ", "c1:r:d:remove s-ZZZZZZ", "c1:r:d:edit"):
        asked = boss.slash("digest edit")
        modal = await asked.opened_modal()
        modal["custom_id"] = custom_id
        answer = await boss.submit_modal(asked, {"Days and times": "every day 06:00"}).message()
        assert "Nothing is saved yet" not in said(answer)
    [kept] = await office.subscriptions.listed()
    assert [f"{each:%H:%M}" for each in kept.schedule.times] == ["08:30"]


class _Stuck:
    """Digests whose database does not answer when an edit is begun."""

    def __init__(self, digests: Digests) -> None:
        self._digests = digests

    def __getattr__(self, name: str) -> Any:
        return getattr(self._digests, name)

    async def current(self, given: str, asker: Asker) -> Subscription:
        """Never."""
        await asyncio.Event().wait()
        raise AssertionError


async def test_a_form_that_takes_too_long_is_said(
    start: Start, parts: Parts, boss: Reader, office: Office, service: BriefingService
) -> None:
    """Discord takes no form later than three seconds: instead there is one sentence, in time."""
    digests: Any = _Stuck(office.digests)
    slow = replace(
        parts, handlers=Handlers(service, SourceTextsInMemory(SetClock()), digests=lambda: digests)
    )
    await start(slow, pace=replace(FAST, patience=Patience(defer=0.05)))
    refused = await boss.slash("digest edit").message()
    assert "could not be opened in time" in refused.content
    assert refused.ephemeral
