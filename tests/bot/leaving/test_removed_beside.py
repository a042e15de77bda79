"""A removed digest leaves behind what its channel's other digests rest on, and nothing else."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.delivery.records import Shown
from bot.leaving.ports import OfPerson
from bot.storage.delivery_tables import subscription
from bot.subscriptions import Channel, Pause, Subscription
from tests.bot.delivery.conftest import MONDAY
from tests.bot.leaving.conftest import GUILD, ON_BOTH, Leaving

CHANNEL = Channel("discord", "guild", "C")
WEEK, DAY = timedelta(days=7), timedelta(days=1)


async def removed_beside(place: Leaving) -> tuple[Subscription, Subscription]:
    """Two digests of a channel, of which the first posted two editions and was removed; the second stays."""
    place.pages.parts = 2
    one = await place.subscribe("s-1", channel=CHANNEL, owner="a person")
    other = await place.subscribe("s-2", "every friday 12:00", channel=CHANNEL)
    for day in range(2):
        await place.at(8, days=day)
    paused = Pause("asked", place.clock.moment, "a person")
    await place.change(one.changed(state="removed", pause=paused))
    return one, other


async def kept_of(place: Leaving, name: str) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that name a digest, or hang on one that does."""
    found = await place.everything()
    slots = {row[0] for row in found.get("slot", ()) if row[2] == name}
    return {
        "subscription": [row for row in found.get("subscription", ()) if row[0] == name],
        "slot": [row for row in found.get("slot", ()) if row[0] in slots],
        "edition": [row for row in found.get("edition", ()) if row[0] in slots],
        "part": [row for row in found.get("part", ()) if row[0] in slots],
    }


@ON_BOTH
async def test_what_a_removed_digest_showed_counts_on(place: Leaving) -> None:
    """However long ago: number and history, for the digest that was beside it and for a new one's number."""
    _, other = await removed_beside(place)
    before = await place.ledger.history(other)
    assert before == Shown(2, ended=("2026-03-03T08:30",))
    assert (await place.erasure.expire(WEEK)).get("edition") is None
    place.clock.moment += 9 * WEEK
    gone = await place.erasure.expire(WEEK)
    assert {name: gone[name] for name in ("slot", "edition")} == {"slot": 1, "edition": 1}
    assert await place.ledger.history(other) == before
    fresh = await place.subscribe("s-3", channel=CHANNEL)
    assert await place.ledger.history(fresh) == Shown(2)


@ON_BOTH
async def test_no_text_and_nobody_is_kept_with_it(place: Leaving) -> None:
    """One slot without words or messages, a digest without an owner; a second look changes nothing."""
    await removed_beside(place)
    place.clock.moment += WEEK
    await place.erasure.expire(WEEK)
    kept = await kept_of(place, "s-1")
    assert {name: len(rows) for name, rows in kept.items()} == {
        "subscription": 1,
        "slot": 1,
        "edition": 1,
        "part": 2,
    }
    assert "a person" not in repr(await place.everything())
    [edition] = kept["edition"]
    assert edition[2:8] == (2, 1, "", "", "2026-03-03T08:30", "")
    assert [(payload, message) for _, _, _, payload, *_, message, _ in kept["part"]] == [("{}", None)] * 2
    assert await place.erasure.expire(WEEK) == {}


@ON_BOTH
async def test_with_the_last_digest_of_its_channel_it_goes(place: Leaving) -> None:
    """Once that was removed a week ago as well nothing is left; until then numbers go on."""
    _, other = await removed_beside(place)
    place.clock.moment += 2 * WEEK
    await place.erasure.expire(WEEK)
    await place.change((await place.one("s-2")).changed(state="removed"))
    place.clock.moment += WEEK - timedelta(seconds=1)
    await place.erasure.expire(WEEK)
    assert (await place.ledger.history(other)).last >= 2
    place.clock.moment += timedelta(seconds=1)
    await place.erasure.expire(WEEK)
    assert set(await place.everything()) <= {"lease"}


async def test_one_that_showed_nothing_goes_at_once(place: Leaving) -> None:
    """Nothing rests on a removed digest that never posted, nor on one of another channel."""
    one = await place.subscribe("s-1", channel=CHANNEL)
    await place.subscribe("s-2", "every friday 12:00", channel=CHANNEL)
    alone = await place.subscribe("s-3", channel=Channel("discord", "guild", "D"))
    await place.change(one.changed(state="removed"))
    await place.at(8)
    await place.change(alone.changed(state="removed"))
    place.clock.moment += WEEK
    await place.erasure.expire(WEEK)
    assert [row[0] for row in (await place.everything())["subscription"]] == ["s-2"]


async def test_erasing_the_place_takes_it_along(place: Leaving) -> None:
    """It belongs to the place like everything else."""
    await removed_beside(place)
    place.clock.moment += WEEK
    await place.erasure.expire(WEEK)
    await place.erasure.erase(GUILD)
    assert set(await place.everything()) <= {"lease"}


async def test_erasing_its_owner_does_not_keep_a_removed_digest_longer(place: Leaving) -> None:
    """It goes a week after it was removed, and not a week after a person of it was erased."""
    one = await place.subscribe()
    await place.change(one.changed(state="removed"))
    place.clock.moment += 6 * DAY
    assert (await place.erasure.erase(OfPerson("owner")))["subscription"] == 1
    async with place.database.writing() as connection:
        [row] = (await connection.execute(select(subscription))).all()
    assert (row.owner, row.changed_at) == ("", MONDAY)
    place.clock.moment += DAY
    await place.erasure.expire(WEEK)
    assert await place.everything() == {}
