"""The subscriptions of a simulation, and what happens to it: outages, a closed channel, a sleep.

Owns the sample. Its days are counted from the beginning, so that a shorter run sees the first of them.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from bot.schedules import parse_schedule
from bot.subscriptions import Channel, Subscription

START: Final = datetime(2026, 3, 9, tzinfo=UTC)
"""A Monday; the clocks of Europe go forward on the third Sunday after it."""

What = Literal[
    "down",
    "up",
    "closed",
    "open",
    "removed",
    "paused",
    "resumed",
    "asleep",
    "awake",
    "lost after",
    "lost before",
    "unreadable",
]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to a platform, a channel or the bot. `subject` names which."""

    at: datetime
    what: What
    subject: str
    words: str


def samples() -> tuple[Subscription, ...]:
    """Eight subscriptions on two platforms."""
    return (
        _made("s-1", "discord", "world-desk", "weekdays 08:30", "Europe/London"),
        replace(
            _made("s-2", "slack", "asia", "weekdays 09:00", "Europe/Berlin"),
            topics=("country:IN", "country:CN"),
        ),
        replace(
            _made("s-3", "discord", "arms-control", "every day 07:45", "Asia/Kolkata"),
            topics=("theme:nuclear",),
            style="headlines",
        ),
        replace(_made("s-4", "discord", "night-desk", "sun,wed 01:30", "Europe/London"), style="thread"),
        _made("s-5", "discord", "old-room", "every day 12:00", "UTC"),
        replace(_made("s-6", "slack", "holiday", "weekdays 16:00", "America/New_York"), style="headlines"),
        replace(_made("s-7", "slack", "no-history", "mon,thu 10:15", "Asia/Tokyo"), style="headlines"),
        replace(
            _made("s-8", "discord", "permissions", "weekdays 18:00", "Australia/Lord_Howe"), empty="line"
        ),
    )


def _made(name: str, platform: str, channel: str, days: str, zone: str) -> Subscription:
    return Subscription(
        id=name,
        channel=Channel(platform, f"{platform}-sample", channel),
        owner=f"owner-of-{channel}",
        schedule=parse_schedule(days, zone),
        created_at=START,
        channel_name=channel,
    )


def script(chance: random.Random) -> tuple[Event, ...]:
    """What happens, in order; `chance` decides when the outages are and how long they last."""
    return tuple(sorted(_events(chance), key=lambda each: each.at))


def _events(chance: random.Random) -> Iterator[Event]:
    yield _on(0, 0, "unreadable", "no-history", "the bot may not read the history of #no-history")
    yield _on(3, 0, "lost after", "no-history", "a reply gets lost in #no-history")
    yield _on(2, 0, "lost after", "world-desk", "a reply gets lost in #world-desk")
    yield _on(7, 0, "lost before", "asia", "a request gets lost on its way to #asia")
    short = _on(chance.choice((1, 2, 3)), 7 + chance.random(), "down", "discord", "Discord is down")
    yield from (short, _after(short, chance.uniform(2, 4), "up", "Discord is up again"))
    long = _on(chance.choice((8, 9, 10)), 5 + chance.random(), "down", "slack", "Slack is down")
    yield from (long, _after(long, chance.uniform(9.5, 11), "up", "Slack is up again"))
    sleep = _on(chance.choice((15, 16)), 6 + chance.random(), "asleep", "bot", "the bot's machine sleeps")
    yield from (sleep, _after(sleep, chance.uniform(25, 30), "awake", "the bot's machine wakes"))
    yield _on(9, 20, "closed", "old-room:channel-gone", "#old-room is deleted")
    yield _on(4, 3, "closed", "permissions:no-permission", "the bot loses its permission in #permissions")
    yield _on(7, 12.2, "open", "permissions", "the bot gets its permission in #permissions back")
    yield _on(11, 9, "paused", "s-6", "somebody pauses the digests of #holiday")
    yield _on(21, 9, "resumed", "s-6", "somebody resumes the digests of #holiday")
    yield _on(24, 9, "removed", "s-7", "somebody removes the digests of #no-history")


def _on(day: float, hour: float, what: What, subject: str, words: str) -> Event:
    return Event(START + timedelta(days=day, hours=hour), what, subject, words)


def _after(event: Event, hours: float, what: What, words: str) -> Event:
    return Event(event.at + timedelta(hours=hours), what, event.subject, words)
