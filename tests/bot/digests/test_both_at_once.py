"""Save, Cancel, Send now and Resume at the same moment: what is answered is what was done."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.digest_commands import DigestPreview
from bot.digests.changing import kept
from bot.digests.limits import BUSY, MEMBERS_AHEAD
from bot.subscriptions import Channel, Pause, Subscription
from briefings.errors import BadInput
from tests.fakes.office import ADD, MIRA, TOM, Office, button, told


async def test_cancel_while_save_still_asks_is_told_by_both(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever comes first counts, and the other one says so."""
    echo = await office.says(ADD)
    cancelled = []

    async def lacking(channel: Channel, *, thread: bool) -> tuple[str, ...]:
        cancelled.append(told(await office.says(button(echo, "Cancel"))))
        return ()

    monkeypatch.setattr(office.platform, "lacking", lacking)
    saved = told(await office.says(button(echo, "Save")))
    assert await office.subscriptions.listed() == ()
    assert "Nothing was changed." in cancelled[0]
    assert "was cancelled" in saved
    assert "saved" not in saved.casefold()


@pytest.mark.parametrize("line", [ADD, "/digest send-now"])
async def test_cancel_that_comes_too_late_does_not_say_cancelled(
    office: Office, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """Where the other button was quicker, by a moment, that is what Cancel tells."""
    if line != ADD:
        await office.made()
    echo = await office.says(line)
    settle = office.subscriptions.settle

    async def late(settling: object) -> bool:
        await office.says(button(echo, "Save" if line == ADD else "Send now"))
        return await settle(settling)  # type: ignore[arg-type] # as it was given

    monkeypatch.setattr(office.subscriptions, "settle", late)
    answer = told(await office.says(button(echo, "Cancel")))
    assert "Nothing was changed" not in answer
    assert "already" in answer


async def test_send_now_and_cancel_agree(office: Office) -> None:
    """Pressed together: it is sent and Cancel says so, or it is not and Send now says so."""
    name = await office.made()
    for turn in range(6):
        echo = await office.says("/digest send-now")
        pressed = [button(echo, "Send now"), button(echo, "Cancel")]
        before = len(await office.ledger.past(name, 20))
        answers = await asyncio.gather(*(office.says(each) for each in pressed[:: 1 if turn % 2 else -1]))
        sent = len(await office.ledger.past(name, 20)) - before
        titles = [each.title for each in answers]
        assert sum(each.startswith("On its way") for each in titles) == sent
        assert sum(each == "Cancelled" for each in titles) == 1 - sent


async def test_a_digest_paused_while_it_is_confirmed_is_not_sent(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither is the question used up: once it goes on, Send now sends."""
    name = await office.made()
    echo = await office.says("/digest send-now")
    get = office.subscriptions.get
    before = await get(name)
    await office.says("/digest pause")

    async def as_before(_: str) -> object:
        return before

    with monkeypatch.context() as patch:
        patch.setattr(office.subscriptions, "get", as_before)
        with pytest.raises(BadInput, match="in the meantime"):
            await office.says(button(echo, "Send now"))
    await office.says("/digest resume")
    assert (await office.says(button(echo, "Send now"))).title == f"On its way: {name}"


async def test_resuming_ends_the_snooze_also_where_others_go_on_as_well(office: Office) -> None:
    """What is said to come next does; what somebody else snoozed stays so."""
    first = await office.made()
    second = await office.made("/digest add weekdays 09:30 Europe/London")
    for name in (first, second):
        await office.says(f"/digest snooze 9 days {name}")
        found = await office.subscriptions.get(name)
        assert found is not None
        await _refused(office, found.subscription)
    answer = told(await office.says(f"/digest resume {first}"))
    assert f"go on as well: {second}" in answer
    now = {each.id: each for each in await office.subscriptions.listed()}
    assert {each.state for each in now.values()} == {"active"}
    assert now[first].snoozed_until is None
    assert now[second].snoozed_until is not None


async def _refused(office: Office, one: Subscription) -> None:
    """The platform's refusal pauses it."""
    now = office.clock.moment
    changed = one.changed(state="paused", pause=Pause("no-permission", now))
    assert await office.subscriptions.change(kept(changed, now))


async def test_members_preview_some_weeks_ahead(office: Office) -> None:
    """Each digest before is worked out, so that those who manage the channel alone may look far."""
    await office.made("/digest add first monday 09:00 Europe/London")
    near = (office.clock.moment + MEMBERS_AHEAD).date()
    far = near + timedelta(days=1)
    assert await office.digests.preview(DigestPreview(date=near.isoformat()), TOM)
    with pytest.raises(BadInput, match="60 days"):
        await office.digests.preview(DigestPreview(date=far.isoformat()), TOM)
    assert await office.digests.preview(DigestPreview(date=far.isoformat()), MIRA)


async def test_a_channel_has_one_preview_at_a_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second one is asked to wait; another channel's is not, and afterwards it goes on."""
    await office.made()
    elsewhere = replace(MIRA, channel="elsewhere")
    await office.made(ADD, elsewhere)
    begun, end, standings = asyncio.Event(), asyncio.Event(), office.ledger.standings

    async def held_up(channel: Channel) -> object:
        if channel == MIRA.posts_to:
            begun.set()
            await end.wait()
        return await standings(channel)

    monkeypatch.setattr(office.ledger, "standings", held_up)
    first = asyncio.create_task(office.digests.preview(DigestPreview(), TOM))
    await begun.wait()
    with pytest.raises(BadInput, match=BUSY):
        await office.digests.preview(DigestPreview(), MIRA)
    assert await office.digests.preview(DigestPreview(), elsewhere)
    end.set()
    assert await first
    assert await office.digests.preview(DigestPreview(), MIRA)
