"""Forms that hold much, or what there is no more: what they begin with can be sent, and loses nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.adapters.discord.digest_form import digest_form as on_discord
from bot.adapters.slack.digest_form import digest_form as on_slack
from bot.adapters.slack.origin import Origin
from bot.desk.forms import DigestForm
from bot.digests.changing import kept
from bot.digests.reading import BadField, Reader
from bot.digests.typed import gone_topics, typed_fields
from bot.schedules.zones import Zones
from briefings.service import BriefingService
from tests.bot.digests.test_reading import BARE
from tests.fakes.office import MONDAY, Office, told

DATES = tuple(date(2027, 1, 1) + timedelta(days=7 * each) for each in range(60))


def test_a_long_field_stands_whole_in_the_form(service: BriefingService) -> None:
    """Sixty dates are neither cut nor refused, and another one still fits in."""
    one = replace(BARE, schedule=replace(BARE.schedule, skip=DATES))
    held = typed_fields(one, service.topics.name)
    begins = DigestForm(one.id, held)
    [slack] = [each for each in on_slack(Origin(), begins)["blocks"] if each["block_id"] == "skip"]
    [discord] = [
        each["component"]
        for each in on_discord(begins)["components"]
        if each["component"]["custom_id"] == "skip"
    ]
    for value, most in (
        (slack["element"]["initial_value"], slack["element"]["max_length"]),
        (discord["value"], discord["max_length"]),
    ):
        assert value == held["skip"]
        assert len(value) + len(", 2030-01-01") <= most <= 3_000


@pytest.mark.parametrize(
    ("days", "times", "found"),
    [
        ("mon 10:00", "08:30", ["10:00"]),
        ("mon 08:30", "10:00", ["10:00"]),
        ("mon 10:00", "10:00", ["10:00"]),
        ("mon", "10:00", ["10:00"]),
        ("mon", "08:30", ["08:30"]),
        ("mon 10:00, 11:00", "08:30", ["10:00", "11:00"]),
    ],
)
def test_times_typed_among_the_days_count(
    service: BriefingService, zones: Zones, days: str, times: str, found: list[str]
) -> None:
    """The field of times was filled in by the form: what stands there unchanged overrules nothing."""
    read = Reader(service.topics, zones).changed(BARE, {"days": days, "time": times})
    assert [f"{each:%H:%M}" for each in read.subscription.schedule.times] == found


def test_two_different_times_are_refused(service: BriefingService, zones: Zones) -> None:
    """Nobody can know which of them is meant."""
    with pytest.raises(BadField, match="Two different times") as caught:
        Reader(service.topics, zones).changed(BARE, {"days": "mon 10:00", "time": "11:00"})
    assert caught.value.field == "time"


async def test_a_topic_that_is_gone_stands_in_no_form(office: Office) -> None:
    """The rest of the form can be sent; the echo says what is left out, and later changes do not."""
    name = await office.made()
    found = await office.subscriptions.get(name)
    assert found is not None
    old = found.subscription.changed(topics=("country:IN", "theme:phlogiston"))
    assert await office.subscriptions.change(kept(old, office.clock.moment))
    fields = typed_fields(old, office.service.topics.name)
    assert fields["topics"] == "India"
    assert gone_topics(old, office.service.topics.name) == ("theme:phlogiston",)
    echo = told(await office.says(f"/digest edit time 09:00 topics {fields['topics']}"))
    assert "No topics any more, and left out from now on: phlogiston." in echo
    assert "left out from now on" not in told(await office.says("/digest edit time 09:00"))


@pytest.mark.parametrize("topics", [("theme:phlogiston",), ("country:IN", "theme:phlogiston")])
async def test_a_topic_that_is_gone_is_passed_over(office: Office, topics: tuple[str, ...]) -> None:
    """The digest goes on with its other topics; with none it has nothing to say, and not all of it."""
    name = await office.made()
    found = await office.subscriptions.get(name)
    assert found is not None
    assert await office.subscriptions.change(kept(found.subscription.changed(topics=topics), MONDAY))
    shown = told(await office.says("/digest preview"))
    assert ("Nothing would be posted" in shown) is (len(topics) == 1)
    assert ("India" in shown) is (len(topics) == 2)
