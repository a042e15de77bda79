"""Posting one slot: composed and frozen, then part after part, each attempt written down first.

Owns the named steps from "compose" to "next part", and what follows from each outcome. Whatever is
interrupted between two steps is taken up again from what the ledger says.
"""

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, assert_never

from bot.delivery.notices import Notices
from bot.delivery.pacing import Pacing
from bot.delivery.policy import MOST_FAILURES, may_repeat, unsettled_for, wait_after
from bot.delivery.ports import Composer, Ledger, Outlet
from bot.delivery.probing import Probe
from bot.delivery.records import (
    LANE_LEASE,
    CannotLook,
    Found,
    FrozenEdition,
    Hold,
    Nothing,
    NotThere,
    OpenSlot,
    Part,
    Post,
    Sent,
)
from bot.delivery.states import SlotReason
from bot.failures import AlreadyDone, Failure, Lost, Ours, Permanent, Repairable, Revoked, Unknown, Wait
from bot.logs import logger

_log = logger(__name__)
STALE_AFTER: Final = LANE_LEASE.total_seconds() / 2
"""Seconds from writing an attempt down, after which it is not made: of the lease so much must be left as a
request may take."""
_MOST_OURS = 2
"""Tries with a message that the platform refuses as malformed: the second rules out an accident."""
_OF_ONE_EDITION: Final[frozenset[SlotReason]] = frozenset({"message-gone", "thread-closed"})
"""Refusals of what belongs into an edition's thread that say nothing of the channel."""


@dataclass(frozen=True, slots=True)
class Again:
    """Not done; look again, but not before so long."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class Ended:
    """At its end, one way or another."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The channel is another worker's now, or its subscription has changed."""


