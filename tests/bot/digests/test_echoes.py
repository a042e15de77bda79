"""What is said before and after saving: names that were guessed, dates, zones, what is missing."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.digest_commands import DigestCancel, DigestConfirm, DigestList
from bot.digests.changing import kept
from bot.digests.permission import settles, settles_action
from bot.rendering.actions import Run, Share
from bot.rendering.asked import Asked
from bot.storage.delivery_tables import edition, slot
from bot.subscriptions import Pause
from briefings.errors import BadInput
from tests.fakes.office import ADD, MIRA, Office, button, told

ANN = replace(MIRA, reader="ann")


@pytest.mark.parametrize(
    ("typed", "zone"), [("Londn", "Europe/London"), ("Germany", "Europe/Berlin"), ("Mumbai", "Asia/Kolkata")]
)
async def test_a_zone_by_another_name_is_told(office: Office, typed: str, zone: str) -> None:
    """So that whoever confirms sees what was made of it, in a new digest and in a change."""
    sentence = f"“{typed}” was read as {zone}."
    assert sentence in told(await office.says(f"/digest add weekdays 08:30 in {typed}"))
    await office.made("/digest add weekdays 08:30 Asia/Tokyo")
    assert sentence in told(await office.says(f"/digest edit zone {typed}"))


@pytest.mark.parametrize("typed", ["Europe/London", "london", "LONDON", "europe/london"])
async def test_a_zone_by_its_own_name_is_not_told_again(office: Office, typed: str) -> None:
    """Its IANA name, or the city in it."""
    assert "was read as" not in told(await office.says(f"/digest add weekdays 08:30 zone {typed}"))


async def test_dates_that_leave_nothing_out_are_named(office: Office) -> None:
    """Those that are over, and those on which nothing would come; not again when they were there before."""
    echo = told(await office.says(f"{ADD} skip 2025-12-25, 2026-03-07, 2026-03-09"))
    assert "Over already, so leaving out changes nothing: Thu 25 Dec 2025." in echo
    assert "Nothing would come on Sat 7 Mar 2026 anyway." in echo
    assert "9 Mar" not in echo.partition("The next sends")[2]
    await office.made(f"{ADD} skip 2025-12-25")
    assert "Over already" not in told(await office.says("/digest edit time 09:00"))


async def test_saving_without_permission_does_not_promise(office: Office) -> None:
    """The echo, the answer to Save, an edit's and the question before sending name what is missing."""
    office.platform.missing = ("Send Messages in #general",)
    echo = await office.says(ADD)
    saved = told(await office.says(button(echo, "Save")))
    assert "I cannot post in #general yet" in saved
    assert "the digest is paused until it is there" in saved
    assert "Send Messages in #general" in saved
    assert len(await office.subscriptions.listed()) == 1
    changed = await office.says(button(await office.says("/digest edit time 09:00"), "Save"))
    assert "Send Messages in #general" in told(changed)
    assert "Send Messages in #general" in told(await office.says("/digest send-now"))
    office.platform.missing = ()
    fine = await office.says(button(await office.says("/digest edit time 10:00"), "Save"))
    assert "cannot post" not in told(fine)


async def _refuse(office: Office, reason: str = "no-permission") -> None:
    """The platform refuses us in every channel."""
    for each in await office.subscriptions.listed():
        if each.state == "active":
            refused = each.changed(state="paused", pause=Pause(reason, office.clock.moment))
            assert await office.subscriptions.change(kept(refused, office.clock.moment))


async def _paused(office: Office) -> set[str]:
    return {each.id for each in await office.subscriptions.listed() if each.state == "paused"}


async def _told_to(office: Office, person: str) -> list[str]:
    """What waits in somebody's direct messages."""
    chosen = (
        select(edition.c.text).join(slot, slot.c.id == edition.c.slot).where(slot.c.channel == f"@{person}")
    )
    async with office.database.reading() as connection:
        assert connection is not None
        return list((await connection.execute(chosen)).scalars())


async def test_a_refusal_wakes_all_that_it_paused(office: Office) -> None:
    """Resuming one lets the channel's others go on that it paused; what people paused stays paused."""
    first, second, third = [await office.made(asker=who) for who in (MIRA, ANN, MIRA)]
    await office.says(f"/digest pause {third}")
    await _refuse(office)
    office.platform.missing = ("Send Messages",)
    assert "Still missing" in told(await office.says(f"/digest resume {first}"))
    assert await _paused(office) == {second, third}
    await _refuse(office)
    office.platform.missing = ()
    answer = told(await office.says(f"/digest resume {first}"))
    assert f"Paused for the same reason, these go on as well: {second}." in answer
    assert await _paused(office) == {third}
    assert ["go on" in each for each in await _told_to(office, "ann")] == [True]
    assert await _told_to(office, "mira") == []


async def test_resuming_again_once_the_permission_is_back_wakes_the_others(office: Office) -> None:
    """One that was resumed too early is active by then; naming it again still lets the others go on."""
    first, second = [await office.made() for _ in range(2)]
    await _refuse(office)
    office.platform.missing = ("Send Messages",)
    await office.says(f"/digest resume {first}")
    assert await _paused(office) == {second}
    office.platform.missing = ()
    assert second in told(await office.says(f"/digest resume {first}"))
    assert await _paused(office) == set()


async def test_a_thread_that_cannot_be_opened_keeps_the_others_paused(office: Office) -> None:
    """A digest in threads needs more; where that is missing, only the one that was named goes on."""
    first = await office.made()
    second = await office.made(f"{ADD} style thread")
    await _refuse(office)
    office.platform.missing_in_threads = ("Create Public Threads",)
    assert "go on as well" not in told(await office.says(f"/digest resume {first}"))
    assert await _paused(office) == {second}


async def test_a_digest_paused_while_the_bot_is_away_waits_for_its_return(office: Office) -> None:
    """Nobody resumes it by hand: its place is counted as left until the bot is found to be back."""
    first, second = [await office.made() for _ in range(2)]
    await _refuse(office, "left")
    with pytest.raises(BadInput, match="when I am added again"):
        await office.says(f"/digest resume {first}")
    assert await _paused(office) == {first, second}


def test_yes_and_no_are_told_from_all_else() -> None:
    """Save and Cancel, as commands and as buttons, and nothing besides."""
    assert settles(DigestConfirm("7K3QF2"))
    assert settles(DigestCancel("7K3QF2"))
    assert not settles(DigestList())
    for words in ("confirm 7K3QF2", "cancel 7K3QF2"):
        assert settles_action(Run(Asked("digest", words)))
        assert not settles_action(Run(Asked("brief", words)))
        assert not settles_action(Share(Asked("digest", words)))
    assert not settles_action(Run(Asked("digest", None)))
    for words in ("list", "confirm", "confirm a b", ""):
        assert not settles_action(Run(Asked("digest", words)))
