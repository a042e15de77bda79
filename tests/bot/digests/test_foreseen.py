"""What is said before saving, sending and in the list: how far the library carries, who is beside."""

import asyncio
from datetime import timedelta

import pytest

from bot.delivery.records import FrozenEdition
from bot.subscriptions import Subscription
from tests.fakes.office import MIRA, TOM, Office, button, told

THIN = "/digest add every day 08:30 Europe/London topics Japan"


async def _kept(office: Office, name: str) -> Subscription:
    found = await office.subscriptions.get(name)
    assert found is not None
    return found.subscription


async def test_the_echo_says_how_far_the_library_carries(office: Office) -> None:
    """As many digests as the previews of the coming days show, and not one more; none for silent topics."""
    assert "What the library holds now fills 1 digest, on Mon 2 Mar 2026; after that nothing" in told(
        await office.says(THIN)
    )
    assert "after that at most a line says so" in told(await office.says(f"{THIN} empty line"))
    assert "The library holds nothing on its topics; nothing is posted until it does." in told(
        await office.says("/digest add every day 08:30 Europe/London topics Iceland")
    )
    echo = told(await office.says("/digest add every day 08:30 Europe/London topics India, China"))
    count = int(echo.partition("now fills ")[2].split()[0])
    name = await office.made("/digest add every day 08:30 Europe/London topics India, China")
    one = await _kept(office, name)
    for ahead, posted in ((count - 1, True), (count, False)):
        on = (office.clock.moment + timedelta(days=ahead)).date().isoformat()
        [seen] = await office.digests.previews(one, on)
        assert isinstance(seen.edition, FrozenEdition) is posted


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "weekdays 08:30 Europe/London topics India, China",
            "is on the same topics at the same times already",
        ),
        ("weekdays 09:30 Europe/London topics China, India", "is on the same topics already"),
        ("weekdays 09:30 Europe/London topics Russia, India", "is on India too"),
        ("weekdays 09:30 Europe/London", "is on India, China too"),
    ],
)
async def test_the_echo_names_neighbours_on_its_topics(office: Office, line: str, sentence: str) -> None:
    """A digest of the channel that shares topics is named; one on other topics is not."""
    name = await office.made()
    echo = told(await office.says(f"/digest add {line}"))
    assert f"{name} here {sentence}" in echo
    assert "what one shows the other leaves out" in echo.casefold()
    other = "/digest add weekdays 08:30 Europe/London topics Russia"
    assert "leaves out" not in told(await office.says(other))
    assert "at the same times" not in told(await office.says(f"/digest edit {name} style headlines"))


async def _shown_all(office: Office, line: str = THIN) -> str:
    """A digest whose channel was shown all of it, as a digest that was posted leaves it."""
    name = await office.made(line)
    [seen] = await office.digests.previews(await _kept(office, name))
    press = button(await office.says("/digest send-now"), "Send now")
    await office.says(press)
    [hold] = await office.ledger.claim("w", ("discord",), 1)
    opened = await office.ledger.open_slots(hold)
    assert opened is not None
    _, [slot] = opened
    assert isinstance(seen.edition, FrozenEdition)
    assert await office.ledger.freeze(hold, slot, seen.edition)
    for part in seen.edition.parts:
        assert await office.ledger.arrived(hold, slot, part.number, f"m{part.number}")
    return name


async def test_what_is_all_shown_waits_and_is_not_sent_by_hand(office: Office) -> None:
    """The list promises no empty send, and sending by hand says at once that nothing is new."""
    name = await _shown_all(office)
    for text in (told(await office.says("/digest list", TOM)), *await office.digests.sends(TOM)):
        assert "all shown; waits for something new" in text
        assert "next " not in text
    asked = await office.says(f"/digest send-now {name}")
    assert "There is nothing new to post to #general" in told(asked)
    assert "Send now" not in [getattr(each, "label", "") for each in asked.follow_ups]


async def test_with_the_line_sending_by_hand_says_what_comes(office: Office) -> None:
    """The question before a line that says so does not promise a digest."""
    await _shown_all(office, f"{THIN} empty line")
    assert "There is nothing new; at most a line" in told(await office.says("/digest send-now"))


async def test_pressing_twice_says_what_is_so(office: Office) -> None:
    """Pause, Save of a change and Remove, twice at once: done once, and nobody else is blamed."""
    name = await office.made()
    paused = await asyncio.gather(*(office.says("/digest pause") for _ in range(3)))
    assert sorted(each.title for each in paused) == [f"Paused already: {name}"] * 2 + [f"Paused: {name}"]
    save = button(await office.says("/digest edit time 09:15"), "Save")
    saved = await asyncio.gather(*(office.says(save) for _ in range(3)))
    assert sorted(each.title for each in saved) == [f"Saved already: {name}"] * 2 + [f"Saved: {name}"]
    assert (await _kept(office, name)).revision == 3
    remove = button(await office.says("/digest remove"), "Remove")
    ended = await asyncio.gather(*(office.says(remove) for _ in range(3)))
    assert sorted(each.title for each in ended) == [f"Removed already: {name}"] * 2 + [f"Removed: {name}"]


async def test_quiet_digests_promise_no_send_meanwhile(office: Office) -> None:
    """Paused: no next send anywhere, and previews and echoes say so. Snoozed: only sends after the snooze."""
    await office.made("/digest add every day 08:30 Europe/London")
    await office.says("/digest snooze until friday")
    listed = told(await office.says("/digest list"))
    assert "snoozed until Fri 6 Mar 2026 at 00:00, Europe/London time; next Fri 6 Mar 2026" in listed
    assert "Thu 5 Mar" not in told(await office.says("/digest explain"))
    await office.says("/digest resume")
    await office.says("/digest pause")
    assert "next " not in told(await office.says("/digest list"))
    assert all("next " not in line for line in await office.digests.sends(TOM))
    for line in ("/digest preview", "/digest edit time 09:00"):
        assert "It is paused; nothing is posted meanwhile." in told(await office.says(line, MIRA))
    assert [each["next"] for each in await office.digests.overview()] == [""]
