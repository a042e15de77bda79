"""A change of zone loses no date and doubles none, and every word about it goes by the zone in force."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.delivery.composing import dated, zone_at
from bot.delivery.planner import plan
from bot.delivery.records import Shown
from bot.digests.changing import edited
from bot.schedules import Schedule
from bot.schedules.days import EVERY_WEEKDAY, Weekdays
from bot.schedules.zone_data import zone
from bot.subscriptions import Channel, Subscription
from briefings.editions.compose import Composed
from tests.fakes.office import Office, button, told

ZONES = ("Pacific/Kiritimati", "Asia/Tokyo", "Europe/London", "America/Los_Angeles", "Pacific/Pago_Pago")
MOMENTS = st.datetimes(datetime(2026, 2, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(
    st.lists(st.sampled_from(ZONES), min_size=2, max_size=4),
    MOMENTS,
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
@settings(max_examples=60)
@example(["America/Los_Angeles", "Asia/Tokyo"], datetime(2026, 11, 20, 4, tzinfo=UTC), time(8))
@example(["Asia/Tokyo", "America/Los_Angeles"], datetime(2026, 11, 20, 4, tzinfo=UTC), time(8))
def test_every_date_has_one_slot_whatever_the_changes(zones: list[str], moment: datetime, at: time) -> None:
    """A daily digest whose zone changes some hours after another change: each date once, none left out."""
    made = Schedule(Weekdays(EVERY_WEEKDAY), (at,), zones[0])
    one = Subscription("s-000001", Channel("discord", "g", "c"), "mira", made, moment)
    dates = []
    for index, name in enumerate([*zones[1:], zones[-1]]):
        later = moment + timedelta(hours=7 * index)
        begun = moment - timedelta(days=3) if index == 0 else later - timedelta(hours=7)
        dates += [each.date for each in plan(one, begun, later).slots]
        one = edited(one, {"schedule": Schedule(made.days, made.times, name)}, later)
    dates += [each.date for each in plan(one, later, later + timedelta(days=5)).slots]
    each_once = sorted(set(dates))  # as the database keeps them: a date and a time are one slot
    assert each_once == [each_once[0] + timedelta(days=step) for step in range(len(each_once))]
    if len(zones) == 2:
        assert sorted(dates) == each_once


async def test_a_change_says_from_when_on_it_counts(office: Office) -> None:
    """In the echo, the answer to Save and the next ten, until the day has come."""
    name = await office.made("/digest add every day 18:00 Europe/London")
    sentence = "Until Mon 2 Mar 2026 it goes by Europe/London time, from Tue 3 Mar 2026 on by Asia/Tokyo."
    echo = await office.says(f"/digest edit {name} zone Asia/Tokyo")
    assert sentence in told(echo)
    assert sentence in told(await office.says(button(echo, "Save")))
    assert sentence in told(await office.says("/digest explain"))
    office.clock.moment += timedelta(days=2)
    assert "Until" not in told(await office.says("/digest explain"))


async def test_what_is_sent_by_hand_on_the_day_of_a_change_has_the_old_zone(office: Office) -> None:
    """In its slot, in the history and at the end of a snooze; a date after it has the new zone."""
    name = await office.made("/digest add every day 18:00 Europe/London")
    await office.says(button(await office.says(f"/digest edit {name} zone Asia/Tokyo"), "Save"))
    await office.says(button(await office.says("/digest send-now"), "Send now"))
    [row] = await office.ledger.past(name, 5)
    assert row.time == "08:00"
    assert "Mon 2 Mar 2026 at 08:00, by hand" in told(await office.says("/digest history"))
    assert "until Mon 2 Mar 2026 at 20:00" in told(await office.says("/digest snooze 12 hours"))
    assert "until Thu 5 Mar 2026 at 00:00" in told(await office.says("/digest snooze until 2026-03-05"))
    kept = await office.subscriptions.get(name)
    assert kept is not None
    until = kept.subscription.snoozed_until
    assert until == datetime(2026, 3, 5, tzinfo=zone("Asia/Tokyo"))
    assert zone_at(kept.subscription, office.clock.moment) == "Europe/London"


async def test_what_is_sent_by_hand_says_the_zone_of_its_hour(office: Office) -> None:
    """Also while one zone is in the day of the change and the other is not."""
    name = await office.made("/digest add every day 18:00 Asia/Tokyo")
    await office.says(button(await office.says(f"/digest edit {name} zone America/Los_Angeles"), "Save"))
    office.clock.moment = datetime(2026, 3, 2, 18, tzinfo=UTC)  # 3 March in Tokyo, 2 March in Los Angeles
    one = (await office.digests.chosen(name)).changed()
    local = office.clock.moment.astimezone(zone(zone_at(one, office.clock.moment)))
    slot = dated("now-7K3QF2", local.date(), f"{local:%H:%M}", office.clock.moment)
    made = office.digests._parts.composer.content(slot, one, Shown())
    assert isinstance(made, Composed)
    at = made.edition.slot
    assert (at.zone, at.date, at.time) == (str(local.tzinfo), local.date(), f"{local:%H:%M}")
