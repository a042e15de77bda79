"""Five replicas on one PostgreSQL server, one of them or the server broken every two seconds.

Owns what is broken and when. Everything goes by real time: leases run out by waiting.
"""

import asyncio
import random
import signal
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from scripts.campaign_chaos_progress import tracked
from scripts.campaign_chaos_stage import Process, Stage, Verdict, judged, stage
from tests.servers.postgresql import PrivateServer
from tests.standins.discord.standin import DiscordStandIn

REPLICAS = 5
EVERY = 2.0
"""Seconds between two breaks."""
EACH_SECOND = 2
"""Digests for each second of the campaign; with a thread each, four messages a second."""
LONGEST_FREEZE = 40.0
"""Seconds; longer than a lease."""
AFTERWARDS = 300.0
"""Seconds until everything must be posted, once nothing is broken any more."""
BREAKS = ("kill", "freeze", "cut", "restart")
SHARES = (4, 3, 2, 1)


@dataclass
class Crew:
    """The replicas, replaced as they die."""

    seen: Stage
    server: PrivateServer
    chance: random.Random
    workers: list[Process] = field(default_factory=list)
    broken: Counter[str] = field(default_factory=Counter)
    waking: set["asyncio.Task[None]"] = field(default_factory=set)
    names: "count[int]" = field(default_factory=lambda: count(1))

    def fill(self) -> None:
        """As many as there are to be."""
        self.workers = [each for each in self.workers if each.process.is_alive()]
        while len(self.workers) < REPLICAS:
            self.workers.append(self.seen.start(f"replica {next(self.names)}", lasting=True))

    async def break_something(self) -> None:
        """One thing."""
        [what] = self.chance.choices(BREAKS, SHARES)
        self.broken[what] += 1
        match what:
            case "kill":
                self.chance.choice(self.workers).signal(signal.SIGKILL)
            case "freeze":
                frozen = self.chance.choice(self.workers)
                frozen.signal(signal.SIGSTOP)
                self.waking.add(asyncio.create_task(self._woken(frozen)))
            case "cut":
                cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                await asyncio.to_thread(self.server.tell, f"{cut} AND datname LIKE 'fresh%'")
            case _:
                await asyncio.to_thread(self.server.restart)

    async def _woken(self, frozen: Process) -> None:
        await asyncio.sleep(self.chance.uniform(1, LONGEST_FREEZE))
        frozen.signal(signal.SIGCONT)

    async def rest(self) -> None:
        """Nobody is frozen any more."""
        await asyncio.gather(*self.waking)

    async def dismissed(self) -> None:
        """All of them end."""
        for each in self.workers:
            each.signal(signal.SIGKILL)
        for each in self.workers:
            await each.ended()


async def replicas(platform: str, seed: int, seconds: int) -> tuple[Verdict, dict[str, object]]:
    """The verdict, and what was broken how often."""
    with PrivateServer(durable=True) as server:
        async with stage(platform, server, real=True) as seen:
            crew = Crew(seen, server, random.Random(seed))  # noqa: S311 - no secret
            await _due(seen, seconds)
            seen.standin.rates.as_vendor()
            crew.fill()
            began = asyncio.get_running_loop().time()
            for _ in tracked(range(int(seconds / EVERY)), f"replicas {platform}"):
                await asyncio.sleep(EVERY)
                await crew.break_something()
                crew.fill()
            await crew.rest()
            broken, posted = asyncio.get_running_loop().time() - began, _posted(seen)
            waited = await _all_ended(seen)
            await crew.dismissed()
            notes: dict[str, object] = {what: crew.broken[what] for what in BREAKS}
            notes["messages a second meanwhile"] = f"{posted / broken:.1f}"
            if waited >= EVERY:
                notes["and afterwards"] = f"{(_posted(seen) - posted) / waited:.1f}"
            notes["the last slot ended after"] = f"{waited:.0f} s"
            if isinstance(seen.standin, DiscordStandIn):
                notes["429 for the whole bot"] = seen.standin.rates.global_refusals
            return await judged(seen), notes


async def _due(seen: Stage, seconds: int) -> None:
    """Digests for every minute of the campaign: they come in bursts, as in life."""
    begin = seen.due_now()
    minutes = max(1, seconds // 60)
    for number in range(seconds * EACH_SECOND):
        await seen.subscribe(begin + timedelta(minutes=number % minutes))


def _posted(seen: Stage) -> int:
    """How many messages stand in the channels."""
    return sum(map(len, seen.shown().values()))


async def _all_ended(seen: Stage) -> float:
    """Seconds until nothing was open any more; `AFTERWARDS` at most."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    for _ in range(int(AFTERWARDS / EVERY)):
        if not await seen.open():
            break
        await asyncio.sleep(EVERY)
    return loop.time() - began
