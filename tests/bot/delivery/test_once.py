"""Each digest once, whatever step a process dies at. The outlet's channels are the judge."""

from datetime import timedelta
from typing import get_args

import pytest

from bot.delivery.records import LANE_LEASE, Post
from bot.delivery.states import Step
from bot.failures import AlreadyDone, Lost, Ours, Permanent, Revoked, Unknown, Wait
from bot.subscriptions import edition_id
from tests.bot.delivery.conftest import Installation, KillAt, Killed
from tests.fakes.outlet import Broken, LostReply

PROBED = [step for step in get_args(Step) if step not in ("plan", "sent")]
"""The others are broken in elsewhere: "sent" is a reply that never comes."""
CHANNEL = "channel of s-1"


async def die_at(place: Installation, step: Step, nth: int = 1) -> None:
    """A process that dies at a step; its task ends with it."""
    rounds = place.rounds("first", KillAt(step, nth))
    await rounds.plan()
    for hold in await place.ledger.claim("first", ("discord",), 10):
        with pytest.raises(Killed):
            await rounds.worker.channel(hold)


@pytest.mark.parametrize(
    ("step", "nth"),
    [
        (step, nth)
        for step in PROBED
        for nth in (1, 2)
        if nth == 1 or step not in ("claim", "compose", "freeze")
    ],
)
async def test_a_death_at_any_step_costs_nothing(place: Installation, step: Step, nth: int) -> None:
    """After a death at any step, for the first part or the second, another process posts the rest once."""
    place.pages.parts = 3
    await place.subscribe()
    place.wind(minutes=30)
    await die_at(place, step, nth)
    place.wind(seconds=LANE_LEASE.total_seconds())
    await place.rounds("second").settle()
    name = edition_id("s-1", "2026-03-02T08:30")
    assert place.outlet.shown(CHANNEL) == [(name, 1), (name, 2), (name, 3)]
    [past] = await place.ledger.past("s-1", 10)
    assert (past.state, past.parts_sent) == ("sent", 3)


@pytest.mark.parametrize("step", ["reply", "record"])
async def test_a_death_long_ago_is_looked_up(place: Installation, step: Step) -> None:
    """Past the platform's window a part that arrived before the death is found and not posted again."""
    place.pages.parts = 2
    await place.subscribe()
    place.wind(minutes=30)
    await die_at(place, step)
    place.wind(hours=2)
    await place.rounds("second").settle()
    name = edition_id("s-1", "2026-03-02T08:30")
    assert place.outlet.shown(CHANNEL) == [(name, 1), (name, 2)]


async def test_what_was_never_accepted_is_posted_later(place: Installation) -> None:
    """Past the window, an attempt of which nothing is found is made again."""
    await place.subscribe()
    place.wind(minutes=30)
    await die_at(place, "connect")  # written down? not yet: dies before
    place.outlet.troubles.append(Lost())
    place.wind(seconds=31)
    await place.rounds("second").settle()
    assert place.outlet.shown(CHANNEL) == []
    place.wind(hours=2)
    await place.rounds("third").settle()
    assert len(place.outlet.shown(CHANNEL)) == 1


@pytest.mark.parametrize(
    ("choice", "messages", "state"), [("never-double", 1, "unknown"), ("never-lose", 2, "sent")]
)
async def test_what_cannot_be_known_goes_by_choice(
    place: Installation, choice: str, messages: int, state: str
) -> None:
    """Where no history can be read, a lost reply is left alone and told, or posted again, as was chosen."""
    await place.subscribe(on_doubt=choice)
    place.outlet.may_look = False
    place.outlet.same_within = timedelta()
    place.outlet.troubles.append(LostReply())
    place.wind(minutes=30)
    await place.rounds().settle()
    place.wind(minutes=1)
    await place.rounds().settle()
    assert len(place.outlet.shown(CHANNEL)) == messages
    [past] = await place.ledger.past("s-1", 10)
    assert past.state == state
    told = place.outlet.channels["@owner"]
    assert [each.payload["title"] for each in told] == (
        ["A digest may or may not have arrived"] if state == "unknown" else []
    )


async def test_a_deleted_digest_is_not_posted_again(place: Installation) -> None:
    """A moderator's deletion is final: later rounds and a restart leave it at that."""
    await place.subscribe()
    place.wind(minutes=30)
    await place.rounds().settle()
    place.outlet.delete(CHANNEL, 0)
    place.wind(minutes=1)
    await place.rounds("second").settle()
    assert len(place.outlet.shown(CHANNEL)) == 1


