"""Managing digests, as people do it: typed lines and pressed buttons in, plain words out."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.planner import plan
from bot.digests.asker import Asker
from bot.digests.ports import DRAFTS_KEPT
from briefings.errors import BadInput
from tests.fakes.office import ADD, MIRA, TOM, Office, button, told


async def test_a_digest_is_echoed_before_it_is_saved(office: Office) -> None:
    """The echo says when, on what and the next three sends; nothing is kept until Save is pressed."""
    echo = await office.says(ADD)
    text = told(echo)
    assert "on weekdays at 08:30, Europe/London time" in text
    assert "India, China" in text
    assert text.count("at 08:30 (UTC+00:00)") == 3
    assert "Mon 2 Mar 2026 at 08:30" in text
    assert office.platform.asked == [MIRA.posts_to]
    assert await office.subscriptions.listed() == ()
    saved = await office.says(button(echo, "Save"))
    [kept] = await office.subscriptions.listed()
    assert (kept.channel, kept.owner, kept.topics) == (MIRA.posts_to, "mira", ("country:IN", "country:CN"))
    assert kept.id in saved.title


async def test_what_is_missing_for_posting_is_named(office: Office) -> None:
    """Missing permissions stand in the echo, and so does that nobody could be asked."""
    office.platform.missing = ("Send Messages in #general",)
    assert "Send Messages in #general" in told(await office.says(ADD))
    office.platform.missing = None
    assert "could not be checked" in told(await office.says(ADD))


async def test_save_pressed_twice_saves_once(office: Office) -> None:
    """However often and however close together Save is pressed, there is one digest."""
    save = button(await office.says(ADD), "Save")
    await asyncio.gather(*(office.says(save) for _ in range(5)))
    await office.says(save)
    assert len(await office.subscriptions.listed()) == 1


async def test_cancel_means_no(office: Office) -> None:
    """What was cancelled cannot be saved any more."""
    echo = await office.says(ADD)
    await office.says(button(echo, "Cancel"))
    assert "was cancelled" in told(await office.says(button(echo, "Save")))
    assert await office.subscriptions.listed() == ()


async def test_a_draft_is_its_authors_in_its_channel_for_an_hour(office: Office) -> None:
    """Another manager, another channel, another place and an hour later find no draft."""
    save = button(await office.says(ADD), "Save")
    for other in (
        replace(MIRA, reader="ann"),
        replace(MIRA, channel="other"),
        replace(MIRA, place="elsewhere"),
        replace(MIRA, platform="slack"),
    ):
        with pytest.raises(BadInput, match="begin again"):
            await office.says(save, other)
    office.clock.moment += DRAFTS_KEPT
    with pytest.raises(BadInput, match="begin again"):
        await office.says(save)
    assert await office.subscriptions.listed() == ()


async def _refusal(work: Awaitable[object]) -> str | None:
    try:
        await work
    except BadInput as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda number: MIRA, "This channel has 3 digests"),
        (lambda number: replace(MIRA, channel=f"c{number}"), "You have 4 digests"),
        (lambda number: replace(MIRA, channel=f"c{number}", reader=f"r{number}"), "There are 5 digests"),
    ],
    ids=["channel", "person", "place"],
)
async def test_there_are_only_so_many(office: Office, ask: Callable[[int], Asker], sentence: str) -> None:
    """One more than a channel, a person or a place may have is refused, in a sentence that says which."""
    told_off = [await _refusal(office.made(asker=ask(number))) for number in range(6)]
    assert sentence in (told_off[-1] or "")


async def test_drafts_do_not_pass_the_limit(office: Office) -> None:
    """Saving counts again: drafts made while there was room are refused when there is none any more."""
    saves = [button(await office.says(ADD), "Save") for _ in range(5)]
    results = await asyncio.gather(*(office.says(save) for save in saves), return_exceptions=True)
    assert len(await office.subscriptions.listed()) == 3
    assert sum(isinstance(each, BadInput) for each in results) == 2


async def test_pause_resume_and_snooze(office: Office) -> None:
    """Each says what follows, and the list shows it."""
    name = await office.made()
    await office.says("/digest pause")
    assert "paused" in told(await office.says("/digest list"))
    [kept] = await office.subscriptions.listed()
    assert kept.pause is not None
    assert kept.pause.by == "mira"
    assert "Next: Mon 2 Mar 2026" in told(await office.says(f"/digest resume {name}"))
    assert "until Thu 5 Mar 2026 at 08:00" in told(await office.says("/digest snooze 3 days"))
    await office.says("/digest resume")
    [kept] = await office.subscriptions.listed()
    assert (kept.state, kept.pause, kept.snoozed_until) == ("active", None, None)


async def test_what_was_due_before_a_change_keeps_its_row(office: Office) -> None:
    """A pause made after a slot's moment does not swallow it, though nobody had planned it yet."""
    name = await office.made()
    office.clock.moment += timedelta(hours=1)
    await office.says("/digest pause")
    [row] = await office.ledger.past(name, 5)
    assert row.key == "2026-03-02T08:30"


async def test_an_edit_changes_only_what_it_names(office: Office) -> None:
    """Days, times, zone and the rest change by themselves; the next sends are worked out anew."""
    name = await office.made()
    echo = await office.says(f"/digest edit {name} time 09:15 style headlines catch-up 2 hours")
    assert "Mon 2 Mar 2026 at 09:15" in told(echo)
    await office.says(button(echo, "Save"))
    kept = await office.subscriptions.get(name)
    assert kept is not None
    one = kept.subscription
    assert (one.style, one.catch_up, one.topics) == (
        "headlines",
        timedelta(hours=2),
        ("country:IN", "country:CN"),
    )
    assert (one.revision, kept.next_slot_at) == (2, office.clock.moment.replace(hour=9, minute=15))


