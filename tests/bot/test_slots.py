"""Slots: order, uniqueness, both ends, and the clocks' odd hours."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.schedules import Schedule, parse_schedule
from bot.schedules.days import LAST_YEAR, dates
from bot.slots import next_slots, slot_at, slots
from tests.bot.schedules.generated import schedules

STARTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def due(schedule: str, zone: str, start: str, count: int) -> list[tuple[str, str, str, str | None]]:
    """Date, time, local instant and note of the next slots."""
    found = next_slots(parse_schedule(schedule, zone), datetime.fromisoformat(start), count)
    return [(f"{slot.date}", f"{slot.time:%H:%M}", slot.local.isoformat(), slot.note) for slot in found]


@given(schedules(), STARTS)
@settings(max_examples=80, deadline=None)
def test_slots_are_in_order_and_each_is_one(schedule: Schedule, start: datetime) -> None:
    """By instant, then date and time; none before the start, none twice, each one of the schedule's."""
    found = next_slots(schedule, start, 30)
    keys = [(slot.utc, slot.date, slot.time) for slot in found]
    assert keys == sorted(set(keys))
    assert len({(slot.date, slot.time) for slot in found}) == len(found)
    assert all(slot.utc >= start and slot.local == slot.utc for slot in found)
    assert all(slot.time in schedule.times and slot.date not in schedule.skip for slot in found)
    assert all(slot.date in set(islice(dates(schedule.days, slot.date), 1)) for slot in found)


@given(schedules(), STARTS, st.integers(1, 60))
@settings(max_examples=50, deadline=None)
def test_no_date_and_time_is_left_out(schedule: Schedule, start: datetime, length: int) -> None:
    """The slots of a stretch of days are every date of the rule with every time, however the clocks go."""
    end = start + timedelta(days=length)
    found = {(slot.date, slot.time) for slot in slots(schedule, start, end)}
    surely = [start.date() + timedelta(days=2 + step) for step in range(max(length - 4, 0))]
    wanted = {
        (on, at)
        for on in surely
        if next(dates(schedule.days, on)) == on and on not in schedule.skip
        for at in schedule.times
    }
    assert wanted <= found


@given(schedules(), STARTS, st.data())
@settings(max_examples=50, deadline=None)
def test_starting_anywhere_gives_the_rest(schedule: Schedule, start: datetime, data: st.DataObject) -> None:
    """From a slot's instant on comes what would have come; a microsecond later, what is after it."""
    found = next_slots(schedule, start, 12)
    moment = data.draw(st.sampled_from(found)).utc
    rest = tuple(slot for slot in found if slot.utc >= moment)
    assert next_slots(schedule, moment, len(rest)) == rest
    later = tuple(slot for slot in found if slot.utc > moment)
    assert next_slots(schedule, moment + timedelta(microseconds=1), len(later)) == later


@given(schedules(), STARTS, st.integers(0, 400))
@settings(max_examples=50, deadline=None)
def test_a_stretch_can_be_cut_anywhere(schedule: Schedule, start: datetime, hours: int) -> None:
    """The end is not included, so that two stretches laid end to end give each slot once."""
    cut, end = start + timedelta(hours=hours), start + timedelta(hours=500)
    halves = [*slots(schedule, start, cut), *slots(schedule, cut, end)]
    assert halves == list(slots(schedule, start, end))


def test_in_a_gap_the_first_instant_after_it() -> None:
    """New York skips 02:00 to 03:00; each time in it is a slot of its own, and 03:00 is another."""
    assert due("every day 02:15,02:45,03:00", "America/New_York", "2026-03-08T00:00-05:00", 4) == [
        ("2026-03-08", "02:15", "2026-03-08T03:00:00-04:00", "gap"),
        ("2026-03-08", "02:45", "2026-03-08T03:00:00-04:00", "gap"),
        ("2026-03-08", "03:00", "2026-03-08T03:00:00-04:00", None),
        ("2026-03-09", "02:15", "2026-03-09T02:15:00-04:00", None),
    ]


def test_in_an_overlap_the_first_occurrence_only() -> None:
    """London shows 01:30 twice; the second time nothing is due, even for who asks between the two."""
    assert due("every day 01:30", "Europe/London", "2026-10-25T00:30Z", 1) == [
        ("2026-10-25", "01:30", "2026-10-25T01:30:00+01:00", "overlap")
    ]
    assert due("every day 01:30", "Europe/London", "2026-10-25T00:30:01Z", 1) == [
        ("2026-10-26", "01:30", "2026-10-26T01:30:00+00:00", None)
    ]


