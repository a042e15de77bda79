"""The chaos campaign: workers killed, frozen and cut off, and what the stand-ins' channels hold afterwards.

    python -m scripts.campaign_chaos [PART ...] [--seed N] [--points N] [--kills N] [--seconds S]
                                      [--stalls N] [--crowd N] [--write]

PART: points (a death after each named step, on both platforms and both databases), doubt (the same on
Slack where no history may be read), moments (kills at random moments), replicas (five workers on
PostgreSQL, one broken every two seconds), storm (nine of ten requests refused with 429), catch-up (asleep
from 0 s to 7 days), stall (an event loop that stands still past its lease), crowd and crowd-slack (thousands
due in one minute, while readers ask), queue (as many in one Slack workspace, on a clock that runs faster).
All of them unless some are named. Exits 1 when a digest was lost or posted twice, parts came out of order,
a row says otherwise than the channel, or a crowd was too slow.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import product
from multiprocessing import cpu_count, get_context
from pathlib import Path
from typing import Any

from bot.subscriptions import OnDoubt
from scripts.campaign_chaos_points import moments, points
from scripts.campaign_chaos_progress import shown
from scripts.campaign_chaos_replicas import replicas
from scripts.campaign_chaos_stage import Verdict
from scripts.campaign_chaos_wound import catch_up, storm
from scripts.campaign_crowd import SLACKS_SHARE, crowd
from scripts.campaign_queue import queue
from scripts.campaign_stall import stall
from tests.servers.databases import shared_server
from tests.servers.postgresql import NoServer, PrivateServer

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
BEGIN, END = "<!-- campaign {} -->\n", "<!-- /campaign {} -->"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of it."""

    seed: int
    points: int
    kills: int
    seconds: int
    stalls: int
    crowd: int


@dataclass(slots=True)
class Outcome:
    """What one part came to on one platform and database."""

    name: str
    breaks: str
    verdict: Verdict
    notes: dict[str, object] = field(default_factory=dict)

    @property
    def row(self) -> str:
        """A line of the table."""
        v = self.verdict
        counts = (v.digests, v.posts, len(v.lost), len(v.double), len(v.order), v.unknown, v.late)
        noted = "; ".join(f"{key} {value}" for key, value in self.notes.items())
        wrong = len(v.disagree) + len(v.bare)
        return f"| {self.name} | {self.breaks} | {' | '.join(map(str, counts))} | {wrong} | {noted} |"


Job = Callable[[Sizes], Coroutine[Any, Any, Outcome]]
HEAD = (
    "| on | broken | slots | messages | lost | double | out of order "
    "| unknown | late | rows that differ | |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|"
)


async def _points(sizes: Sizes, platform: str, on: str) -> Outcome:
    verdict, killed = await points(platform, _server(on), sizes.seed, sizes.points)
    return Outcome(f"{platform}, {on}", f"{killed} deaths", verdict)


async def _doubt(sizes: Sizes, platform: str, on: str) -> Outcome:
    verdict, killed = await points(platform, _server(on), sizes.seed, sizes.points, history=False)
    notes: dict[str, object] = {"posted twice by choice": verdict.chosen}
    return Outcome(f"{platform}, {on}, history closed", f"{killed} deaths", verdict, notes)


async def _moments(sizes: Sizes, platform: str, on: str) -> Outcome:
    share = sizes.kills // 5
    verdict, idle = await moments(platform, _server(on), sizes.seed, share)
    return Outcome(f"{platform}, {on}", f"{share} kills", verdict, {"done before its moment": idle})


async def _doubtful_moments(sizes: Sizes, on_doubt: OnDoubt) -> Outcome:
    share = sizes.kills // 10
    verdict, idle = await moments("slack", None, sizes.seed, share, history=False, on_doubt=on_doubt)
    notes: dict[str, object] = {"done before its moment": idle, "posted twice by choice": verdict.chosen}
    return Outcome(f"slack, SQLite, history closed, {on_doubt}", f"{share} kills", verdict, notes)


async def _replicas(sizes: Sizes, platform: str) -> Outcome:
    verdict, notes = await replicas(platform, sizes.seed, sizes.seconds)
    return Outcome(f"{platform}, PostgreSQL, 5 replicas", f"{sizes.seconds} s", verdict, notes)


async def _storm(sizes: Sizes, platform: str) -> Outcome:
    verdict, notes = await storm(platform, sizes.seed)
    return Outcome(f"{platform}, SQLite", "nine of ten refused with 429", verdict, notes)


async def _catch_up(sizes: Sizes, platform: str, on: str) -> Outcome:
    verdict, notes = await catch_up(platform, _server(on), sizes.seed)
    return Outcome(f"{platform}, {on}", "asleep 0 s to 7 days", verdict, notes)


async def _stall(sizes: Sizes, platform: str, on: str) -> Outcome:
    verdict, notes = await stall(platform, _server(on), sizes.seed, sizes.stalls)
    return Outcome(f"{platform}, {on}", f"{notes.pop('stalls')} stalls", verdict, notes)


async def _doubtful_stall(sizes: Sizes, on_doubt: OnDoubt) -> Outcome:
    verdict, notes = await stall("slack", None, sizes.seed, sizes.stalls, history=False, on_doubt=on_doubt)
    notes["posted twice by choice"] = verdict.chosen
    name = f"slack, SQLite, history closed, {on_doubt}"
    return Outcome(name, f"{notes.pop('stalls')} stalls", verdict, notes)


