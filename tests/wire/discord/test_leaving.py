"""Being removed from a server, and what only looks like it, through the real SDK."""

from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest_asyncio

from bot.leaving.ports import OfPlace
from bot.ports import Feedback
from bot.storage.database import Database
from bot.storage.departures import SqlDepartures
from bot.storage.feedback import SqlFeedbackStore
from bot.storage.moments import ClockMoments
from bot.storage.place import Place
from tests.fakes.clock import SetClock
from tests.servers.blank import put_blank
from tests.standins.calls import Answer
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.world import Guild
from tests.standins.faults import Fail, Match
from tests.wire.discord.conftest import Parts, Start


class Heard(SqlDepartures):
    """Says aloud where the bot is no more."""

    def __init__(self, database: Database, ring: Callable[[], None]) -> None:
        super().__init__(database, ClockMoments(SetClock()))
        self.away: set[str] = set()
        self._ring = ring

    async def left(self, whose: OfPlace) -> bool:
        """Written down, and said."""
        made = await super().left(whose)
        self.away |= {whose.place} if made else set()
        self._ring()
        return made

    async def returned(self, platform: str, places: Collection[str]) -> tuple[str, ...]:
        """Struck out, and said."""
        back = await super().returned(platform, places)
        self.away -= set(back)
        self._ring()
        return back


@dataclass
class Kept:
    """What is kept of servers, in a database."""

    departures: Heard
    feedback: SqlFeedbackStore
    standin: DiscordStandIn

    async def of(self, *places: str) -> None:
        """Keep something of each."""
        for place in places:
            at = datetime(2026, 3, 2, tzinfo=UTC)
            await self.feedback.add(Feedback(at, "discord", place, "/brief", "said", (), "wrong", None))

    async def until(self, *places: str) -> None:
        """Wait until those are the places left, and see that they are stored so."""
        await self.standin.changes.until(lambda: self.departures.away == set(places), what=f"{places} left")
        assert {each.whose.place for each in await self.departures.gone()} == set(places)


@pytest_asyncio.fixture
async def kept(tmp_path: Path, parts: Parts, standin: DiscordStandIn) -> AsyncIterator[Kept]:
    """What is kept, known to the bot."""
    file = tmp_path / "leaving.sqlite3"
    put_blank(file)
    database = Database(Place(file))
    heard = Heard(database, standin.changes.ring)
    parts.departures = heard
    yield Kept(heard, SqlFeedbackStore(database), standin)
    await database.close()


def guild_of(standin: DiscordStandIn) -> Guild:
    """The server that everybody is in."""
    assert standin.channel.guild is not None
    return standin.channel.guild


async def another_left(kept: Kept) -> str:
    """Something whose effect shows that what happened before it has had its own."""
    other = kept.standin.moderator.add_guild("signal")
    await kept.of(str(other.id))
    kept.standin.moderator.remove_bot(other)
    return str(other.id)


async def test_a_removal_is_written_down_and_undone(
    start: Start, standin: DiscordStandIn, kept: Kept
) -> None:
    """While connected: at once, and struck out at once when the bot is added again."""
    guild = guild_of(standin)
    await kept.of(str(guild.id))
    await start()
    standin.moderator.remove_bot(guild)
    await kept.until(str(guild.id))
    standin.moderator.return_bot(guild)
    await kept.until()


async def test_an_outage_is_no_removal(start: Start, standin: DiscordStandIn, kept: Kept) -> None:
    """`unavailable`, and available again: nothing is left."""
    guild = guild_of(standin)
    await kept.of(str(guild.id))
    await start()
    standin.moderator.outage(guild)
    standin.moderator.recover(guild)
    await kept.until(await another_left(kept))


async def test_a_removal_while_nobody_ran_is_noticed_at_the_start(
    start: Start, standin: DiscordStandIn, kept: Kept
) -> None:
    """Servers that Discord does not name and says are not there; not those it cannot reach just now."""
    there, away = guild_of(standin), standin.moderator.add_guild("away")
    unreached = standin.moderator.add_guild("unreached")
    await kept.of(str(there.id), str(away.id), str(unreached.id), "direct", "4711")
    standin.moderator.remove_bot(away)
    unreached.available = False
    await start()
    await kept.until(*sorted((str(away.id), "4711")))


async def test_a_return_while_nobody_ran_is_noticed_at_the_start(
    start: Start, standin: DiscordStandIn, kept: Kept
) -> None:
    """A server that was left and is named again is kept."""
    guild = guild_of(standin)
    await kept.of(str(guild.id))
    await kept.departures.left(OfPlace("discord", str(guild.id)))
    await start()
    await kept.until()


async def test_a_list_without_it_alone_is_no_removal(
    start: Start, standin: DiscordStandIn, kept: Kept
) -> None:
    """Where Discord does not name a server and does not answer about it either, nothing is left."""
    missing = standin.moderator.add_guild("missing")
    await kept.of(str(missing.id))
    missing.has_bot = False
    doubtful = Answer(403, {"message": "Forbidden", "code": 0})
    standin.faults.add(Fail(doubtful), Match(path=f".*/guilds/{missing.id}"), times=None)
    await start()
    asked = partial(standin.serving.asked, "GET", f"/guilds/{missing.id}")
    await standin.changes.until(lambda: len(asked()) == 2, what="asking once more")
    await kept.until(await another_left(kept))


async def test_a_removal_while_the_connection_was_down(
    start: Start, standin: DiscordStandIn, kept: Kept
) -> None:
    """The session cannot be resumed: the new one names the servers anew, and one is not among them."""
    away = standin.moderator.add_guild("away")
    await kept.of(str(guild_of(standin).id), str(away.id))
    await start()
    away.has_bot = False
    standin.gateway.invalidate(resumable=False)
    await kept.until(str(away.id))
