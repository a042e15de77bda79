"""How much there may be: digests, and previews that everybody can ask for; and what is said beyond that."""

from datetime import date, datetime, timedelta
from typing import Final

from bot.digests.ports import Full, Limits, Subscriptions
from bot.subscriptions import Subscription
from briefings.errors import BadInput

_FULL: Final[dict[Full, str]] = {
    "channel": "This channel has {0} digests, which is as many as a channel may have.",
    "person": "You have {0} digests here, which is as many as one person may have.",
    "place": "There are {0} digests here, which is as many as there may be in one place.",
}

MEMBERS_AHEAD: Final = timedelta(days=60)
"""How far ahead those who do not manage a channel's digests may preview: each slot before is worked out."""
BUSY: Final = "A preview of this channel is being worked out already. Please try again in a moment."


def refuse_far(on: date, now: datetime) -> None:
    """Refuses a preview that only those who manage a channel's digests may ask for. Raises BadInput."""
    if on > now.date() + MEMBERS_AHEAD:
        raise BadInput(
            f"Previews reach {MEMBERS_AHEAD.days} days ahead; those who manage this channel's digests may "
            "look further. Ask for a date that is nearer."
        )


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
