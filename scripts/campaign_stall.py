"""A worker whose event loop stands still for longer than its lease, while another one goes on.

Owns the stalls of the chaos campaign. Both workers are in this process, on a clock that is wound: at a step
that is drawn the first one stops, the clock moves on past its lease, the second one does what it can, and
then the first goes on as if nothing had happened.
"""

import random
from collections import Counter
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any, TypeVar

from bot.delivery.composing import EditionComposer
from bot.delivery.pacing import Pacing, Rhythm
from bot.delivery.ports import Outlet
from bot.delivery.records import FrozenEdition, Hold, OpenSlot, Post, Sent, Shown
from bot.delivery.rounds import Rounds
from bot.delivery.worker import Worker
from bot.failures import Failure
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.subscriptions import OnDoubt, Subscription
from scripts.campaign_chaos_progress import tracked
from scripts.campaign_chaos_stage import LEASE, Stage, Verdict, judged, stage
from scripts.campaign_chaos_worker import SOURCES, Order, connected
from tests.servers.postgresql import PrivateServer
from tests.standins.discord.standin import DiscordStandIn

T = TypeVar("T")
LONGEST = 600.0
"""Seconds of a stall at most; past Discord's window for repetitions, too."""
STEPS = ("open_slots", "history", "freeze", "begin", "sent", "arrived", "release")
"""After which the first worker may stand still."""
LOOKS, LOOK_EVERY = 12, 35.0
"""Rounds in which the second worker does what it can, and the seconds between two of them."""


class Stall:
    """One stall: after a step was taken for the n-th time."""

    def __init__(self, seen: Stage, other: Rounds, step: str, nth: int, seconds: float) -> None:
        self._seen, self._other = seen, other
        self._step, self._left, self._seconds = step, nth, seconds
        self.happened = False

    async def after(self, step: str) -> None:
        """Stands still, if this is the moment."""
        if step != self._step or self.happened:
            return
        self._left -= 1
        if self._left == 0:
            self.happened = True
            self._seen.clock.shift += self._seconds
            await _worked(self._seen, self._other, 3)


class _Held(SqlLedger):
    """A ledger whose user may stand still after each answer."""

    stall: Stall | None = None

    async def after(self, step: str, told: T) -> T:
        """What was told, once it was waited for."""
        if self.stall is not None:
            await self.stall.after(step)
        return told

    async def open_slots(self, hold: Hold) -> tuple[Hold, tuple[OpenSlot, ...]] | None:
        """As usual."""
        return await self.after("open_slots", await super().open_slots(hold))

    async def history(self, subscription: Subscription) -> Shown:
        """As usual."""
        return await self.after("history", await super().history(subscription))

    async def freeze(self, hold: Hold, slot: OpenSlot, edition: FrozenEdition) -> bool:
        """As usual."""
        return await self.after("freeze", await super().freeze(hold, slot, edition))

    async def begin(self, hold: Hold, slot: OpenSlot, part: int) -> Hold | None:
        """As usual."""
        return await self.after("begin", await super().begin(hold, slot, part))

    async def arrived(self, hold: Hold, slot: OpenSlot, part: int, message: str | None) -> bool:
        """As usual."""
        return await self.after("arrived", await super().arrived(hold, slot, part, message))

    async def release(self, hold: Hold, again_in: timedelta | None) -> None:
        """As usual."""
        await super().release(hold, again_in)
        await self.after("release", None)


class _Answered:
    """An outlet whose user may stand still once a post was answered."""

    def __init__(self, outlet: Outlet, ledger: _Held) -> None:
        self._outlet, self._ledger = outlet, ledger

    def __getattr__(self, name: str) -> Any:
        return getattr(self._outlet, name)

    async def send(self, post: Post) -> Sent | Failure:
        """Posts, then may stand still."""
        return await self._ledger.after("sent", await self._outlet.send(post))


async def stall(
    platform: str,
    server: PrivateServer | None,
    seed: int,
    number: int,
    *,
    history: bool = True,
    on_doubt: OnDoubt = "never-double",
) -> tuple[Verdict, dict[str, object]]:
    """So many digests with a thread, each with one stall."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    stalled: Counter[str] = Counter()
    async with stage(platform, server, history=history) as seen, AsyncExitStack() as stack:
        ledger = _Held(seen.opened, ClockMoments(seen.clock))
        outlet: Any = _Answered(await stack.enter_async_context(connected(_order(seen))), ledger)
        first = _rounds(seen, ledger, outlet, "first")
        second = _rounds(
            seen, seen.ledger, await stack.enter_async_context(connected(_order(seen))), "second"
        )
        for _ in tracked(range(number), f"stall {seen.name}"):
            await seen.subscribe(seen.due_now(), on_doubt=on_doubt)
            step, nth = chance.choice(STEPS), chance.choice((1, 1, 2))
            ledger.stall = Stall(seen, second, step, nth, chance.uniform(LEASE, LONGEST))
            await first.settle()
            stalled[step] += ledger.stall.happened
            await _worked(seen, second, LOOKS)
        verdict = await judged(seen)
    return verdict, {"stalls": sum(stalled.values()), **{each: stalled[each] for each in STEPS}}


def _rounds(seen: Stage, ledger: SqlLedger, outlet: Outlet, holder: str) -> Rounds:
    pacing = Pacing(Rhythm(0, 0, 0), lambda: seen.clock.now().timestamp())
    composer = EditionComposer(lambda: SOURCES)
    chance = random.Random(1)  # noqa: S311 - no secret
    platform = seen.platform
    return Rounds(Worker(ledger, composer, {platform: outlet}, {platform: pacing}, holder, chance=chance))


def _order(seen: Stage) -> Order:
    standin = seen.standin
    token = standin.settings.token if isinstance(standin, DiscordStandIn) else standin.settings.bot_token
    return Order(seen.platform, standin.api_url.rstrip("/"), token or "", seen.database, "")


async def _worked(seen: Stage, rounds: Rounds, looks: int) -> None:
    """As far as it goes; what has to wait is waited for by moving the clock."""
    for _ in range(looks):
        await rounds.settle()
        if not await seen.open():
            return
        seen.clock.shift += LOOK_EVERY
