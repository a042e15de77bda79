"""Wishes for every few minutes or hours are told what there is instead."""

import pytest

from bot.schedules import parse_schedule
from briefings.errors import BadInput


@pytest.mark.parametrize(
    "words",
    [
        "every 5 minutes",
        "every 15 min",
        "hourly",
        "every hour",
        "each 2 hours 08:00",
        "weekdays every 30 minutes",
    ],
)
def test_every_few_minutes_is_no_schedule(words: str) -> None:
    """The sentence says how often there may be, and its two examples can be typed."""
    with pytest.raises(BadInput, match="96 of them at most and 15 minutes apart") as caught:
        parse_schedule(words, "UTC")
    _, _, shown = str(caught.value).partition("name them: ")
    for example in shown.rstrip(".").split(", or as a cron line: "):
        assert parse_schedule(example, "UTC").times


@pytest.mark.parametrize("words", ["every day 08:00", "each weekday at 8am", "every monday 12:00 o'clock"])
def test_days_are_still_read(words: str) -> None:
    """Every and each before days."""
    assert parse_schedule(words, "UTC").times
