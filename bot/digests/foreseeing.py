"""What is foreseen of a digest before it is saved or sent.

How far the library carries it, and what it shares with others of its channel. Owns when that is worth a
sentence; the editions come from `bot.delivery.preview`, which posting shares.
"""

from collections.abc import Mapping
from typing import Final

from bot.delivery.preview import reach, waiting
from bot.delivery.records import NothingReason
from bot.digests import wording
from bot.digests.parts import Parts
from bot.subscriptions import Channel, Subscription
from briefings.errors import BadInput

LOOKED_AHEAD: Final = 60
"""Slots that are looked at: two months of a daily digest."""


async def foreseen(parts: Parts, wished: Subscription) -> tuple[str, ...]:
    """Sentences for whoever is about to save it. Raises StorageError."""
    beside = await parts.subscriptions.listed(
        wished.channel.platform, wished.channel.place, wished.channel.id
    )
    others = tuple(each for each in beside if each.id != wished.id)
    return (*await _carried(parts, wished), *wording.shared_with(wished, others, parts.topics().name))


async def waits(parts: Parts, channel: Channel) -> Mapping[str, NothingReason]:
    """The channel's digests that have nothing to post until something new comes. Raises StorageError."""
    return await waiting(parts.ledger, parts.composer, channel, await parts.subscriptions.now())


async def _carried(parts: Parts, wished: Subscription) -> tuple[str, ...]:
    now = await parts.subscriptions.now()
    try:
        found = await reach(parts.ledger, parts.composer, wished, now, LOOKED_AHEAD)
    except BadInput:  # more digests come before than are worth working through for a remark
        return ()
    return wording.carried(wished, found)
