"""Several digests of one channel: each is composed on what the channel was shown by all of them."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.composing import EditionComposer
from bot.delivery.planner import now_key
from bot.delivery.preview import Previewed, preview
from bot.delivery.records import (
    LANE_LEASE,
    FrozenEdition,
    LastEdition,
    PlannedSlot,
    Post,
    Shown,
)
from bot.delivery.shown import shown_to
from bot.failures import Failure, Permanent, Wait
from bot.schedules import parse_schedule
from bot.simulation.month import Remembering
from bot.subscriptions import STYLES, Channel, Subscription
from briefings.editions.edition import Edition
from tests.bot.delivery.conftest import MONDAY, Installation, KillAt, Killed
from tests.fakes.outlet import LostReply

CHANNEL = Channel("discord", "guild", "shared")
DUE = MONDAY + timedelta(minutes=30)
TOPICS = ((), ("country:IN",), ("country:CN", "country:IN"), ("theme:nuclear",), ("country:GR",))
SCHEDULES = (
    ("every day 08:30", "UTC"),
    ("weekdays 08:30,18:00", "UTC"),
    ("mon,thu 14:00", "Asia/Kolkata"),
    ("every day 03:30", "America/New_York"),
)


async def _subscribed(real: Installation, chance: random.Random) -> list[Subscription]:
    """Three digests of one channel, of any topics, schedules, styles and empty policies."""
    return [
        await real.subscribe(
            f"s-{number}",
            channel=CHANNEL,
            schedule=parse_schedule(*chance.choice(SCHEDULES)),
            topics=chance.choice(TOPICS),
            style=chance.choice(STYLES),
            empty=chance.choice(("skip", "line")),
        )
        for number in chance.sample(range(1, 10), 3)
    ]


async def _previews(
    real: Installation, composer: EditionComposer, digests: list[Subscription]
) -> list[Previewed]:
    now, found = real.clock.moment, list[Previewed]()
    for each in digests:
        found += await preview(real.ledger, composer, real.outlet.parts, each, now, 6)
    return found


@pytest.mark.parametrize("seed", range(4))
async def test_what_is_previewed_is_sent_whatever_else_the_channel_gets(
    real: Installation, composer: EditionComposer, seed: int
) -> None:
    """Each digest's previews are, byte for byte, what is sent, with the other digests' slots in between.

    No claim stands in two of them.
    """
    digests = await _subscribed(real, random.Random(seed))  # noqa: S311 - the same each time
    await real.ledger.add(digests[0].id, PlannedSlot(now_key("p"), MONDAY.date(), "08:00", MONDAY))
    planned = await _previews(real, composer, digests)
    until = min(max(each.slot.due_at for each in planned[start : start + 6]) for start in (0, 6, 12))
    working = Remembering(composer)
    for moment in sorted({MONDAY, *(each.slot.due_at for each in planned)}):
        if moment <= until:
            real.clock.moment = moment
            await real.rounds(composer=working).settle()
    expected = {
        each.edition.id: each.edition
        for each in planned
        if isinstance(each.edition, FrozenEdition) and each.slot.due_at <= until
    }
    assert working.made == expected
    keys = {part.key: part.payload for each in expected.values() for part in each.parts}
    assert {each.key: each.payload for each in real.outlet.channels[CHANNEL.id]} == keys
    numbers = [working.made[name].number for name, part in real.outlet.shown(CHANNEL.id) if part == 1]
    assert numbers == list(range(1, len(numbers) + 1))
    told = [Edition.from_json(each.content).items for each in working.made.values()]
    claims = [item.qualified for items in told for item in items]
    assert len(claims) == len(set(claims)) > 0


async def test_two_at_one_minute_are_composed_one_after_the_other(place: Installation) -> None:
    """The second's edition is made once the first is out, with what it showed; the lesser id comes first."""
    for name in ("s-2", "s-1"):
        await place.subscribe(name, channel=CHANNEL)
    asked: list[list[str]] = []
    place.outlet.while_posting = lambda post: asked.append([name for name, _ in place.pages.asked])
    place.clock.moment = DUE
    await place.rounds().settle()
    assert asked == [["s-1"], ["s-1", "s-2"]]
    assert place.pages.asked == [("s-1", Shown()), ("s-2", Shown(1, None, ("2026-03-02T08:30",)))]


_NOT_COUNTED, _COUNTED = Shown(), Shown(1, None, ("2026-03-02T08:30",))


