"""What can be written, what it means, and what is refused."""

from datetime import date, time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.schedules import Schedule, in_words, parse_schedule, text
from bot.schedules.grammar import EXAMPLES, MAX_TEXT
from briefings.errors import BadInput
from tests.bot.schedules.generated import schedules

ZONE = "Europe/London"

READ = {
    "weekdays 08:30": "weekdays 08:30",
    "every day 07:00,19:00": "every day 07:00,19:00",
    "weekends at noon": "weekends 12:00",
    "sun-thu 9am": "sun-thu 09:00",
    "mon,thu 18:00": "mon,thu 18:00",
    "first monday 08:00": "first mon 08:00",
    "last friday 17:30": "last fri 17:30",
    "day 1,15 06:00": "day 1,15 06:00",
    "last day 23:59": "last day 23:59",
    "cron 30 8 * * 1-5": "cron 30 8 * * 1-5",
    "Weekdays at 8.30": "weekdays 08:30",
    "  MONDAY   to FRIDAY, 0830 ": "weekdays 08:30",
    "Mon – Fri 8:30 a.m.": "weekdays 08:30",
    "08:30 on weekdays": "weekdays 08:30",
    "daily at midnight": "every day 00:00",
    "everyday 12 noon": "every day 12:00",
    "every day at 12am and 12pm": "every day 00:00,12:00",
    "every day 19:00, 7am, 07:00": "every day 07:00,19:00",
    "Mondays and Thursdays at 6 pm": "mon,thu 18:00",
    "fri-mon 18h": "fri-mon 18:00",
    "sat,sun 8h15": "weekends 08:15",
    "mon,tue,wed,thu,fri,sat,sun 9am": "every day 09:00",
    "the first and third Tuesday of every month at 10:00": "first tue,third tue 10:00",
    "first monday, last friday 8am": "first mon,last fri 08:00",
    "every last friday 17:30": "last fri 17:30",
    "second tuesday of the month 9am": "second tue 09:00",
    "5th sunday 9am": "fifth sun 09:00",
    "the last day of the month at 23:59": "last day 23:59",
    "1st and 15th at 6pm": "day 1,15 18:00",
    "monthly on the 3rd at 08:00": "day 3 08:00",
    "first of the month 9am": "day 1 09:00",
    "days 1-3, 15 and last 06:00": "day 1,2,3,15,last 06:00",
    "day 31 06:00": "day 31 06:00",
    "30 8 * * MON-FRI": "cron 30 8 * * 1-5",
    "@daily": "cron 0 0 * * *",
    "weekdays 08:30 except 2026-12-25 and 2026-12-24": "weekdays 08:30 except 2026-12-24,2026-12-25",
    "weekdays 08:30, but not on 2026-12-25.": "weekdays 08:30 except 2026-12-25",
}

REFUSED = {
    "": "for example",
    "whenever": "“whenever” cannot be read",
    "weekdays": "At what time?",
    "08:30": "On which days?",
    "mon 9": "morning or evening",
    "every day 9, 18:00": "morning or evening",
    "mon 9am, thu 6pm": "same times on all of its days",
    "mon, first friday 9am": "a schedule each",
    "day 1, mon 9am": "a schedule each",
    "every second monday 9am": "two things",
    "every 2nd monday 9am": "two things",
    "every other day 9am": "not offered",
    "every 2 weeks 9am": "not offered",
    "day 32 9am": "no day 32",
    "day 0 9am": "no day 0",
    "45th 9am": "no day 45",
    "day 9am": "Which day of the month",
    "day 7-1 9am": "upwards",
    "6th monday 9am": "five of a weekday",
    "first mon-fri 9am": "one by one",
    "first 9am": "cannot be read",
    "mon- 9am": "“9am” cannot be read",
    "weekdays 25:00": "no 25:00",
    "weekdays 24:00": "midnight is 00:00",
    "weekdays 8:60": "no 8:60",
    "weekdays 13pm": "no 13pm",
    "weekdays 0am": "no 0am",
    "weekdays 08:30-09:30": "“-” cannot be read",
    "weekdays 08:30 Europe/London": "time zone on its own",
    "weekdays 08:30 except christmas": "no date to leave out",
    "every day 08:00,08:10": "10 minutes apart",
    "every day 23:50,00:00": "10 minutes apart",
    "day 1,last 23:50,00:00": "10 minutes apart",
    "cron */5 * * * *": "5 minutes apart",
    "cron 0 0 30 2 *": "No date is ever like that",
    "cron 0 0 *": "has five fields",
    "day " + "9" * 5000 + " 9am": "for example",
    "weekdays " * 2000 + "9am": "for example",
}


@pytest.mark.parametrize(("written", "canonical"), READ.items(), ids=list(READ))
def test_what_can_be_written(written: str, canonical: str) -> None:
    """Each form is read as the canonical one, which reads as itself."""
    assert text(parse_schedule(written, ZONE)) == canonical
    assert parse_schedule(canonical, ZONE) == parse_schedule(written, ZONE)


