"""Leaving stops everything in a place at once, erases nothing yet, and is undone by coming back."""

from datetime import timedelta

import pytest

from bot.delivery.housekeeping import rechecked
from bot.delivery.records import Post
from bot.digests.ports import Follow
from bot.failures import Revoked
from bot.leaving.farewell import Farewell
from bot.leaving.ports import OfPlace
from bot.subscriptions import Channel, Pause
from tests.bot.leaving.conftest import GUILD, ON_BOTH, Leaving

WEEK = timedelta(days=7)


@ON_BOTH
async def test_a_worker_in_the_middle_stops_before_its_next_part(place: Leaving) -> None:
    """Of three parts the second is on its way when the bot is removed: the third is never tried."""
    place.pages.parts = 3
    await place.subscribe()

    async def removed(post: Post) -> None:
        if post.part.number == 2:
            assert await place.departures.left(GUILD)

    place.outlet.while_posting = removed
    await place.at(8)
    place.outlet.while_posting = None
    await place.at(9)
    assert [part for _, part in place.outlet.shown("channel of s-1")] == [1, 2]
    assert await place.states() == [("unknown", "left")]  # nobody heard what became of the second
    assert (await place.one()).pause == Pause("left", (await place.departures.gone())[0].left_at)


async def test_nothing_is_claimed_any_more(place: Leaving) -> None:
    """What was due is over, what comes is passed over, and no request is made by any worker."""
    await place.subscribe()
    await place.subscribe("s-2", channel=Channel("discord", "another", "c"))
    await place.departures.left(GUILD)
    await place.at(8)
    await place.at(8, days=1)
    assert place.outlet.shown("channel of s-1") == []
    assert len(place.outlet.shown("c")) == 2
    assert await place.ledger.claim("three", ("discord",), 9) == ()


async def test_a_digest_that_waits_is_over(place: Leaving) -> None:
    """A slot that is written down and not begun ends with the reason."""
    await place.subscribe()
    place.clock.moment += timedelta(minutes=40)
    await place.rounds().plan()
    await place.departures.left(GUILD)
    assert await place.states() == [("skipped", "left")]


@ON_BOTH
async def test_coming_back_lets_go_on_what_was_paused_for_it(place: Leaving) -> None:
    """What people had paused stays paused; what was active posts its next digest, and catches up nothing."""
    await place.subscribe()
    asked = Pause("asked", place.clock.moment, "mira")
    await place.subscribe("s-2", state="paused", pause=asked)
    await place.departures.left(GUILD)
    await place.at(9)
    assert await place.departures.returned("discord", ("guild", "elsewhere")) == ("guild",)
    assert await place.departures.returned("discord", ("guild",)) == ()
    assert (await place.one("s-2")).pause == asked
    await place.at(9, 35)
    assert place.outlet.shown("channel of s-1") == []
    await place.at(8, days=1)
    assert len(place.outlet.shown("channel of s-1")) == 1
    assert place.outlet.shown("channel of s-2") == []


async def test_a_look_at_closed_channels_does_not_undo_it(place: Leaving) -> None:
    """The hourly check resumes what the platform refused, not what was left: that ends by being back."""
    await place.subscribe()
    await place.departures.left(GUILD)
    assert await rechecked(place.rounds().worker) == 0
    assert (await place.one()).state == "paused"


@ON_BOTH
async def test_nobody_there_is_told_anything(place: Leaving) -> None:
    """Messages to people of a place that was left are not queued; those elsewhere are."""
    await place.follow("mira")
    await place.follow("mira", "another")
    await place.departures.left(GUILD)
    told = [place.told("mira", "follow", place=each) for each in ("guild", "another")]
    assert await place.ledger.tell(told) == 1
    assert await place.departures.places("discord") == {"guild", "another"}


