"""The ledger's promises, whatever database keeps them."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.delivery.notices import Notices
from bot.delivery.planner import next_slot_at, now_key, plan
from bot.delivery.records import (
    LANE_LEASE,
    FrozenEdition,
    Hold,
    OpenSlot,
    Part,
    PlannedSlot,
    Shown,
    Standings,
    Told,
)
from bot.schedules import parse_schedule
from bot.storage.delivery_rows import written
from bot.storage.delivery_tables import subscription as table
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.storage.place import Place
from bot.subscriptions import Channel, Pause, Subscription, edition_id, part_key
from briefings.reply import Outcome, Reply
from tests.fakes.clock import SetClock
from tests.fakes.outlet import RecordingOutlet
from tests.servers.blank import put_blank
from tests.servers.databases import KINDS, Databases

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PLATFORMS = ("discord",)
REPLY = Reply(Outcome.CLEAR_ERROR, "Something to tell", ())


class Desk:
    """One database, and a clock that stands still until it is moved."""

    def __init__(self, kind: str, databases: Databases) -> None:
        self.clock = SetClock(MONDAY)
        self._kind, self._databases, self._place = kind, databases, databases.place(kind)
        if isinstance(self._place, Place):
            put_blank(self._place.file)
        self.database = databases.open(kind, self._place)
        self.ledger = SqlLedger(self.database, ClockMoments(self.clock))

    def another(self) -> SqlLedger:
        """The ledger as another process has it."""
        return SqlLedger(self._databases.open(self._kind, self._place), ClockMoments(self.clock))

    def wind(self, **by: float) -> None:
        """Move the clock on."""
        self.clock.moment += timedelta(**by)

    async def subscribe(
        self, name: str = "s-1", days: str = "every day 08:30", **more: object
    ) -> Subscription:
        """A subscription of a channel of its own, unless another is named."""
        made = Subscription(
            id=name,
            channel=Channel("discord", "place", f"channel of {name}"),
            owner="owner",
            schedule=parse_schedule(days, "UTC"),
            created_at=MONDAY,
        )
        made = replace(made, **more)  # type: ignore[arg-type] # fields by name
        now = self.clock.moment
        async with self.database.writing() as connection:
            values = written(made) | {"changed_at": now, "planned_through": now}
            await connection.execute(table.insert().values(**values, next_slot_at=next_slot_at(made, now)))
        return made

    async def change(self, changed: Subscription) -> None:
        """An edit, as managing commands make it."""
        async with self.database.writing() as connection:
            values = written(changed) | {"changed_at": self.clock.moment}
            await connection.execute(table.update().where(table.c.id == changed.id).values(**values))

    async def planned(self, ledger: SqlLedger | None = None) -> int:
        """Plan what is due; returns how many slots are new."""
        chosen = ledger or self.ledger
        due = await chosen.to_plan(PLATFORMS, 500)
        return await chosen.plan([plan(each, through, self.clock.moment) for each, through in due])

    async def held(self, holder: str = "one") -> tuple[Hold, OpenSlot]:
        """The one channel with something due, claimed, with its first slot."""
        [hold] = await self.ledger.claim(holder, PLATFORMS, 10)
        opened = await self.ledger.open_slots(hold)
        assert opened is not None
        return opened[0], opened[1][0]

    async def due(self, **more: object) -> tuple[Subscription, Hold, OpenSlot]:
        """A subscription whose first slot has come, held."""
        made = await self.subscribe(**more)  # type: ignore[arg-type] # passed on
        self.wind(minutes=30)
        await self.planned()
        return made, *await self.held()


@pytest.fixture(params=KINDS[1:])
def desk(request: pytest.FixtureRequest, databases: Databases) -> Desk:
    """On each kind of database, as a process that runs for long has it."""
    return Desk(request.param, databases)


def frozen(slot: OpenSlot, parts: int = 1, revision: int = 1, history: str = "shown") -> FrozenEdition:
    """An edition for a slot."""
    return FrozenEdition(
        id=edition_id(slot.subject, slot.key),
        number=1,
        content="{}",
        sha256="0" * 64,
        history=history,
        revision=revision,
        text="text",
        parts=tuple(Part(each, part_key(slot.subject, slot.key, each), {}) for each in range(1, parts + 1)),
    )


def told(key: str = "k") -> Told:
    """Something to tell the owner."""
    notices = Notices(RecordingOutlet(SetClock()).parts)
    return Told(
        "notice", "s-1", key, Channel("discord", "place", "@owner"), notices.frozen("s-1", key, (REPLY,), key)
    )


async def test_any_number_of_planners_write_one_set(desk: Desk) -> None:
    """Eight planners at once over 2,000 slots write each once, and each channel is claimed once."""
    for number in range(100):
        await desk.subscribe(f"s-{number}", "every day 00:00,06:00,12:00,18:00", catch_up=timedelta(days=7))
    desk.wind(days=5)
    ledgers = [desk.another() for _ in range(8)]
    new = await asyncio.gather(*(desk.planned(each) for each in ledgers))
    assert sum(new) == 2_000
    past = [await desk.ledger.past(f"s-{number}", 100) for number in range(100)]
    assert {len({slot.key for slot in slots}) for slots in past} == {20}
    claims = await asyncio.gather(*(each.claim(f"w{n}", PLATFORMS, 30) for n, each in enumerate(ledgers)))
    held = [hold.channel for claim in claims for hold in claim]
    assert len(held) == len(set(held)) == 100


async def test_a_plan_on_an_older_revision_is_let_be(desk: Desk) -> None:
    """What was planned for a schedule that has changed meanwhile is not written down."""
    made = await desk.subscribe()
    desk.wind(minutes=30)
    stale = plan(made, MONDAY, desk.clock.moment)
    await desk.change(made.changed(schedule=parse_schedule("every day 09:00", "UTC")))
    assert await desk.ledger.plan([stale]) == 0
    assert await desk.ledger.past("s-1", 5) == ()


async def test_who_lost_the_channel_changes_nothing(desk: Desk) -> None:
    """After the lease ran out and another took over, every write of the first is refused."""
    _, old, slot = await desk.due()
    ledger = desk.ledger
    slot = slot.holding(frozen(slot))
    assert slot.edition is not None
    assert await ledger.freeze(old, slot, slot.edition)
    desk.wind(seconds=LANE_LEASE.total_seconds())
    new, _ = await desk.held("two")
    assert new.fence > old.fence
    assert await ledger.keep(old) is None
    assert await ledger.open_slots(old) is None
    assert not await ledger.freeze(old, slot, slot.edition)
    assert await ledger.begin(old, slot, 1) is None
    assert not await ledger.arrived(old, slot, 1, "m")
    assert not await ledger.not_sent(old, slot, 1)
    assert not await ledger.doubted(old, slot, 1)
    assert not await ledger.end(old, slot, "skipped", "removed", [told()])
    await ledger.pause(old, "no-access", lambda _: [told()])
    await ledger.release(old, timedelta(days=1))
    assert await ledger.keep(new) is not None
    [past] = await ledger.past("s-1", 5)
    assert past.state == "frozen"
    assert await ledger.tell([told()]) == 1  # it was not told before
    [standing] = (await ledger.standings(new.channel)).digests
    assert standing.open[0].subscription is not None
    assert standing.open[0].subscription.state == "active"


async def test_a_channel_is_nobodys_while_its_lease_lasts(desk: Desk) -> None:
    """Nobody else gets it before the lease runs out, and its holder keeps it by signs of life."""
    _, hold, _ = await desk.due()
    desk.wind(seconds=LANE_LEASE.total_seconds() - 1)
    assert await desk.ledger.claim("two", PLATFORMS, 10) == ()
    assert await desk.ledger.keep(hold) is not None
    desk.wind(seconds=LANE_LEASE.total_seconds() - 1)
    assert await desk.ledger.claim("two", PLATFORMS, 10) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"topics": ("country:IN",)},
        {"state": "paused", "pause": Pause("asked", MONDAY, "owner")},
        {"state": "removed"},
    ],
)
async def test_what_changed_meanwhile_is_not_posted_as_it_was(desk: Desk, change: dict[str, object]) -> None:
    """Neither freezing nor the first attempt passes once the subscription was changed; a later part does."""
    made, hold, slot = await desk.due()
    edition = frozen(slot, parts=2)
    assert await desk.ledger.freeze(hold, slot, edition)
    slot = slot.holding(edition)
    await desk.change(made.changed(**change))
    assert not await desk.ledger.freeze(hold, slot, edition)
    assert await desk.ledger.begin(hold, slot, 1) is None
    assert await desk.ledger.begin(hold, slot.with_part(1, "sent"), 2) is not None


async def test_slots_are_worked_off_in_order(desk: Desk) -> None:
    """A channel's slots come oldest first, whichever subscription they are of."""
    channel = Channel("discord", "place", "shared")
    await desk.subscribe("s-2", "every day 08:20", channel=channel)
    await desk.subscribe("s-1", "every day 08:30", channel=channel)
    await desk.subscribe("s-3", "every day 08:10", channel=channel)
    desk.wind(minutes=30)
    await desk.planned()
    [hold] = await desk.ledger.claim("one", PLATFORMS, 10)
    opened = await desk.ledger.open_slots(hold)
    assert opened is not None
    assert [slot.subject for slot in opened[1]] == ["s-3", "s-2", "s-1"]


