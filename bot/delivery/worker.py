"""The worker: claims channels and works each off, one slot after the other.

Owns who is worked on and when to look again. How a slot is posted stands in `posting`, what is decided
in `policy`, what is written down in the ledger; nothing here knows a platform or a database.
"""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.delivery.notices import Notices
from bot.delivery.pacing import Pacing
from bot.delivery.policy import MOST_FAILURES, Over, sift, wait_after
from bot.delivery.ports import Composer, Ledger, Outlet
from bot.delivery.posting import DONE, Again, Gone, Halt, Posting, Result
from bot.delivery.probing import Probe, unwatched
from bot.delivery.records import Hold, OpenSlot
from bot.logs import incident, logger
from bot.subscriptions import Channel
from briefings.errors import StorageError

AT_ONCE: Final = 64
"""Channels that one worker has at the same time, so many that no turn to post finds none of them ready."""
COUNTED_EVERY: Final = timedelta(seconds=4)
"""Within which every worker has looked how many there are: two ticks."""
REVOKED_WAIT: Final = timedelta(seconds=30)
"""How long channels of a platform that refuses our credentials are left alone. This process does not ask
there again at all; another one, started with good credentials, need not wait long."""

_log = logger(__name__)


async def unmoved(channel: Channel) -> None:
    """Nobody cares."""


@dataclass(slots=True)
class Worker:
    """Posts what is due on the platforms it has outlets for."""

    ledger: Ledger
    composer: Composer
    outlets: Mapping[str, Outlet]
    pacings: Mapping[str, Pacing]
    holder: str
    probe: Probe = unwatched
    chance: random.Random = field(default_factory=random.SystemRandom)
    removed: Callable[[Channel], Awaitable[None]] = unmoved
    """Told that the platform says the bot was removed from where a channel is."""
    refused: set[str] = field(default_factory=set)
    """Platforms that refuse our credentials; no request goes there any more."""

    @property
    def platforms(self) -> tuple[str, ...]:
        """Those that can be posted to."""
        return tuple(name for name in self.outlets if name not in self.refused)

    async def count(self) -> None:
        """Be counted among the workers, and keep to a share of each platform's rate. Raises StorageError."""
        if not self.platforms:
            return
        counted = await self.ledger.present(self.holder, self.platforms)
        for platform, workers in counted.items():
            self.pacings[platform].shared_by(workers, COUNTED_EVERY.total_seconds())
            self.outlets[platform].shared_by(workers)

    async def leave(self) -> None:
        """Be counted no more. Raises StorageError."""
        await self.ledger.absent(self.holder, tuple(self.outlets))

    async def channel(self, hold: Hold) -> None:
        """Everything that is due in one channel, in order. Raises nothing of its own."""
        try:
            await self.probe("claim", hold.channel)
            again = await self._worked_off(hold)
            await self.ledger.release(hold, again)
        except StorageError as error:
            _log.warning("a delivery waits for the database", reason=str(error))  # the lease runs out
        except Exception as error:  # noqa: BLE001 - one channel's trouble must not reach the others
            incident(_log, "a channel could not be worked off", error, platform=hold.channel.platform)

    async def _worked_off(self, hold: Hold) -> timedelta | None:
        """How long to wait until looking again, if something is left to do."""
        opened = await self.ledger.open_slots(hold)
        if opened is None:
            return None
        hold, found = opened
        notices = Notices(self.outlets[hold.channel.platform].parts)
        over, wanted = await self._sifted(hold, found)
        for each in over:
            told = notices.ended(each.slot, each.state, each.reason)
            if not await self.ledger.end(hold, each.slot, each.state, each.reason, told):
                return None
        summed = await self._summed(hold, wanted, notices)
        if summed is None:
            return None
        again: list[timedelta] = []
        for slot in summed:
            result = await self._posted(hold, slot, notices)
            if isinstance(result, Gone):
                return timedelta()
            if isinstance(result, Halt):
                await self._shut(hold.channel, removed=result.over)
                return REVOKED_WAIT
            if isinstance(result, Again):
                again.append(result.wait)
                if slot.kind == "digest":
                    break  # what comes after it in the channel waits, so that the order holds
        return min(again, default=None)

    async def _sifted(
        self, hold: Hold, found: tuple[OpenSlot, ...]
    ) -> tuple[tuple[Over, ...], tuple[OpenSlot, ...]]:
        """What is over and what is to be posted; what was in the way is asked for where something is late."""
        over, wanted = sift(found, hold.at)
        if any(each.state == "late" for each in over):
            known = await self.ledger.standstills((hold.channel.platform,))
            over, wanted = sift(found, hold.at, known.get(hold.channel.platform, ()))
        return over, wanted

    async def _summed(
        self, hold: Hold, wanted: tuple[OpenSlot, ...], notices: Notices
    ) -> tuple[OpenSlot, ...] | None:
        """Notices that wait for one person, as one message by the last of them; None: the hold is lost."""
        waiting = [slot for slot in wanted if slot.kind == "notice" and not slot.begun]
        made = notices.summed(waiting)
        if made is None:
            return wanted
        *told_by_it, last = waiting
        if not await self.ledger.freeze(hold, last, made):
            return None
        for each in told_by_it:
            if not await self.ledger.end(hold, each, "skipped", "merged"):
                return None
        left = [slot for slot in wanted if slot not in told_by_it]
        return tuple(slot.holding(made) if slot is last else slot for slot in left)

    async def _shut(self, channel: Channel, *, removed: bool) -> None:
        platform = channel.platform
        if removed:
            await self.removed(channel)
        if platform not in self.refused:
            self.refused.add(platform)
            _log.error("the platform refuses our credentials; nothing is posted there", platform=platform)
            await self.ledger.held_up((platform,), "revoked")

    async def _posted(self, hold: Hold, slot: OpenSlot, notices: Notices) -> Result:
        """One slot; a failure nobody foresaw costs this slot alone, and not for ever."""
        platform = hold.channel.platform
        posting = Posting(
            self.ledger,
            self.composer,
            self.outlets[platform],
            self.pacings[platform],
            notices,
            self.probe,
            self.chance,
        )
        try:
            return await posting.post(hold, slot)
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, others must not wait behind it
            incident(_log, "a delivery failed", error, slot=slot.key, subject=slot.subject)
            failures = await self.ledger.failed(hold, slot)
        if failures < MOST_FAILURES:
            return Again(wait_after(failures, None, self.chance))
        told = notices.ended(slot, "failed", "poison")
        await self.ledger.end(hold, slot, "failed", "poison", told)
        return DONE
