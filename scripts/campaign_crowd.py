"""Thousands of digests due in one minute, while readers go on asking.

Owns that crowd: the process is `communique run` with every role, as an operator starts it; the stand-in holds
the vendor's limits and notes when each request arrived and when each reader was answered.
"""

import asyncio
import gc
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bot.delivery.planner import next_slot_at
from bot.schedules import parse_schedule
from bot.storage.delivery_rows import written
from bot.storage.delivery_tables import subscription
from bot.subscriptions import STYLES, Channel, Subscription
from scripts.campaign_chaos_stage import Stage, Verdict, judged, stage
from tests.servers.postgresql import PrivateServer
from tests.standins.discord.rates import EXEMPT
from tests.standins.discord.standin import DiscordStandIn

SLACKS_SHARE: Final = 10
"""One workspace takes five messages a second: of so many digests one is Slack's, for the sake of time."""
CHANNELS_OF_A_GUILD: Final = 20
READERS: Final = 60
ASKED_EVERY: Final = 0.5
"""Seconds between two requests of readers."""
COMMANDS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("brief", {"topic": "India"}),
    ("watch", {"topic": "Japan"}),
    ("compare", {"a": "China", "b": "Russia"}),
    ("digest list", {}),
)
AT_LEAST_AHEAD: Final = 12.0
"""Seconds that are left for writing the subscriptions down before they are due."""
LOOKS, LOOK_EVERY = 120, 8.0
"""Looks whether all has ended, and the seconds between two of them: counting holds the database up."""
SECOND: Final = 1.0
MOST_A_SECOND: Final = 50
LAST_WITHIN: Final = 240.0
ANSWERED_WITHIN: Final = 3.0
TOPICS: Final[tuple[tuple[str, ...], ...]] = ((), ("country:IN",), ("country:CN", "country:JP"))


