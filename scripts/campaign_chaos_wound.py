"""What needs no death but time: a storm of refusals, and sleep from nothing to seven days.

Owns these two parts of the chaos campaign. One worker in this process, on a clock that is wound.
"""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.delivery.composing import EditionComposer
from bot.delivery.pacing import Pacing, Rhythm
from bot.delivery.rounds import Rounds
from bot.delivery.worker import Worker
from bot.subscriptions import edition_id
from scripts.campaign_chaos_progress import tracked
from scripts.campaign_chaos_stage import Stage, Verdict, judged, stage
from scripts.campaign_chaos_worker import SOURCES, Order, connected
from tests.servers.postgresql import PrivateServer
from tests.standins.calls import Exchange
from tests.standins.discord.rates import limited
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.faults import Effect, Fail, Match
from tests.standins.slack.refusals import ratelimited

STORM_DIGESTS = 40
REFUSED = 0.9
RETRY_AFTER = 3
"""Seconds that each refusal asks for."""
LOOKS_EVERY = 2.0
"""Seconds between two rounds: the ticker's."""
STORM_LOOKS = 10_000
"""More rounds than the six hours of the catch-up window have."""
SLEEPS = (
    0,
    1,
    30,
    240,
    300,
    330,
    3_600,
    5 * 3_600,
    21_540,
    21_600,
    21_660,
    86_340,
    86_400,
    86_460,
    3 * 86_400,
)
"""Seconds: around each window, to the half minute that looking may take; then at random up to a week."""
DAY = 86_400
WEEK = 7 * DAY
RANDOM_SLEEPS = 14
WINDOWS = (timedelta(minutes=5), timedelta(hours=6), timedelta(days=7))


@asynccontextmanager
async def worker_on(seen: Stage, pacing: Pacing | None = None) -> AsyncIterator[Rounds]:
    """A worker in this process; it posts as fast as it can unless told its pace."""
    standin = seen.standin
    token = standin.settings.token if isinstance(standin, DiscordStandIn) else standin.settings.bot_token
    order = Order(seen.platform, standin.api_url.rstrip("/"), token or "", seen.database, "one")
    async with connected(order) as outlet:
        worker = Worker(
            seen.ledger,
            EditionComposer(lambda: SOURCES),
            {seen.platform: outlet},
            {seen.platform: pacing or Pacing(Rhythm(0, 0, 0), lambda: 0.0)},
            "one",
            chance=random.Random(1),  # noqa: S311 - no secret
        )
        yield Rounds(worker)


async def storm(platform: str, seed: int) -> tuple[Verdict, dict[str, object]]:
    """Digests while nine of ten posts are refused."""
    async with stage(platform, None) as seen, worker_on(seen) as rounds:
        for _ in range(STORM_DIGESTS):
            await seen.subscribe(seen.due_now())
        answer = limited(RETRY_AFTER, scope="user") if platform == "discord" else ratelimited(RETRY_AFTER)
        posting = Match("POST", r".*(/messages|/chat\.postMessage)")
        seen.standin.faults.draw(seed, ((Fail(answer, Effect.REFUSED), REFUSED),), posting)
        began = seen.clock.now()
        for _ in tracked(range(STORM_LOOKS), f"storm {platform}"):
            await rounds.settle()
            following = await seen.ledger.next_try_at((platform,))
            if following is None:
                break
            seen.clock.shift += max(LOOKS_EVERY, (following - seen.clock.now()).total_seconds())
        notes: dict[str, object] = {
            "requests": len(_posts(seen)),
            "refused": sum(each.answer.status == 429 for each in _posts(seen) if each.answer),
            "too early": _too_early(seen),
            "drained after": f"{(seen.clock.now() - began).total_seconds():.0f} s",
        }
        verdict = await judged(seen)
        verdict.disagree += [f"{notes['too early']} requests before retry_after"] * bool(notes["too early"])
        return verdict, notes


def _posts(seen: Stage) -> list[Exchange]:
    return [
        each
        for each in seen.standin.serving.log
        if each.call.path.endswith(("/messages", "/chat.postMessage")) and each.call.method == "POST"
    ]


def _too_early(seen: Stage) -> int:
    """Requests to a channel sooner after a refusal than it asked for."""
    until: dict[str, float] = {}
    early = 0
    for each in _posts(seen):
        body = each.call.body if isinstance(each.call.body, dict) else {}
        channel, at = str(body.get("channel") or each.call.path), each.call.at.timestamp()
        early += at < until.get(channel, 0.0)
        if each.answer is not None and each.answer.status == 429:
            until[channel] = at + RETRY_AFTER
    return early


async def catch_up(
    platform: str, server: PrivateServer | None, seed: int
) -> tuple[Verdict, dict[str, object]]:
    """A worker that sleeps for a while, again and again, with daily digests of every window."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    sleeps = [*SLEEPS, *(chance.randrange(WEEK) for _ in range(RANDOM_SLEEPS)), WEEK]
    total, caught = Verdict(), 0
    for seconds in tracked(sleeps, f"catch-up {platform}, {'SQLite' if server is None else 'PostgreSQL'}"):
        async with stage(platform, server) as seen, worker_on(seen) as rounds:
            wanted = await _slept(seen, rounds, seconds)
            verdict = await judged(seen)
            verdict.disagree += await _unlike(seen, wanted, seconds)
            caught += sum(wanted.values())
            total.add(verdict)
    return total, {"sleeps": len(sleeps), "posted late or in time": caught}


async def _slept(seen: Stage, rounds: Rounds, seconds: int) -> dict[str, int]:
    """Sleeps from the minute at which digests are due; returns how many posts each is to have."""
    due, wanted = seen.due_now(), {}
    for window in WINDOWS:
        made = await seen.subscribe(due, catch_up=window)
        wanted[made.id] = int(seconds % DAY < window.total_seconds())
    seen.clock.shift += (due - seen.clock.now()).total_seconds() + seconds
    await rounds.settle()
    return wanted


async def _unlike(seen: Stage, wanted: dict[str, int], seconds: int) -> list[str]:
    """Subscriptions with another number of posts, another number of slots, or an owner not told."""
    shown, unlike = seen.shown(), []
    for each in seen.subscriptions.values():
        past = await seen.ledger.past(each.id, 50)
        posted = sum(edition_id(each.id, slot.key) in shown for slot in past)
        late = [slot for slot in past if slot.state == "late"]
        told = bool(late) and edition_id(each.id, f"notice missed {max(slot.key for slot in late)}") in shown
        if (posted, len(past), told) != (wanted[each.id], seconds // DAY + 1, bool(late)):
            unlike.append(f"{each.id} after {seconds} s: {posted} posted, {len(past)} slots, told {told}")
    return unlike