@pytest.mark.parametrize(
    ("trouble", "parts", "state", "shown"),
    [
        (Permanent("message-gone"), 1, "refused", _NOT_COUNTED),
        (Wait(5.0), 1, "sent", _COUNTED),
        (LostReply(), 1, "unknown", _COUNTED),
        (Permanent("message-gone"), 2, "refused", _COUNTED),
    ],
    ids=["refused", "told to wait", "unknown", "a part of it"],
)
async def test_the_second_waits_for_what_becomes_of_the_first(
    place: Installation, trouble: Failure | LostReply, parts: int, state: str, shown: Shown
) -> None:
    """It is composed when the first is at its end: what readers may have seen counts, nothing else does."""
    for name in ("s-1", "s-2"):
        await place.subscribe(name, channel=CHANNEL)
    place.pages.parts, place.outlet.may_look, place.outlet.same_within = parts, False, timedelta()
    met: list[Post] = []

    def fail_once(post: Post) -> None:
        if post.part.number == parts and not met:
            met.append(post)
            place.outlet.troubles.append(trouble)

    place.outlet.while_posting = fail_once
    place.clock.moment = DUE
    for _ in range(3):
        await place.rounds().settle()
        [past] = await place.ledger.past("s-1", 1)
        asked = [name for name, _ in place.pages.asked]
        assert ("s-2" in asked) == (past.state not in ("due", "frozen"))
        place.wind(seconds=40)
    assert past.state == state
    assert place.pages.asked == [("s-1", Shown()), ("s-2", shown)]


async def test_what_was_frozen_before_another_digest_came_is_composed_anew(place: Installation) -> None:
    """An edition that nobody saw builds on what was shown after it was frozen, with a number of its own."""
    await place.subscribe("s-2", channel=CHANNEL)
    place.clock.moment = DUE
    first = place.rounds("first", KillAt("connect"))
    await first.plan()
    [hold] = await place.ledger.claim("first", ("discord",), 1)
    with pytest.raises(Killed):
        await first.worker.channel(hold)
    await place.subscribe("s-1", channel=CHANNEL)
    await place.ledger.add("s-1", PlannedSlot(now_key("p"), MONDAY.date(), "08:30", DUE))
    place.wind(seconds=LANE_LEASE.total_seconds())
    await place.rounds("second").settle()
    assert [name for name, _ in place.pages.asked] == ["s-2", "s-1", "s-2"]
    assert place.pages.asked[2] == ("s-2", Shown(1, None, (now_key("p"),)))
    texts = [each.payload["text"] for each in place.outlet.channels[CHANNEL.id]]
    assert [text.split()[1] for text in texts] == ["#1", "#2"]


@pytest.mark.parametrize(("number", "revision", "same"), [(4, 1, True), (3, 1, False), (4, 2, False)])
def test_a_frozen_edition_holds_while_nothing_came_between(number: int, revision: int, *, same: bool) -> None:
    """It is the next one by number, and for the wishes as they are; else it is composed anew."""
    edition = FrozenEdition("d-1", number, "{}", "0" * 64, "{}", revision, "text", ())
    made = Subscription("s-1", CHANNEL, "owner", parse_schedule("every day 08:30", "UTC"), MONDAY)
    assert edition.follows(Shown(3), made) is same


def test_what_counts_as_shown() -> None:
    """Digests that are there; a removed one for those that were there beside it; numbers of them all."""
    made = Subscription("s-2", CHANNEL, "owner", parse_schedule("every day 08:30", "UTC"), MONDAY)
    hour = timedelta(hours=1)
    editions = (
        LastEdition("s-4", 3, "beside"),
        LastEdition("s-2", 2, "own"),
        LastEdition("s-3", 5, "removed since", MONDAY + hour),
        LastEdition("s-1", 7, "removed before", MONDAY - hour),
    )
    assert shown_to(made, editions) == Shown(7, "own", ("beside",), ("removed since",))
    assert shown_to(replace(made, id="s-5"), editions).own is None
    assert shown_to(made, ()) == Shown()


async def test_a_digest_added_after_a_removal_begins_afresh(place: Installation) -> None:
    """A removed digest counts for those beside it and for none that comes later; numbers go on."""
    one = await place.subscribe("s-1", channel=CHANNEL)
    beside = await place.subscribe("s-2", "every day 09:00", channel=CHANNEL)
    place.clock.moment = DUE
    await place.rounds().settle()
    await place.change(one.changed(state="removed"))
    place.wind(minutes=1)
    fresh = await place.subscribe("s-3", channel=CHANNEL)
    assert await place.ledger.history(beside) == Shown(1, None, (), ("2026-03-02T08:30",))
    assert await place.ledger.history(fresh) == Shown(1)
    elsewhere = replace(beside, channel=replace(CHANNEL, id="another"))
    assert await place.ledger.history(elsewhere) == Shown()


async def test_a_paused_neighbour_is_passed_over(real: Installation, composer: EditionComposer) -> None:
    """What a paused digest would post comes in no other's preview."""
    one = await real.subscribe("s-1", channel=CHANNEL)
    other = await real.subscribe("s-2", "every day 09:00", channel=CHANNEL)
    [beside] = await preview(real.ledger, composer, real.outlet.parts, other, MONDAY)
    await real.change(one.changed(state="paused"))
    [alone] = await preview(real.ledger, composer, real.outlet.parts, other, MONDAY)
    assert isinstance(beside.edition, FrozenEdition)
    assert isinstance(alone.edition, FrozenEdition)
    assert (beside.edition.number, alone.edition.number) == (2, 1)
    assert beside.edition.content != alone.edition.content
