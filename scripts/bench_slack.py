"""How fast readers are answered on Slack, against a bare bot of the same SDK, in one run.

The stand-ins run in this process with their schema validation off; each bot in a process of its own, one
after the other, in short rounds: of times the best counts, of throughput the median of what two bots did
in the same round, since other work disturbs single ones.
Goals: p50 of `/brief India`, acknowledged and answered, one at a time ≤ 1.5 × and throughput with 32 at a
time ≥ 0.6 × those of a bot that answers a fixed message of the same size; events delivered one to four
times to three receivers have one effect each; both adapters in one process hold ≤ 2.2 × the memory of a
process that only imports and connects both SDKs. `--events N` takes another number than 20,000.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.standins.clock import RunningClock
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.slack.readers import Reader
from tests.standins.slack.standin import SlackStandIn
from tests.standins.slack.world import Channel

ROUNDS = 4
WARM, ALONE, TOGETHER, AT_ONCE = 30, 120, 900, 32
EACH_READER = 20
"""Requests of one reader, fewer than the quota of a minute."""
READERS = (WARM + ALONE + TOGETHER) // EACH_READER + 1
EVENTS, BATCH, RECEIVERS, CHANNELS = 20_000, 250, 3, 40
COUNTRIES = ("India", "China", "Japan", "South Korea", "Russia", "United States")
COLUMNS = "{:<10}{:>12}{:>12}{:>14}{:>12}"


@dataclass
class Seen:
    """What was measured of one bot over all rounds."""

    alone: list[list[float]] = field(default_factory=list)
    """Milliseconds of each answer, one at a time, by round."""
    rates: list[float] = field(default_factory=list)
    """Answers a second, 32 at a time."""
    resident: list[float] = field(default_factory=list)
    """Megabytes at the end of each round."""

    @property
    def p50(self) -> float:
        """Of the answers one at a time, in the best round."""
        return min(map(statistics.median, self.alone))

    @property
    def p99(self) -> float:
        """The same."""
        return min(sorted(each)[int(len(each) * 0.99)] for each in self.alone)

    @property
    def rate(self) -> float:
        """The best round's."""
        return max(self.rates)


