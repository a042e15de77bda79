"""Posts a second: one worker against a bare client of the same HTTP library.

Both are processes of their own and take turns on one stand-in, which notes when each post arrived. The
worker does everything it does in life: it claims, composes, freezes, writes each attempt down before and
each outcome after. The bare client posts the same messages again and remembers nothing. Once nobody keeps to
a rate; once both keep to Discord's, the bare client to all of it.
"""

import asyncio
import multiprocessing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import aiohttp

from bot.adapters.slack.manifest import manifest
from bot.delivery.composing import EditionComposer
from bot.delivery.pacing import Pacing, Rhythm
from bot.delivery.rounds import Rounds
from bot.delivery.worker import AT_ONCE, Worker
from bot.leasing import REAL_TIME
from bot.process.digests import RHYTHMS
from bot.schedules import parse_schedule
from bot.storage.database import Database
from bot.storage.delivery_rows import written
from bot.storage.delivery_tables import subscription
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import DatabaseMoments
from bot.storage.place import DatabasePlace, Server
from bot.subscriptions import Channel, Subscription
from scripts.campaign_chaos_worker import SOURCES, Order, connected, place_of
from tests.standins.calls import Call
from tests.standins.clock import RunningClock
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.slack.standin import SlackStandIn
from tests.standins.slack.world import Kind

POSTS = 500
"""Of each, in each round."""
ROUNDS = 3
"""Of which the best counts, since other work disturbs single ones."""
LOOKS, LOOK_EVERY = 1_200, 0.1
"""Looks whether all is posted, and the seconds between two of them."""
MOST_A_SECOND = 50
"""LIMITS: requests of one bot on Discord."""
_FORK = multiprocessing.get_context("forkserver")
_FORK.set_forkserver_preload(["scripts.campaign_chaos_warm", "scripts.bench_digests_posts"])
StandIn = DiscordStandIn | SlackStandIn
Request = tuple[str, Mapping[str, str], Any]


@dataclass(frozen=True, slots=True)
class Posted:
    """Posts a second. `limited`: both kept to the platform's rate."""

    platform: str
    limited: bool
    ours: float
    bare: float

    HEAD: ClassVar = (
        "| database | platform | rate kept | posts/s, worker | posts/s, bare client | ratio |\n"
        "|---|---|---|---|---|---|"
    )

    @property
    def ratio(self) -> float:
        """Ours to the bare client's."""
        return self.ours / self.bare

    def row(self, kind: str) -> str:
        """A line of the table."""
        rate = "the platform's" if self.limited else "none"
        return f"| {kind} | {self.platform} | {rate} | {self.ours:.0f} | {self.bare:.0f} | {self.ratio:.2f} |"


async def posts(place: DatabasePlace, platform: str, *, limited: bool) -> Posted:
    """Rounds of both in turn."""
    database = Database(place)
    database.stay_open()
    ours, bare = [], []
    clock = RunningClock()
    standin: StandIn = (
        DiscordStandIn(clock=clock, validate=False) if platform == "discord" else SlackStandIn(clock=clock)
    )
    if isinstance(standin, SlackStandIn):
        standin.install(manifest())
    if limited:
        standin.rates.as_vendor()
    async with standin:
        for number in range(1 if limited else ROUNDS):
            channels = [_channel(standin, f"{number}-{each}") for each in range(POSTS)]
            await _due(database, channels)
            ours.append(await _rate(standin, work, _order(standin, place, number), limited))
            sent = [_request(standin, each.call) for each in _posted(standin)]
            bare.append(await _rate(standin, repeat, sent, limited))
    await database.close()
    return Posted(platform, limited, max(ours), max(bare))


def _channel(standin: StandIn, name: str) -> Channel:
    if isinstance(standin, DiscordStandIn):
        made = standin.world.add_channel(standin.guild, name)
        return Channel("discord", str(standin.guild.id), str(made.id))
    world = standin.world
    return Channel("slack", standin.team_id, world.add_channel(name, Kind.PUBLIC, world.bot).id)


