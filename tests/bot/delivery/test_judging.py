"""The judge of the chaos campaign sees every kind of wrong; a judge that sees none proves nothing."""

from datetime import UTC, date, datetime

import pytest

from bot.delivery.records import PastSlot
from bot.delivery.states import SlotReason, SlotState
from bot.schedules import parse_schedule
from bot.subscriptions import Channel, OnDoubt, Subscription
from scripts.campaign_chaos_stage import Verdict, verdict_on

MONDAY = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def _on(
    state: SlotState, reason: SlotReason | None, parts: list[int], on_doubt: OnDoubt = "never-double"
) -> Verdict:
    subscription = Subscription(
        id="s-1",
        channel=Channel("discord", "guild", "channel"),
        owner="owner",
        schedule=parse_schedule("every day 08:30", "UTC"),
        created_at=MONDAY,
        on_doubt=on_doubt,
    )
    slot = PastSlot(
        key="2026-03-02T08:30",
        date=date(2026, 3, 2),
        time="08:30",
        due_at=MONDAY,
        note=None,
        state=state,
        reason=reason,
        ended_at=MONDAY,
        edition="d-7K3QF2X",
        number=1,
        parts=2,
        parts_sent=2,
    )
    return verdict_on(subscription, slot, parts)


@pytest.mark.parametrize(
    ("state", "reason", "parts", "wrong"),
    [
        ("sent", "on-time", [1, 2], None),
        ("late", "outage", [], None),
        ("unknown", "uncertain", [1], None),
        ("sent", "on-time", [1], "lost"),
        ("sent", "on-time", [], "lost"),
        ("failed", "outage", [1], "lost"),
        ("sent", "on-time", [1, 1, 2], "double"),
        ("unknown", "uncertain", [1, 1], "double"),
        ("sent", "on-time", [2, 1], "order"),
        ("late", "late", [1], "disagree"),
        ("skipped", "merged", [1, 2], "disagree"),
        ("sent", None, [1, 2], "bare"),
        ("frozen", None, [1], "bare"),
    ],
)
def test_each_wrong_is_seen(
    state: SlotState, reason: SlotReason | None, parts: list[int], wrong: str | None
) -> None:
    """What a channel holds against a row: each kind of difference is named, and nothing else is."""
    verdict = _on(state, reason, parts)
    seen = [name for name in ("lost", "double", "order", "disagree", "bare") if getattr(verdict, name)]
    assert seen == ([wrong] if wrong else [])
    assert verdict.good == (wrong is None)


def test_who_chose_it_may_be_told_twice() -> None:
    """With never-lose a repetition is counted and is no wrong."""
    verdict = _on("sent", "caught-up", [1, 1, 2], "never-lose")
    assert (verdict.good, verdict.chosen) == (True, 1)