@pytest.mark.parametrize(("written", "reason"), REFUSED.items(), ids=[key[:40] for key in REFUSED])
def test_what_is_refused(written: str, reason: str) -> None:
    """In a sentence that names what could not be read or shows what can."""
    with pytest.raises(BadInput, match=reason):
        parse_schedule(written, ZONE)


def test_times_far_apart_on_days_far_apart() -> None:
    """Late and early times go together where no day of the schedule follows another."""
    assert len(parse_schedule("first monday 23:55,00:00", ZONE).times) == 2


@given(schedules())
@settings(max_examples=150, deadline=None)
def test_the_canonical_text_reads_as_the_same_schedule(schedule: Schedule) -> None:
    """Whatever its days, times and dates left out."""
    assert parse_schedule(text(schedule), schedule.zone) == schedule


@given(schedules())
@settings(max_examples=50, deadline=None)
def test_words_say_the_zone_and_each_time(schedule: Schedule) -> None:
    """Times are listed while they are few, and summed up from first to last where they are many."""
    said = in_words(schedule)
    assert f"{schedule.zone} time" in said
    told = schedule.times if len(schedule.times) <= 8 else (schedule.times[0], schedule.times[-1])
    assert all(f"{each:%H:%M}" in said for each in told)
    assert all(str(each.year) in said for each in schedule.skip)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("weekdays 08:30", "on weekdays at 08:30"),
        ("weekends 10:00", "at weekends at 10:00"),
        ("every day 07:00,13:00,19:00", "every day at 07:00, 13:00 and 19:00"),
        ("sun-thu 9am", "from Sunday to Thursday at 09:00"),
        ("mon,thu 18:00", "on Mondays and Thursdays at 18:00"),
        ("first monday, last friday 8am", "on the first Monday and the last Friday of the month at 08:00"),
        ("day 1-7,9,22,last 6am", "on the 1st to 7th, 9th, 22nd and last day of the month at 06:00"),
        ("cron 0 9-17 * 1,2 mon-fri", "in January and February on weekdays every hour from 09:00 to 17:00"),
        ("cron 0 8 13 * 5", "on the 13th of the month and also on Fridays at 08:00"),
        ("cron 0 8 */2,13 * 5", "on Fridays falling on the 1st, 3rd, 5th"),
        ("cron */20 * * * *", "every day every 20 minutes from 00:00 to 23:40"),
    ],
)
def test_words(written: str, words: str) -> None:
    """Plain English for each kind of days."""
    assert in_words(parse_schedule(written, ZONE)).startswith(words)


def _read(written: str) -> Schedule | str:
    """The schedule, or the sentence of the refusal."""
    try:
        return parse_schedule(written, ZONE)
    except BadInput as error:
        return str(error)


@given(st.text(max_size=60))
@example("cron \u0663 * * * *")
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused(written: str) -> None:
    """Nothing else is raised, whatever is typed."""
    read = _read(written)
    assert read
    assert isinstance(read, str) or parse_schedule(text(read), ZONE) == read


_WORDS = st.sampled_from(
    [
        *("every", "day", "days", "mon", "fri", "-", ",", "first", "last", "2nd", "15", "weekdays", "at"),
        *("of", "the", "month", "9am", "08:30", "noon", "cron", "*", "*/2", "1-5", "and", "except"),
        *("2026-12-25", "other", "each", "second"),
    ]
)


@given(st.lists(_WORDS, max_size=9).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_any_order_of_its_own_words_is_read_or_refused(written: str) -> None:
    """The grammar's words in a wrong order break nothing either."""
    read = _read(written)
    assert read
    assert isinstance(read, str) or parse_schedule(text(read), ZONE) == read


def test_the_examples_given_can_be_read() -> None:
    """What a refusal shows works."""
    for each in EXAMPLES:
        assert parse_schedule(each, ZONE).times


def test_the_longest_schedule_can_be_written() -> None:
    """All quarters of an hour and all dates that may be left out fit into a text."""
    skip = [date.fromordinal(date(2026, 1, 1).toordinal() + day) for day in range(366)]
    schedule = parse_schedule("cron */15 * * * *", ZONE, skip)
    long = Schedule(parse_schedule("every day 0:00", ZONE).days, schedule.times, ZONE, schedule.skip)
    assert len(text(long)) < MAX_TEXT
    assert parse_schedule(text(long), ZONE) == long
    with pytest.raises(BadInput, match="366"):
        parse_schedule("daily 9am", ZONE, [*skip, date(2030, 1, 1)])


def test_a_zone_in_any_capitals_and_no_other() -> None:
    """The name is kept as the zone data spells it."""
    assert parse_schedule("daily 9am", "asia/kolkata").zone == "Asia/Kolkata"
    with pytest.raises(BadInput, match="no time zone"):
        parse_schedule("daily 9am", "Europe/Lodnon")


@pytest.mark.parametrize("times", [(), (time(9), time(8)), (time(9), time(9)), (time(9, 0, 30),)], ids=str)
def test_a_schedule_is_whole_or_not_at_all(times: tuple[time, ...]) -> None:
    """Made by hand it keeps the same promises."""
    with pytest.raises(BadInput):
        Schedule(parse_schedule("daily 9am", ZONE).days, times, ZONE)
