"""What the worker, the rounds and the housekeeping see to beyond posting once."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.delivery.housekeeping import housekeeping
from bot.delivery.planner import now_key
from bot.delivery.records import Nothing, PlannedSlot, Post
from bot.failures import Permanent, Wait
from bot.subscriptions import Channel, Pause
from tests.bot.delivery.conftest import Installation

CHANNEL = "channel of s-1"


async def test_one_slow_channel_keeps_nobody_waiting(place: Installation) -> None:
    """While a post to one channel hangs, those to others go out; each channel has one at a time."""
    for number in range(1, 6):
        await place.subscribe(f"s-{number}")
    hanging, others = asyncio.Event(), asyncio.Event()
    arrived: list[str] = []

    async def hang(post: Post) -> None:
        if post.channel.id == CHANNEL:
            await hanging.wait()
            return
        arrived.append(post.channel.id)
        if len(arrived) == 4:
            others.set()

    place.outlet.while_posting = hang
    place.wind(minutes=30)
    settling = asyncio.create_task(place.rounds().settle())
    await others.wait()
    assert place.outlet.shown(CHANNEL) == []
    hanging.set()
    await settling
    assert [len(place.outlet.shown(f"channel of s-{number}")) for number in range(1, 6)] == [1] * 5


async def test_what_is_being_posted_is_finished_at_the_end(place: Installation) -> None:
    """Told to stop in mid-post, the rounds let that post arrive and write it down."""
    await place.subscribe()
    place.wind(minutes=30)
    stop, begun = asyncio.Event(), asyncio.Event()

    async def slow(post: Post) -> None:
        begun.set()
        await stop.wait()

    place.outlet.while_posting = slow
    rounds = place.rounds()
    rounds.tick()
    running = asyncio.create_task(rounds.run(stop))
    await begun.wait()
    stop.set()
    await running
    [past] = await place.ledger.past("s-1", 5)
    assert past.state == "sent"
    assert len(place.outlet.shown(CHANNEL)) == 1


async def test_cancelled_rounds_leave_nothing_running(place: Installation) -> None:
    """A process that is cancelled stops posting; after the lease another finishes."""
    await place.subscribe()
    place.wind(minutes=30)
    begun = asyncio.Event()

    async def never(post: Post) -> None:
        begun.set()
        await asyncio.Event().wait()

    place.outlet.while_posting = never
    rounds = place.rounds()
    rounds.tick()
    running = asyncio.create_task(rounds.run(asyncio.Event()))
    await begun.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("channel ")]
    place.outlet.while_posting = None
    place.wind(seconds=31)
    await place.rounds("second").settle()
    assert len(place.outlet.shown(CHANNEL)) == 1


async def test_nothing_to_say_is_written_down(place: Installation) -> None:
    """An empty digest is no post, and its slot says why."""
    await place.subscribe()
    place.pages.nothing = Nothing("all-shown")
    place.wind(minutes=30)
    await place.rounds().settle()
    [past] = await place.ledger.past("s-1", 5)
    assert (past.state, past.reason) == ("empty", "all-shown")
    assert place.outlet.requests == []


@pytest.mark.parametrize("again", [True, False])
async def test_a_channel_that_opens_again_goes_on_by_itself(place: Installation, again: bool) -> None:
    """A refused channel is looked at by the hour; once it is open, its digests go on and owners are told."""
    shared = Channel("discord", "guild", CHANNEL)
    await place.subscribe()
    await place.subscribe("s-2", "every day 20:00", channel=shared, owner="another")
    await place.subscribe("s-3", "every day 20:00", channel=shared, owner="owner")
    place.outlet.closed[CHANNEL] = Permanent("no-permission")
    place.wind(minutes=30)
    rounds = place.rounds()
    await rounds.settle()
    await housekeeping(rounds.worker)
    if again:
        place.outlet.closed.clear()
        await housekeeping(rounds.worker)
        await housekeeping(rounds.worker)
    for _ in range(2):
        place.wind(hours=12)
        await rounds.settle()
    titles = ["Digests are paused", "Digests go on"] if again else ["Digests are paused"]
    for owner in ("@owner", "@another"):
        assert [each.payload["title"] for each in place.outlet.channels[owner]] == titles
    assert len(place.outlet.shown(CHANNEL)) == (3 if again else 0)


async def test_what_a_person_paused_stays_paused(place: Installation) -> None:
    """The housekeeping undoes the platform's pauses and nobody's else."""
    await place.subscribe(state="paused", pause=Pause("asked", place.clock.moment, "owner"))
    rounds = place.rounds()
    await housekeeping(rounds.worker)
    place.wind(minutes=30)
    await rounds.settle()
    [past] = await place.ledger.past("s-1", 5)
    assert (past.state, past.reason) == ("skipped", "paused")


async def test_an_unreachable_platform_is_no_good_check(place: Installation) -> None:
    """While it cannot be known whether a channel is open, it stays paused."""
    await place.subscribe()
    place.outlet.closed[CHANNEL] = Permanent("no-access")
    place.wind(minutes=30)
    rounds = place.rounds()
    await rounds.settle()

    async def down(channel: Channel, *, thread: bool) -> Wait:
        return Wait()

    place.outlet.lacking = down  # type: ignore[method-assign] # the platform is down
    await housekeeping(rounds.worker)
    assert len(await place.ledger.refused(("discord",))) == 1


async def test_what_is_asked_for_now_comes_now(place: Installation) -> None:
    """A digest asked for is posted once, whatever the schedule says, also while snoozed."""
    await place.subscribe(snoozed_until=place.clock.moment + timedelta(days=2))
    slot = PlannedSlot(now_key("press"), date(2026, 3, 2), "08:00", place.clock.moment)
    for _ in range(2):
        await place.ledger.add("s-1", slot)
        await place.rounds().settle()
    place.wind(minutes=30)
    await place.rounds().settle()
    assert len(place.outlet.shown(CHANNEL)) == 1
    past = await place.ledger.past("s-1", 5)
    assert [(each.state, each.reason) for each in past] == [("skipped", "snoozed"), ("sent", "on-time")]


async def test_several_owners_of_missed_digests_are_told_once_each(place: Installation) -> None:
    """After three days' sleep there is one notice for each subscription, and none for what was caught up."""
    await place.subscribe()
    await place.subscribe("s-2", owner="another")
    place.wind(days=3, hours=1)
    for _ in range(2):
        await place.rounds().settle()
    for owner in ("@owner", "@another"):
        assert [each.payload["title"] for each in place.outlet.channels[owner]] == ["Digests were missed"]
    assert len(place.outlet.shown(CHANNEL)) == 1