async def test_a_person_is_told_once(desk: Desk) -> None:
    """The same thing to tell is queued once for ever, also by several at once."""
    ledgers = [desk.ledger, desk.another(), desk.another()]
    new = await asyncio.gather(*(each.tell([told("a")]) for each in ledgers))
    assert sum(new) == 1
    assert await desk.ledger.tell([told("a"), told("b")]) == 1


async def test_history_counts_what_readers_may_have_seen(desk: Desk) -> None:
    """A frozen edition counts from its first attempt on, and no longer where that posted nothing."""
    made, hold, slot = await desk.due()
    slot = slot.holding(frozen(slot))
    assert slot.edition is not None
    await desk.ledger.freeze(hold, slot, slot.edition)
    assert await desk.ledger.history(made) == Shown()
    await desk.ledger.begin(hold, slot, 1)
    assert await desk.ledger.history(made) == Shown(1, "shown")
    await desk.ledger.not_sent(hold, slot, 1)
    assert await desk.ledger.history(made) == Shown()
    await desk.ledger.begin(hold, slot, 1)
    assert await desk.ledger.arrived(hold, slot, 1, "m")
    assert await desk.ledger.history(made) == Shown(1, "shown")
    [past] = await desk.ledger.past("s-1", 5)
    assert (past.state, past.reason, past.parts_sent) == ("sent", "on-time", 1)


