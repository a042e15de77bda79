"""How far the digests carry: ticks, cold start, memory, posts a second, up to 100,000 subscriptions.

    python -m scripts.bench_digests [SIZE ...] [--only ticks|start|posts] [--on SQLite|PostgreSQL]

Ticks: one hour of them, two seconds apart, on a wound clock (a Monday, 07:00 to 08:00 UTC, when Europe
reads its digests); what is due is planned and the first channels claimed, then counts as posted. Cold start:
`communique run digests` is started an hour after the last one ended, until it has claimed a channel. Posts:
a worker against a bare client of the same HTTP library, on one stand-in, in turn. Goals at 50,000: ticks
p99 ≤ 200 ms, start ≤ 5 s; posts ≥ 0.6 × the bare client's where both keep to the platform's rate. Exits 1
where one is missed.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.storage.database import Database
from bot.storage.place import DatabasePlace, Place
from scripts.bench_digests_posts import Posted, posts
from scripts.bench_digests_start import Started, started
from scripts.bench_digests_ticks import Ticked, ticked
from tests.servers.blank import put_blank
from tests.servers.databases import shared_server

SIZES = (1_000, 10_000, 50_000, 100_000)
GOAL_SIZE = 50_000
TICK_GOAL, START_GOAL, POSTS_GOAL = 0.2, 5.0, 0.6
KINDS = ("SQLite", "PostgreSQL")
POSTING = (("discord", True), ("discord", False), ("slack", False))
"""Platforms, and whether its rate is kept."""
PARTS = ("ticks", "start", "posts")


@asynccontextmanager
async def fresh(kind: str) -> AsyncIterator[DatabasePlace]:
    """An empty database with its tables."""
    if kind == "PostgreSQL":
        server = await asyncio.to_thread(shared_server)
        if isinstance(server, str):
            sys.exit(server)
        yield server.fresh("migrated")
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        place = Place(Path(folder) / "communique.sqlite3")
        put_blank(place.file)
        yield place


async def _ticks(sizes: list[int], kinds: list[str]) -> bool:
    print(Ticked.HEAD, flush=True)
    met = True
    for kind in kinds:
        for size in sizes:
            async with fresh(kind) as place:
                database = Database(place)
                database.stay_open()
                found = await ticked(database, size)
                await database.close()
            print(found.row(kind), flush=True)
            met &= size != GOAL_SIZE or found.p99 <= TICK_GOAL
    return met


async def _start(sizes: list[int], kinds: list[str]) -> bool:
    print(Started.HEAD, flush=True)
    met = True
    for kind in kinds:
        for size in sizes:
            async with fresh(kind) as place:
                found = await started(place, size)
            print(found.row(kind), flush=True)
            met &= size != GOAL_SIZE or found.seconds <= START_GOAL
    return met


async def _posts(kinds: list[str]) -> bool:
    print(Posted.HEAD, flush=True)
    met = True
    for kind in kinds:
        for platform, limited in POSTING:
            async with fresh(kind) as place:
                found = await posts(place, platform, limited=limited)
            print(found.row(kind), flush=True)
            met &= not limited or found.ratio >= POSTS_GOAL
    return met


async def _run(sizes: list[int], only: list[str], kinds: list[str]) -> bool:
    met = True
    if "ticks" in only:
        met &= await _ticks(sizes, kinds)
    if "start" in only:
        met &= await _start(sizes, kinds)
    if "posts" in only:
        met &= await _posts(kinds)
    print("every goal met" if met else "a goal is MISSED")
    return met


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench_digests")
    parser.add_argument("sizes", nargs="*", type=int, help=f"subscriptions; {SIZES} unless given")
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--on", action="append", choices=KINDS)
    asked = parser.parse_args()
    sizes = asked.sizes or list(SIZES)
    met = asyncio.run(_run(sizes, asked.only or list(PARTS), asked.on or list(KINDS)))
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
