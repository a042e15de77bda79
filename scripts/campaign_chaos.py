"""The chaos campaign: workers killed, frozen and cut off, and what the stand-ins' channels hold afterwards.

    python -m scripts.campaign_chaos [PART ...] [--seed N] [--points N] [--kills N] [--seconds S] [--write]

PART: points (a death after each named step, on both platforms and both databases), doubt (the same on
Slack where no history may be read), moments (kills at random moments), replicas (five workers on
PostgreSQL, one broken every two seconds), storm (nine of ten requests refused with 429), catch-up (asleep
from 0 s to 7 days). All of them unless some are named. Exits 1 when a digest was lost or posted twice,
parts came out of order, or a row says otherwise than the channel.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from scripts.campaign_chaos_points import moments, points
from scripts.campaign_chaos_replicas import replicas
from scripts.campaign_chaos_stage import Verdict
from scripts.campaign_chaos_wound import catch_up, storm
from tests.servers.databases import shared_server
from tests.servers.postgresql import PrivateServer

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
BEGIN, END = "<!-- campaign {} -->\n", "<!-- /campaign {} -->"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of it."""

    seed: int
    points: int
    kills: int
    seconds: int


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


Part = Callable[[Sizes, PrivateServer], AsyncIterator[Outcome]]
HEAD = (
    "| on | broken | slots | messages | lost | double | out of order "
    "| unknown | late | rows that differ | |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|"
)


async def _points(sizes: Sizes, server: PrivateServer) -> AsyncIterator[Outcome]:
    for platform, on in _pairs(server):
        verdict, killed = await points(platform, on, sizes.seed, sizes.points)
        yield Outcome(f"{platform}, {_named(on)}", f"{killed} deaths", verdict)


async def _moments(sizes: Sizes, server: PrivateServer) -> AsyncIterator[Outcome]:
    share = sizes.kills // 4
    for platform, on in _pairs(server):
        verdict = await moments(platform, on, sizes.seed, share)
        yield Outcome(f"{platform}, {_named(on)}", f"{share} kills", verdict)
    for choice in ("never-double", "never-lose"):
        verdict = await moments("slack", None, sizes.seed, share // 4, history=False, on_doubt=choice)
        yield Outcome(
            f"slack without history, {choice}",
            f"{share // 4} kills",
            verdict,
            {"posted twice by choice": verdict.chosen},
        )


async def _doubt(sizes: Sizes, server: PrivateServer) -> AsyncIterator[Outcome]:
    verdict, killed = await points("slack", None, sizes.seed, sizes.points, history=False)
    notes: dict[str, object] = {"posted twice by choice": verdict.chosen}
    yield Outcome("slack, SQLite, history closed", f"{killed} deaths", verdict, notes)


async def _replicas(sizes: Sizes, server: PrivateServer) -> AsyncIterator[Outcome]:
    for platform in ("discord", "slack"):
        verdict, notes = await replicas(platform, sizes.seed, sizes.seconds)
        yield Outcome(f"{platform}, PostgreSQL, 5 replicas", f"{sizes.seconds} s", verdict, notes)


async def _storm(sizes: Sizes, server: PrivateServer) -> AsyncIterator[Outcome]:
    for platform in ("discord", "slack"):
        verdict, notes = await storm(platform, sizes.seed)
        yield Outcome(f"{platform}, SQLite", "nine of ten refused with 429", verdict, notes)


async def _catch_up(sizes: Sizes, server: PrivateServer) -> AsyncIterator[Outcome]:
    for platform, on in _pairs(server):
        verdict, notes = await catch_up(platform, on, sizes.seed)
        yield Outcome(f"{platform}, {_named(on)}", "asleep 0 s to 7 days", verdict, notes)


PARTS: dict[str, Part] = {
    "points": _points,
    "doubt": _doubt,
    "moments": _moments,
    "replicas": _replicas,
    "storm": _storm,
    "catch-up": _catch_up,
}


def _pairs(server: PrivateServer) -> tuple[tuple[str, PrivateServer | None], ...]:
    return tuple((platform, on) for platform in ("discord", "slack") for on in (None, server))


def _named(server: PrivateServer | None) -> str:
    return "SQLite" if server is None else "PostgreSQL"


async def _run(chosen: list[str], sizes: Sizes, *, write: bool) -> bool:
    good = True
    server = await asyncio.to_thread(shared_server)
    if isinstance(server, str):
        sys.exit(server)
    for part in chosen:
        began, rows = time.monotonic(), []
        print(f"{part} (seed {sizes.seed})\n{HEAD}", flush=True)
        async for outcome in PARTS[part](sizes, server):
            rows.append(outcome.row)
            print(outcome.row, flush=True)
            good &= outcome.verdict.good
            _complain(outcome.verdict)
        took = f"{time.monotonic() - began:.0f} s"
        print(took, flush=True)
        if write:
            _written(part, sizes, rows, took)
    return good


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
    parser.add_argument("--write", action="store_true", help="put the figures into docs/reliability.md")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(unknown)}")
    sizes = Sizes(asked.seed, asked.points, asked.kills, asked.seconds)
    good = asyncio.run(_run(asked.parts or list(PARTS), sizes, write=asked.write))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
