"""The stage of the chaos campaign: a stand-in, a database, subscriptions, worker processes, and the judge.

Owns what a campaign sees of the world: stand-ins whose clock runs ahead by a shift, so that leases and the
platforms' windows pass without waiting; and the judgement, which reads the stand-ins' channels.
"""

import asyncio
import json
import multiprocessing
import os
import re
import signal
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.adapters.slack.manifest import manifest
from bot.delivery.planner import next_slot_at
from bot.delivery.records import PastSlot
from bot.delivery.states import OPEN
from bot.schedules import parse_schedule
from bot.storage.database import Database
from bot.storage.delivery_rows import written
from bot.storage.delivery_tables import slot
from bot.storage.delivery_tables import subscription as table
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments, DatabaseMoments
from bot.subscriptions import Channel, Subscription, edition_id
from briefings.ports import Clock
from scripts.campaign_chaos_worker import Death, Order, ShiftedClock, place_of, work
from tests.servers.blank import put_blank
from tests.servers.postgresql import PrivateServer
from tests.standins.clock import RunningClock
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.slack.standin import SlackStandIn
from tests.standins.slack.world import Kind

SCOPES = frozenset({"channels:read", "groups:read", "im:write"})
HISTORY = frozenset({"channels:history", "groups:history", "im:history"})
MIGRATED = "migrated"
"""The database of the tests' shared server that has tables and no rows."""
LEASE = 31.0
"""Seconds after which a dead worker's channels are free."""
_FORK = multiprocessing.get_context("forkserver")
_FORK.set_forkserver_preload(["scripts.campaign_chaos_warm"])
_MARK = re.compile(r"d-[0-9A-Z]{7}(?: · (\d+)/(\d+))?")


class Ahead(RunningClock, Clock):
    """The stand-in's clock, moved with the workers'."""

    def __init__(self) -> None:
        self.shift = 0.0

    def now(self) -> datetime:
        """The shifted moment."""
        return ShiftedClock(self.shift).now()


@dataclass
class Stage:
    """One platform and one database."""

    platform: str
    standin: DiscordStandIn | SlackStandIn
    clock: Ahead
    database: str
    ledger: SqlLedger
    opened: Database
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def name(self) -> str:
        """The platform, and the kind of database."""
        return f"{self.platform}, {'PostgreSQL' if '://' in self.database else 'SQLite'}"

    def channel(self, name: str) -> Channel:
        """A new channel that the bot may post in."""
        if isinstance(self.standin, DiscordStandIn):
            made = self.standin.world.add_channel(self.standin.guild, name)
            return Channel("discord", str(self.standin.guild.id), str(made.id))
        world = self.standin.world
        return Channel("slack", self.standin.team_id, world.add_channel(name, Kind.PUBLIC, world.bot).id)

    def owner(self, subscriptions: str = "all") -> str:
        """Who is told of subscriptions; one person gets one message for all of theirs that wait."""
        return str(self.standin.user(f"Owner of {subscriptions}").user.id)

    async def subscribe(self, due: datetime, **more: Any) -> Subscription:
        """A digest with a thread in a channel of its own, due at that minute."""
        name = f"s-{next(self.numbers)}"
        created = due - timedelta(minutes=1)
        made = Subscription(
            id=name,
            channel=self.channel(name),
            owner=self.owner(name),
            schedule=parse_schedule(f"every day {due:%H:%M}", "UTC"),
            created_at=created,
            style="thread",
        )
        made = replace(made, **more)
        values = written(made) | {"changed_at": created, "planned_through": created}
        async with self.opened.writing() as connection:
            await connection.execute(
                table.insert().values(**values, next_slot_at=next_slot_at(made, created))
            )
        self.subscriptions[name] = made
        return made

    def due_now(self) -> datetime:
        """The minute that has just begun, by the shifted clock."""
        return self.clock.now().replace(second=0, microsecond=0)

    def start(self, holder: str, *, death: Death | None = None, lasting: bool = False) -> "Process":
        """A worker."""
        token = (
            self.standin.settings.token
            if isinstance(self.standin, DiscordStandIn)
            else self.standin.settings.bot_token
        )
        order = Order(
            platform=self.platform,
            api=self.standin.api_url.rstrip("/"),
            token=token or "none",
            database=self.database,
            holder=holder,
            shift=self.clock.shift,
            death=death,
            lasting=lasting,
        )
        wanted = [each for each in self.subscriptions.values() if death and each.channel.id == death.channel]
        return Process(order, {each.id: each.channel for each in wanted})

    async def drained(self, rounds: int = 40) -> None:
        """Workers that nobody kills, until nothing is open."""
        for number in range(rounds):
            self.clock.shift += LEASE + 30 * (number > 2)
            await self.start(f"after {number} {self.clock.shift}").ended()
            if not await self.open():
                return

    async def open(self) -> int:
        """How many slots have not ended; subscriptions that are planned yet count as well."""
        going = select(func.count()).select_from(slot).where(slot.c.state.in_(OPEN), slot.c.kind == "digest")
        planned = select(func.count(slot.c.subject.distinct())).where(slot.c.kind == "digest")
        async with self.opened.writing() as connection:
            unplanned = len(self.subscriptions) - (await connection.execute(planned)).scalar_one()
            return unplanned + int((await connection.execute(going)).scalar_one())

    def shown(self) -> dict[str, list[int]]:
        """The numbers of an edition's parts that were ever accepted, in the order they came, by edition."""
        shown: dict[str, list[int]] = defaultdict(list)
        bot = self.standin.world.bot
        held = [
            message
            for channel in self.standin.world.channels.values()
            for message in channel.log
            if message.author is bot
        ]
        for message in sorted(held, key=lambda each: (each.created, _id(each))):
            said = [getattr(message, name, None) for name in ("content", "embeds", "components", "blocks")]
            text = json.dumps(said, ensure_ascii=False, default=str)
            marks = _MARK.findall(text)
            name = _MARK.search(text)
            if name is not None:
                numbers = [int(number) for number, _ in marks if number]
                shown[name.group()[:9]].append(numbers[0] if numbers else 1)
        return shown


