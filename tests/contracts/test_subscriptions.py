"""What the keepers of subscriptions, drafts, follows and versions promise, whatever the database."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.planner import now_key
from bot.delivery.records import PlannedSlot
from bot.digests import changing
from bot.digests.ports import Draft, Follow, Kept, Limits, Settling, Version
from bot.schedules import parse_schedule
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.storage.subscriptions import SqlFollows, SqlSubscriptions, SqlVersions
from bot.subscriptions import Channel, Subscription
from tests.fakes.clock import SetClock
from tests.servers.databases import KINDS, Databases

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
GENERAL = Channel("discord", "guild", "general")
LIMITS = Limits(channel=2, person=3, place=4)
MIRA, TOM = Channel("discord", "direct", "@mira"), Channel("discord", "direct", "@tom")


class Shelf:
    """One database, and a clock that stands still until it is moved."""

    def __init__(self, kind: str, databases: Databases) -> None:
        self.clock = SetClock(MONDAY)
        database = databases.open(kind, databases.place(kind))
        moments = ClockMoments(self.clock)
        self.subscriptions = SqlSubscriptions(database, moments)
        self.follows = SqlFollows(database, moments)
        self.versions = SqlVersions(database, moments)
        self.ledger = SqlLedger(database, moments)

    def add(self, name: str, **more: object) -> Awaitable[object]:
        """A subscription is kept, if there is room."""
        return self.subscriptions.add(_kept(name, **more), LIMITS)


@pytest.fixture(params=KINDS[1:])
def shelf(request: pytest.FixtureRequest, databases: Databases) -> Shelf:
    return Shelf(request.param, databases)


def _kept(name: str, **more: object) -> Kept:
    made = Subscription(
        id=name,
        channel=GENERAL,
        owner="mira",
        schedule=parse_schedule("weekdays 08:30 except 2026-12-25", "Asia/Kathmandu"),
        created_at=MONDAY,
        channel_name="general",
        topics=("country:IN", "theme:nuclear"),
        style="thread",
        empty="line",
        catch_up=timedelta(hours=2),
    )
    return changing.kept(replace(made, **more), MONDAY)  # type: ignore[arg-type] # fields by name


async def test_what_is_kept_comes_back_as_it_was(shelf: Shelf) -> None:
    """Every field, in every state, with how far it is planned."""
    assert await shelf.subscriptions.listed() == ()
    assert await shelf.subscriptions.get("s-1") is None
    made = _kept("s-1")
    assert await shelf.subscriptions.add(made, LIMITS) is True
    assert await shelf.subscriptions.get("s-1") == made
    for change in (
        changing.paused(made.subscription, "mira", MONDAY),
        changing.snoozed(made.subscription, MONDAY + timedelta(days=3)),
        changing.edited(
            made.subscription, {"schedule": parse_schedule("day 1 06:00", "Europe/London")}, MONDAY
        ),
    ):
        now = await shelf.subscriptions.get("s-1")
        assert now is not None
        after = changing.kept(replace(change, revision=now.subscription.revision + 1), MONDAY)
        assert await shelf.subscriptions.change(after)
        assert await shelf.subscriptions.get("s-1") == after


async def test_lists_are_of_one_channel_or_place(shelf: Shelf) -> None:
    """Oldest first; removed ones are left out and still known by their ids."""
    await shelf.add("s-1", created_at=MONDAY + timedelta(1))
    await shelf.add("s-2")
    await shelf.add("s-3", channel=replace(GENERAL, id="other"), owner="ann")
    await shelf.add("s-4", channel=replace(GENERAL, place="elsewhere"))
    listed = shelf.subscriptions.listed
    assert [each.id for each in await listed("discord", "guild", "general")] == ["s-2", "s-1"]
    assert [each.id for each in await listed("discord", "guild")] == ["s-2", "s-3", "s-1"]
    assert {each.id for each in await listed("discord")} == {"s-1", "s-2", "s-3", "s-4"}
    assert await listed("slack") == ()
    one = await shelf.subscriptions.get("s-2")
    assert one is not None
    gone = changing.kept(changing.removed(one.subscription), MONDAY)
    assert gone.next_slot_at is None
    assert await shelf.subscriptions.change(gone)
    assert [each.id for each in await listed("discord", "guild", "general")] == ["s-1"]
    assert await shelf.subscriptions.get("s-2") == gone


async def test_of_two_changes_to_one_state_one_counts(shelf: Shelf) -> None:
    """The revision that was read must still be the present one, however many change at once."""
    await shelf.add("s-1")
    read = await shelf.subscriptions.get("s-1")
    assert read is not None
    changes = [
        changing.kept(changing.snoozed(read.subscription, MONDAY + timedelta(days=each)), MONDAY)
        for each in range(1, 6)
    ]
    results = await asyncio.gather(*(shelf.subscriptions.change(each) for each in changes))
    assert sum(results) == 1
    assert await shelf.subscriptions.get("s-1") == changes[results.index(True)]


async def test_limits_hold_when_many_add_at_once(shelf: Shelf) -> None:
    """Channel, person and place are counted where it is added; removed ones do not count."""
    results = await asyncio.gather(*(shelf.add(f"s-{each}") for each in range(6)))
    assert (results.count(True), results.count("channel")) == (2, 4)
    assert await shelf.add("s-a", channel=replace(GENERAL, id="b")) is True
    assert await shelf.add("s-b", channel=replace(GENERAL, id="c")) == "person"
    assert await shelf.add("s-b", channel=replace(GENERAL, id="c"), owner="ann") is True
    assert await shelf.add("s-c", channel=replace(GENERAL, id="d"), owner="ben") == "place"
    assert await shelf.add("s-d", channel=replace(GENERAL, place="elsewhere")) is True
    one = (await shelf.subscriptions.listed("discord", "guild", "general"))[0]
    await shelf.subscriptions.change(changing.kept(changing.removed(one), MONDAY))
    assert await shelf.add("s-e") is True


async def test_a_draft_is_used_once_and_ends(shelf: Shelf) -> None:
    """With a change or by itself; what is refused leaves it as it was; after its time it is gone."""
    kept = shelf.subscriptions
    draft = Draft("7K3QF2", GENERAL, "mira", "wish", MONDAY + timedelta(hours=1))
    assert await kept.draft("7K3QF2") is None
    await kept.put_draft(draft)
    assert await kept.draft("7K3QF2") == draft
    settling = Settling(draft, "used")
    results = await asyncio.gather(*(kept.add(_kept(f"s-{n}"), LIMITS, settling) for n in range(4)))
    assert (results.count(True), results.count(False)) == (1, 3)
    assert not await kept.settle(settling)
    found = await kept.draft("7K3QF2")
    assert found == replace(draft, content="used")
    one = (await kept.listed())[0]
    changed = changing.kept(changing.snoozed(one, MONDAY + timedelta(days=1)), MONDAY)
    assert not await kept.change(changed, settling)
    assert (await kept.listed())[0] == one
    shelf.clock.moment = draft.expires_at
    assert await kept.draft("7K3QF2") is None
    assert not await kept.settle(Settling(replace(draft, content="used"), "again"))
    await kept.put_draft(replace(draft, id="OTHER", expires_at=MONDAY + timedelta(days=1)))
    shelf.clock.moment = MONDAY
    assert await kept.draft("7K3QF2") is None


async def test_a_topic_is_followed_once_by_each(shelf: Shelf) -> None:
    """Up to so many topics; one's own alone are listed and ended."""
    follow = shelf.follows.follow
    topics = ["country:IN", "country:CN", "theme:nuclear"]
    assert await follow(Follow("f-0", TOM, "country:IN"), 2) == "added"
    made = [await follow(Follow(f"f-{n + 1}", MIRA, each), 2) for n, each in enumerate(topics)]
    assert made == ["added", "added", "full"]
    assert await follow(Follow("f-9", MIRA, "country:IN"), 2) == "there"
    assert await shelf.follows.of(MIRA) == ("country:IN", "country:CN")
    assert [each.channel for each in await shelf.follows.everybody()] == [MIRA, MIRA, TOM]
    assert await shelf.follows.unfollow(MIRA, "country:IN") == 1
    assert await shelf.follows.unfollow(MIRA, "country:IN") == 0
    assert await shelf.follows.unfollow(MIRA) == 1
    assert await shelf.follows.of(TOM) == ("country:IN",)


