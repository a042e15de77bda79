"""What an operator can do with a digest whose place was left or whose owner was erased."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.leaving.ports import OfPerson, OfPlace
from bot.storage.departures import SqlDepartures
from bot.storage.erasing import SqlErasure
from bot.storage.ledger import standstills
from bot.storage.moments import ClockMoments
from briefings.errors import BadInput
from tests.bot.delivery.conftest import MONDAY
from tests.bot.digests.conftest import blank_file, office, zones
from tests.bot.leaving.conftest import Leaving
from tests.fakes.office import ADD, MIRA, Office

__all__ = ["blank_file", "office", "zones"]


async def test_a_digest_of_a_place_that_was_left_is_not_resumed_by_hand(office: Office) -> None:
    """It would be erased in the middle of posting; one sentence says that being added again resumes it."""
    name = await office.made()
    departures = SqlDepartures(office.database, ClockMoments(office.clock))
    await departures.left(OfPlace("discord", "guild"))
    operator = await office.digests.operator(name)
    for who in (operator, MIRA):
        with pytest.raises(BadInput, match="goes on by itself when I am added again"):
            await office.says(f"/digest resume {name}", who)
    kept = await office.subscriptions.get(name)
    assert kept is not None
    assert kept.subscription.state == "paused"
    await departures.returned("discord", ("guild",))
    kept = await office.subscriptions.get(name)
    assert kept is not None
    assert kept.subscription.state == "active"


@pytest.mark.parametrize("verb", ["pause", "resume", "explain", "history", "edit"])
async def test_a_digest_without_an_owner_is_managed_from_the_command_line(office: Office, verb: str) -> None:
    """Its owner was erased; the operator is let in all the same."""
    name = await office.made(ADD)
    moments = ClockMoments(office.clock)
    erasure = SqlErasure(office.database, moments, SqlDepartures(office.database, moments))
    await erasure.erase(OfPerson("mira"))
    operator = await office.digests.operator(name)
    assert operator == replace(MIRA, reader="operator", way="shell")
    extra = " topics India" if verb == "edit" else ""
    assert name in (await office.says(f"/digest {verb} {name}{extra}", operator)).title


async def test_one_platforms_standstill_does_not_begin_with_anothers(place: Leaving) -> None:
    """Both stop at once: the one that had stopped before goes on since then, the other begins now."""
    hour = timedelta(hours=1)
    await place.ledger.held_up(("discord",), "outage")
    place.clock.moment += hour
    await place.ledger.held_up(("discord", "slack"), "outage")
    async with place.database.reading() as connection:
        assert connection is not None
        found = await standstills.found(connection, ("discord", "slack"))
    assert {name: [each.since for each in known] for name, known in found.items()} == {
        "discord": [MONDAY],
        "slack": [MONDAY + hour],
    }