async def _due(database: Database, channels: Sequence[Channel]) -> None:
    """One digest of one message in each channel."""
    minute = datetime.now(UTC).replace(second=0, microsecond=0)
    before = minute - timedelta(minutes=1)
    schedule = parse_schedule(f"every day {minute:%H:%M}", "UTC")
    kept = {"changed_at": before, "planned_through": before, "next_slot_at": minute}
    rows = [
        written(Subscription(f"of {each.id}", each, "1", schedule, before, style="headlines")) | kept
        for each in channels
    ]
    async with database.writing() as connection:
        await connection.execute(subscription.insert(), rows)


def _order(standin: StandIn, place: DatabasePlace, number: int) -> Order:
    token = standin.settings.token if isinstance(standin, DiscordStandIn) else standin.settings.bot_token
    address = place.address.reveal() if isinstance(place, Server) else str(place.file)
    platform = "discord" if isinstance(standin, DiscordStandIn) else "slack"
    return Order(platform, standin.api_url.rstrip("/"), str(token), address, f"bench {number}")


async def _rate(standin: StandIn, target: Any, *given: Any) -> float:
    """Posts a second of one process, from its first to its last."""
    standin.serving.log.clear()
    process = _FORK.Process(target=target, args=given, daemon=True)
    process.start()
    for _ in range(LOOKS):
        if len(_posted(standin)) >= POSTS:
            break
        await asyncio.sleep(LOOK_EVERY)
    process.kill()
    await asyncio.to_thread(process.join)
    times = [each.call.at.timestamp() for each in _posted(standin)]
    if len(times) != POSTS:
        raise RuntimeError(f"{len(times)} posts of {POSTS}")
    taken: float = times[-1] - times[0]
    return (POSTS - 1) / taken


def _posted(standin: StandIn) -> list[Any]:
    return [
        each for each in standin.serving.log if each.call.path.endswith(("/messages", "/chat.postMessage"))
    ]


def _request(standin: StandIn, call: Call) -> Request:
    """What a bare client needs to post it once more; without the nonce, by which it would be told apart."""
    root = standin.api_url.rstrip("/").removesuffix("/api/v10").removesuffix("/api")
    prefix = "/api/v10" if isinstance(standin, DiscordStandIn) else ""
    body = {name: value for name, value in call.body.items() if name not in {"nonce", "enforce_nonce"}}
    token = {"Authorization": call.headers["Authorization"]}
    return f"{root}{prefix}{call.path}", token, body


def work(order: Order, limited: bool) -> None:  # noqa: FBT001 - a process takes no names
    """The worker's process, which posts until it is killed."""
    asyncio.run(_work(order, RHYTHMS[order.platform] if limited else Rhythm(0, 0, 0)))


async def _work(order: Order, rhythm: Rhythm) -> None:
    database = Database(place_of(order.database))
    database.stay_open()
    async with connected(order) as outlet:
        worker = Worker(
            SqlLedger(database, DatabaseMoments()),
            EditionComposer(lambda: SOURCES),
            {order.platform: outlet},
            {order.platform: Pacing(rhythm, REAL_TIME.elapsed, REAL_TIME.pause)},
            order.holder,
        )
        rounds = Rounds(worker)
        rounds.tick()
        await rounds.run(asyncio.Event())


def repeat(requests: Sequence[Request], limited: bool) -> None:  # noqa: FBT001 - as above
    """The bare client's process."""
    asyncio.run(_repeat(requests, 1 / MOST_A_SECOND if limited else 0.0))


async def _repeat(requests: Sequence[Request], every: float) -> None:
    left, begin = iter(enumerate(requests)), REAL_TIME.elapsed()
    async with aiohttp.ClientSession() as session:

        async def one_after_another() -> None:
            for number, (address, headers, body) in left:
                await asyncio.sleep(max(0.0, begin + number * every - REAL_TIME.elapsed()))
                async with session.post(address, json=body, headers=headers) as answer:
                    await answer.read()

        await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