async def test_the_version_noticed_last_counts(shelf: Shelf) -> None:
    """By when it was noticed, also where that is an older one again; the same one is replaced."""
    first, second = Version("a", 1, "0" * 64, "[1]"), Version("a", 2, "1" * 64, "[2]")
    assert await shelf.versions.latest() == ()
    await shelf.versions.notice([first, Version("b", 7, "2" * 64, "[]")])
    shelf.clock.moment += timedelta(minutes=1)
    await shelf.versions.notice([second])
    assert [each.version for each in await shelf.versions.latest()] == [2, 7]
    shelf.clock.moment += timedelta(minutes=1)
    await shelf.versions.notice([replace(first, content="[3]")])
    assert (await shelf.versions.latest())[0] == replace(first, content="[3]")


async def test_sending_now_and_settling_are_one(shelf: Shelf) -> None:
    """However many press at once one counts, and the slot is there exactly where Send now was it."""
    await shelf.add("s-1")
    for number in range(4):
        name, before = f"draft {number}", len(await shelf.ledger.past("s-1", 20))
        asked = Draft(name, GENERAL, "mira", "waits", MONDAY + timedelta(hours=1))
        await shelf.subscriptions.put_draft(asked)
        slot = PlannedSlot(now_key(name), MONDAY.date(), "08:00", MONDAY)
        sends = [shelf.subscriptions.send("s-1", slot, Settling(asked, "sent")) for _ in range(2)]
        results = await asyncio.gather(shelf.subscriptions.settle(Settling(asked, "cancelled")), *sends)
        assert sum(each in {True, "added"} for each in results) == 1
        assert len(await shelf.ledger.past("s-1", 20)) - before == results.count("added")
        kept = await shelf.subscriptions.draft(name)
        assert kept is not None
        assert kept.content == ("sent" if "added" in results else "cancelled")


async def test_what_cannot_be_sent_uses_no_draft_up(shelf: Shelf) -> None:
    """A paused digest gets no slot, and the question can be answered once it goes on."""
    await shelf.add("s-1")
    one = await shelf.subscriptions.get("s-1")
    assert one is not None
    paused = changing.paused(one.subscription, "mira", MONDAY)
    assert await shelf.subscriptions.change(changing.kept(paused, MONDAY))
    asked = Draft("7K3QF2", GENERAL, "mira", "waits", MONDAY + timedelta(hours=1))
    await shelf.subscriptions.put_draft(asked)
    slot = PlannedSlot(now_key("7K3QF2"), MONDAY.date(), "08:00", MONDAY)
    assert await shelf.subscriptions.send("s-1", slot, Settling(asked, "sent")) == "quiet"
    assert await shelf.subscriptions.draft("7K3QF2") == asked
    assert await shelf.subscriptions.change(changing.kept(changing.resumed(paused), MONDAY))
    assert await shelf.subscriptions.send("s-1", slot, Settling(asked, "sent")) == "added"
    assert await shelf.subscriptions.send("s-1", slot, Settling(asked, "sent")) == "used"