@dataclass(frozen=True, slots=True)
class Halt:
    """The platform refuses our credentials; `over`: since the bot was removed from that place."""

    over: bool = False


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A part is there."""

    message: str | None


Result = Again | Ended | Gone | Halt
DONE, GONE = Ended(), Gone()


@dataclass(slots=True)
class Posting:
    """Posts slots of one platform."""

    ledger: Ledger
    composer: Composer
    outlet: Outlet
    pacing: Pacing
    notices: Notices
    probe: Probe
    chance: random.Random

    async def post(self, hold: Hold, slot: OpenSlot) -> Result:
        """One slot, as far as it goes now. Raises StorageError, and whatever composing raises."""
        composed = await self._frozen(hold, slot)
        if not isinstance(composed, OpenSlot):
            return composed
        slot = composed
        for number in range(1, _count(slot) + 1):
            part = _part(slot, number)
            if part.state == "sent":
                continue
            result = await self._one(hold, slot, part)
            if not isinstance(result, _Arrived):
                return result
            slot = slot.with_part(number, "sent", result.message)
            await self.probe("next part", hold.channel)
        return DONE

    async def _frozen(self, hold: Hold, slot: OpenSlot) -> OpenSlot | Result:
        """The slot with its content frozen.

        Composed anew where nobody saw it yet and its subscription, or what its channel was shown, changed.
        """
        subscription, edition = slot.subscription, slot.edition
        if edition is not None and (slot.begun or subscription is None):
            return slot
        if subscription is None:
            raise ValueError("only a digest is composed when it is due")
        shown = await self.ledger.history(subscription)
        if edition is not None and edition.follows(shown, subscription):
            return slot
        await self.probe("compose", hold.channel)
        made = await self.composer.compose(slot, subscription, shown, self.outlet)
        if isinstance(made, Nothing):
            return DONE if await self.ledger.end(hold, slot, "empty", made.reason) else GONE
        await self.probe("freeze", hold.channel)
        return slot.holding(made) if await self.ledger.freeze(hold, slot, made) else GONE

    async def _one(self, hold: Hold, slot: OpenSlot, part: Part) -> Result | _Arrived:
        """One part: what an earlier attempt came to first, then one attempt."""
        post = Post(slot.channel, part, _edition(slot).id, _under(slot, part))
        if part.state == "unknown":  # whoever found that out died before the slot had ended
            return await self._ended_in_doubt(hold, slot)
        if part.state == "tried":
            kept = await self.ledger.keep(hold)  # what is decided next rests on what time it is
            if kept is None:
                return GONE
            if not may_repeat(part, kept.at, self.outlet.same_within):
                known = await self._looked_up(kept, slot, post)
                if known is not None:
                    return known
        await self.pacing.turn(hold.channel, in_thread=part.in_thread)
        await self.probe("connect", hold.channel)
        asked = self.pacing.elapsed()
        kept = await self.ledger.begin(hold, slot, part.number)
        if kept is None:
            return GONE
        await self.pacing.let_go(in_thread=part.in_thread)
        if self.pacing.elapsed() - asked > STALE_AFTER:
            return await self._stale(kept, slot, part)
        outcome = await self.outlet.send(post)
        await self.probe("reply", hold.channel)
        if isinstance(outcome, Sent):
            return await self._arrived(kept, slot, part, outcome.message)
        return await self._failed(kept, slot, part, outcome)

    async def _stale(self, hold: Hold, slot: OpenSlot, part: Part) -> Result:
        """Held up for so long that another process may be posting by now.

        Nothing was sent, which the ledger is told if the channel is still ours.
        """
        _log.warning("a post was held up for too long and is given back", edition=_edition(slot).id)
        await self._not_sent(hold, slot, part, asking=False)
        return GONE

    async def _arrived(
        self, hold: Hold, slot: OpenSlot, part: Part, message: str | None
    ) -> Result | _Arrived:
        await self.probe("record", hold.channel)
        if not await self.ledger.arrived(hold, slot, part.number, message):
            return GONE
        return _Arrived(message)

    async def _looked_up(self, hold: Hold, slot: OpenSlot, post: Post) -> Result | _Arrived | None:
        """What became of an attempt without a reply; None when nothing did and it may be made again."""
        part = post.part
        unsettled = unsettled_for(part, hold.at)
        if unsettled is not None:
            return Again(unsettled)
        since = (part.first_tried_at or slot.due_at) - timedelta(minutes=1)
        found = await self.outlet.find(post, since)
        match found:
            case Found(message):
                return await self._arrived(hold, slot, part, message)
            case NotThere():
                return None if await self.ledger.not_sent(hold, slot, part.number) else GONE
            case CannotLook():
                return await self._in_doubt(hold, slot, part)
            case _:
                return await self._failed(hold, slot, part, found, asking=True)

    async def _in_doubt(self, hold: Hold, slot: OpenSlot, part: Part) -> Result | None:
        """Nobody can know: posted again or not, as the subscription chooses."""
        if slot.on_doubt == "never-lose":
            return None if await self.ledger.not_sent(hold, slot, part.number) else GONE
        if not await self.ledger.doubted(hold, slot, part.number):
            return GONE
        return await self._ended_in_doubt(hold, slot)

    async def _ended_in_doubt(self, hold: Hold, slot: OpenSlot) -> Result:
        """Nothing more of it is posted, and its owner told."""
        told = self.notices.ended(slot, "unknown", "uncertain")
        return DONE if await self.ledger.end(hold, slot, "unknown", "uncertain", told) else GONE

    async def _failed(
        self, hold: Hold, slot: OpenSlot, part: Part, failure: Failure, *, asking: bool = False
    ) -> Result | _Arrived:
        """What follows from a failure. `asking`: nothing was posted, only looked for."""
        _log.info("a part did not arrive", failure=repr(failure), edition=_edition(slot).id, part=part.number)
        match failure:
            case AlreadyDone():
                return await self._arrived(hold, slot, part, None)
            case Permanent(reason):
                return await self._refused(hold, slot, part, _worded(reason))
            case Revoked(over):
                await self._not_sent(hold, slot, part, asking=asking)
                return Halt(over)
            case Ours():
                await self._not_sent(hold, slot, part, asking=asking)
                return await self._again(hold, slot, None, most=_MOST_OURS)
            case Wait(seconds, maybe_done):
                if not maybe_done:
                    await self._not_sent(hold, slot, part, asking=asking)
                return await self._again(hold, slot, seconds)
            case Repairable():
                await self._not_sent(hold, slot, part, asking=asking)
                return await self._again(hold, slot, None, most=MOST_FAILURES)
            case Lost():
                return await self._again(hold, slot, None)
            case Unknown():
                return await self._again(hold, slot, None, most=MOST_FAILURES)
            case _:
                assert_never(failure)

    async def _not_sent(self, hold: Hold, slot: OpenSlot, part: Part, *, asking: bool) -> None:
        """The attempt posted nothing; an earlier one of the same part may have."""
        if not asking and part.state == "waiting":
            await self.ledger.not_sent(hold, slot, part.number)

    async def _again(
        self, hold: Hold, slot: OpenSlot, seconds: float | None, most: int | None = None
    ) -> Result:
        """Later; given up after so many tries where a number is given."""
        failures = await self.ledger.failed(hold, slot)
        if most is not None and failures >= most:
            told = self.notices.ended(slot, "failed", "poison")
            return DONE if await self.ledger.end(hold, slot, "failed", "poison", told) else GONE
        return Again(wait_after(failures, seconds, self.chance))

    async def _refused(self, hold: Hold, slot: OpenSlot, part: Part, reason: SlotReason) -> Result:
        """The platform will not have it: the slot ends; a channel that is closed to us is paused."""
        await self._not_sent(hold, slot, part, asking=False)
        pausing = slot.kind == "digest" and not _of_one_edition(reason, part)
        told = () if pausing else self.notices.ended(slot, "refused", reason)
        if not await self.ledger.end(hold, slot, "refused", reason, told):
            return GONE
        if pausing:
            await self.ledger.pause(hold, reason, lambda paused: self.notices.paused(slot, reason, paused))
        return DONE


def _edition(slot: OpenSlot) -> FrozenEdition:
    if slot.edition is None:
        raise ValueError("nothing is frozen yet")
    return slot.edition


def _count(slot: OpenSlot) -> int:
    return len(_edition(slot).parts)


def _part(slot: OpenSlot, number: int) -> Part:
    return _edition(slot).parts[number - 1]


def _under(slot: OpenSlot, part: Part) -> str | None:
    """The message whose thread the part belongs into."""
    return _part(slot, 1).message if part.in_thread else None


def _of_one_edition(reason: SlotReason, part: Part) -> bool:
    """Whether a refusal says something of one edition's thread alone.

    A closed thread that the first part was for is the channel itself.
    """
    return reason in _OF_ONE_EDITION and (part.in_thread or reason != "thread-closed")


def _worded(reason: str) -> SlotReason:
    """A failure's reason as a slot's."""
    known: dict[str, SlotReason] = {
        "channel-gone": "channel-gone",
        "message-gone": "message-gone",
        "no-access": "no-access",
        "no-permission": "no-permission",
        "direct-messages-closed": "direct-messages-closed",
        "wrong-channel": "wrong-channel",
        "thread-closed": "thread-closed",
        "too-late": "poison",
    }
    return known.get(reason, "poison")