@pytest.mark.parametrize(
    ("zone", "start", "at", "local"),
    [
        ("Africa/Cairo", "2026-04-23T12:00Z", "00:15", "2026-04-24T01:00:00+03:00"),
        ("Australia/Lord_Howe", "2026-10-03T12:00Z", "02:15", "2026-10-04T02:30:00+11:00"),
        ("Antarctica/Troll", "2026-03-28T12:00Z", "01:30", "2026-03-29T03:00:00+02:00"),
        ("Europe/Dublin", "2026-03-28T12:00Z", "01:30", "2026-03-29T02:00:00+01:00"),
        ("America/Scoresbysund", "2026-03-28T12:00Z", "23:30", "2026-03-29T00:00:00-01:00"),
        ("Pacific/Apia", "2011-12-30T00:00Z", "08:30", "2011-12-31T00:00:00+14:00"),
        ("Pacific/Kwajalein", "1993-08-21T00:00Z", "08:30", "1993-08-22T00:00:00+12:00"),
    ],
)
def test_odd_gaps(zone: str, start: str, at: str, local: str) -> None:
    """At midnight, half an hour, two hours, with the standard time in summer, over midnight, a whole date."""
    found = [each for each in due(f"every day {at}", zone, start, 2) if each[3]]
    assert [each[2:] for each in found] == [(local, "gap")]


def test_a_skipped_date_is_one_slot_still() -> None:
    """Samoa had no 30 December 2011: its slot comes before the next day's, and the next day's as ever."""
    found = due("every day 08:30", "Pacific/Apia", "2011-12-29T00:00-10:00", 3)
    assert [each[0] for each in found] == ["2011-12-29", "2011-12-30", "2011-12-31"]
    asked_in_between = due("every day 08:30", "Pacific/Apia", "2011-12-30T10:00Z", 1)
    assert asked_in_between[0][0] == "2011-12-30"


def test_the_start_is_included_and_the_end_is_not() -> None:
    """To the microsecond."""
    schedule = parse_schedule("every day 08:30", "Asia/Kolkata")
    at = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
    assert [slot.utc for slot in slots(schedule, at, at + timedelta(days=1))] == [at]
    assert next_slots(schedule, at + timedelta(microseconds=1), 1)[0].utc == at + timedelta(days=1)


def test_dates_left_out_are_left_out() -> None:
    """And nothing takes their place."""
    found = due("every day 08:30 except 2026-05-02", "UTC", "2026-05-01T00:00Z", 2)
    assert [each[0] for each in found] == ["2026-05-01", "2026-05-03"]


def test_every_search_ends() -> None:
    """A schedule without further dates ends with the years, and asking beyond them is refused."""
    schedule = parse_schedule("cron 0 0 29 2 *", "UTC")
    found = list(slots(schedule, datetime(LAST_YEAR - 9, 1, 1, tzinfo=UTC)))
    assert [slot.date.year for slot in found] == [2292, 2296]
    for wrong in (datetime(1850, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC), datetime(2026, 1, 1)):  # noqa: DTZ001
        with pytest.raises(ValueError, match="slots"):
            next(slots(schedule, wrong))


def test_a_months_missing_day_is_no_other_day() -> None:
    """The 31st is in seven months of a year, a fifth Monday in four or five."""
    year = [slot.date.month for slot in next_slots(parse_schedule("day 31 06:00", "UTC"), _new_year(), 7)]
    assert year == [1, 3, 5, 7, 8, 10, 12]
    fifth = next_slots(parse_schedule("fifth monday 06:00", "UTC"), _new_year(), 20)
    assert all(slot.date.day >= 29 and slot.date.weekday() == 0 for slot in fifth)
    assert all(later.date - earlier.date >= timedelta(days=56) for earlier, later in pairwise(fifth))


def test_one_slot_by_itself_is_the_schedules() -> None:
    """A date and time in a zone have the instant that a schedule gives them."""
    for slot in next_slots(parse_schedule("every day 01:30", "Europe/London"), _new_year(), 400):
        assert slot_at("Europe/London", slot.date, slot.time) == slot
    with pytest.raises(KeyError):
        slot_at("Europe/Nowhere", date(2026, 1, 1), time(8))


def _new_year() -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC)
