"""Deaths of one worker: after every named step, and at random moments.

Owns the order of deaths. Each next worker finishes what the last one left, by a clock moved past its lease.
"""

import asyncio
import random
import signal
from itertools import count, cycle
from typing import Any

from bot.delivery.states import STEPS, Step
from bot.subscriptions import OnDoubt, Subscription, edition_id
from scripts.campaign_chaos_progress import tell, tracked
from scripts.campaign_chaos_stage import LEASE, Process, Stage, Verdict, judged, stage
from scripts.campaign_chaos_worker import Death
from tests.servers.postgresql import PrivateServer
from tests.standins.faults import Effect, Hang, Match

ONCE: tuple[Step, ...] = ("plan", "claim", "compose", "freeze")
"""Steps that a digest takes once; the others come with each of its two parts."""
PARTS = 2
REQUESTS = 10
"""A worker makes about so many for what is due; after one of them it dies."""
LATER = 0.03
"""Seconds after that request, at most."""
NEW_EACH = 4
"""Digests that become due between two kills."""


async def points(
    platform: str, server: PrivateServer | None, seed: int, number: int, *, history: bool = True
) -> tuple[Verdict, int]:
    """So many deaths, over every step and up to 20 ms after it; returns how many died of it, too."""
    chance, killed = random.Random(seed), 0  # noqa: S311 - no secret
    steps = [(step, nth) for step in STEPS for nth in range(1, 2 if step in ONCE else PARTS + 1)]
    async with stage(platform, server, history=history) as seen:
        chosen = zip(range(number), cycle(steps), strict=False)
        for place, (step, nth) in tracked(list(chosen), f"points {seen.name}"):
            choice: OnDoubt = "never-double" if place % 2 else "never-lose"
            due = seen.due_now()
            made = await seen.subscribe(due, on_doubt=choice)
            edition = edition_id(made.id, f"{due:%Y-%m-%dT%H:%M}")
            after = 0.0 if place < len(steps) else chance.uniform(0, 20)
            killed += await _died(seen, made, edition, step, nth, after)
            seen.clock.shift += LEASE
        await seen.drained()
        return await judged(seen), killed


async def _died(seen: Stage, made: Subscription, edition: str, step: Step, nth: int, after_ms: float) -> bool:
    """One death; "sent" is a request that the platform accepted and whose sender dies before the reply."""
    if step == "sent":
        return await _died_unanswered(seen, edition, nth)
    death = Death(made.channel.id, step, nth, after_ms)
    worker = seen.start(f"{made.id} at {step}", death=death)
    return await worker.ended() == -signal.SIGKILL


async def _died_unanswered(seen: Stage, edition: str, nth: int) -> bool:
    planned = seen.standin.faults.add(Hang(Effect.ACCEPTED), _posting(edition, nth))
    worker = seen.start(f"{edition} at sent")
    await planned.met()
    worker.signal(signal.SIGKILL)
    planned.release()
    return await worker.ended() == -signal.SIGKILL


def _posting(edition: str, nth: int) -> Match:
    """The request that posts a digest's n-th part."""

    def ours(body: Any) -> bool:
        text = str(body)
        return f"{nth}/{PARTS}" in text and edition in text

    return Match("POST", r".*(/messages|/chat\.postMessage)", ours)


async def moments(
    platform: str,
    server: PrivateServer | None,
    seed: int,
    kills: int,
    *,
    history: bool = True,
    on_doubt: OnDoubt = "never-double",
) -> tuple[Verdict, int]:
    """A worker killed at its work so many times, each time at a random moment, while ever more falls due.

    One that had done all it had to do before its moment came is no kill; returns how many such there were.
    """
    chance = random.Random(f"{seed} {platform}")  # noqa: S311 - no secret
    names, killed, idle = count(1), 0, 0
    async with stage(platform, server, history=history) as seen:
        while killed < kills:
            tell(f"moments {seen.name}", killed, kills)
            for _ in range(NEW_EACH):
                await seen.subscribe(seen.due_now(), on_doubt=on_doubt)
            worker = seen.start(f"life {next(names)}")
            met = await _killed(seen, worker, chance.randrange(REQUESTS), chance.uniform(0, LATER))
            killed, idle = killed + met, idle + (not met)
            seen.clock.shift += LEASE
        tell(f"moments {seen.name}", killed, kills)
        await seen.drained()
        return await judged(seen), idle


async def _killed(seen: Stage, worker: Process, requests: int, later: float) -> bool:
    """Kills it so long after it made so many requests; on a busy machine a time alone would be too early."""
    log = seen.standin.serving.log
    until = len(log) + requests
    await worker.ready()
    while len(log) < until and worker.process.is_alive():  # noqa: ASYNC110 - of a process, no event tells
        await asyncio.sleep(0.001)
    await asyncio.sleep(later)
    worker.signal(signal.SIGKILL)
    return await worker.ended() == -signal.SIGKILL
