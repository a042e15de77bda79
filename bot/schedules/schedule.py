"""A schedule: days, local times, the zone they are meant in, and dates left out.

Owns what makes a schedule usable at all: a zone there is, a date it falls on, a quarter of an hour
between two of its times. It reads no text and computes no instants.
"""

from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import Final

from bot.schedules.days import DayRule, ever, on_two_days_running
from bot.schedules.zone_data import spelt
from briefings.errors import BadInput

SHORTEST_GAP: Final = 15
"""Minutes between two times of one schedule, at least (the project's time rule)."""
MAX_SKIPPED: Final = 366
"""Dates that one schedule may leave out."""
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Schedule:
    """Days and local times in a zone. Raises BadInput where it could not be kept.

    `times` are full minutes, ascending, each once; `zone` is an IANA name as the zone data spells it;
    `skip` are local dates left out, ascending, each once.
    """

    days: DayRule
    times: tuple[time, ...]
    zone: str
    skip: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if spelt(self.zone) != self.zone:
            raise BadInput(f"There is no time zone “{self.zone[:40]}”; Europe/London is one, for example.")
        if tuple(sorted(set(self.times))) != self.times or not self.times:
            raise BadInput("A schedule needs its times in order, each once, and one at least.")
        if any(each.second or each.microsecond or each.tzinfo for each in self.times):
            raise BadInput("Times of a schedule are full minutes, such as 08:30.")
        if tuple(sorted(set(self.skip))) != self.skip or len(self.skip) > MAX_SKIPPED:
            raise BadInput(f"A schedule may leave out {MAX_SKIPPED} dates, in order and each once.")
        _refuse_too_often(self.days, self.times)
        if not ever(self.days):
            raise BadInput("No date is ever like that, so nothing would be sent; choose other days.")


def _refuse_too_often(days: DayRule, times: tuple[time, ...]) -> None:
    minutes = [each.hour * 60 + each.minute for each in times]
    gaps = [(later - earlier, index) for index, (earlier, later) in enumerate(pairwise(minutes))]
    overnight = minutes[0] + _DAY - minutes[-1]
    if overnight < SHORTEST_GAP and on_two_days_running(days):
        gaps.append((overnight, len(times) - 1))
    shortest, index = min(gaps, default=(_DAY, 0))
    if shortest < SHORTEST_GAP:
        first, second = times[index], times[(index + 1) % len(times)]
        apart = "1 minute" if shortest == 1 else f"{shortest} minutes"
        raise BadInput(
            f"{first:%H:%M} and {second:%H:%M} are {apart} apart; a schedule sends at most every "
            f"{SHORTEST_GAP} minutes."
        )
