"""The people of a simulation: what they type goes through the real grammar and the real handlers of digests.

Owns how those are put together for it, and what was answered, in a line each.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.delivery.composing import EditionComposer
from bot.delivery.notices import Notices
from bot.delivery.ports import Ledger, Render
from bot.digest_commands import DIGEST_COMMANDS
from bot.digests.following import Following
from bot.digests.ids import LETTERS
from bot.digests.noticing import Held, notice
from bot.digests.parts import Parts
from bot.digests.reading import Reader
from bot.digests.service import Digests
from bot.grammar import parse
from bot.schedules.zones import Zones
from bot.simulation.samples import Said
from bot.simulation.sender import Sender
from bot.simulation.shelf import Shelf
from bot.storage.database import Database
from bot.storage.moments import Moments
from bot.storage.subscriptions import SqlFollows, SqlSubscriptions, SqlVersions
from bot.subscriptions import Channel
from briefings.errors import BadInput
from briefings.reply import Reply, Suggest


@dataclass(frozen=True, slots=True)
class _Posting:
    """What managing asks of the platforms, answered by those that record."""

    senders: Mapping[str, Sender]

    async def lacking(self, channel: Channel, *, thread: bool) -> tuple[str, ...] | None:
        """What is missing for posting there."""
        found = await self.senders[channel.platform].lacking(channel, thread=thread)
        return found if isinstance(found, tuple) else None

    def render(self, platform: str) -> Render:
        """As the real outlet renders."""
        return self.senders[platform].render


@dataclass(frozen=True, slots=True)
class Answered:
    """A line that was typed, and how it was answered."""

    said: Said
    answer: str


@dataclass(slots=True)
class People:
    """Everybody, and what they use."""

    shelf: Shelf
    ledger: Ledger
    follows: SqlFollows
    versions: SqlVersions
    digests: Digests
    freezing: Mapping[str, Notices]
    held: Held = field(default_factory=Held)
    answered: list[Answered] = field(default_factory=list)

    @classmethod
    def of(
        cls, shelf: Shelf, ledger: Ledger, senders: Mapping[str, Sender], database: Database, moments: Moments
    ) -> "People":
        """With the handlers that run, on the simulation's database and platforms."""
        zones, new_id = Zones(shelf.service.gazetteer), _ids()

        def reader() -> Reader:
            return Reader(shelf.service.topics, zones)

        follows = SqlFollows(database, moments)
        parts = Parts(
            subscriptions=SqlSubscriptions(database, moments),
            ledger=ledger,
            composer=EditionComposer(lambda: shelf.sources),
            posting=_Posting(senders),
            reader=reader,
            topics=lambda: shelf.service.topics,
            new_id=new_id,
        )
        following = Following(follows, reader, lambda: shelf.service.topics, new_id)
        freezing = {name: Notices(each.render) for name, each in senders.items()}
        versions = SqlVersions(database, moments)
        return cls(shelf, ledger, follows, versions, Digests(parts, following), freezing)

    async def says(self, said: Said) -> None:
        """Type the line, press the button; a refusal is an answer, too."""
        try:
            reply = await self._typed(said, said.line)
            if said.press:
                reply = await self._typed(said, _under(reply, said.press))
        except BadInput as error:
            self.answered.append(Answered(said, str(error)))
        else:
            self.answered.append(Answered(said, reply.title))

    async def noticed(self) -> int:
        """Tell followers what is new in the library, as after a reload; how many messages are queued."""
        shelf, ledger = self.shelf, self.ledger
        return await notice(shelf.sources, self.versions, self.follows, ledger, self.freezing, self.held)

    async def _typed(self, said: Said, line: str) -> Reply:
        command = parse(line, self.shelf.service.topics)
        if not isinstance(command, DIGEST_COMMANDS):
            raise ValueError(f"nothing about digests: {line}")
        return await self.digests.handle(command, said.who)


def _under(reply: Reply, label: str) -> str:
    """What the button of that label types."""
    for each in reply.follow_ups:
        if isinstance(each, Suggest) and each.label == label:
            return f"/{each.verb} {each.argument}"
    raise ValueError(f"no button {label} under {reply.title}")


def _ids() -> Callable[[], str]:
    """Ids that are the same in every run."""
    counter = itertools.count(1)

    def new_id() -> str:
        number = next(counter)
        return "".join(reversed([LETTERS[number // 32**place % 32] for place in range(6)]))

    return new_id
