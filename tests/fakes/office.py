"""Managing digests on SQLite, with a platform that says what is missing and a clock that stands."""

import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.delivery.composing import EditionComposer
from bot.delivery.ports import Render
from bot.digests.asker import Asker
from bot.digests.following import Following
from bot.digests.ids import LETTERS
from bot.digests.parts import Parts
from bot.digests.ports import Limits
from bot.digests.reading import Reader
from bot.digests.service import Digests
from bot.grammar import parse
from bot.schedules.zones import Zones
from bot.storage.database import Database
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.storage.place import Place
from bot.storage.subscriptions import SqlFollows, SqlSubscriptions
from bot.subscriptions import Channel
from briefings.reply import Block, Bullets, Heading, Paragraph, Remark, Reply, Suggest, words
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.outlet import RecordingOutlet

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MIRA = Asker("discord", "guild", "general", "mira", channel_name="general", manages=True)
TOM = replace(MIRA, reader="tom", manages=False)
ADD = "/digest add weekdays 08:30 Europe/London topics India, China"


@dataclass
class Platform:
    """Says what is missing; None when it cannot be asked."""

    outlet: RecordingOutlet
    missing: tuple[str, ...] | None = ()
    missing_in_threads: tuple[str, ...] = ()
    asked: list[Channel] = field(default_factory=list)
    written: Render | None = None
    """How parts are written; None: as the recording outlet writes them."""

    async def lacking(self, channel: Channel, *, thread: bool) -> tuple[str, ...] | None:
        """What the test says."""
        self.asked.append(channel)
        return self.missing_in_threads or self.missing if thread else self.missing

    def render(self, platform: str) -> Render:
        """As the test says."""
        return self.written or self.outlet.parts


@dataclass
class Office:
    """Everything that managing digests is made of."""

    digests: Digests
    subscriptions: SqlSubscriptions
    follows: SqlFollows
    ledger: SqlLedger
    platform: Platform
    clock: SetClock
    service: BriefingService
    database: Database

    async def says(self, line: str, asker: Asker | None = MIRA) -> Reply:
        """The reply to a typed line."""
        command = parse(line, self.service.topics)
        return await self.digests.handle(command, asker)  # type: ignore[arg-type] # only digest lines

    async def made(self, line: str = ADD, asker: Asker = MIRA) -> str:
        """The id of a digest that was begun and saved."""
        echo = await self.says(line, asker)
        saved = await self.says(button(echo, "Save"), asker)
        return saved.title.removeprefix("Saved: ")


def button(reply: Reply, label: str) -> str:
    """What pressing a button of a reply types."""
    for each in reply.follow_ups:
        if isinstance(each, Suggest) and each.label == label:
            return f"/{each.verb} {each.argument}"
    raise AssertionError(f"no button {label}")


def told(reply: Reply) -> str:
    """All the interface words of a reply."""
    return "\n".join([reply.title, *(line for block in reply.blocks for line in _lines(block))])


def _lines(block: Block) -> list[str]:
    match block:
        case Heading():
            return [block.text]
        case Paragraph() | Remark():
            return [words(block.inlines)]
        case Bullets():
            return [words(item) for item in block.items]
        case _:
            return []


def opened(file: Path, service: BriefingService, zones: Zones) -> Office:
    """One installation on a database file."""
    database, clock = Database(Place(file)), SetClock(MONDAY)
    moments, counter = ClockMoments(clock), itertools.count(1)
    subscriptions, ledger = SqlSubscriptions(database, moments), SqlLedger(database, moments)
    follows, platform = SqlFollows(database, moments), Platform(RecordingOutlet(clock))

    def new_id() -> str:
        number = next(counter)
        return "".join(LETTERS[number // 32**place % 32] for place in range(6))

    reader = Reader(service.topics, zones)
    parts = Parts(
        subscriptions,
        ledger,
        EditionComposer(lambda: service.sources),
        platform,
        lambda: reader,
        lambda: service.topics,
        new_id,
        Limits(channel=3, person=4, place=5),
    )
    digests = Digests(parts, Following(follows, lambda: reader, lambda: service.topics, new_id))
    return Office(digests, subscriptions, follows, ledger, platform, clock, service, database)
