"""What forms and previews start from: fields as they would be typed, editions as they would be sent."""

import pytest

from bot.delivery.records import FrozenEdition
from bot.digest_commands import DigestEdit, DigestPreview
from bot.digests.reading import BadField, Reader
from bot.digests.typed import typed_fields
from bot.schedules import parse_schedule
from bot.subscriptions import Subscription
from briefings.errors import BadInput
from briefings.references import TopicRef
from briefings.service import BriefingService
from tests.bot.digests.test_reading import BARE
from tests.fakes.office import TOM, Office, told


@pytest.mark.parametrize(
    "words",
    [
        "weekdays 08:30",
        "every day 07:00,19:00",
        "sun-thu 08:30 except 2026-12-25,2026-12-26",
        "first mon,last fri 08:30",
        "day 1,15,last 06:00",
        "cron 0,30 8,17 13 * 5",
        "cron */20 * * * *",
    ],
)
def test_every_field_handed_back_means_the_same(service: BriefingService, zones: object, words: str) -> None:
    """One by one and all together, as a form hands them back; days and times apart, or in one."""
    reader = Reader(service.topics, zones)  # type: ignore[arg-type] # the fixture's zones
    one = reader.changed(BARE, {"schedule": words, "topics": "India, nuclear", "empty": "line"}).subscription
    fields = typed_fields(one, service.topics.name)
    apart = {name: value for name, value in fields.items() if name != "schedule"}
    joined = {name: value for name, value in fields.items() if name not in {"days", "time"}}
    for given in (apart, joined, *({name: value} for name, value in fields.items())):
        assert reader.changed(one, given).subscription == one
    assert DigestEdit("s-7K3QF2", **fields).changes


def test_every_topic_can_be_handed_back(service: BriefingService, zones: object) -> None:
    """The name that is shown of each topic is read as that topic, alone and among others."""
    reader = Reader(service.topics, zones)  # type: ignore[arg-type] # the fixture's zones
    for topic in service.library.topics:
        one = reader.changed(BARE, {"topics": f"{service.topics.name(topic)}, Peru"}).subscription
        assert reader.topics(typed_fields(one, service.topics.name)["topics"]).keys == one.topics
        assert isinstance(topic, TopicRef)


def _cron(times: str) -> Subscription:
    reader_free = parse_schedule(times, "UTC")
    return BARE.changed(schedule=reader_free)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"time": "08:30, 17:00"}, "time"),
        ({"time": "08:00, 08:05"}, "time"),
        ({"days": "cron 0 9 * * *", "time": "09:00"}, "time"),
        ({"days": "cron 0 9 * *"}, "days"),
    ],
)
def test_times_that_a_cron_line_cannot_hold_are_refused(
    service: BriefingService, zones: object, given: dict[str, str], field: str
) -> None:
    """A line gives every hour with every minute, so 08:30 and 17:00 would become four."""
    reader = Reader(service.topics, zones)  # type: ignore[arg-type] # the fixture's zones
    with pytest.raises(BadField) as caught:
        reader.changed(_cron("cron 0 8 * * 1"), given)
    assert caught.value.field == field
    assert reader.changed(_cron("cron 0 8 * * 1"), {"time": "09:30"}).subscription.schedule.times[0].hour == 9
    weekly = reader.changed(_cron("cron 0 8 * * 1"), {"days": "mon", "time": "08:30, 17:00"})
    assert len(weekly.subscription.schedule.times) == 2


def test_a_time_that_is_missing_is_asked_for_by_its_field(service: BriefingService, zones: object) -> None:
    """And not asked for where the days hold it."""
    reader = Reader(service.topics, zones)  # type: ignore[arg-type] # the fixture's zones
    with pytest.raises(BadField) as caught:
        reader.schedule({"days": "weekdays", "zone": "UTC"})
    assert caught.value.field == "time"
    for days in ("weekdays 08:30", "cron 30 8 * * 1-5"):
        assert reader.schedule({"days": days, "zone": "UTC"}).times[0].minute == 30


async def test_a_preview_carries_what_would_be_sent(office: Office) -> None:
    """Each time of a date, the parts those of the editions; the reply holds them all, one after the other."""
    name = await office.made("/digest add every day 09:00, 18:00 Europe/London style headlines")
    shown = await office.digests.preview(DigestPreview(name, "2026-03-04"), TOM)
    one = await office.digests.chosen(name)
    made = await office.digests.previews(one, "2026-03-04")
    assert all(isinstance(each.edition, FrozenEdition) for each in made)
    assert [each.edition for each in shown] == [each.edition for each in made]
    assert [each.when for each in shown] == ["Wed 4 Mar 2026 at 09:00", "Wed 4 Mar 2026 at 18:00"]
    assert all("Nothing has been posted" in told(each.intro) for each in shown)
    whole = told(await office.says("/digest preview 2026-03-04", TOM))
    assert all(each.when in whole for each in shown)


async def test_a_preview_says_why_nothing_would_come(office: Office) -> None:
    """Of a topic that the library holds nothing on, and of a date without a slot."""
    name = await office.made("/digest add weekdays 08:30 Europe/London topics Peru")
    [silent] = await office.digests.preview(DigestPreview(name), TOM)
    assert silent.edition is None
    assert "Nothing would be posted: the library holds nothing on its topics." in told(silent.intro)
    [none] = await office.digests.preview(DigestPreview(name, "2026-03-07"), TOM)
    assert (none.edition, none.when) == (None, "")
    assert "nothing is due" in told(none.intro)
    with pytest.raises(BadInput):
        await office.digests.preview(DigestPreview(name), None)
