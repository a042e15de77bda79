"""Short names of clocks, misspelt countries, and what is offered while a zone is typed."""

from datetime import datetime, timedelta

import pytest

from bot.digests.reading import Reader
from bot.schedules import abbreviations
from bot.schedules.abbreviations import places_of, remark_on
from bot.schedules.zone_data import zone, zone_names
from bot.schedules.zones import Zones
from briefings.errors import BadInput
from briefings.places import Gazetteer
from briefings.service import BriefingService

ZONES = Zones(Gazetteer.shipped())


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("EST", ["America/New_York"]),
        ("est5edt", ["America/New_York"]),
        ("MST", ["America/Denver", "America/Phoenix"]),
        ("HST", ["Pacific/Honolulu"]),
        ("PST", ["America/Los_Angeles"]),
        ("BST", ["Europe/London", "Asia/Dhaka"]),
        ("IST", ["Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"]),
        ("CET", ["Europe/Berlin", "Europe/Paris"]),
    ],
)
def test_a_short_name_is_answered_with_places(
    service: BriefingService, typed: str, places: list[str]
) -> None:
    """Also where it is an IANA name, since people mean the place, whose clock changes."""
    reader = Reader(service.topics, ZONES)
    with pytest.raises(BadInput) as refused:
        reader.schedule({"schedule": "weekdays 08:30", "zone": typed})
    assert all(place in str(refused.value) for place in places)


def test_a_zone_that_is_kept_stays(service: BriefingService) -> None:
    """A form that hands back a digest's short-named zone is no new choice."""
    reader = Reader(service.topics, ZONES)
    made = reader.schedule({"schedule": "weekdays 08:30", "zone": "Europe/Paris"})
    old = type(made)(made.days, made.times, "CET")
    assert reader._schedule(old, {"zone": "CET", "time": "09:00"}).zone == "CET"


def test_every_place_goes_by_its_short_name() -> None:
    """What the zone data calls its clocks confirms the table, where it has letters for them."""
    moments = [datetime(2027, 1, 4, 12) + timedelta(days=91 * quarter) for quarter in range(4)]  # noqa: DTZ001
    for short, places in abbreviations._PLACES.items():
        assert set(places) <= set(zone_names())
        names = {zone(place).tzname(each) for place in places for each in moments}
        lettered = {each for each in names if each and each.isalpha()}
        bare = short.upper().translate({ord(digit): None for digit in "0123456789"})
        if lettered and not {"MET", "MEST"} & {bare}:
            assert any(bare.startswith(each) or each == bare for each in lettered) or bare == "PHT"


@pytest.mark.parametrize(
    ("typed", "place"),
    [("Great Britian", "Europe/London"), ("Nethrlands", "Amsterdam")],
)
def test_a_country_by_any_name_may_be_misspelt(typed: str, place: str) -> None:
    """Its zone is among the nearest."""
    with pytest.raises(BadInput, match="the nearest are") as refused:
        ZONES.find(typed)
    assert place in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Tokyo, Japan", "Asia/Tokyo"),
        ("Birmingham, UK", "Europe/London"),
        ("Hyderabad, Pakistan", "Asia/Karachi"),
        ("Hyderabad, India", "Asia/Kolkata"),
    ],
)
def test_a_city_with_its_country(typed: str, found: str) -> None:
    """The country tells apart what the city leaves open."""
    assert ZONES.find(typed) == found


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("germ", ("Europe/Berlin", "Germany")),
        ("lond", ("Europe/London", "London")),
        ("great brit", ("Europe/London", "United Kingdom")),
        ("ind", ("Asia/Kolkata", "India")),
        ("est", ("America/New_York", "EST")),
        ("mumb", ("Asia/Kolkata", "Mumbai")),
    ],
)
def test_what_is_offered_first(typed: str, first: tuple[str, str]) -> None:
    """The zone and what of it begins so: well-known places before cities of the same beginning."""
    assert ZONES.complete(typed)[0] == first
    assert all(not places_of(name) for name, _ in ZONES.complete(typed))


def test_united_is_three_countries() -> None:
    """Kingdom, States and Emirates come first, by their names."""
    first = [meant for _, meant in ZONES.complete("unit")[:3]]
    assert set(first) == {"United Kingdom", "United States", "United Arab Emirates"}


def test_zone_datas_short_names_are_remarked_on() -> None:
    """Where one is read as it stands, the places that may be meant are named; of other zones nothing."""
    assert "America/New_York" in "".join(remark_on("EST"))
    assert remark_on("Europe/London") == remark_on("UTC") == ()