def _id(message: Any) -> str:
    return str(getattr(message, "ts", None) or message.id)


class Process:
    """A worker's process, started by us and ended by its id alone."""

    def __init__(self, order: Order, channels: dict[str, Channel]) -> None:
        self._ready, theirs = _FORK.Pipe(duplex=False)
        self.process: BaseProcess = _FORK.Process(target=work, args=(order, theirs, channels), daemon=True)
        self.process.start()
        theirs.close()

    async def ready(self) -> bool:
        """Returns once it can post; False when it ended before."""
        while not self._ready.poll():
            if not self.process.is_alive():
                return False
            await asyncio.sleep(0.005)
        return True

    def signal(self, kind: signal.Signals) -> None:
        """Kill, stop or continue it, if it is still there."""
        if self.process.is_alive() and self.process.pid is not None:
            os.kill(self.process.pid, kind)

    async def ended(self, within: float = 120.0) -> int | None:
        """Its exit code; one that hangs is killed and None returned."""
        deadline = asyncio.get_running_loop().time() + within
        while self.process.is_alive():
            if asyncio.get_running_loop().time() > deadline:
                self.signal(signal.SIGKILL)
                await asyncio.sleep(0.1)
                return None
            await asyncio.sleep(0.005)
        self._ready.close()
        return self.process.exitcode


@asynccontextmanager
async def stage(
    platform: str,
    server: PrivateServer | None,
    *,
    history: bool = True,
    real: bool = False,
    clock: Ahead | None = None,
) -> AsyncIterator[Stage]:
    """A stand-in and an empty database; `server`: on PostgreSQL. `real`: by the database's clock."""
    clock = clock or Ahead()
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        if server is None:
            name = str(Path(folder) / "chaos.sqlite3")
            put_blank(Path(name))
        else:
            name = server.fresh("template1" if real else MIGRATED).address.reveal()
        opened = Database(place_of(name))
        opened.stay_open()
        standin: DiscordStandIn | SlackStandIn
        if platform == "discord":
            standin = DiscordStandIn(clock=clock)
        else:
            standin = SlackStandIn(clock=clock)
            app = standin.install(manifest())
            known = frozenset(app.scopes or ()) - HISTORY
            standin.settings.scopes = known | SCOPES | (HISTORY if history else frozenset())
        async with standin:
            moments = DatabaseMoments() if real else ClockMoments(clock)
            yield Stage(platform, standin, clock, name, SqlLedger(opened, moments), opened)
        await opened.close()


@dataclass(slots=True)
class Verdict:
    """What the stand-in's channels hold against what was promised."""

    digests: int = 0
    posts: int = 0
    lost: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    disagree: list[str] = field(default_factory=list)
    """Rows that say otherwise than the channels."""
    bare: list[str] = field(default_factory=list)
    """Rows at an end without a reason, and slots without an end."""
    unknown: int = 0
    late: int = 0
    chosen: int = 0
    """Messages that stand twice since the subscription preferred that to losing one."""

    @property
    def good(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.double or self.order or self.disagree or self.bare)

    def add(self, other: "Verdict") -> None:
        """Takes in another's."""
        for name in ("digests", "posts", "unknown", "late", "chosen"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("lost", "double", "order", "disagree", "bare"):
            getattr(self, name).extend(getattr(other, name))


async def judged(seen: Stage) -> Verdict:
    """Every slot of every subscription against the channels."""
    shown, verdict = seen.shown(), Verdict()
    for each in seen.subscriptions.values():
        past = await seen.ledger.past(each.id, 1000)
        if not past:
            verdict.bare.append(f"{each.id}: no slot")
        for one in past:
            verdict.add(verdict_on(each, one, shown.get(edition_id(each.id, one.key), [])))
    return verdict


def verdict_on(subscription: Subscription, past: PastSlot, parts: Sequence[int]) -> Verdict:
    """One slot, whose parts came in that order."""
    verdict = Verdict()
    name = f"{subscription.id} {past.key} {past.state} {past.reason} {list(parts)} of {past.parts}"
    verdict.digests += 1
    verdict.posts += len(parts)
    verdict.unknown += past.state == "unknown"
    verdict.late += past.state == "late"
    if past.state in OPEN or past.reason is None:
        verdict.bare.append(name)
    twice = len(parts) - len(set(parts))
    if twice and subscription.on_doubt == "never-lose":
        verdict.chosen += twice
    elif twice:
        verdict.double.append(name)
    first = list(dict.fromkeys(parts))
    if first != sorted(first):
        verdict.order.append(name)
    whole = set(parts) == set(range(1, past.parts + 1))
    match past.state:
        case "sent" if not whole:
            verdict.lost.append(name)
        case "late" | "skipped" | "empty" if parts:
            verdict.disagree.append(name)
        case "failed" | "refused":
            verdict.lost.append(name)
        case _:
            pass
    return verdict
