"""How fast readers are answered on Discord, against a bare bot of the same SDK, in one run.

The stand-in runs in this process with its schema validation off; each bot in a process of its own, one
after the other, in four short rounds of which the best counts, since other work disturbs single ones.
Goals: p50 of `/brief India` one at a time ≤ 1.5 × and throughput with 32 at a time ≥ 0.6 × those of a
bot that answers a fixed message of the same size and components; event-loop lag p99 ≤ 50 ms under that
load; memory ≤ 2.2 × that of a process that only imports and connects the SDK.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.standins.clock import RunningClock
from tests.standins.discord.standin import DiscordStandIn

ROUNDS = 4
WARM, ALONE, TOGETHER, AT_ONCE = 40, 150, 1_000, 32
EACH_READER = 20
"""Requests of one reader, fewer than the quota of a minute."""
COUNTRIES = ("India", "China", "Japan", "South Korea", "North Korea", "Russia", "United States", "Ukraine")
FRESH = [
    (name, {"topic": country}) for name in ("brief", "scenarios", "watch", "gaps") for country in COUNTRIES
] + [("compare", {"a": a, "b": b}) for a in COUNTRIES for b in COUNTRIES if a < b]
"""Requests that our bot has not answered before, so that it cannot do so from memory."""
READERS = (WARM + len(FRESH) + ALONE + TOGETHER) // EACH_READER + 1
INDIA = {"topic": "India"}
COLUMNS = "{:<10}{:>12}{:>12}{:>14}{:>16}{:>12}"


@dataclass
class Seen:
    """What was measured of one bot over all rounds."""

    alone: list[list[float]] = field(default_factory=list)
    """Milliseconds of each answer, one at a time, by round."""
    rates: list[float] = field(default_factory=list)
    """Answers a second, 32 at a time."""
    fresh: list[float] = field(default_factory=list)
    """Milliseconds of each answer that was not in memory, one at a time."""
    resident: list[float] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        """Of the answers one at a time, in the best round."""
        return min(map(statistics.median, self.alone))

    @property
    def p99(self) -> float:
        """The same."""
        return min(map(_p99, self.alone))

    @property
    def rate(self) -> float:
        """The best round's."""
        return max(self.rates)


class Track:
    """The stand-in and the readers who ask."""

    def __init__(self, standin: DiscordStandIn, folder: Path) -> None:
        self._standin = standin
        self._folder = folder
        self._asked = 0
        self._commands: dict[int, dict[str, Any]] = {}
        self.readers = [standin.user(f"Reader {n}") for n in range(READERS)]

    async def round(self, name: str, seen: Seen) -> None:
        """One bot, from its start to its end."""
        self._asked = 0
        process = await self._launched(name)
        try:
            if name != "idle":
                await self._load(name, process, seen)
        finally:
            told, _ = await process.communicate(b"")
        own = json.loads(told)
        seen.resident.append(own["resident"])
        seen.lags += own["lags"]
        await self._standin.changes.until(lambda: not self._standin.gateway.ready)

    async def answer(self) -> dict[str, Any]:
        """What ours answers, for the static bot to repeat."""
        process = await self._launched("ours")
        message = await self.readers[0].slash("brief", {"topic": "India"}).message()
        self._commands = dict(self._standin.state.global_commands)
        written = {"embeds": message.embeds, "components": message.components}
        await process.communicate(b"")
        await self._standin.changes.until(lambda: not self._standin.gateway.ready)
        return written

    async def _launched(self, name: str) -> Process:
        standin = self._standin
        if name == "ours" and self._commands:  # the bare bots put theirs in place of ours
            standin.state.global_commands.clear()
            standin.state.global_commands.update(self._commands)
        given = (str(self._folder), standin.api_url, standin.gateway_url, str(standin.settings.token))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "ignore", "-m", "scripts.bench_discord_bots", name, *given,
            stdin=PIPE, stdout=PIPE,
        )  # fmt: skip
        await standin.gateway.until_ready()
        return process

    async def _load(self, name: str, process: Process, seen: Seen) -> None:
        for _ in range(WARM):
            await self._ask()
        if name == "ours":
            seen.fresh += [await self._ask(*each) for each in FRESH]
        seen.alone.append([await self._ask() for _ in range(ALONE)])
        assert process.stdin is not None  # noqa: S101 - it was asked for
        process.stdin.write(b"measure\n")
        await process.stdin.drain()
        left = iter(range(TOGETHER))

        async def one_after_another() -> None:
            for _ in left:
                await self._ask()

        start = time.perf_counter()
        await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
        seen.rates.append(TOGETHER / (time.perf_counter() - start))

    async def _ask(self, name: str = "brief", options: Mapping[str, str] = INDIA) -> float:
        reader = self.readers[self._asked // EACH_READER % len(self.readers)]
        self._asked += 1
        if self._asked % 50 == 0:  # the stand-in looks for the channel's last public message every time
            self._standin.channel.log.clear()
        start = time.perf_counter()
        await reader.slash(name, options).first_response()
        return (time.perf_counter() - start) * 1_000


async def measure() -> dict[str, Seen]:
    """All bots, in turn."""
    seen = {name: Seen() for name in ("static", "ours", "pong", "idle")}
    with tempfile.TemporaryDirectory() as folder:
        async with DiscordStandIn(clock=RunningClock(), validate=False) as standin:
            track = Track(standin, Path(folder))
            answer = await track.answer()
            (Path(folder) / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
            for _ in range(ROUNDS):
                for name, found in seen.items():
                    await track.round(name, found)
    return seen


def main() -> None:
    """Print the table; exit code 1 where a goal is missed."""
    seen = asyncio.run(measure())
    print(COLUMNS.format("bot", "p50 ms", "p99 ms", f"a second, {AT_ONCE}", "lag p99 ms", "memory MB"))
    for name, found in seen.items():
        if name == "idle":
            print(COLUMNS.format(name, "", "", "", "", f"{min(found.resident):.0f}"))
            continue
        cells = (
            f"{found.p50:.2f}",
            f"{found.p99:.2f}",
            f"{found.rate:.0f}",
            f"{_p99(found.lags):.1f}",
        )
        print(COLUMNS.format(name, *cells, f"{max(found.resident):.0f}"))
    ours, static = seen["ours"], seen["static"]
    print(f"ours, answers that were not in memory: p50 {statistics.median(ours.fresh):.2f} ms")
    ratios = [
        ("p50, one at a time", ours.p50 / static.p50, "≤", 1.5),
        (f"throughput, {AT_ONCE} at a time", ours.rate / static.rate, "≥", 0.6),
        ("event-loop lag p99, ms", _p99(ours.lags), "≤", 50.0),
        ("memory against connecting", max(ours.resident) / min(seen["idle"].resident), "≤", 2.2),
    ]
    missed = False
    for what, value, sign, goal in ratios:
        met = value <= goal if sign == "≤" else value >= goal
        missed = missed or not met
        print(f"{what:<32}{value:>8.2f}   goal {sign} {goal:g}   {'met' if met else 'MISSED'}")
    sys.exit(1 if missed else 0)


def _p99(values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[int(len(ordered) * 0.99)]


if __name__ == "__main__":
    main()
