"""Erasing takes all of a place or person away at once, and nobody who is at work brings any of it back."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.planner import plan
from bot.delivery.records import Post
from bot.failures import Permanent
from bot.leaving.ports import OfPerson, OfPlace
from bot.storage.copying import TABLES
from bot.storage.erasing import OF_A_PLACE
from bot.storage.ledger import planning
from bot.storage.tables import event_seen, note, thread_topic
from bot.subscriptions import Channel, Pause
from tests.bot.delivery.conftest import MONDAY
from tests.bot.leaving.conftest import GUILD, ON_BOTH, Leaving

OWNER = OfPerson("owner")
_WAITING = text(
    """
    SELECT count(*) FROM pg_locks waiting WHERE NOT granted AND EXISTS (
        SELECT 1 FROM pg_locks held JOIN pg_database here ON here.oid = held.database
        WHERE held.pid = waiting.pid AND here.datname = current_database()
    )
    """
)
"""Who waits for a lock and works on this database; others may wait on the same server."""


async def somebody_waits(connection: AsyncConnection) -> None:
    """Until somebody waits for what a transaction of ours holds."""
    async with asyncio.timeout(20):
        while not (await connection.execute(_WAITING)).scalar_one():
            pass


@ON_BOTH
async def test_a_worker_at_it_writes_nothing_back(place: Leaving) -> None:
    """The place is erased while its second part is on its way; not a row of it is there afterwards."""
    place.pages.parts = 3
    await place.subscribe()

    async def erased(post: Post) -> None:
        if post.part.number == 2:
            gone = await place.erasure.erase(GUILD)
            assert gone == {"subscription": 1, "lane": 1, "slot": 1, "edition": 1, "part": 3}

    place.outlet.while_posting = erased
    await place.at(8)
    await place.at(9)
    assert [part for _, part in place.outlet.shown("channel of s-1")] == [1, 2]
    assert set(await place.everything()) <= {"lease"}


async def test_a_channel_that_comes_again_is_nobodys(place: Leaving) -> None:
    """A worker that held a channel before it was erased does not hold the one made anew there."""
    await place.subscribe()
    place.clock.moment += timedelta(minutes=40)
    await place.rounds().plan()
    [old] = await place.ledger.claim("one", ("discord",), 1)
    await place.erasure.erase(GUILD)
    place.clock.moment -= timedelta(minutes=10)
    await place.subscribe()
    place.clock.moment += timedelta(days=1)
    await place.rounds().plan()
    [new] = await place.ledger.claim("one", ("discord",), 1)
    assert new.fence > old.fence
    assert await place.ledger.keep(old) is None


@ON_BOTH
async def test_plans_and_messages_made_before_do_not_come_back(place: Leaving) -> None:
    """What a planner or the library's watch had read before is let be."""
    subscription = await place.subscribe()
    await place.follow("mira")
    told = [place.told("mira", "follow")]
    place.clock.moment += timedelta(minutes=40)
    plans = [plan(subscription, MONDAY, place.clock.moment)]
    await place.erasure.erase(GUILD)
    assert await place.ledger.plan(plans) == 0
    assert await place.ledger.tell(told) == 0
    assert await place.everything() == {}


@ON_BOTH
async def test_of_a_person_nothing_is_left(place: Leaving) -> None:
    """Follows, drafts, direct messages and their name on digests go; the digest and others' things stay."""
    await place.subscribe()
    await place.subscribe("s-2", owner="tom")
    for person in ("owner", "tom"):
        await place.follow(person)
        await place.ledger.tell([place.told(person, "follow"), place.told(person, "notice")])
    gone = await place.erasure.erase(OWNER)
    assert gone == {"follow": 1, "lane": 1, "slot": 2, "edition": 2, "part": 2, "subscription": 1}
    assert await place.erasure.counted(OWNER) == {}
    assert "owner" not in repr(await place.everything())
    owners = {each.id: each.owner for each in await place.subscriptions.listed()}
    assert owners == {"s-1": "", "s-2": "tom"}
    await place.at(8)
    assert len(place.outlet.shown("channel of s-1")) == 1
    assert len(place.outlet.shown("@tom")) == 2


