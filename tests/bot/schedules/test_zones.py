"""Time zones by name, city and country."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.schedules.zone_data import zone, zone_names
from bot.schedules.zones import MAX_CHOICES, Zones
from briefings.errors import BadInput
from briefings.places import Gazetteer

ZONES = Zones(Gazetteer.shipped())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("America/New York", "America/New_York"),
        ("utc", "UTC"),
        ("Etc/GMT-2", "Etc/GMT-2"),
        ("Kolkata", "Asia/Kolkata"),
        ("calcutta", "Asia/Kolkata"),
        ("new york", "America/New_York"),
        ("München", "Europe/Berlin"),
        ("Washington", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("東京", "Asia/Tokyo"),
        ("서울", "Asia/Seoul"),
        ("Москва", "Europe/Moscow"),
        ("India", "Asia/Kolkata"),
        ("인도", "Asia/Kolkata"),
        ("Germany", "Europe/Berlin"),
        ("Argentina", "America/Argentina/Buenos_Aires"),
        ("North Korea", "Asia/Pyongyang"),
    ],
)
def test_a_zone_is_found(asked: str, found: str) -> None:
    """By IANA name in any capitals, by city in many languages, by a country that keeps one clock."""
    assert ZONES.find(asked) == found


@pytest.mark.parametrize(
    ("asked", "choices"),
    [
        ("Spain", ["Europe/Madrid", "Atlantic/Canary"]),
        ("China", ["Asia/Shanghai", "Asia/Urumqi"]),
        ("Korea", ["Asia/Seoul", "Asia/Pyongyang"]),
        ("USA", ["America/New_York", "America/Los_Angeles", "Pacific/Honolulu"]),
        ("Hyderabad", ["Asia/Kolkata", "Asia/Karachi"]),
        ("Europe/Lodnon", ["Europe/London"]),
        ("Lodnon", ["Europe/London"]),
        ("Asia/Bombay", ["Asia/Kolkata"]),
        ("Germny", ["Europe/Berlin (Germany)"]),
        ("Inida", ["Asia/Kolkata (India)"]),
        ("Kolkatta", ["Asia/Kolkata"]),
        ("Untied States", ["America/New_York (United States)"]),
        ("GMT+2", ["Etc/GMT-2"]),
        ("UTC-03:00", ["Etc/GMT+3"]),
        ("+05:30", ["offset"]),
    ],
)
def test_a_zone_is_not_guessed(asked: str, choices: list[str]) -> None:
    """Several clocks, a misspelling or an offset are refused with names to choose from."""
    with pytest.raises(BadInput) as refused:
        ZONES.find(asked)
    assert all(choice in str(refused.value) for choice in choices)


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=80, deadline=None)
def test_anything_unknown_is_refused_with_three_names(asked: str) -> None:
    """What is found is a zone there is; of what is not, the nearest are three zones."""
    try:
        assert ZONES.find(asked) in zone_names()
    except BadInput as error:
        nearest = re.search(r"the nearest are (.*)\.$", str(error))
        if nearest:
            names = re.sub(r" \([^)]*\)", "", nearest[1]).split(", ")
            assert len(set(names)) == 3
            assert set(names) <= set(zone_names())


def test_every_zone_is_found_by_its_name_in_any_capitals() -> None:
    """And its data can be read."""
    assert len(zone_names()) > 590
    for name in zone_names():
        assert ZONES.find(name.upper()) == name
        assert zone(name).key == name
    with pytest.raises(KeyError):
        zone("../zones")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", "UTC"),
        ("lon", "Europe/London"),
        ("asia/kol", "Asia/Kolkata"),
        ("mumb", "Asia/Kolkata"),
        ("Germny", "Europe/Berlin"),
    ],
)
def test_completion(typed: str, offered: str) -> None:
    """At most 25 zones, each once, by zone, city or country."""
    found = [name for name, _ in ZONES.complete(typed)]
    assert offered in found
    assert len(found) == len(set(found)) <= MAX_CHOICES
    assert set(found) <= set(zone_names())
    assert ZONES.complete("jap")[0] == ("Asia/Tokyo", "Japan")
    assert not ZONES.complete("qqqq")