async def test_what_is_not_there_is_not_left(place: Leaving) -> None:
    """A place of which nothing is kept leaves no trace, and leaving twice is leaving once."""
    assert not await place.departures.left(GUILD)
    await place.subscribe()
    assert await place.departures.left(GUILD)
    place.clock.moment += timedelta(days=3)
    assert not await place.departures.left(GUILD)
    assert not await place.departures.left(OfPlace("slack", "guild"))
    [gone] = await place.departures.gone()
    assert place.clock.moment - gone.left_at == timedelta(days=3)


@ON_BOTH
async def test_it_is_erased_after_the_delay_and_not_before(place: Leaving) -> None:
    """A week later nothing of it is left, and everything of the other place is; who was back keeps all."""
    for name, where in (("s-1", "guild"), ("s-2", "another"), ("s-3", "back")):
        await place.subscribe(name, channel=Channel("discord", where, f"c-{name}"))
    await place.at(8)
    for where in ("guild", "back"):
        await place.departures.left(OfPlace("discord", where))
    place.clock.moment += WEEK - timedelta(seconds=1)
    assert await place.erasure.overdue(WEEK, {"discord"}) == ()
    await place.departures.returned("discord", ("back",))
    place.clock.moment += timedelta(seconds=1)
    assert await place.erasure.overdue(WEEK, {"discord"}) == (GUILD,)
    assert {each.place for each in await place.erasure.kept()} == {"another", "back"}
    assert len((await place.everything())["edition"]) == 2


@pytest.mark.parametrize("over", [True, False])
async def test_a_refused_token_is_a_removal_only_where_the_platform_says_so(
    place: Leaving, over: bool
) -> None:
    """A worker that is told the app was removed writes it down; a token merely wrong erases nothing."""
    await place.subscribe()
    rounds = place.rounds()
    farewell = Farewell(place.departures, "discord")
    rounds.worker.removed = lambda channel: farewell.left(channel.place)
    place.outlet.refuses = Revoked(over=over)
    place.clock.moment += timedelta(minutes=40)
    await rounds.settle()
    assert [each.whose for each in await place.departures.gone()] == ([GUILD] if over else [])
    assert (await place.one()).state == ("paused" if over else "active")


async def following(place: Leaving, platform: str) -> Channel:
    """A person follows India in direct messages there."""
    person = Channel(platform, "direct", "@mira")
    await place.follows.follow(Follow(f"f-{platform}", person, "country:IN"), 9)
    return person


async def test_a_workspace_takes_its_members_follows_along(place: Leaving) -> None:
    """The app on Slack is in one workspace: its direct messages are left, back and erased with it."""
    team = OfPlace("slack", "T1")
    for platform in ("slack", "discord"):
        await following(place, platform)
    await place.subscribe(channel=Channel("slack", "T1", "C1"))
    await place.departures.left(team)
    assert [each.whose.place for each in await place.departures.gone()] == ["T1", "direct"]
    assert await place.departures.returned("slack", ("T2",)) == ()
    assert await place.departures.returned("slack", ("T1",)) == ("T1",)
    assert await place.departures.gone() == ()
    await place.departures.left(team)
    place.clock.moment += WEEK
    await place.erasure.overdue(WEEK, {"slack"})
    assert [each.channel.platform for each in await place.follows.everybody()] == ["discord"]


async def test_of_two_workspaces_neither_takes_the_others_follows(place: Leaving) -> None:
    """Where it cannot be known whose member somebody is, their follow stays."""
    await following(place, "slack")
    for team in ("T1", "T2"):
        await place.subscribe(f"s-{team}", channel=Channel("slack", team, "C1"))
    await place.departures.left(OfPlace("slack", "T1"))
    assert [each.whose.place for each in await place.departures.gone()] == ["T1"]
    await place.erasure.erase(OfPlace("slack", "T1"))
    assert len(await place.follows.everybody()) == 1
    await place.erasure.erase(OfPlace("slack", "T2"))
    assert await place.everything() == {}