async def test_who_paused_it_is_nobody_and_it_stays_paused(place: Leaving) -> None:
    """A pause that a person asked for is not taken for a refusal of the platform's when they are erased."""
    one = await place.subscribe()
    await place.change(one.changed(state="paused", pause=Pause("asked", place.clock.moment, "owner")))
    await place.erasure.erase(OWNER)
    assert "owner" not in repr(await place.everything())
    assert await place.ledger.refused(("discord",)) == ()
    assert (await place.one()).state == "paused"


async def test_who_was_erased_meanwhile_is_not_told(place: Leaving) -> None:
    """A worker that read the owner before does not write them a message when the digest ends badly."""
    await place.subscribe()

    async def erased(post: Post) -> None:
        place.outlet.while_posting = None
        await place.erasure.erase(OWNER)

    place.outlet.while_posting = erased
    place.outlet.troubles.append(Permanent("message-gone"))
    await place.at(8)
    await place.at(9)
    assert "owner" not in repr(await place.everything())
    assert list(place.outlet.channels) == ["channel of s-1"]
    assert [state for state, _ in await place.states()] == ["sent"]


async def test_nobody_is_told_of_a_digest_without_an_owner(place: Leaving) -> None:
    """What would be worth telling an owner goes nowhere, and the next digest comes all the same."""
    await place.subscribe()
    await place.erasure.erase(OWNER)
    place.outlet.troubles.append(Permanent("message-gone"))
    await place.at(8)
    await place.at(8, days=1)
    assert list(place.outlet.channels) == ["channel of s-1"]
    assert [state for state, _ in await place.states()] == ["refused", "sent"]


@ON_BOTH
async def test_one_places_ids_are_not_anothers(place: Leaving) -> None:
    """Neither the same id on the other platform nor one that begins alike loses anything."""
    for platform, where in (("discord", "7"), ("discord", "77"), ("slack", "7")):
        await place.subscribe(f"s-{platform}{where}", channel=Channel(platform, where, "c"))
        async with place.database.writing() as connection:
            now = {"at": place.clock.moment}
            await connection.execute(insert(event_seen).values(key=f"share:{platform}:{where}:m:0", **now))
            await connection.execute(
                insert(note).values(key=f"token of {platform} {where}", value="0123456789ab")
            )
            if platform == "slack":
                await connection.execute(
                    insert(thread_topic).values(thread=f"{where}:C:1", topics="India", **now)
                )
    before = await place.erasure.kept()
    await place.erasure.erase(OfPlace("discord", "7"))
    after = await place.erasure.kept()
    assert set(after) == {OfPlace("discord", "77"), OfPlace("slack", "7")}
    assert all(after[each] == before[each] for each in after)
    assert after[OfPlace("slack", "7")]["thread_topic"] == 1


def test_every_table_is_decided_on() -> None:
    """A new table has to be sorted: it names places or persons, hangs on one that does, or names nobody."""
    of_places = {each.name for each in TABLES if {"platform", "place"} <= set(each.c.keys())}
    by_key = {"event_seen", "thread_topic", "note"}
    hanging = {"edition", "part"}
    nobodys = {"attached_article", "attached_passage", "identify", "lease", "noticed_version"}
    assert {each.name for each in TABLES} == of_places | by_key | hanging | nobodys
    assert {each.name for each in OF_A_PLACE} == of_places


@pytest.mark.parametrize("place", ["PostgreSQL"], indirect=True)
async def test_who_is_about_to_write_is_waited_for(place: Leaving) -> None:
    """A message that is being queued at this very moment is erased as well, and so is a planned digest."""
    subscription = await place.subscribe()
    await place.follow("mira")
    now = place.clock.moment = MONDAY + timedelta(minutes=31)
    async with place.database.writing() as connection:
        assert await planning.tell(connection, now, [place.told("mira", "follow")]) == 1
        assert await planning.plan(connection, now, [plan(subscription, MONDAY, now)]) == 1
        erasing = asyncio.create_task(place.erasure.erase(GUILD))
        await somebody_waits(connection)
    await erasing
    assert await place.everything() == {}
