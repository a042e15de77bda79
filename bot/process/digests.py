"""The role that posts digests: outlets for the platforms that are set up, rounds, a ticker.

Owns how its parts are put together, and that one platform's trouble does not keep the other's digests.
"""

# What a role needs is imported when it runs.
# ruff: noqa: PLC0415

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.delivery.housekeeping import housekeeping
from bot.delivery.pacing import Pacing, Rhythm
from bot.delivery.ports import Outlet
from bot.delivery.rounds import Rounds
from bot.delivery.standstills import Hindrance
from bot.delivery.worker import Worker
from bot.leasing import REAL_TIME, Timing, first_of
from bot.leaving.farewell import Farewell
from bot.logs import logger
from bot.process.backoff import Backoff
from bot.process.importing import ONE_AT_A_TIME
from bot.roles import NeedsAttention
from bot.subscriptions import Channel
from bot.ticker import TICK, ticking
from briefings.errors import CommuniqueError, StorageError

if TYPE_CHECKING:
    from bot.app import App
    from bot.health.vitals import Vitals
    from bot.settings import Settings

Connect = Callable[[], AbstractAsyncContextManager[Outlet]]

RHYTHMS: Final[Mapping[str, Rhythm]] = {
    "discord": Rhythm(channel=1.0, place=0.0, everywhere=1 / 43, in_thread=2, most=48),
    "slack": Rhythm(channel=1.1, place=0.25, everywhere=0.0),
}
"""LIMITS: Discord 50 requests a second for a bot, of which some are left for the rest of it, and its
buckets allow five messages in five seconds; Slack about one a second in a channel and several hundred a
minute in a workspace."""

_log = logger(__name__)


async def play(app: "App", stop: asyncio.Event) -> None:
    """Posts what is due until `stop` is set. Raises NeedsAttention when no platform can be posted to."""
    from bot.delivery.composing import EditionComposer
    from bot.holders import holder_name

    connects = await asyncio.to_thread(
        _connects, app.settings, app.vitals
    )  # the SDKs take a second to import
    worker = Worker(
        ledger=app.ledger,
        composer=EditionComposer(lambda: app.handlers.service.sources),
        outlets={},
        pacings={},
        holder=await asyncio.to_thread(holder_name),
        removed=partial(was_removed, app),
    )
    await Posts(worker, connects, told=app.vitals.database_used).run(stop)


async def was_removed(app: "App", channel: Channel) -> None:
    """The platform says that the bot was removed from where a channel is.

    Slack says it of the token, so that in direct messages the workspace is the token's. Discord says it of a
    server alone, which direct messages are not in.
    """
    farewell, token = Farewell(app.departures, channel.platform), app.settings.slack_bot_token
    place = None if channel.person is not None else channel.place
    if channel.platform == "slack" and token is not None:
        await farewell.ended(app.notes, token.reveal(), place)
    elif place is not None:
        await farewell.left(place)


def _connects(settings: "Settings", vitals: "Vitals") -> Mapping[str, Connect]:
    """How to reach each platform that has a token."""
    connects: dict[str, Connect] = {}
    if settings.discord_token is not None:
        with ONE_AT_A_TIME:
            from bot.adapters.discord import outlet as discord

        connects["discord"] = lambda: discord.connected(settings, refused=lambda: vitals.refused("discord"))
    if settings.slack_bot_token is not None:
        with ONE_AT_A_TIME:
            from bot.adapters.slack import outlet as slack

        connects["slack"] = lambda: slack.connected(settings)
    return connects


@dataclass(slots=True)
class Posts:
    """Plays the role with a worker, over connections that come and go."""

    worker: Worker
    connects: Mapping[str, Connect]
    timing: Timing = REAL_TIME
    backoff: Backoff = field(default_factory=lambda: Backoff(first=2.0))
    chance: random.Random = field(default_factory=random.SystemRandom)
    tick: timedelta = TICK
    besides: Sequence[Callable[[Worker], Awaitable[None]]] = ()
    """What else is seen to with the housekeeping."""
    told: Callable[[str | None], None] = lambda _: None
    """Is told why the database cannot be used, when that changes; None: it can, or nobody tries any more."""
    _hopeless: list[str] = field(default_factory=list)
    """What each platform that cannot be posted to needs."""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set. Raises NeedsAttention when no platform is left."""
        rounds, ending, over = Rounds(self.worker, told=self.told), asyncio.Event(), asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for platform, connect in self.connects.items():
                group.create_task(self._connected(platform, connect, rounds, over))
            watching = group.create_task(self._watch(stop, ending))
            try:
                async with ticking(lambda: self._tick(rounds), self._housekeeping, every=self.tick):
                    await rounds.run(ending)
            finally:
                watching.cancel()
                over.set()
                self.told(None)
        if self._lost and not stop.is_set():
            raise NeedsAttention(" ".join(self._hopeless) or "Every platform refuses the bot's token.")

    def _tick(self, rounds: Rounds) -> None:
        rounds.tick()
        self._changed.set()

    @property
    def _lost(self) -> bool:
        return len(self._hopeless) + len(self.worker.refused) >= len(self.connects)

    async def _watch(self, stop: asyncio.Event, ending: asyncio.Event) -> None:
        """Sets `ending` with `stop`, or when no platform is left; looks whenever the ticker ticks."""
        while not self._lost and not stop.is_set():
            self._changed.clear()
            await first_of(stop.wait(), self._changed.wait())
        ending.set()

    async def _connected(self, platform: str, connect: Connect, rounds: Rounds, over: asyncio.Event) -> None:
        """Keeps one platform's outlet until `over`; tried again while the platform does not answer."""
        failures = 0
        while not over.is_set():
            try:
                async with connect() as outlet:
                    self._join(platform, outlet)
                    rounds.tick()
                    await over.wait()
                return
            except NeedsAttention as error:
                _log.error("digests cannot be posted", platform=platform, reason=str(error))
                await self._held_up(platform, "revoked")
                self._hopeless.append(str(error))
                self._changed.set()
                return
            except CommuniqueError as error:
                failures += 1
                _log.warning("digests wait for the platform", platform=platform, reason=str(error))
                await self._held_up(platform, "outage")
            await first_of(over.wait(), self.timing.pause(self.backoff.delay(failures, self.chance)))

    async def _held_up(self, platform: str, reason: Hindrance) -> None:
        """Keep it for slots that come meanwhile, so that they say why they were not posted."""
        try:
            await self.worker.ledger.held_up((platform,), reason)
        except StorageError as error:
            _log.warning("what keeps digests could not be written down", reason=str(error))

    def _join(self, platform: str, outlet: Outlet) -> None:
        worker = self.worker
        pacing = Pacing(RHYTHMS[platform], self.timing.elapsed, self.timing.pause)
        worker.pacings = {**worker.pacings, platform: pacing}
        worker.outlets = {**worker.outlets, platform: outlet}
        _log.info("digests are posted", platform=platform)

    async def _housekeeping(self) -> None:
        try:
            for each in (housekeeping, *self.besides):
                await each(self.worker)
        except StorageError as error:
            _log.warning("the housekeeping waits for the database", reason=str(error))
