"""A city or a country behind the last time is the zone; what reads as a schedule by itself stays whole."""

import pytest

from bot.digest_commands import DigestAdd
from bot.digest_grammar import read


@pytest.mark.parametrize(
    ("typed", "schedule", "zone"),
    [
        ("weekdays 08:00 London", "weekdays 08:00", "London"),
        ("first monday 9am New York", "first monday 9am", "New York"),
        ("mon,thu at noon, Japan", "mon,thu at noon", "Japan"),
        ("08:00 weekdays", "08:00 weekdays", ""),
        ("08:00 London", "08:00", "London"),
        ("weekdays 25:00 London", "weekdays 25:00 London", ""),
    ],
)
def test_a_place_behind_the_time_is_the_zone(typed: str, schedule: str, zone: str) -> None:
    """Only where the rest is a schedule, so that a mistake in the schedule is told as one."""
    found = read(f"add {typed}")
    assert isinstance(found, DigestAdd)
    assert (found.schedule, found.zone) == (schedule, zone)


def test_a_number_of_days_is_no_field() -> None:
    """“catch-up 3 days” is a span; “days” names a field everywhere else."""
    found = read("add days mon,thu time 08:00 zone Japan catch-up 3 days style full")
    assert isinstance(found, DigestAdd)
    assert (found.days, found.catch_up, found.style) == ("mon,thu", "3 days", "full")
