"""One worker of the chaos campaign, in a process of its own that can be killed at any moment.

Owns what such a process does: the real outlet, ledger, composer and rounds, against a stand-in. With an
`Order` to die it ends itself by SIGKILL, so many milliseconds after a named step.
"""

import asyncio
import os
import random
import signal
import threading
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

from bot.adapters.discord import outlet as discord
from bot.adapters.slack import outlet as slack
from bot.app import build
from bot.delivery.composing import EditionComposer
from bot.delivery.pacing import Pacing, Rhythm
from bot.delivery.ports import Outlet
from bot.delivery.records import Plan
from bot.delivery.rounds import Rounds
from bot.delivery.states import Step
from bot.delivery.worker import Worker
from bot.leasing import REAL_TIME
from bot.process.digests import RHYTHMS
from bot.secret import Secret
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments, DatabaseMoments
from bot.storage.place import DatabasePlace, Place, Server
from bot.subscriptions import Channel
from bot.ticker import ticking
from briefings.ports import Clock

SOURCES = build(Settings()).handlers.service.sources
"""Read when this module is imported, once for all workers, which are forked from there."""
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Death:
    """Die `after_ms` milliseconds after a step was reached for the n-th time in a channel."""

    channel: str
    step: Step
    nth: int
    after_ms: float


@dataclass(frozen=True, slots=True)
class Order:
    """What one worker is to do."""

    platform: str
    api: str
    token: str
    database: str
    """The path of a file, or a server's address."""
    holder: str
    shift: float = 0.0
    """Seconds that its clock, and the stand-in's, are ahead; then it runs until nothing is due.

    Without a shift it goes by the database's clock and runs until it is killed.
    """
    seed: int = 0
    death: Death | None = None
    lasting: bool = False


class ShiftedClock(Clock):
    """The machine's clock, so many seconds ahead."""

    def __init__(self, shift: float = 0.0) -> None:
        self.shift = shift

    def now(self) -> datetime:
        """The shifted moment."""
        return datetime.now(UTC) + timedelta(seconds=self.shift)


class Dying:
    """A probe that carries out a death."""

    def __init__(self, death: Death | None) -> None:
        self._death = death
        self._left = death.nth if death else 0

    async def __call__(self, step: Step, channel: Channel) -> None:
        """Counts, and dies."""
        death = self._death
        if death is None or (step, channel.id) != (death.step, death.channel):
            return
        self._left -= 1
        if self._left == 0:
            _die_in(death.after_ms)


def _die_in(milliseconds: float) -> None:
    if milliseconds <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
    threading.Timer(milliseconds / 1000, os.kill, (os.getpid(), signal.SIGKILL)).start()


class Planning(SqlLedger):
    """A ledger that tells the probe of the step "plan", which is no channel's."""

    probe: Dying
    channels: dict[str, Channel]

    async def plan(self, plans: Sequence[Plan]) -> int:
        """Tells the probe first."""
        for each in plans:
            if each.subscription in self.channels:
                await self.probe("plan", self.channels[each.subscription])
        return await super().plan(plans)


def place_of(database: str) -> DatabasePlace:
    """A database by its path or address."""
    if database.startswith("postgresql://"):
        return Server(Secret(database))
    from pathlib import Path  # noqa: PLC0415 - only here

    return Place(Path(database))


def connected(order: Order) -> AbstractAsyncContextManager[Outlet]:
    """The platform's real outlet."""
    if order.platform == "discord":
        settings = Settings(discord_token=Secret(order.token), discord_api_url=order.api)
        return discord.connected(settings, patience=PATIENCE)
    settings = Settings(slack_bot_token=Secret(order.token), slack_api_url=order.api)
    return slack.connected(settings, patience=PATIENCE)


def work(order: Order, ready: Connection, channels: dict[str, Channel]) -> None:
    """The process. `ready` is told once the outlet is connected; `channels` by subscription."""
    asyncio.run(_work(order, ready, channels))


async def _work(order: Order, ready: Connection, channels: dict[str, Channel]) -> None:
    database = Database(place_of(order.database))
    database.stay_open()
    moments = DatabaseMoments() if order.lasting else ClockMoments(ShiftedClock(order.shift))
    ledger = Planning(database, moments)
    ledger.probe, ledger.channels = Dying(order.death), channels
    async with connected(order) as outlet:
        ready.send("ready")
        worker = Worker(
            ledger,
            EditionComposer(lambda: SOURCES),
            {order.platform: outlet},
            {order.platform: _pacing(order)},
            order.holder,
            ledger.probe,
            random.Random(order.seed),  # noqa: S311 - no secret
        )
        rounds = Rounds(worker)
        if not order.lasting:
            await rounds.settle()
        else:
            async with ticking(rounds.tick, _nothing):
                await rounds.run(asyncio.Event())
    await database.close()


def _pacing(order: Order) -> Pacing:
    rhythm = RHYTHMS[order.platform] if order.lasting else Rhythm(0, 0, 0)
    return Pacing(rhythm, REAL_TIME.elapsed, REAL_TIME.pause)


async def _nothing() -> None:
    pass
