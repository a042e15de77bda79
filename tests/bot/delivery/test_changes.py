"""Schedules edited, paused, moved and removed while slots are due, claimed or half posted.

A model beside the real thing: whatever happens in whatever order, what was committed last is what counts.
"""

import asyncio
import tempfile
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.delivery.states import Step
from bot.failures import Wait
from bot.schedules import parse_schedule
from bot.storage.database import Database
from bot.storage.ledger.ledger import SqlLedger
from bot.storage.moments import ClockMoments
from bot.storage.place import Place
from bot.subscriptions import Channel, Pause, Subscription
from tests.bot.delivery.conftest import MONDAY, Installation, KillAt, Killed, Pages
from tests.fakes.clock import SetClock
from tests.fakes.outlet import LostReply, RecordingOutlet
from tests.servers.blank import put_blank

CHANNEL = "channel of s-1"
DAYS = ("every day 08:30", "every day 08:30,12:00", "weekdays 09:00", "every day 09:00,18:00")


class Changes(RuleBasedStateMachine):
    """One subscription, one channel, everything that can happen to them."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        file = Path(self.folder.name) / "changes.sqlite3"
        put_blank(file)
        clock, database = SetClock(MONDAY), Database(Place(file))
        database.stay_open()
        ledger = SqlLedger(database, ClockMoments(clock))
        self.place = Installation(database, clock, ledger, RecordingOutlet(clock), Pages(parts=2))
        self.place.outlet.while_posting = self._look
        self.wrong: list[str] = []
        self.processes = 0

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def _look(self, post: Any) -> None:
        """A first part may only go out as the subscription is at that moment."""
        now, made = self.place.clock.moment, self.made
        if post.part.number == 1 and not post.channel.person and post.part.attempts == 0:
            if made.quiet(now) is not None:
                self.wrong.append(f"posted while {made.quiet(now)}")
            if not str(post.part.payload["text"]).rstrip("1 ").endswith(" ".join(made.topics)):
                self.wrong.append("posted what was ordered before")

    @initialize()
    def subscribe(self) -> None:
        """In the beginning there is one subscription."""
        self.made: Subscription = self._do(self.place.subscribe())

    @rule(minutes=st.sampled_from([1, 10, 40, 90, 240, 24 * 60]))
    def wait(self, minutes: int) -> None:
        """Time passes."""
        self.place.wind(minutes=minutes)

    @rule()
    def work(self) -> None:
        """A process plans and posts what is due."""
        self._do(self._process().settle())

    @rule(step=st.sampled_from(["claim", "freeze", "connect", "reply", "record", "next part"]))
    def die(self, step: Step) -> None:
        """A process dies at a step."""
        rounds = self._process(KillAt(step))

        async def dying() -> None:
            await rounds.plan()
            for hold in await self.place.ledger.claim(rounds.worker.holder, ("discord",), 10):
                try:
                    await rounds.worker.channel(hold)
                except Killed:
                    return

        self._do(dying())

    @rule(step=st.sampled_from(["compose", "freeze", "connect", "next part"]), what=st.integers(0, 3))
    def change_while_at_work(self, step: Step, what: int) -> None:
        """Somebody changes the subscription while a process is about to take a step."""
        once = [True]

        async def probe(reached: Step, channel: Channel) -> None:
            if reached == step and once and channel.id == CHANNEL:
                once.clear()
                await self._changed(what)

        self._do(self._process(probe).settle())

    @rule(what=st.integers(0, 3))
    def change(self, what: int) -> None:
        """Somebody changes it while nobody is at work."""
        self._do(self._changed(what))

    @rule(days=st.sampled_from(DAYS))
    def edit_the_schedule(self, days: str) -> None:
        """Other times; those already posted stay as they are."""
        self._do(self._put(schedule=parse_schedule(days, "UTC")))

    @rule(lost=st.booleans())
    def trouble(self, lost: bool) -> None:
        """The next post meets trouble."""
        self.place.outlet.troubles.append(LostReply() if lost else Wait())

    @invariant()
    def nothing_is_wrong(self) -> None:
        """No part stands twice, parts are in order, and nothing was posted against the last word."""
        assert self.wrong == []
        shown = self.place.outlet.shown(CHANNEL)
        assert len(shown) == len(set(shown))
        parts: dict[str, list[int]] = {}
        for edition, part in shown:
            parts.setdefault(edition, []).append(part)
        assert all(each == list(range(1, len(each) + 1)) for each in parts.values())

    def teardown(self) -> None:
        """In the end all is worked off: what readers saw half of is whole, unless it was removed."""
        self.place.outlet.troubles.clear()
        for _ in range(3):
            self.place.wind(minutes=10)
            self._do(self._process().settle())
        self.nothing_is_wrong()
        for past in self._do(self.place.ledger.past("s-1", 100)):
            if past.state == "sent":
                assert past.parts_sent == past.parts == 2
            assert past.state not in ("due", "frozen")
        self._do(self.place.database.close())
        self.runner.close()
        self.folder.cleanup()

    def _process(self, probe: Any = None) -> Any:
        self.processes += 1
        rounds = self.place.rounds(f"process {self.processes}")
        if probe is not None:
            rounds.worker.probe = probe
        return rounds

    async def _changed(self, what: int) -> None:
        now = self.place.clock.moment
        match what:
            case 0:
                await self._put(state="paused", pause=Pause("asked", now, "owner"))
            case 1:
                await self._put(state="active", pause=None, snoozed_until=None)
            case 2:
                await self._put(snoozed_until=now + timedelta(hours=5))
            case _:
                await self._put(topics=(f"country:{'ABCDEFGH'[self.made.revision % 8]}X",))

    async def _put(self, **changes: Any) -> None:
        changed = replace(self.made, revision=self.made.revision + 1, **changes)
        self.made = await self.place.change(changed)


def test_the_last_word_counts() -> None:
    """Whatever changes at whatever step: nothing twice, out of order or against the last word."""
    run_state_machine_as_test(
        Changes,
        settings=settings(
            max_examples=15,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