async def test_a_new_zone_begins_with_the_next_local_date(office: Office) -> None:
    """Today's slot keeps the old zone; tomorrow's has the new one, and no date comes twice."""
    name = await office.made("/digest add every day 18:00 Europe/London")
    echo = await office.says(f"/digest edit {name} zone Asia/Tokyo")
    assert "Mon 2 Mar 2026 at 18:00 (UTC+00:00)" in told(echo)
    assert "Tue 3 Mar 2026 at 18:00 (UTC+09:00)" in told(echo)
    await office.says(button(echo, "Save"))
    kept = await office.subscriptions.get(name)
    assert kept is not None
    office.clock.moment += timedelta(days=3)
    dates = [each.date for each in plan(kept.subscription, kept.planned_through, office.clock.moment).slots]
    assert dates == sorted(set(dates))
    assert len(dates) == 3


async def test_an_edit_on_an_older_state_is_refused(office: Office) -> None:
    """What somebody else changed in the meantime is not overwritten."""
    name = await office.made()
    save = button(await office.says(f"/digest edit {name} time 09:15"), "Save")
    await office.says("/digest snooze 2 days")
    with pytest.raises(BadInput, match="changed in the meantime"):
        await office.says(save)


async def test_removing_asks_first(office: Office) -> None:
    """Nothing ends before the second step, and afterwards it is gone from the list."""
    name = await office.made()
    asked = await office.says(f"/digest remove {name}")
    assert len(await office.subscriptions.listed()) == 1
    await office.says(button(asked, "Remove"))
    assert await office.subscriptions.listed() == ()
    with pytest.raises(BadInput, match="no digest"):
        await office.says(f"/digest explain {name}")


async def test_send_now_plans_one_slot_for_each_press(office: Office) -> None:
    """A double press plans one slot, another asking another one; what is paused is not sent."""
    name = await office.made()
    press = button(await office.says("/digest send-now"), "Send now")
    await asyncio.gather(*(office.says(press) for _ in range(3)))
    assert [each.key[:4] for each in await office.ledger.past(name, 9)] == ["now-"]
    await office.says(button(await office.says("/digest send-now"), "Send now"))
    assert len(await office.ledger.past(name, 9)) == 2
    assert "by hand" in told(await office.says("/digest history"))
    await office.says("/digest pause")
    with pytest.raises(BadInput, match="resume it first"):
        await office.says("/digest send-now")


async def test_explain_shows_ten_with_the_clock_change(office: Office) -> None:
    """Ten lines; the one in the gap says when it is sent instead."""
    await office.made("/digest add day 25-last 01:30 Europe/London")
    text = told(await office.says("/digest explain", TOM))
    assert text.count("UTC+") == 10
    assert "the clocks skip 01:30 that day, it is sent at 02:00" in text


async def test_a_preview_has_no_side_effect_and_is_what_is_composed(office: Office) -> None:
    """Twice the same; no slot, no edition, and the words of the edition that would be posted."""
    name = await office.made()
    first, second = [await office.says("/digest preview", TOM) for _ in range(2)]
    assert first == second
    assert first.claims
    assert first.disclaimer
    assert "Nothing has been posted" in told(first)
    kept = await office.subscriptions.get(name)
    assert kept is not None
    [shown] = await office.digests.previews(kept.subscription, "2026-03-04")
    assert shown.slot.key == "2026-03-04T08:30"
    assert await office.ledger.past(name, 9) == ()
    assert "nothing is due" in told(await office.says("/digest preview 2026-03-07"))


async def test_status_tells_of_the_channels_digests_alone(office: Office) -> None:
    """Last and next sends of this channel; nothing in a direct message, nothing of another channel."""
    name = await office.made()
    [line] = await office.digests.sends(TOM)
    assert name in line
    assert "next Mon 2 Mar 2026 at 08:30" in line
    assert await office.digests.sends(replace(TOM, channel="other")) == ()
    assert await office.digests.sends(replace(TOM, direct=True)) == ()


SECOND = Asker("discord", "guild", "other", "eve", manages=True)
ELSEWHERE = Asker("discord", "elsewhere", "general", "eve", manages=True)
OTHER_PLATFORM = Asker("slack", "guild", "general", "mira", manages=True)


@pytest.mark.parametrize(
    "stranger", [SECOND, ELSEWHERE, OTHER_PLATFORM], ids=["channel", "place", "platform"]
)
async def test_nothing_of_one_channel_is_seen_from_another(office: Office, stranger: Asker) -> None:
    """No command of a manager of another channel, place or platform shows or changes anything of it."""
    canary = "/digest add weekdays 03:33 Asia/Kathmandu topics India style thread"
    name = await office.made(canary)
    before = await office.subscriptions.get(name)
    for line in (
        "list",
        *(f"{verb} {name}" for verb in ("explain", "history", "preview", "pause", "resume", "remove")),
        f"snooze {name} 2 days",
        f"edit {name} time 09:00",
        f"send-now {name}",
        "explain",
        "pause",
    ):
        try:
            text = told(await office.says(f"/digest {line}", stranger))
        except BadInput as error:
            text = str(error).replace(f"“{name}”", "")
        for canary_word in ("Kathmandu", "03:33", name):
            assert canary_word not in text
    offers = await office.digests.offered("digest", "", stranger)
    assert offers == ()
    assert await office.digests.sends(stranger) == ()
    assert await office.subscriptions.get(name) == before