async def test_a_frozen_process_wakes_too_late(place: Installation) -> None:
    """Who lost the lease while asleep changes nothing and posts nothing any more."""
    place.pages.parts = 2
    await place.subscribe()
    place.wind(minutes=30)
    slept = place.rounds("sleeper")
    await slept.plan()
    [hold] = await place.ledger.claim("sleeper", ("discord",), 1)
    opened = await place.ledger.open_slots(hold)
    assert opened is not None
    place.wind(seconds=31)
    await place.rounds("second").settle()
    before = list(place.outlet.shown(CHANNEL))
    await slept.worker.channel(hold)
    assert place.outlet.shown(CHANNEL) == before
    assert len(before) == 2


async def test_the_token_is_tried_once(place: Installation) -> None:
    """A refused token means one request, however many channels wait; nothing is lost by it."""
    for number in range(3):
        await place.subscribe(f"s-{number}")
    place.outlet.troubles.append(Revoked())
    place.wind(minutes=30)
    rounds = place.rounds()
    rounds.at_once = 1
    await rounds.settle()
    await rounds.settle()
    assert len(place.outlet.requests) == 1
    place.wind(minutes=20)
    await place.rounds("after the token was put right").settle()
    assert [len(place.outlet.shown(f"channel of s-{number}")) for number in range(3)] == [1, 1, 1]


@pytest.mark.parametrize("reason", ["channel-gone", "no-access", "no-permission"])
async def test_a_closed_channel_is_paused_and_told(place: Installation, reason: str) -> None:
    """A permanent refusal pauses the channel after one request, and tells its owner once by another way."""
    await place.subscribe()
    place.outlet.closed[CHANNEL] = Permanent(reason)  # type: ignore[arg-type] # one of the reasons
    place.wind(minutes=30)
    for _ in range(3):
        await place.rounds().settle()
        place.wind(days=1)
    assert sum(post.channel.id == CHANNEL for _, post in place.outlet.requests) == 1
    assert [each.payload["title"] for each in place.outlet.channels["@owner"]] == ["Digests are paused"]
    past = await place.ledger.past("s-1", 10)
    assert [(each.state, each.reason) for each in past][-1] == ("refused", reason)
    assert {(each.state, each.reason) for each in past[:-1]} == {("skipped", "paused")}


async def test_a_channel_that_is_a_closed_thread_is_paused(place: Installation) -> None:
    """Where the first part meets it, the channel itself is closed: it is not tried again every day."""
    place.pages.parts = 2
    await place.subscribe()
    place.outlet.closed[CHANNEL] = Permanent("thread-closed")
    place.wind(minutes=30)
    for _ in range(3):
        await place.rounds().settle()
        place.wind(days=1)
    assert sum(post.channel.id == CHANNEL for _, post in place.outlet.requests) == 1
    assert [each.payload["title"] for each in place.outlet.channels["@owner"]] == ["Digests are paused"]


@pytest.mark.parametrize("reason", ["message-gone", "thread-closed"])
async def test_a_closed_thread_costs_its_edition_alone(place: Installation, reason: str) -> None:
    """When one edition's thread is gone or closed its rest is left out and told; the next digest comes."""
    place.pages.parts = 2
    await place.subscribe()

    def closing(post: Post) -> None:
        if post.part.number == 2:
            place.outlet.troubles.append(Permanent(reason))  # type: ignore[arg-type] # one of the reasons

    place.outlet.while_posting = closing
    place.wind(minutes=30)
    await place.rounds().settle()
    place.outlet.while_posting = None
    place.wind(days=1)
    await place.rounds().settle()
    assert [part for _, part in place.outlet.shown(CHANNEL)] == [1, 1, 2]
    past = await place.ledger.past("s-1", 10)
    assert [(each.state, each.reason) for each in past] == [("sent", "on-time"), ("refused", reason)]
    assert [each.payload["title"] for each in place.outlet.channels["@owner"]] == ["A digest is incomplete"]


async def test_late_for_want_of_a_token_says_so(place: Installation) -> None:
    """Slots that waited for a good token until it was too late say that this was why; one in time is sent."""
    await place.subscribe()
    await place.subscribe("s-2", catch_up=timedelta(hours=24))
    place.outlet.troubles.append(Revoked())
    place.wind(minutes=30)
    rounds = place.rounds()
    rounds.at_once = 1
    await rounds.settle()
    place.wind(hours=7)
    await place.rounds("after the token was put right").settle()
    found = [(await place.ledger.past(name, 5))[0] for name in ("s-1", "s-2")]
    assert [(each.state, each.reason) for each in found] == [("late", "revoked"), ("sent", "caught-up")]


