"""Planning and posting in turn, for as long as the role is played.

Owns what happens at a tick, and that one slow channel keeps nobody waiting: channels are worked off side
by side, and new ones are claimed as old ones end. When a tick comes is the ticker's affair.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot.delivery.notices import Notices
from bot.delivery.planner import missed, plan
from bot.delivery.records import LANE_LEASE, Plan
from bot.delivery.standstills import explained
from bot.delivery.worker import AT_ONCE, Worker
from bot.leasing import first_of
from bot.logs import logger
from bot.subscriptions import Subscription
from briefings.errors import StorageError

PLANNED_AT_ONCE: Final = 250
"""Subscriptions planned in one transaction, so that nobody waits long for it."""
FINISH_WITHIN: Final = 5.0
"""Seconds that posts already begun have when the role ends."""
AHEAD: Final = LANE_LEASE.total_seconds() / 6
"""Seconds for which channels are held beforehand, by the rate of their platform. Whoever waits for its turn
longer than its lease lasts has lost both."""

_log = logger(__name__)


@dataclass(slots=True)
class Rounds:
    """Plans and posts, again and again."""

    worker: Worker
    at_once: int = AT_ONCE
    told: Callable[[str | None], None] = lambda _: None
    """Is told, when that changes, why the database cannot be used; None: it can."""
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _running: dict["asyncio.Task[None]", str] = field(default_factory=dict)
    """What is being worked off, and on which platform."""
    _well_at: datetime | None = None
    """When it was last looked what is due, by the ledger's clock."""
    _lost_since: datetime | None = None
    """When the database was last well, while it is not."""
    _trouble: str | None = None

    def tick(self) -> None:
        """Time to look for what is due."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; what is being posted then is finished."""
        try:
            while not stop.is_set():
                await self._round()
                await first_of(stop.wait(), self._woken.wait(), self._half_free())
            if self._running:
                await asyncio.wait(self._running, timeout=FINISH_WITHIN)
        finally:
            await self._cancelled()
        await self._left()

    async def _left(self) -> None:
        try:
            await self.worker.leave()
        except StorageError as error:
            _log.info("the database was not told that this worker ends", reason=str(error))

    async def _round(self) -> None:
        try:
            looked = self._woken.is_set()
            if looked:
                self._woken.clear()
                await self._reached()
                await self.worker.count()
                await self.plan(posting=True)
                self._well_at = await self.worker.ledger.now()
            await self._start()
            if looked:
                self._found(None)
        except StorageError as error:
            self._lost_since = self._lost_since or self._well_at
            self._found(str(error))

    def _found(self, trouble: str | None) -> None:
        """One line when it begins or changes and one when it is over: an outage has thousands of rounds."""
        if trouble == self._trouble:
            return
        self._trouble = trouble
        self.told(trouble)
        if trouble is None:
            _log.info("the database can be used again; deliveries go on")
        else:
            _log.warning("deliveries wait for the database", reason=trouble)

    async def _reached(self) -> None:
        """Write down, once the database can be used again, that it could not be until now."""
        if self._lost_since is not None:
            await self.worker.ledger.held_up(self.worker.platforms, "no-database", self._lost_since)
            self._lost_since = None

    async def settle(self) -> int:
        """Plan and post until nothing is due any more; returns how many channels were worked off."""
        await self.plan()
        done = 0
        while started := await self._start():
            done += started
            await asyncio.wait(self._running)
        return done

    async def plan(self, *, posting: bool = False) -> int:
        """Write down the slots that have come; returns how many are new. Raises StorageError.

        `posting`: where there are many, the first of them are being posted while others are planned.
        """
        ledger, new = self.worker.ledger, 0
        while True:
            due = await ledger.to_plan(self.worker.platforms, PLANNED_AT_ONCE)
            if not due:
                return new
            now = await ledger.now()
            new += await ledger.plan(await self._explained([(each, plan(each, to, now)) for each, to in due]))
            if len(due) < PLANNED_AT_ONCE:
                return new
            if posting:
                await self.worker.count()  # planning thousands may take longer than one is remembered
                await self._start()

    async def _explained(self, plans: Sequence[tuple[Subscription, Plan]]) -> list[Plan]:
        """The plans; late slots in them with what was in the way, and what their owners are told."""
        worker, found = self.worker, []
        late = any(missed(each) for _, each in plans)
        known = await worker.ledger.standstills(worker.platforms) if late else {}
        for subscription, planned in plans:
            platform = subscription.channel.platform
            made = explained(planned, subscription.catch_up, known.get(platform, ()))
            notices = Notices(worker.outlets[platform].parts)
            found.append(replace(made, told=notices.missed(subscription, missed(made))))
        return found

    async def _start(self) -> int:
        """Claim as many channels as there is room for; returns how many.

        Platforms whose rate is less than the room come first: of them no more than they take soon.
        """
        free = self.at_once - len(self._running)
        rooms = {name: self._room(name) for name in self.worker.platforms}
        started = 0
        for name, room in rooms.items():
            if room < free:
                started += await self._claimed((name,), min(room, free - started))
        others = tuple(name for name, room in rooms.items() if room >= free)
        return started + await self._claimed(others, free - started)

    def _room(self, platform: str) -> int:
        """How many more channels of a platform get their turn soon enough."""
        busy = sum(name == platform for name in self._running.values())
        return self.worker.pacings[platform].turns_within(AHEAD) - busy

    async def _claimed(self, platforms: Sequence[str], room: int) -> int:
        if room <= 0 or not platforms:
            return 0
        worker = self.worker
        holds = await worker.ledger.claim(worker.holder, platforms, room)
        for hold in holds:
            task = asyncio.create_task(worker.channel(hold), name=f"channel {hold.channel.id}")
            self._running[task] = hold.channel.platform
            task.add_done_callback(self._running.pop)
        return len(holds)

    async def _half_free(self) -> None:
        """Returns once half of the room is free again; never while nothing runs."""
        while self._running:
            await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
            if len(self._running) <= self.at_once // 2:
                return
        await asyncio.Event().wait()

    async def _cancelled(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