async def test_a_channel_was_shown_what_any_of_its_digests_showed(desk: Desk) -> None:
    """A digest's last edition has the highest number, whenever it was due; once removed, it counts beside."""
    made, hold, slot = await desk.due()
    beside = await desk.subscribe("s-2", channel=made.channel)
    await desk.ledger.add("s-1", PlannedSlot(now_key("press"), date(2026, 3, 2), "08:00", MONDAY))
    opened = await desk.ledger.open_slots(hold)
    assert opened is not None
    for number, each in enumerate(reversed(opened[1]), 1):
        edition = replace(frozen(each, history=f"after {number}"), number=number)
        assert await desk.ledger.freeze(hold, each, edition)
        await desk.ledger.begin(hold, each.holding(edition), 1)
        await desk.ledger.arrived(hold, each, 1, "m")
    assert [each.key for each in opened[1]] == [now_key("press"), slot.key]
    assert await desk.ledger.history(made) == Shown(2, "after 2")
    assert await desk.ledger.history(beside) == Shown(2, None, ("after 2",))
    await desk.change(made.changed(state="removed"))
    desk.wind(seconds=1)
    fresh = replace(beside, id="s-3", created_at=desk.clock.moment)
    assert await desk.ledger.history(beside) == Shown(2, None, (), ("after 2",))
    assert await desk.ledger.history(fresh) == Shown(2)
    assert await desk.ledger.forget(desk.clock.moment + timedelta(days=1), 10) == 1
    assert await desk.ledger.history(beside) == Shown(2, None, (), ("after 2",))


async def test_a_channel_waits_as_long_as_it_was_told_to(desk: Desk) -> None:
    """Let go until later it is claimed no sooner, even when a further slot comes meanwhile."""
    _, hold, _ = await desk.due(days="every day 08:30,08:45")
    await desk.ledger.release(hold, timedelta(minutes=20))
    assert await desk.ledger.next_try_at(PLATFORMS) == desk.clock.moment + timedelta(minutes=20)
    desk.wind(minutes=15)
    assert await desk.planned() == 1
    assert await desk.ledger.claim("two", PLATFORMS, 10) == ()
    desk.wind(minutes=5)
    assert len(await desk.ledger.claim("two", PLATFORMS, 10)) == 1


async def test_a_slot_that_comes_while_a_channel_is_let_go_is_seen(desk: Desk) -> None:
    """What was planned after the holder looked is claimed at once after its release."""
    _, hold, slot = await desk.due(days="every day 08:30,08:45")
    await desk.ledger.end(hold, slot, "empty", "all-shown")
    kept: Hold | None = hold
    for _ in range(36):
        desk.wind(seconds=25)
        kept = await desk.ledger.keep(hold)
    assert await desk.planned() == 1
    assert kept is not None
    await desk.ledger.release(kept, None)
    assert len(await desk.ledger.claim("two", PLATFORMS, 10)) == 1


