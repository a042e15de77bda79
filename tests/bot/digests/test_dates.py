"""Dates as people name them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.dates import named_date
from briefings.errors import BadInput
from tests.fakes.office import TOM, Office, told

TODAY = date(2026, 3, 2)  # a Monday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("friday", date(2026, 3, 6)),
        ("next Mon", date(2026, 3, 9)),
        ("tomorrow", date(2026, 3, 3)),
        ("25 December", date(2026, 12, 25)),
        ("December 25th", date(2026, 12, 25)),
        ("1 Mar", date(2027, 3, 1)),
        ("29 February", date(2028, 2, 29)),
        ("5th of May, 2027", date(2027, 5, 5)),
        ("31 June", None),
        ("someday", None),
        ("fr", None),
        ("25", None),
    ],
)
def test_the_next_such_date(typed: str, meant: date | None) -> None:
    """After today, where the year is open; nothing for what is no date."""
    assert named_date(typed, TODAY) == meant


@given(
    st.dates(date(2026, 3, 3), date(2027, 3, 2)), st.sampled_from(["{0:%-d %B}", "{0:%B} {0.day}", "{0:%a}"])
)
def test_what_is_found_fits_its_words(on: date, form: str) -> None:
    """A day and month give that date within a year, a weekday the next one of it."""
    found = named_date(form.format(on), TODAY)
    assert found is not None
    assert form.format(found) == form.format(on)
    assert TODAY < found <= TODAY + timedelta(days=7 if "%a" in form else 366)


async def test_what_is_missing_is_named_before_what_is_unknown(office: Office) -> None:
    """Without a time, or with a comma in the place, nobody blames the place."""
    with pytest.raises(BadInput, match="At what time"):
        await office.says("/digest add weekdays London")
    echo = told(await office.says("/digest add first monday 9am Tokyo, Japan"))
    assert "at 09:00, Asia/Tokyo time" in echo
    for typed, meant in (
        ("wekdays 08:30", "weekdays"),
        ("evry day 08:30", "every"),
        ("mondey 9:00", "monday"),
    ):
        with pytest.raises(BadInput, match=f"perhaps “{meant}”"):
            await office.says(f"/digest add {typed} Europe/London")
    with pytest.raises(BadInput, match="are 1 minute apart"):
        await office.says("/digest add weekdays 08:30 and 08:31 Europe/London")


async def test_topics_are_followed_one_at_a_time(office: Office) -> None:
    """Several are answered with how one is followed; a name with “and” in it is one."""
    with pytest.raises(BadInput, match="one at a time, for example: /follow India"):
        await office.says("/follow India, China", TOM)
    assert "Trinidad" in told(await office.says("/follow Trinidad and Tobago", TOM))


async def test_offers_go_on_from_what_is_there(office: Office) -> None:
    """A topic that was named is not offered again, an hour alone brings its times."""
    named = [value for _, value in await office.digests.offered("topics", "India, ", TOM)]
    assert named
    assert "India, India" not in named
    assert [value for _, value in await office.digests.offered("times", "8", TOM)] == [
        "08:00",
        "08:30",
        "20:00",
    ]
    assert ("Europe/Berlin (Germany)", "Europe/Berlin") in await office.digests.offered("zone", "germ", TOM)


async def test_a_preview_takes_a_weekday(office: Office) -> None:
    """As a snooze does."""
    await office.made()
    assert "A preview of Fri 6 Mar 2026 at 08:30" in told(await office.says("/digest preview friday"))
