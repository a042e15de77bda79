"""What owners and readers are told of a channel that the platform closed to us."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.adapters.slack.outlet_parts import parts as slack_parts
from bot.delivery.notices import Notices
from bot.delivery.records import OpenSlot, PastSlot
from bot.delivery.states import SlotReason
from bot.digests.wording import past_line, state_of
from bot.schedules import parse_schedule
from bot.subscriptions import Channel, Pause, Subscription

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
SCHEDULE = parse_schedule("weekdays 08:30", "Europe/London")


def _subscription(platform: str) -> Subscription:
    return Subscription("s-000001", Channel(platform, "T1", "C1"), "mira", SCHEDULE, NOW, "briefings")


def _told(platform: str, reason: SlotReason) -> str:
    one = _subscription(platform)
    slot = OpenSlot(
        id=1,
        kind="digest",
        subject=one.id,
        key="2026-03-02T08:30",
        due_at=NOW,
        expires_at=NOW,
        date=NOW.date(),
        time="08:30",
        channel=one.channel,
        note=None,
        state="frozen",
        attempts=1,
        on_doubt="never-double",
        subscription=one,
    )
    [told] = Notices(slack_parts).paused(slot, reason, [one])
    return told.edition.text


@pytest.mark.parametrize(
    ("platform", "reason", "said"),
    [
        ("slack", "channel-gone", ["gone or archived, or I am not in it", "invite me"]),
        ("slack", "no-access", ["I am not in the channel", "/invite"]),
        ("discord", "channel-gone", ["the channel is gone"]),
        ("discord", "no-permission", ["I may not post there", "Send Messages"]),
    ],
)
def test_a_pause_says_what_is_missing(platform: str, reason: SlotReason, said: list[str]) -> None:
    """Slack answers alike for a channel that is gone and a private one without us; Discord does not."""
    text = _told(platform, reason)
    assert all(each in text for each in said)
    assert "any more" not in text
    assert ("not in it" in text) == ((platform, reason) == ("slack", "channel-gone"))


@pytest.mark.parametrize(("platform", "doubt"), [("slack", True), ("discord", False)])
def test_list_and_history_say_the_same(platform: str, doubt: bool) -> None:
    """The list's state and the slot's line leave open on Slack what nobody can know."""
    one = _subscription(platform)
    paused = replace(one, state="paused", pause=Pause("channel-gone", NOW))
    assert ("or I am not in it" in state_of(paused, NOW)) is doubt
    line = past_line(one, _past("refused", "channel-gone", 0))
    assert ("or I was not in it" in line) is doubt


def test_an_edition_that_nobody_saw_is_not_named() -> None:
    """Its number and id stand in the history where a part of it was posted, or may have been."""
    one = _subscription("discord")
    assert "edition" not in past_line(one, _past("refused", "no-permission", 0))
    assert "(edition 1, d-0000001)" in past_line(one, _past("refused", "no-permission", 1))
    assert "(edition 1, d-0000001)" in past_line(one, _past("unknown", "uncertain", 0))


def _past(state: str, reason: SlotReason, sent: int) -> PastSlot:
    return PastSlot(
        key="2026-03-02T08:30",
        date=NOW.date(),
        time="08:30",
        due_at=NOW,
        note=None,
        state=state,  # type: ignore[arg-type] # one of them
        reason=reason,
        ended_at=NOW,
        edition="d-0000001",
        number=1,
        parts=2,
        parts_sent=sent,
    )