@dataclass(slots=True)
class Asked:
    """Readers' requests: seconds until each was acknowledged."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0


async def crowd(
    platform: str, server: PrivateServer | None, number: int
) -> tuple[Verdict, dict[str, object]]:
    """So many digests in as many channels, due in the same minute."""
    gc.disable()  # with so many messages a pause of ours would make requests seem to come together
    async with stage(platform, server, real=True) as seen:
        _made_room(seen, number)
        seen.standin.rates.as_vendor()
        async with _running(seen):
            due = _due()
            await subscribed(seen, due, number)
            asked, ending = Asked(), asyncio.Event()
            asking = asyncio.create_task(_ask(seen, asked, ending))
            await _all_ended(seen)
            ending.set()
            await asking
        verdict = await judged(seen)
        notes = _notes(seen, due, asked)
        verdict.disagree += _missed(platform, notes)
        return verdict, notes


def _made_room(seen: Stage, number: int) -> None:
    """Channels before the bot comes, as in life; on Discord in many guilds."""
    if not isinstance(seen.standin, DiscordStandIn):
        return
    world = seen.standin.world
    for guild in range(number // CHANNELS_OF_A_GUILD):
        made = world.add_guild(f"Guild {guild}")
        for channel in range(CHANNELS_OF_A_GUILD):
            world.add_channel(made, f"c-{channel}")


def _channels(seen: Stage, number: int) -> list[Channel]:
    if not isinstance(seen.standin, DiscordStandIn):
        return [seen.channel(f"c-{each}") for each in range(number)]
    guilds = [each for each in seen.standin.world.guilds.values() if each is not seen.standin.guild]
    return [Channel("discord", str(guild.id), str(each.id)) for guild in guilds for each in guild.channels]


@asynccontextmanager
async def _running(seen: Stage) -> AsyncIterator[Process]:
    """`communique run` with every role that is set up."""
    with TemporaryDirectory(prefix="crowd-") as folder:
        given = {"COMMUNIQUE_DATA_DIR": folder, **_settings(seen)}
        if "://" in seen.database:
            given["COMMUNIQUE_DATABASE_URL"] = seen.database
        else:
            (Path(folder) / "communique.sqlite3").symlink_to(seen.database)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=kept | given, stdout=DEVNULL, stderr=DEVNULL
        )
        try:
            if isinstance(seen.standin, DiscordStandIn):
                await seen.standin.gateway.until_ready()
            else:
                await seen.standin.sockets.until_connected()
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            await process.wait()


def _settings(seen: Stage) -> dict[str, str]:
    standin = seen.standin
    if isinstance(standin, DiscordStandIn):
        return {
            "COMMUNIQUE_DISCORD_TOKEN": str(standin.settings.token),
            "COMMUNIQUE_DISCORD_API_URL": standin.api_url,
            "COMMUNIQUE_DISCORD_GATEWAY_URL": standin.gateway_url,
        }
    return {
        "COMMUNIQUE_SLACK_BOT_TOKEN": str(standin.settings.bot_token),
        "COMMUNIQUE_SLACK_APP_TOKEN": str(standin.settings.app_token),
        "COMMUNIQUE_SLACK_API_URL": standin.api_url.rstrip("/"),
    }


def _due() -> datetime:
    """The next full minute that leaves time enough."""
    soon = datetime.now(UTC) + timedelta(seconds=AT_LEAST_AHEAD)
    return soon.replace(second=0, microsecond=0) + timedelta(minutes=1)


async def subscribed(seen: Stage, due: datetime, number: int) -> None:
    """Writes the subscriptions down, all due then."""
    before = due - timedelta(minutes=30)
    owner, topics, styles = seen.owner(), cycle(TOPICS), cycle(STYLES[:2])
    schedule = parse_schedule(f"every day {due:%H:%M}", "UTC")
    rows: list[dict[str, Any]] = []
    for name, channel in enumerate(_channels(seen, number)[:number]):
        made = Subscription(
            f"s-{name}", channel, owner, schedule, before, topics=next(topics), style=next(styles)
        )
        seen.subscriptions[made.id] = made
        kept = {
            "changed_at": before,
            "planned_through": before,
            "next_slot_at": next_slot_at(made, before),
        }
        rows.append(written(made) | kept)
    async with seen.opened.writing() as connection:
        await connection.execute(subscription.insert(), rows)


async def _ask(seen: Stage, asked: Asked, ending: asyncio.Event) -> None:
    """Readers who ask something every half second until the end, and wait for nobody."""
    waiting: set[asyncio.Task[None]] = set()
    readers = cycle([seen.standin.user(f"Reader {number}") for number in range(READERS)])
    for number in count():
        if ending.is_set():
            break
        waiting.add(asyncio.create_task(_one(next(readers), number, asked)))
        await asyncio.sleep(ASKED_EVERY)
        if number % 50 == 0:  # the stand-in looks through what the channel holds every time
            seen.standin.channel.log.clear()
    await asyncio.gather(*waiting)


async def _one(reader: Any, number: int, asked: Asked) -> None:
    name, options = COMMANDS[number % len(COMMANDS)]
    start = time.perf_counter()
    try:
        if hasattr(reader, "dm_channel") and hasattr(reader, "autocomplete"):
            await reader.slash(name, options).first_response()
        else:
            first, *rest = name.split()
            await reader.slash(first, " ".join([*rest, *options.values()])).acknowledged()
    except AssertionError:
        asked.failed += 1
    else:
        asked.seconds.append(time.perf_counter() - start)


async def _all_ended(seen: Stage) -> None:
    for _ in range(LOOKS):
        if not await seen.open():
            return
        await asyncio.sleep(LOOK_EVERY)


def _notes(seen: Stage, due: datetime, asked: Asked) -> dict[str, object]:
    posts = [each for each in seen.standin.serving.log if is_post(each) and each.status in {200, 201}]
    last = max((each.call.at for each in posts), default=due)
    counted = [
        each.call.at.timestamp()
        for each in seen.standin.serving.log
        if not EXEMPT.fullmatch(each.call.path) and each.call.method != "WS"
    ]
    refused = sum(each.status == 429 for each in seen.standin.serving.log)
    return {
        "requests in the fullest second": _fullest(counted),
        "refused with 429": refused,
        "the last post after": f"{(last - due).total_seconds():.0f} s",
        "readers' requests": len(asked.seconds),
        "acknowledged within, at most": f"{max(asked.seconds, default=0):.2f} s",
        "not acknowledged": asked.failed,
    }


def is_post(each: Any) -> bool:
    """Whether a request posts a message."""
    return bool(each.call.path.endswith(("/messages", "/chat.postMessage")))


def _fullest(times: Sequence[float]) -> int:
    """The most requests in any span of a second."""
    held: deque[float] = deque()
    most = 0
    for at in sorted(times):
        held.append(at)
        while held[0] <= at - SECOND:
            held.popleft()
        most = max(most, len(held))
    return most


def _missed(platform: str, notes: dict[str, object]) -> list[str]:
    """Which goals were missed."""
    missed = []
    if platform == "discord":
        if int(str(notes["requests in the fullest second"])) > MOST_A_SECOND:
            missed.append("more requests in a second than Discord allows")
        if float(str(notes["the last post after"]).split()[0]) > LAST_WITHIN:
            missed.append("the last digest came too late")
    if notes["not acknowledged"] or not notes["readers' requests"]:
        missed.append("readers were not acknowledged")
    if float(str(notes["acknowledged within, at most"]).split()[0]) > ANSWERED_WITHIN:
        missed.append("readers waited too long")
    return missed
