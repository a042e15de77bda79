"""Ten thousand digests of one minute in one Slack workspace, which takes them in three quarters of an hour.

Owns a clock that runs faster than the machine's, for the stand-in, the ledger and the worker's pace alike,
so that this need not be waited for. The stand-in holds the vendor's limits and counts what arrived.
"""

import asyncio
import gc
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.delivery.pacing import Pacing
from bot.delivery.rounds import Rounds
from bot.process.digests import RHYTHMS
from bot.ticker import TICK
from scripts.campaign_chaos_stage import Ahead, Stage, Verdict, judged, stage
from scripts.campaign_chaos_wound import worker_on
from scripts.campaign_crowd import is_post, subscribed

FASTER = 8.0
MINUTE = 60.0
TICKS_A_LOOK = 20
"""Ticks between two looks whether all has ended."""
MOST_A_MINUTE = 300
"""Posts of one app in one workspace: "several hundred messages per minute" in the vendor's words, of which
the stand-in allows this many."""


class Fast(Ahead):
    """The machine's clock from now on, run faster."""

    def __init__(self) -> None:
        super().__init__()
        self._began = datetime.now(UTC)

    def now(self) -> datetime:
        """The present moment of that clock."""
        return self._began + (datetime.now(UTC) - self._began) * FASTER + timedelta(seconds=self.shift)

    async def until(self, moment: datetime) -> None:
        """Sleep until then, which is sooner than it seems."""
        await asyncio.sleep(max(0.0, (moment - self.now()).total_seconds() / FASTER))

    def elapsed(self) -> float:
        """Seconds by that clock."""
        return (self.now() - self._began).total_seconds()

    async def pause(self, seconds: float) -> None:
        """So many seconds by that clock."""
        await asyncio.sleep(seconds / FASTER)


async def queue(number: int) -> tuple[Verdict, dict[str, object]]:
    """So many digests in as many channels of one workspace, due in the same minute."""
    gc.disable()  # a pause of the stand-in's would make requests seem to come together
    clock = Fast()
    pacing = Pacing(RHYTHMS["slack"], clock.elapsed, clock.pause)
    async with stage("slack", None, clock=clock) as seen, worker_on(seen, pacing) as rounds:
        seen.standin.rates.as_vendor()
        due = seen.due_now()
        await subscribed(seen, due, number)
        await _drained(seen, rounds)
        verdict, notes = await judged(seen), _notes(seen, due)
    if int(str(notes["posts in the fullest minute"])) > MOST_A_MINUTE:
        verdict.disagree.append("more posts in a minute than a workspace takes")
    return verdict, notes


async def _drained(seen: Stage, rounds: Rounds) -> None:
    """Works as in life until nothing is open, the ticks as far apart as they are by that clock."""
    ending = asyncio.Event()
    running = asyncio.create_task(rounds.run(ending))
    while await seen.open():
        for _ in range(TICKS_A_LOOK):
            rounds.tick()
            await asyncio.sleep(TICK.total_seconds() / FASTER)
    ending.set()
    await running


def _notes(seen: Stage, due: datetime) -> dict[str, object]:
    log = seen.standin.serving.log
    posts = sorted(each.call.at for each in log if is_post(each) and each.status == 200)
    return {
        "posts in the fullest minute": _fullest([each.timestamp() for each in posts]),
        "refused with 429": sum(each.status == 429 for each in log),
        "the last post after": f"{(posts[-1] - due).total_seconds():.0f} s" if posts else "none",
        "a clock so many times as fast": int(FASTER),
    }


def _fullest(times: Sequence[float]) -> int:
    """The most posts within a minute; `times` in order."""
    most = first = 0
    for last, at in enumerate(times):
        while times[first] <= at - MINUTE:
            first += 1
        most = max(most, last - first + 1)
    return most
