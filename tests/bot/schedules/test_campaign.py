"""A sample of the campaign: zones with the oddest clocks against an independent reading of their files."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.schedules import parse_schedule
from scripts import campaign_zones
from scripts.campaign_zones import END, FIRST, FOUR_TIMES, Figures, compare
from tests.bot.schedules.generated import NASTY
from tests.bot.schedules.oracle import Due, expected, stretches

YEAR = int(datetime(2027, 1, 1, tzinfo=UTC).timestamp())


@pytest.mark.parametrize("zone", NASTY)
def test_a_zone_agrees_with_its_file(zone: str) -> None:
    """A year four times a day, and each quarter of an hour around its first two changes."""
    figures = Figures()
    times = ",".join(f"{minute // 60:02}:{minute % 60:02}" for minute in FOUR_TIMES)
    wanted = expected(zone, lambda _: True, FOUR_TIMES, FIRST, YEAR)
    compare(f"every day {times}", zone, wanted, (FIRST, YEAR), figures)
    for change in stretches(zone).changes(FIRST, YEAR)[:2]:
        for text, due, span in campaign_zones.around(zone, change):
            compare(text, zone, due, span, figures)
    assert figures.slots >= 4 * 364
    assert not figures.differences


@pytest.mark.parametrize("field", range(5))
def test_a_difference_would_show(field: int) -> None:
    """A wrong instant, date, time, offset or note is a difference, and so is a slot too many."""
    zone, span = "Europe/London", (FIRST, YEAR)
    right = expected(zone, lambda _: True, (90,), *span)
    wrong: list[object] = list(right[87])
    wrong[field] = "other" if isinstance(wrong[field], str | None) else 1
    for given in ([*right[:87], _due(wrong), *right[88:]], [*right, right[-1]], right[:-1]):
        figures = Figures()
        compare("every day 01:30", zone, given, span, figures)
        assert len(figures.differences) == 1


def _due(parts: list[object]) -> Due:
    instant, on, at, offset, note = parts
    return (int(str(instant)), str(on), str(at), int(str(offset)), None if note is None else str(note))


def test_the_files_reading_is_not_the_machines() -> None:
    """The oracle's offsets are those of a zone's known clock, read without any library."""
    moment = datetime(2026, 7, 1, tzinfo=UTC)
    for name, hours in (
        ("Europe/London", 1),
        ("Europe/Dublin", 1),
        ("Asia/Tokyo", 9),
        ("America/New_York", -4),
    ):
        day = int(moment.timestamp()) // 86_400
        assert stretches(name).due(day, 720)[3] == hours * 3600
        assert moment.astimezone(ZoneInfo(name)).utcoffset() == timedelta(hours=hours)
    assert parse_schedule("daily 9am", "UTC").times
    assert len(stretches("Europe/London").changes(FIRST, END)) == 20
