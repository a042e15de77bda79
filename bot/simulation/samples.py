"""What happens in a simulation: what people type, outages, a closed channel, a sleep, a corrected article.

Owns the sample. Its days are counted from the beginning, so that a shorter run sees the first of them.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from bot.digests.asker import Asker

START: Final = datetime(2026, 3, 9, tzinfo=UTC)
"""A Monday; the clocks of Europe go forward on the third Sunday after it."""

What = Literal[
    "down",
    "up",
    "closed",
    "open",
    "asleep",
    "awake",
    "lost after",
    "lost before",
    "unreadable",
    "corrected",
]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to a platform, a channel, the bot or the library. `subject` names which."""

    at: datetime
    what: What
    subject: str
    words: str


@dataclass(frozen=True, slots=True)
class Said:
    """A line that somebody types in a channel, and the button that they press under the answer, if any."""

    at: datetime
    who: Asker
    line: str
    press: str = ""


Happening = Event | Said


def script(chance: random.Random, topic: str) -> tuple[Happening, ...]:
    """What happens, in order; `chance` decides when the outages are and how long they last.

    `topic` is what people follow and what is corrected.
    """
    found: list[Happening] = [*_begun(), *_typed(topic), *_events(chance)]
    return tuple(sorted(found, key=lambda each: each.at))


def _begun() -> Iterator[Said]:
    """Digests on two platforms, each begun and saved by who manages its channel; one channel has two."""
    wanted = (
        ("discord", "world-desk", "weekdays 08:30 Europe/London"),
        ("slack", "asia", "weekdays 09:00 Europe/Berlin topics India, China"),
        ("discord", "arms-control", "every day 07:45 Asia/Kolkata topics nuclear style headlines"),
        ("discord", "night-desk", "sun,wed 01:30 Europe/London style thread"),
        ("discord", "old-room", "every day 12:00 UTC"),
        ("slack", "holiday", "weekdays 16:00 America/New_York style headlines"),
        ("slack", "no-history", "mon,thu 10:15 Asia/Tokyo style headlines"),
        ("discord", "permissions", "weekdays 18:00 Australia/Lord_Howe empty line"),
        ("discord", "world-desk", "sat 10:00 Europe/London style headlines"),
    )
    for platform, channel, days in wanted:
        yield Said(START, _owner(platform, channel), f"/digest add {days}", "Save")


def _typed(topic: str) -> Iterator[Said]:
    """What people do later on."""
    tom, ana = _reader("discord", "world-desk", "tom"), _reader("slack", "asia", "ana")
    kim = _reader("slack", "asia", "kim")
    for who in (tom, ana, kim):
        yield _says(0, 9, who, f"/follow {topic}")
    yield _says(2, 10, kim, f"/unfollow {topic}")
    yield _says(1, 10, tom, "/digest list")
    yield _says(3, 9, _reader("discord", "arms-control", "tom"), "/digest pause")
    yield _says(4, 15, _owner("slack", "asia"), "/digest snooze 3 days")
    yield _says(10, 6, _owner("discord", "arms-control"), "/digest edit time 08:15", "Save")
    yield _says(11, 9, _owner("slack", "holiday"), "/digest pause")
    yield _says(18, 13, _owner("discord", "night-desk"), "/digest send-now", "Send now")
    yield _says(21, 9, _owner("slack", "holiday"), "/digest resume")
    yield _says(24, 9, _owner("slack", "no-history"), "/digest remove", "Remove")


def _owner(platform: str, channel: str) -> Asker:
    return Asker(
        platform, f"{platform}-sample", channel, f"owner-of-{channel}", channel_name=channel, manages=True
    )


def _reader(platform: str, channel: str, name: str) -> Asker:
    return Asker(platform, f"{platform}-sample", channel, name, channel_name=channel)


def _says(day: float, hour: float, who: Asker, line: str, press: str = "") -> Said:
    return Said(START + timedelta(days=day, hours=hour), who, line, press)


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
    for day in (3, 14):
        yield _on(day, 11, "corrected", "library", "a corrected version of an article is published")


def _on(day: float, hour: float, what: What, subject: str, words: str) -> Event:
    return Event(START + timedelta(days=day, hours=hour), what, subject, words)


def _after(event: Event, hours: float, what: What, words: str) -> Event:
    return Event(event.at + timedelta(hours=hours), what, event.subject, words)