async def test_an_outage_pauses_nothing(place: Installation) -> None:
    """While a platform is down it is tried again ever less often; then the digest comes, once."""
    await place.subscribe()
    place.outlet.troubles.extend([Wait()] * 8)
    place.wind(minutes=30)
    for _ in range(40):
        await place.rounds().settle()
        place.wind(minutes=1)
    assert len(place.outlet.shown(CHANNEL)) == 1
    assert len(place.outlet.requests) == 9
    [past] = await place.ledger.past("s-1", 10)
    assert (past.state, past.reason) == ("sent", "caught-up")


@pytest.mark.parametrize(("trouble", "hours"), [(Wait(3.0), 0.6), (Wait(), 2.6)])
async def test_who_says_when_is_asked_sooner(place: Installation, trouble: Wait, hours: float) -> None:
    """After 30 refusals that name a moment a digest comes within the hour; a silent platform is spared."""
    await place.subscribe()
    place.outlet.troubles.extend([trouble] * 30)
    place.wind(minutes=30)
    began = place.clock.moment
    while not place.outlet.shown(CHANNEL):
        await place.rounds().settle()
        place.clock.moment = await place.ledger.next_try_at(("discord",)) or place.clock.moment
    took = place.outlet.channels[CHANNEL][0].at - began
    assert hours * 0.6 < took / timedelta(hours=1) < hours


async def test_an_outage_longer_than_the_window_is_told(place: Installation) -> None:
    """What could not be posted within the window is late for good, with its reason, and its owner is told."""
    await place.subscribe()
    place.outlet.closed[CHANNEL] = Wait()
    place.wind(minutes=30)
    for _ in range(8):
        await place.rounds().settle()
        place.wind(hours=1)
    place.outlet.closed.clear()
    await place.rounds().settle()
    assert place.outlet.shown(CHANNEL) == []
    [past] = await place.ledger.past("s-1", 10)
    assert (past.state, past.reason) == ("late", "outage")
    assert [each.payload["title"] for each in place.outlet.channels["@owner"]] == ["A digest was not posted"]


async def test_nothing_before_the_platform_allows_it(place: Installation) -> None:
    """After "not before 90 seconds" no request goes to the channel for 90 seconds."""
    await place.subscribe()
    place.outlet.troubles.append(Wait(90.0))
    place.wind(minutes=30)
    await place.rounds().settle()
    for _ in range(20):
        place.wind(seconds=10)
        await place.rounds().settle()
    first, second = (at for at, _ in place.outlet.requests)
    assert second - first >= timedelta(seconds=90)
    assert len(place.outlet.shown(CHANNEL)) == 1


@pytest.mark.parametrize("trouble", [Broken(), Ours("50035"), Unknown(418, "teapot")])
async def test_poison_is_given_up_and_told_once(place: Installation, trouble: object) -> None:
    """What fails again and again is given up, told once, and holds nobody else up."""
    await place.subscribe()
    await place.subscribe("s-2")
    place.outlet.while_posting = lambda post: (
        place.outlet.troubles.append(trouble) if post.channel.id == CHANNEL else None  # type: ignore[arg-type] # a trouble
    )
    place.wind(minutes=30)
    for _ in range(60):
        await place.rounds().settle()
        place.wind(minutes=1)
    assert len(place.outlet.shown("channel of s-2")) == 1
    assert sum(post.channel.id == CHANNEL for _, post in place.outlet.requests) <= 5
    [past] = await place.ledger.past("s-1", 10)
    assert (past.state, past.reason) == ("failed", "poison")
    assert [each.payload["title"] for each in place.outlet.channels["@owner"]] == [
        "A digest could not be posted"
    ]


async def test_done_already_is_done(place: Installation) -> None:
    """A platform that says that it was done already is believed."""
    await place.subscribe()
    place.outlet.troubles.append(AlreadyDone())
    place.wind(minutes=30)
    await place.rounds().settle()
    [past] = await place.ledger.past("s-1", 10)
    assert past.state == "sent"


async def test_of_several_missed_slots_one_is_posted(place: Installation) -> None:
    """After five hours of sleep one digest comes for three slots; what is too old is told in one notice."""
    await place.subscribe(days="every day 08:30,10:30,12:30")
    place.wind(hours=5)
    await place.rounds().settle()
    past = await place.ledger.past("s-1", 10)
    assert [(each.time, each.state, each.reason) for each in past] == [
        ("12:30", "sent", "caught-up"),
        ("10:30", "skipped", "merged"),
        ("08:30", "skipped", "merged"),
    ]
    place.wind(days=3)
    await place.rounds().settle()
    past = await place.ledger.past("s-1", 20)
    assert [each.state for each in past].count("late") == 6
    assert [each.payload["title"] for each in place.outlet.channels["@owner"]] == ["Digests were missed"]