async def test_an_idle_channel_is_nobodys_affair(desk: Desk) -> None:
    """Once all is ended there is nothing to claim and nothing to wait for."""
    _, hold, slot = await desk.due()
    await desk.ledger.end(hold, slot, "empty", "all-shown")
    await desk.ledger.release(hold, None)
    assert await desk.ledger.next_try_at(PLATFORMS) is None
    desk.wind(hours=1)
    assert await desk.ledger.claim("two", PLATFORMS, 10) == ()


async def test_only_the_platforms_own_pauses_end_by_themselves(desk: Desk) -> None:
    """A refusal pauses what is active in the channel; resuming lets just those go on, each told once."""
    channel = Channel("discord", "place", "channel of s-1")
    asked = Pause("asked", MONDAY, "owner")
    await desk.subscribe("s-2", channel=channel, state="paused", pause=asked)
    await desk.subscribe("s-3", "every day 10:00", channel=channel)
    await desk.subscribe("s-4", "every day 10:00")
    _, hold, _ = await desk.due()
    seen: list[str] = []

    def tell(found: object) -> list[Told]:
        seen.extend(each.id for each in found)  # type: ignore[attr-defined] # subscriptions
        return [told()]

    await desk.ledger.pause(hold, "no-access", tell)
    refused = await desk.ledger.refused(PLATFORMS)
    assert [each.id for each in refused] == seen == ["s-1", "s-3"]
    assert {each.pause.reason for each in refused if each.pause} == {"no-access"}
    resumed = await desk.ledger.resume(channel, lambda found: [])
    assert resumed == refused
    assert await desk.ledger.refused(PLATFORMS) == ()
    assert await desk.ledger.resume(channel, lambda found: [told("again")]) == ()
    assert await desk.ledger.tell([told("again")]) == 1


async def test_a_slot_is_added_once_and_only_to_what_is_active(desk: Desk) -> None:
    """What somebody asks for now is written down once a press, and at once claimable."""
    made = await desk.subscribe()
    slot = PlannedSlot(now_key("press"), date(2026, 3, 2), "08:00", MONDAY)
    assert await desk.ledger.add("s-1", slot)
    assert not await desk.ledger.add("s-1", slot)
    assert len(await desk.ledger.claim("one", PLATFORMS, 10)) == 1
    await desk.change(made.changed(state="removed"))
    assert not await desk.ledger.add("s-1", replace(slot, key=now_key("other")))
    assert not await desk.ledger.add("none", slot)


async def test_where_a_channel_stands_is_read_at_once(desk: Desk) -> None:
    """Of each digest that is there: planned through and open slots; nothing of a channel without any."""
    made, hold, _ = await desk.due()
    other = await desk.subscribe("s-0", "every day 10:00", channel=made.channel)
    await desk.subscribe("s-2", channel=made.channel, state="removed")
    standings = await desk.ledger.standings(hold.channel)
    assert [each.subscription for each in standings.digests] == [other, made]
    assert {each.planned_through for each in standings.digests} == {desk.clock.moment}
    assert [[slot.key for slot in each.open] for each in standings.digests] == [[], ["2026-03-02T08:30"]]
    assert standings.editions == ()
    assert await desk.ledger.standings(replace(hold.channel, id="none")) == Standings()


async def test_old_texts_go_and_the_last_one_seen_stays(desk: Desk) -> None:
    """Texts of ended slots are dropped, except what the next edition builds on; the slots stay."""
    made = await desk.subscribe()
    await desk.ledger.tell([told()])
    desk.wind(minutes=30)
    for number in range(4):
        await desk.planned()
        for hold in await desk.ledger.claim("one", PLATFORMS, 10):
            opened = await desk.ledger.open_slots(hold)
            assert opened is not None
            for slot in opened[1]:
                edition = frozen(slot, history=f"after {number}")
                if slot.kind == "digest":
                    await desk.ledger.freeze(hold, slot, edition)
                    slot = slot.holding(edition)  # noqa: PLW2901 - the same slot
                if number < 3:
                    await desk.ledger.begin(hold, slot, 1)
                    await desk.ledger.arrived(hold, slot, 1, "m")
                else:
                    await desk.ledger.end(hold, slot, "late", "outage")
            await desk.ledger.release(hold, None)
        desk.wind(days=1)
    later = desk.clock.moment + timedelta(days=1)
    assert await desk.ledger.forget(desk.clock.moment - timedelta(days=30), 10) == 0
    assert await desk.ledger.forget(later, 1) == 1
    assert await desk.ledger.forget(later, 10) == 3
    assert await desk.ledger.forget(later, 10) == 0
    assert await desk.ledger.history(made) == Shown(1, "after 2")
    assert len(await desk.ledger.past("s-1", 10)) == 4
    assert await desk.ledger.tell([told()]) == 0  # told once for ever, its text gone or not
