"""Commands that notices name are given as they are on the owner's platform."""

from dataclasses import replace

import pytest

from bot.delivery.notices import Notices
from bot.delivery.records import PlannedSlot
from bot.delivery.summing import from_json, reply
from bot.schedules import parse_schedule
from bot.subscriptions import Channel, Pause, Subscription
from briefings.reply import content
from tests.bot.delivery.conftest import MONDAY
from tests.fakes.clock import SetClock
from tests.fakes.outlet import RecordingOutlet

ONE = Subscription(
    "s-7K3QF2",
    Channel("discord", "guild", "general"),
    "owner",
    parse_schedule("weekdays 08:30", "UTC"),
    MONDAY,
    "general",
    state="paused",
    pause=Pause("no-permission", MONDAY),
)
SLOT = PlannedSlot("k", MONDAY.date(), "08:30", MONDAY, None, "late", "late")


@pytest.mark.parametrize(("platform", "given"), [("discord", "digest:s-7K3QF2"), ("slack", "s-7K3QF2")])
def test_commands_in_notices_can_be_given_as_they_stand(platform: str, given: str) -> None:
    """Chosen as options on the one platform, typed after the command on the other."""
    notices = Notices(RecordingOutlet(SetClock(MONDAY)).parts)
    one = replace(ONE, channel=replace(ONE.channel, platform=platform))
    [gone_on], [missed] = notices.resumed([one]), notices.missed(one, [SLOT])
    assert f"/digest explain {given}." in gone_on.edition.text
    assert f"/digest history {given}." in missed.edition.text


def test_a_notice_kept_before_names_its_command() -> None:
    """Lines that were kept without one are told with the command as it is typed."""
    lines = from_json(
        '[{"key": "k", "subscription": "s-7K3QF2", "channel": "#general", "slots": ["2026-03-02 08:30"], '
        '"why": ["I was not running then"]}]'
    )
    assert lines is not None
    assert "/digest history s-7K3QF2" in content(reply(lines))
