"""A cold start measured: from starting the process to its first claim, and what memory it takes.

Owns the process, which is `communique run digests` as an operator starts it, against a stand-in.
"""

import asyncio
import os
import re
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, Process
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from bot.storage.database import Database
from bot.storage.delivery_tables import lane
from bot.storage.place import DatabasePlace, Server
from scripts.bench_digests_data import fill, rows_of
from tests.standins.clock import RunningClock
from tests.standins.discord.standin import DiscordStandIn

AWAY = timedelta(hours=1)
"""How long nothing ran before the start."""
PATIENCE = 60.0
WORKS_FOR = 20.0
"""Seconds of work after which its memory is read."""


@dataclass(frozen=True, slots=True)
class Started:
    """What one start took."""

    size: int
    seconds: float
    resident: float
    """Megabytes."""

    HEAD: ClassVar = "| database | subscriptions | first claim after s | memory MB |\n|---|---|---|---|"

    def row(self, kind: str) -> str:
        """A line of the table."""
        return f"| {kind} | {self.size:,} | {self.seconds:.1f} | {self.resident:.0f} |"


async def started(place: DatabasePlace, size: int) -> Started:
    """One start with so many subscriptions."""
    database = Database(place)
    database.stay_open()
    await fill(database, size, datetime.now(UTC) - AWAY, "discord")
    async with DiscordStandIn(clock=RunningClock(), validate=False) as standin:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            began = time.perf_counter()
            process = await _process(standin, place, Path(folder))
            try:
                seconds = await _claimed(database, process, began)
                await asyncio.sleep(WORKS_FOR)
                resident = _resident(process.pid)
            finally:
                process.terminate()
                await process.wait()
    await database.close()
    return Started(size, seconds, resident)


async def _process(standin: DiscordStandIn, place: DatabasePlace, folder: Path) -> Process:
    given = {
        "COMMUNIQUE_DISCORD_TOKEN": str(standin.settings.token),
        "COMMUNIQUE_DISCORD_API_URL": standin.api_url,
        "COMMUNIQUE_DATA_DIR": str(folder if isinstance(place, Server) else place.file.parent),
    }
    if isinstance(place, Server):
        given["COMMUNIQUE_DATABASE_URL"] = place.address.reveal()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", "digests", env=kept | given, stdout=DEVNULL, stderr=DEVNULL
    )


async def _claimed(database: Database, process: Process, began: float) -> float:
    """Seconds until a channel was claimed: its fence was 1 and rises."""
    while time.perf_counter() - began < PATIENCE:
        if process.returncode is not None:
            raise RuntimeError(f"the process ended with code {process.returncode}")
        if await rows_of(database, lane, lane.c.holder.is_not(None)):
            return time.perf_counter() - began
        await asyncio.sleep(0.02)
    raise RuntimeError("no channel was claimed")


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found.group(1)) / 1_024 if found else float("nan")
