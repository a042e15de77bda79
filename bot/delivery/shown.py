"""What counts as shown when a digest's next edition is composed.

Owns the rule: everything that a digest of the channel showed its readers, for as long as that digest is
there; of one that was removed, for those digests that were there beside it. A digest begun after that
begins afresh.
"""

from collections.abc import Iterable

from bot.delivery.records import LastEdition, Shown
from bot.subscriptions import Subscription


def shown_to(subscription: Subscription, editions: Iterable[LastEdition]) -> Shown:
    """What counts for a subscription, of the last editions of its channel's digests, its own among them."""
    found = sorted(editions, key=lambda each: each.subscription)
    beside = [each for each in found if _beside(subscription, each)]
    return Shown(
        last=max((each.number for each in found), default=0),
        own=next((each.history for each in found if each.subscription == subscription.id), None),
        others=tuple(each.history for each in beside if each.removed_at is None),
        ended=tuple(each.history for each in beside if each.removed_at is not None),
    )


def _beside(subscription: Subscription, other: LastEdition) -> bool:
    """Whether it is of another digest that is, or was, there together with this one."""
    if other.subscription == subscription.id:
        return False
    return other.removed_at is None or other.removed_at > subscription.created_at