class Track:
    """The stand-ins and the readers who ask."""

    def __init__(self, slack: SlackStandIn, discord: DiscordStandIn, folder: Path) -> None:
        self._slack = slack
        self._discord = discord
        self._folder = folder
        self._asked = 0
        self.readers = [slack.user(f"Reader {number}") for number in range(READERS)]

    async def answer(self) -> None:
        """Write down what ours answers, for the static bots to repeat."""
        process = await self._launched("ours")
        asked = self.readers[0].slash("brief", "India")
        await asked.message()
        (self._folder / "answer.json").write_text(json.dumps(asked.ack), encoding="utf-8")
        await self._ended(process)

    async def round(self, name: str, seen: Seen) -> None:
        """One bot, from its start to its end."""
        self._asked = 0
        process = await self._launched(name)
        if name in {"idle", "both"}:
            await self._discord.gateway.until_ready()
            await asyncio.sleep(1)
        else:
            await self._load(seen)
        seen.resident.append(await self._ended(process))

    async def _launched(self, name: str) -> Process:
        process = await self._started(name)
        await self._slack.sockets.until_connected()
        return process

    async def _started(self, name: str) -> Process:
        settings, discord = self._slack.settings, self._discord
        given = (
            *(str(self._folder), self._slack.api_url),
            *(settings.bot_token, settings.app_token, settings.signing_secret),
            *(discord.api_url, discord.gateway_url, str(discord.settings.token)),
        )
        return await asyncio.create_subprocess_exec(
            sys.executable, "-W", "ignore", "-m", "scripts.bench_slack_bots", name, *given,
            stdin=PIPE, stdout=PIPE,
        )  # fmt: skip

    async def _ended(self, process: Process) -> float:
        """Tell a bot to end; the megabytes it held."""
        told, _ = await process.communicate(b"")
        await self._slack.changes.until(lambda: not self._slack.sockets.live)
        resident: float = json.loads(told.splitlines()[-1])["resident"]
        return resident

    async def _load(self, seen: Seen) -> None:
        for _ in range(WARM):
            await self._ask()
        seen.alone.append([await self._ask() for _ in range(ALONE)])
        left = iter(range(TOGETHER))

        async def one_after_another() -> None:
            for _ in left:
                await self._ask()

        start = time.perf_counter()
        await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
        seen.rates.append(TOGETHER / (time.perf_counter() - start))

    async def _ask(self) -> float:
        reader = self.readers[self._asked // EACH_READER % len(self.readers)]
        self._asked += 1
        if self._asked % 50 == 0:  # what was answered is of no interest, and is looked through again
            self._slack.channel.log.clear()
        start = time.perf_counter()
        await reader.slash("brief", "India").message()
        return (time.perf_counter() - start) * 1_000

    async def events(self, count: int) -> tuple[Counter[int], int, float]:
        """Mentions delivered one to four times to three receivers: effects of each, deliveries, seconds."""
        processes = [await self._started("receiver") for _ in range(RECEIVERS)]
        for process in processes:
            assert process.stdout is not None  # noqa: S101 - it was asked for
            port = int(await process.stdout.readline())
            self._slack.http.receivers.append(f"http://127.0.0.1:{port}/slack/events")
        crowd = Crowd(self._slack, count)
        start = time.perf_counter()
        for first in range(0, count, BATCH):
            await crowd.batch(min(BATCH, count - first))
        taken = time.perf_counter() - start
        for process in processes:
            await process.communicate(b"")
        crowd.tally()
        self._slack.http.receivers.clear()
        return Counter(crowd.effects.values()), crowd.deliveries, taken


class Crowd:
    """Readers who mention the bot, and a count of the answers to each mention."""

    def __init__(self, slack: SlackStandIn, count: int) -> None:
        self._slack = slack
        self._chance = random.Random(7)  # noqa: S311 - the same run every time
        readers = [slack.user(f"Crowd {number}") for number in range(count // EACH_READER + 1)]
        self._people = [reader for reader in readers for _ in range(EACH_READER)]
        self._channels = [slack.moderator.add_channel(f"crowd-{number}") for number in range(CHANNELS)]
        for channel in self._channels:
            channel.members.update(reader.user.id for reader in readers)
        self.effects: dict[str, int] = {}
        """Answers by the mention's channel and time."""
        self.deliveries = 0

    async def batch(self, count: int) -> None:
        """So many mentions, until all are answered and every delivery is through."""
        for _ in range(count):
            self._mention(self._people.pop(), self._chance.choice(self._channels))
        await self._slack.dispatcher.idle()
        wanted = len(self.effects)
        await self._slack.changes.until(lambda: self._answered() >= wanted)
        self.tally()
        self._slack.dispatcher.deliveries.clear()

    def tally(self) -> None:
        """Count what is new, and forget the messages themselves."""
        for channel in self._channels:
            for message in channel.messages:
                if message.author is self._slack.bot:
                    key = f"{channel.id}:{message.thread_ts}"
                    self.effects[key] = self.effects.get(key, 0) + 1
            channel.log.clear()

    def _mention(self, reader: Reader, channel: Channel) -> None:
        times = self._chance.randint(1, 4)
        self.deliveries += times
        said = reader.say(channel, f"@bot {self._chance.choice(COUNTRIES)}", times=times)
        self.effects[f"{channel.id}:{said.ts}"] = 0

    def _answered(self) -> int:
        """How many of all mentions have an answer; a second one to the same counts for none."""
        new = {
            f"{channel.id}:{message.thread_ts}"
            for channel in self._channels
            for message in channel.log
            if message.author is self._slack.bot
        }
        return sum(count > 0 for count in self.effects.values()) + len(new)


async def measure(count: int, rounds: int) -> tuple[dict[str, Seen], Counter[int], int, float]:
    """All bots, in turn, then the events."""
    seen = {name: Seen() for name in ("static", "ours", "prompt", "idle", "both")}
    with tempfile.TemporaryDirectory() as folder:
        async with (
            SlackStandIn(clock=RunningClock(), validate=False) as slack,
            DiscordStandIn(clock=RunningClock(), validate=False) as discord,
        ):
            track = Track(slack, discord, Path(folder))
            await track.answer()
            for _ in range(rounds):
                for name, found in seen.items():
                    await track.round(name, found)
            return seen, *(await track.events(count))


def main() -> None:
    """Print the table; exit code 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    count = given.events
    seen, effects, deliveries, taken = asyncio.run(measure(count, given.rounds))
    print(COLUMNS.format("bot", "p50 ms", "p99 ms", f"a second, {AT_ONCE}", "memory MB"))
    for name, found in seen.items():
        timed = found.alone != []
        cells = (f"{found.p50:.2f}", f"{found.p99:.2f}", f"{found.rate:.0f}") if timed else ("", "", "")
        print(COLUMNS.format(name, *cells, f"{max(found.resident):.0f}"))
    rate = deliveries / taken
    print(f"{count} events in {deliveries} deliveries to {RECEIVERS} receivers: {taken:.0f} s, {rate:.0f}/s")
    print(f"effects: {dict(sorted(effects.items()))} (number of answers: mentions)")
    ours, static = seen["ours"], seen["static"]
    met = [
        _judged("p50, one at a time", ours.p50 / static.p50, "≤", 1.5),
        _judged(f"throughput, {AT_ONCE} at a time", _paired(ours.rates, static.rates), "≥", 0.6),
        _judged("events with exactly one effect", effects[1] / count, "≥", 1.0),
        _judged(
            "memory, both against connecting",
            max(seen["both"].resident) / min(seen["idle"].resident),
            "≤",
            2.2,
        ),
    ]
    sys.exit(0 if all(met) else 1)


def _paired(ours: list[float], others: list[float]) -> float:
    """The median over the rounds of how they compare within one."""
    return statistics.median(our / other for our, other in zip(ours, others, strict=True))


def _judged(what: str, value: float, sign: str, goal: float) -> bool:
    met = value <= goal if sign == "≤" else value >= goal
    print(f"{what:<34}{value:>8.2f}   goal {sign} {goal:g}   {'met' if met else 'MISSED'}")
    return met


if __name__ == "__main__":
    main()
