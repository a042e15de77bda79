"""Pausing, snoozing and going on again.

Owns that what the platform's refusal paused goes on together: where one digest of a channel can be posted
again, so can the others that were paused by it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, assert_never

from bot.delivery.composing import zone_at
from bot.delivery.notices import Notices
from bot.delivery.planner import plan
from bot.delivery.records import Told
from bot.delivery.states import LEFT
from bot.digest_commands import DigestPause, DigestResume, DigestSnooze
from bot.digests import changing, replies, wording
from bot.digests.asker import Asker
from bot.digests.keeping import Keeping
from bot.digests.ports import Kept
from bot.digests.reading import moment_of
from bot.subscriptions import Subscription
from briefings.errors import BadInput
from briefings.reply import Reply

_AWAY: Final = "I was removed there. It goes on by itself when I am added again; nothing else resumes it."


async def quieted(
    keeping: Keeping, command: DigestPause | DigestResume | DigestSnooze, one: Kept, who: Asker
) -> Reply:
    """A digest paused, resumed or snoozed, and what follows. Raises BadInput, StorageError."""
    old, now = one.subscription, await keeping.parts.subscriptions.now()
    match command:
        case DigestPause():
            new = changing.paused(old, who.reader, now)
            already = old.pause is not None and old.pause.by is not None
            fresh = not already and await keeping.change(one, new, now, who.way)
            title = f"Paused: {old.id}" if fresh else f"Paused already: {old.id}"
            return replies.done(title, "Nothing is posted until it is resumed.", new)
        case DigestSnooze(typed):
            new = changing.snoozed(old, _until(typed, old, now))
            await keeping.change(one, new, now, who.way)
            sentence = f"Nothing is posted; it is {wording.state_of(new, now)}."
            return replies.done(f"Snoozed: {old.id}", sentence, new)
        case DigestResume():
            if old.state == "paused" and old.pause is not None and old.pause.reason == LEFT:
                raise BadInput(f"{old.id} is paused: {_AWAY}")
            return await _resumed(keeping, one, who, now)
        case _:
            assert_never(command)


def _until(typed: str, old: Subscription, now: datetime) -> datetime:
    """The end of a snooze, a date in the zone that it goes by on that date. Raises BadInput."""
    current = zone_at(old, now)
    until = moment_of(typed, current, now)
    then = zone_at(old, until)
    return until if then == current else moment_of(typed, then, now)


async def _resumed(keeping: Keeping, one: Kept, who: Asker, now: datetime) -> Reply:
    old, new = one.subscription, changing.resumed(one.subscription)
    lacking = await keeping.lacking(new)
    together = await _refused_with(keeping, old) if lacking == () else ()
    await keeping.change(one, new, now, who.way)  # its snooze ends as well; that of others is theirs
    others = tuple(each for each in together if each.subscription.id != old.id)
    if others:
        await _let_go_on(keeping, others, who, now)
    names = tuple(each.subscription.id for each in others)
    return replies.resumed(new, changing.next_slots(new, now, 1), lacking, names)


async def _refused_with(keeping: Keeping, old: Subscription) -> tuple[Kept, ...]:
    """Those of the channel that the platform's refusal paused, where all can go on now.

    Also when `old` itself was let go on before, while something was still missing.
    """
    kept, at = keeping.parts.subscriptions, old.channel
    there = [each for each in await kept.listed(at.platform, at.place, at.id) if _refused(each)]
    thread = next((each for each in there if each.style == "thread"), None)
    if thread is not None and old.style != "thread" and await keeping.lacking(thread) != ():
        return ()
    found = [await kept.get(each.id) for each in there]
    return tuple(each for each in found if each is not None)


def _refused(subscription: Subscription) -> bool:
    """Whether the platform's refusal paused it: no person did, and not that the bot was away."""
    pause = subscription.pause
    return subscription.state == "paused" and pause is not None and pause.by is None and pause.reason != LEFT


async def _let_go_on(keeping: Keeping, together: tuple[Kept, ...], who: Asker, now: datetime) -> None:
    """All of them at once; other owners are told by direct message."""
    parts, channel = keeping.parts, together[0].subscription.channel
    notices = Notices(parts.posting.render(channel.platform))

    def tell(found: Sequence[Subscription]) -> Sequence[Told]:
        return notices.resumed([each for each in found if each.owner != who.reader])

    await parts.ledger.plan([plan(each.subscription, each.planned_through, now) for each in together])
    await parts.ledger.resume(channel, tell)
