"""Following: from the command, through a library that is loaded anew, to the message in a person's lane."""

import asyncio
import json
import random
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest_asyncio

from bot.app import App, build
from bot.delivery.composing import EditionComposer
from bot.delivery.pacing import Pacing, Rhythm
from bot.delivery.rounds import Rounds
from bot.delivery.worker import Worker
from bot.digest_commands import Follow, Unfollow
from bot.digests.asker import Asker
from bot.process.library import LibraryWatch
from bot.secret import Secret
from bot.settings import Settings
from bot.storage.delivery_tables import noticed_version
from briefings.article import text_sha256
from briefings.ports import Clock
from tests.fakes.clock import SetClock
from tests.fakes.outlet import RecordingOutlet
from tests.servers.blank import put_blank

CANAL = Path(__file__).parents[2] / "corpus" / "library" / "canal-tolls"
TOM = Asker("discord", "guild", "general", "tom")
ANA = Asker("slack", "workspace", "general", "ana")
NOTHING: tuple[int, int] = (0, 0)


@dataclass
class World:
    """Two processes on one database and one library folder, and what the platforms hold."""

    app: App
    other: App
    clock: SetClock
    folder: Path
    watches: tuple[LibraryWatch, LibraryWatch]
    discord: RecordingOutlet
    slack: RecordingOutlet

    async def publish(self) -> None:
        """A new article on India and others, and both processes look at the same time."""
        shutil.copytree(CANAL, self.folder / "canal-tolls")
        await self.looked_at()

    async def correct(self, version: int = 2) -> None:
        """The next version of it, in which a statement on India reads otherwise."""
        file = self.folder / "canal-tolls" / "briefing.json"
        data = json.loads(file.read_text(encoding="utf-8"))
        data["article"].update(status="corrected", version=version)
        claim = next(each for each in data["claims"] if each["id"] == "C10")
        claim["statement"] = claim["statement"].rstrip(".") + f" (version {version})."
        claim["review"]["sha256"] = text_sha256(claim["statement"])
        file.write_text(json.dumps(data), encoding="utf-8")
        await self.looked_at()

    async def looked_at(self) -> None:
        """As both processes do by themselves; then what is queued is posted."""
        self.clock.moment += timedelta(minutes=1)
        await asyncio.gather(*(watch.look(first=False) for watch in self.watches))
        outlets = {"discord": self.discord, "slack": self.slack}
        pacings = {name: Pacing(Rhythm(0, 0, 0), lambda: 0.0) for name in outlets}
        chance = random.Random(1)  # noqa: S311 - the same each time
        composer = EditionComposer(lambda: self.app.handlers.service.sources)
        await Rounds(Worker(self.app.ledger, composer, outlets, pacings, "one", chance=chance)).settle()

    def told(self) -> tuple[list[str], list[str]]:
        """What tom and ana were told, each message in the platform's own form."""
        return tuple(  # type: ignore[return-value] # two
            [json.dumps(each.payload, ensure_ascii=False) for each in outlet.channels[person]]
            for outlet, person in ((self.discord, "@tom"), (self.slack, "@ana"))
        )

    def counts(self) -> tuple[int, int]:
        """How many messages each got."""
        tom, ana = self.told()
        return len(tom), len(ana)


def _app(folder: Path, clock: Clock) -> App:
    settings = Settings(
        data_folder=folder,
        library=folder / "library",
        discord_token=Secret("a"),
        slack_bot_token=Secret("b"),
    )
    return build(settings, clock)


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Before anything is followed; what the library holds at first was noticed."""
    clock = SetClock()
    (tmp_path / "library").mkdir()
    app, other = _app(tmp_path, clock), _app(tmp_path, clock)
    put_blank(app.settings.database_file)
    watches = LibraryWatch(app), LibraryWatch(other)
    for each in watches:
        assert await each.look(first=True) == 0
    outlets = RecordingOutlet(clock), RecordingOutlet(clock, platform="slack")
    yield World(app, other, clock, tmp_path / "library", watches, *outlets)
    await app.close()
    await other.close()


async def test_a_follow_becomes_messages_once(world: World) -> None:
    """A new article and then its correction are each told once on either platform, with what changed."""
    for who in (TOM, ANA):
        await world.app.digests.handle(Follow("India"), who)
    await world.looked_at()
    assert world.counts() == NOTHING
    await world.publish()
    assert world.counts() == (1, 1)
    for [message] in world.told():
        assert "India" in message
    await world.correct()
    await world.looked_at()
    assert world.counts() == (2, 2)
    for _, message in world.told():
        assert "Corrected: " in message
        assert "(version 2)" in message


async def test_unfollowing_ends_it(world: World) -> None:
    """Who unfollowed is not told, others are."""
    for who in (TOM, ANA):
        await world.app.digests.handle(Follow("India"), who)
    await world.publish()
    await world.app.digests.handle(Unfollow("India"), TOM)
    await world.correct()
    assert world.counts() == (1, 2)


async def test_a_process_that_ended_before_it_remembered_tells_nobody_twice(world: World) -> None:
    """The same version noticed again, by a process that knows nothing of the first, queues nothing."""
    await world.app.digests.handle(Follow("India"), TOM)
    await world.publish()
    await world.correct()
    async with world.app.database.writing() as connection:
        await connection.execute(noticed_version.delete().where(noticed_version.c.version == 2))
    assert await world.other.noticed() == 0
    await world.looked_at()
    assert world.counts() == (2, 0)


async def test_a_process_with_an_older_library_unsays_nothing(world: World) -> None:
    """A replica that still holds the version before is no correction of the correction."""
    await world.app.digests.handle(Follow("India"), TOM)
    await world.publish()
    before = world.other.library
    await world.correct()
    assert world.counts() == (2, 0)
    vars(world.other)["library"] = before
    del vars(world.other)["handlers"]
    assert await world.other.noticed() == 0
    await world.looked_at()
    assert world.counts() == (2, 0)