async def _crowd(sizes: Sizes, platform: str, share: int) -> Outcome:
    number = sizes.crowd // share
    verdict, notes = await crowd(platform, None, number)
    return Outcome(f"{platform}, SQLite", f"{number:,} in one minute", verdict, notes)


async def _queue(sizes: Sizes) -> Outcome:
    verdict, notes = await queue(sizes.crowd)
    return Outcome("slack, SQLite", f"{sizes.crowd:,} in one minute", verdict, notes)


SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
PLATFORMS = ("discord", "slack")
PAIRS = tuple(product(PLATFORMS, (SQLITE, POSTGRESQL)))

PARTS: dict[str, tuple[Job, ...]] = {
    "points": tuple(partial(_points, platform=platform, on=on) for platform, on in PAIRS),
    "doubt": (partial(_doubt, platform="slack", on=SQLITE), partial(_doubt, platform="slack", on=POSTGRESQL)),
    "moments": (
        *(partial(_moments, platform=platform, on=on) for platform, on in PAIRS),
        partial(_doubtful_moments, on_doubt="never-double"),
        partial(_doubtful_moments, on_doubt="never-lose"),
    ),
    "replicas": tuple(partial(_replicas, platform=platform) for platform in PLATFORMS),
    "storm": tuple(partial(_storm, platform=platform) for platform in PLATFORMS),
    "catch-up": tuple(partial(_catch_up, platform=platform, on=on) for platform, on in PAIRS),
    "stall": (
        *(partial(_stall, platform=platform, on=on) for platform, on in PAIRS),
        partial(_doubtful_stall, on_doubt="never-double"),
        partial(_doubtful_stall, on_doubt="never-lose"),
    ),
    "crowd": (partial(_crowd, platform="discord", share=1),),
    "crowd-slack": (partial(_crowd, platform="slack", share=SLACKS_SHARE),),
    "queue": (_queue,),
}
"""The jobs of each part. They run side by side, in as many processes as there are processors."""


def _server(kind: str) -> PrivateServer | None:
    """The server that was started before the processes of the jobs were forked."""
    if kind == SQLITE:
        return None
    server = shared_server()
    if isinstance(server, str):
        raise NoServer(server)
    return server


def _done(job: Job, sizes: Sizes) -> Outcome:
    """One job, in a process of its own."""
    return asyncio.run(job(sizes))


def _run(chosen: list[str], sizes: Sizes, *, write: bool) -> bool:
    good = True
    with ProcessPoolExecutor(cpu_count(), get_context("fork")) as jobs, _bars(jobs):
        for part in chosen:
            began, rows = time.monotonic(), []
            print(f"{part} (seed {sizes.seed})\n{HEAD}", flush=True)
            for doing in [jobs.submit(_done, job, sizes) for job in PARTS[part]]:
                outcome = doing.result()
                rows.append(outcome.row)
                print(outcome.row, flush=True)
                good &= outcome.verdict.good
                _complain(outcome.verdict)
            took = f"{time.monotonic() - began:.0f} s"
            print(took, flush=True)
            if write:
                _written(part, sizes, rows, took)
    return good


def _bars(jobs: ProcessPoolExecutor) -> AbstractContextManager[None]:
    """The jobs' bars; the processes are forked first, while no thread runs here."""
    jobs.submit(int).result()
    return shown()


def _complain(verdict: Verdict) -> None:
    for name in ("lost", "double", "order", "disagree", "bare"):
        for line in getattr(verdict, name)[:10]:
            print(f"  {name}: {line}", file=sys.stderr, flush=True)


def _written(part: str, sizes: Sizes, rows: list[str], took: str) -> None:
    options = {
        "points": f" --points {sizes.points}",
        "doubt": f" --points {sizes.points}",
        "moments": f" --kills {sizes.kills}",
        "replicas": f" --seconds {sizes.seconds}",
        "stall": f" --stalls {sizes.stalls}",
        "crowd": f" --crowd {sizes.crowd}",
        "crowd-slack": f" --crowd {sizes.crowd}",
        "queue": f" --crowd {sizes.crowd}",
    }
    command = f"python -m scripts.campaign_chaos {part} --seed {sizes.seed}{options.get(part, '')}"
    text, begin, end = PAGE.read_text(encoding="utf-8"), BEGIN.format(part), END.format(part)
    head, _, rest = text.partition(begin)
    _, _, tail = rest.partition(end)
    table = "\n".join((HEAD, *rows))
    said = f"`{command}`, {datetime.now(UTC).date()}, {took}:\n\n{table}\n"
    PAGE.write_text(f"{head}{begin}{said}{end}{tail}", encoding="utf-8")


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="python -m scripts.campaign_chaos")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all unless named")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--points", type=int, default=200, help="deaths for each platform and database")
    parser.add_argument("--kills", type=int, default=500, help="at random moments, over all")
    parser.add_argument("--seconds", type=int, default=600, help="of the replicas, for each platform")
    parser.add_argument("--stalls", type=int, default=60, help="for each platform and database")
    parser.add_argument("--crowd", type=int, default=10_000, help=f"in one minute; Slack 1/{SLACKS_SHARE}")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/reliability.md")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(unknown)}")
    if isinstance(server := shared_server(), str):
        sys.exit(server)
    sizes = Sizes(asked.seed, asked.points, asked.kills, asked.seconds, asked.stalls, asked.crowd)
    sys.exit(0 if _run(asked.parts or list(PARTS), sizes, write=asked.write) else 1)


if __name__ == "__main__":
    main()
