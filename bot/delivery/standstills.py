"""Times at which nothing could be posted on a platform, and why: what a late slot's reason is taken from.

Owns the rule. How such times are kept is the ledger's affair. Pure.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.delivery.records import Plan
from bot.delivery.states import SlotReason

Hindrance = Literal["revoked", "outage", "no-database"]
"""What was in the way while the program ran: a token that the platform refuses, a platform or a database
that cannot be reached."""


@dataclass(frozen=True, slots=True)
class Standstill:
    """From when until when; None: it lasts."""

    reason: Hindrance
    since: datetime
    until: datetime | None = None

    def within(self, start: datetime, end: datetime) -> timedelta:
        """How much of a time it took."""
        last = end if self.until is None else min(self.until, end)
        return max(last - max(self.since, start), timedelta())


def in_the_way(found: Sequence[Standstill], due: datetime, expires: datetime) -> SlotReason:
    """Why a slot that could have been posted from `due` to `expires` is late.

    What was in the way for at least half of that time; else "late", since nobody was there to try.
    """
    lasted: dict[SlotReason, timedelta] = defaultdict(timedelta)
    for each in found:
        lasted[each.reason] += each.within(due, expires)
    if not lasted:
        return "late"
    reason, longest = max(lasted.items(), key=lambda one: one[1])
    return reason if longest * 2 >= expires - due else "late"


def explained(made: Plan, window: timedelta, found: Sequence[Standstill]) -> Plan:
    """A plan whose late slots say what was in the way; `window`: how late its digests may come."""
    slots = tuple(
        replace(each, reason=in_the_way(found, each.due_at, each.due_at + window))
        if each.state == "late"
        else each
        for each in made.slots
    )
    return replace(made, slots=slots)
