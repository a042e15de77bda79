"""How many digests there may be, and what is said when there are as many."""

from typing import Final

from bot.digests.ports import Full, Limits, Subscriptions
from bot.subscriptions import Subscription
from briefings.errors import BadInput

_FULL: Final[dict[Full, str]] = {
    "channel": "This channel has {0} digests, which is as many as a channel may have.",
    "person": "You have {0} digests here, which is as many as one person may have.",
    "place": "There are {0} digests here, which is as many as there may be in one place.",
}


async def refuse_full(wished: Subscription, kept: Subscriptions, limits: Limits) -> None:
    """Says at once what saving would refuse; saving counts again. Raises BadInput."""
    at = wished.channel
    there = await kept.listed(at.platform, at.place)
    counts: tuple[tuple[Full, int], ...] = (
        ("channel", sum(each.channel == at for each in there)),
        ("person", sum(each.owner == wished.owner for each in there)),
        ("place", len(there)),
    )
    for name, count in counts:
        if count >= _most(name, limits):
            raise BadInput(full_sentence(name, limits))


def full_sentence(name: Full, limits: Limits) -> str:
    """Whose digests are as many as there may be."""
    return f"{_FULL[name].format(_most(name, limits))} Remove one first."


def _most(name: Full, limits: Limits) -> int:
    match name:
        case "channel":
            return limits.channel
        case "person":
            return limits.person
        case "place":
            return limits.place
