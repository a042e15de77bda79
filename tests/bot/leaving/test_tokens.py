"""A token that ends says that the bot was removed only where no newer one took its place."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App, build
from bot.digests.ports import Follow
from bot.leaving.farewell import Farewell
from bot.leaving.ports import OfPlace
from bot.process.digests import was_removed
from bot.process.expiring import erased
from bot.secret import Secret
from bot.settings import Settings
from bot.storage.departures import SqlDepartures
from bot.storage.moments import ClockMoments
from bot.storage.notes import SqlNotes
from bot.storage.subscriptions import SqlFollows
from bot.storage.tables import note
from bot.subscriptions import Channel
from tests.bot.leaving.conftest import Leaving
from tests.servers.blank import put_blank

TEAM = OfPlace("slack", "T1")
DIRECT = Channel("slack", "direct", "@U1")
WEEK = timedelta(days=7)


@dataclass
class Slack:
    """Slack as one process sees it."""

    place: Leaving
    notes: SqlNotes
    farewell: Farewell
    departures: SqlDepartures

    async def left(self) -> list[str]:
        """The places left."""
        return [each.whose.place for each in await self.departures.gone()]


def process(place: Leaving) -> Slack:
    """A further process on the database."""
    departures = SqlDepartures(place.database, ClockMoments(place.clock))
    return Slack(place, SqlNotes(place.database, place.clock), Farewell(departures, "slack"), departures)


async def with_a_digest(place: Leaving) -> Slack:
    """One process, and a digest in the workspace."""
    await place.subscribe(channel=Channel("slack", "T1", "C1"))
    return process(place)


@pytest.mark.parametrize("where", [None, "T1"])
async def test_an_old_token_says_nothing(place: Leaving, where: str | None) -> None:
    """Rotated away and revoked, it is no removal, whether the workspace was looked up or is known."""
    slack = await with_a_digest(place)
    await slack.farewell.known(slack.notes, "old", "T1")
    await slack.farewell.known(slack.notes, "new", "T1")
    await slack.farewell.still(slack.notes, "old", "T1")  # a process that still works with it, hourly
    await slack.farewell.ended(slack.notes, "old", where)
    assert await slack.left() == []
    await slack.farewell.ended(slack.notes, "new", where)
    assert await slack.left() == ["T1"]


async def test_a_workspace_has_one_note(place: Leaving) -> None:
    """However often its token was rotated; no token can be read in it."""
    slack = process(place)
    for token in ("xoxb-1", "xoxb-2", "xoxb-3"):
        await slack.farewell.known(slack.notes, token, "T1")
    [(key, value)] = (await place.everything())[note.name]
    assert key == "token of slack T1"
    assert "xoxb" not in value
    assert [str(each.place) for each in await place.erasure.kept()] == ["T1"]


async def test_after_erasing_the_workspace_a_removal_is_noticed(place: Leaving) -> None:
    """The note on its token went along: who knows the workspace says so, and the hour brings it back."""
    slack = await with_a_digest(place)
    await slack.farewell.known(slack.notes, "token", "T1")
    await place.erasure.erase(TEAM)
    assert await place.everything() == {}
    await slack.place.subscribe(channel=Channel("slack", "T1", "C1"))
    await slack.farewell.ended(slack.notes, "token", "T1")
    assert await slack.left() == ["T1"]
    await slack.farewell.still(slack.notes, "token", "T1")
    assert await slack.left() == []
    await slack.farewell.ended(slack.notes, "token")
    assert await slack.left() == ["T1"]


async def test_direct_messages_are_not_left_alone(place: Leaving) -> None:
    """Where they were written down as left without their workspace, its being back ends that as well."""
    slack = await with_a_digest(place)
    await place.follows.follow(Follow("f", DIRECT, "country:IN"), 9)
    await place.departures.left(OfPlace("slack", "direct"))
    assert await slack.left() == ["direct"]
    await slack.farewell.known(slack.notes, "token", "T1")
    assert await slack.left() == []
    place.clock.moment += WEEK
    await erased(place.erasure, slack.departures, WEEK)
    assert len(await place.follows.everybody()) == 1


async def test_no_place_is_erased_before_its_platform_was_heard(place: Leaving) -> None:
    """A week later only a process that Slack has told where the bot is erases it; that it is gone will do."""
    slack = await with_a_digest(place)
    await slack.farewell.known(slack.notes, "token", "T1")
    await slack.farewell.ended(slack.notes, "token")
    place.clock.moment += WEEK
    restarted = process(place)
    await Farewell(restarted.departures, "discord").compared((), _nowhere)
    await erased(place.erasure, restarted.departures, WEEK)
    assert await slack.left() == ["T1"]
    await restarted.farewell.ended(slack.notes, "another token")
    await erased(place.erasure, restarted.departures, WEEK)
    assert await slack.left() == ["T1"]
    await restarted.farewell.ended(slack.notes, "token")
    await erased(place.erasure, restarted.departures, WEEK)
    assert await place.everything() == {}


async def test_back_before_the_first_look_it_keeps_all(place: Leaving) -> None:
    """Down for longer than the delay and added again meanwhile: to be heard is to be back."""
    slack = await with_a_digest(place)
    await place.departures.left(TEAM)
    place.clock.moment += 2 * WEEK
    restarted = process(place)
    await restarted.farewell.known(slack.notes, "token", "T1")
    await erased(place.erasure, restarted.departures, WEEK)
    assert (await place.one()).state == "active"


@pytest.mark.parametrize("gone", [True, False])
async def test_a_server_is_erased_only_where_discord_says_again_that_it_is_gone(
    place: Leaving, gone: bool
) -> None:
    """Not named at the start, and no answer whether the bot is there: it is kept for another time."""
    await place.subscribe()
    await place.departures.left(OfPlace("discord", "guild"))
    place.clock.moment += WEEK

    async def is_gone(_: str) -> bool:
        return gone

    await Farewell(place.departures, "discord").compared((), is_gone)
    await erased(place.erasure, place.departures, WEEK)
    assert bool(await place.everything()) != gone


async def _nowhere(place: str) -> bool:
    raise AssertionError(place)


async def told_removed(folder: Path, channel: Channel) -> App:
    """An application of which a worker was told so, with a digest and a follow on Slack."""
    put_blank(folder / "communique.sqlite3")
    app = build(Settings(data_folder=folder, slack_bot_token=Secret("token")))
    follow = Follow("f", DIRECT, "country:IN")
    await SqlFollows(app.database, app.moments).follow(follow, 9)
    await Farewell(app.departures, "slack").known(app.notes, "token", "T1")
    await was_removed(app, channel)
    return app


@pytest.mark.parametrize(
    ("channel", "left"),
    [
        (DIRECT, ["T1", "direct"]),
        (Channel("slack", "T1", "C1"), ["T1", "direct"]),
        (Channel("discord", "direct", "@1"), []),
    ],
)
async def test_a_worker_hears_it_of_the_token(tmp_path: Path, channel: Channel, left: list[str]) -> None:
    """Refused in direct messages it knows which workspace it was removed from, and being back ends it."""
    app = await told_removed(tmp_path, channel)
    assert [each.whose.place for each in await app.departures.gone()] == left
    await Farewell(app.departures, "slack").known(app.notes, "token", "T1")
    assert await app.departures.gone() == ()
    await app.database.close()
