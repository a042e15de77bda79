"""The role that posts digests: platforms that are there, are not yet, or never will be."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import build
from bot.delivery.ports import Outlet
from bot.delivery.records import Post
from bot.delivery.worker import Worker
from bot.failures import PlatformError, Revoked, Wait
from bot.leasing import Timing
from bot.process.digests import Posts, play
from bot.roles import NeedsAttention
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.storage.place import Place
from bot.subscriptions import Channel
from tests.bot.delivery.conftest import Installation, Pages
from tests.fakes.clock import SetClock
from tests.fakes.outlet import RecordingOutlet

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DOWN = PlatformError("Nobody answers.", Wait())
REFUSED = NeedsAttention("Set a token.")


@dataclass
class Connecting:
    """A platform that is reached after some failures; `open` tells whether it is at the moment."""

    outlet: RecordingOutlet
    failures: list[Exception] = field(default_factory=list)
    open: bool = False

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[Outlet]:
        """The next attempt."""
        if self.failures:
            raise self.failures.pop(0)
        self.open = True
        yield self.outlet
        self.open = False


@dataclass
class Scene:
    """An installation with two platforms, one subscription on each, both due."""

    place: Installation
    discord: Connecting
    slack: Connecting
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    def posts(self, platforms: Sequence[str] = ("discord", "slack")) -> Posts:
        """The role, on a clock of its own."""
        worker = Worker(self.place.ledger, self.place.pages, {}, {}, "one")
        connects = {name: getattr(self, name) for name in platforms}
        timing = Timing(pause=_at_once, elapsed=lambda: 0.0)
        return Posts(worker, connects, timing, tick=timedelta(milliseconds=20))

    def stop_after(self, posts: int) -> None:
        """Told to stop once so many posts were begun on both platforms."""

        def count(_: Post) -> None:
            if len(self.discord.outlet.requests) + len(self.slack.outlet.requests) == posts:
                self.stop.set()

        self.discord.outlet.while_posting = self.slack.outlet.while_posting = count

    def shown(self) -> tuple[int, int]:
        """Messages on either platform."""
        return tuple(len(each.outlet.shown("c")) for each in (self.discord, self.slack))  # type: ignore[return-value] # two


async def _at_once(_: float) -> None:
    await asyncio.sleep(0)


@pytest_asyncio.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Both platforms, half an hour after eight."""
    clock = SetClock(MONDAY)
    database = Database(Place(tmp_path / "role.sqlite3"))
    ledger = SqlLedger(database, ClockMoments(clock))
    discord, slack = RecordingOutlet(clock), RecordingOutlet(clock, platform="slack")
    place = Installation(database, clock, ledger, discord, Pages())
    for platform in ("discord", "slack"):
        await place.subscribe(platform, channel=Channel(platform, "place", "c"))
    place.wind(minutes=30)
    yield Scene(place, Connecting(discord), Connecting(slack))
    await database.close()


async def test_both_platforms_are_posted_to(scene: Scene) -> None:
    """What is due is posted on every platform; told to stop, the role lets go of its connections."""
    scene.stop_after(2)
    await scene.posts().run(scene.stop)
    assert scene.shown() == (1, 1)
    assert not scene.discord.open
    assert not scene.slack.open


async def test_a_platform_that_is_down_keeps_nobody(scene: Scene) -> None:
    """One platform is tried again until it answers; the other is posted to meanwhile."""
    scene.slack.failures = [DOWN] * 4
    scene.stop_after(2)
    await scene.posts().run(scene.stop)
    assert scene.shown() == (1, 1)


async def test_a_platform_without_a_good_token_is_left_out(scene: Scene) -> None:
    """It is tried once; the other is posted to."""
    scene.discord.failures = [REFUSED, DOWN]
    scene.stop_after(1)
    await scene.posts().run(scene.stop)
    assert scene.shown() == (0, 1)
    assert scene.discord.failures == [DOWN]


async def test_what_kept_a_platform_is_written_down(scene: Scene) -> None:
    """Slots that come while a token is refused or a platform cannot be reached say so later on."""
    scene.discord.failures = [REFUSED]
    scene.slack.failures = [DOWN] * 3
    scene.stop_after(1)
    await scene.posts().run(scene.stop)
    known = await scene.place.ledger.standstills(("discord", "slack"))
    assert [(each.reason, each.until) for each in known["discord"]] == [("revoked", None)]
    assert known["slack"] == ()  # it was over within moments
    scene.place.wind(days=1)
    scene.stop.clear()
    scene.stop_after(2)
    await scene.posts().run(scene.stop)
    past = await scene.place.ledger.past("discord", 5)
    assert [(each.state, each.reason) for each in past] == [("sent", "on-time"), ("late", "revoked")]


async def test_without_any_platform_the_role_needs_attention(scene: Scene) -> None:
    """When no token is good the role ends and says what to set."""
    scene.discord.failures = scene.slack.failures = [REFUSED, REFUSED]
    with pytest.raises(NeedsAttention, match="Set a token"):
        await scene.posts().run(scene.stop)


async def test_a_token_refused_while_posting_ends_the_role(scene: Scene) -> None:
    """One request is made; then the role says that it needs attention, and nothing is lost."""
    scene.discord.outlet.troubles.append(Revoked())
    with pytest.raises(NeedsAttention, match="refuses"):
        await scene.posts(["discord"]).run(scene.stop)
    assert len(scene.discord.outlet.requests) == 1
    scene.place.wind(minutes=16)
    scene.stop_after(2)
    await scene.posts(["discord"]).run(scene.stop)
    assert scene.shown() == (1, 0)


async def test_without_a_token_there_is_nothing_to_connect_to() -> None:
    """The real role, built from settings without tokens, says that it cannot go on."""
    with pytest.raises(NeedsAttention):
        await play(build(Settings()), asyncio.Event())
