"""What an option of a digest may become while it is typed, best first.

Owns which words complete what; how many fit is the platform's affair. Of digests only the channel's own.
"""

from contextlib import suppress
from typing import Final

from bot.digests.asker import Asker
from bot.digests.ports import Subscriptions
from bot.digests.wording import state_of
from bot.printable import printable
from bot.schedules import in_words, parse_schedule
from bot.schedules.suggestions import complete_days
from bot.schedules.zones import Zones
from briefings.errors import BadInput
from briefings.topics import Topics

Choices = tuple[tuple[str, str], ...]
"""(Name shown, value sent)."""
_TIMES: Final = ("07:00", "08:00", "08:30", "09:00", "12:00", "17:00", "18:00", "08:30, 17:00")
_SPANS: Final = ("1 day", "3 days", "7 days", "2 weeks", "6 hours", "12 hours", "1 hour")


async def offered(
    kind: str, typed: str, asker: Asker, subscriptions: Subscriptions, zones: Zones, topics: Topics
) -> Choices:
    """Choices for an option of that kind; none for a kind of which none are known."""
    text = printable(typed)
    match kind:
        case "digest":
            return await _digests(text, asker, subscriptions)
        case "days":
            return _plain(complete_days(text)) or _days(text)
        case "zone":
            return tuple((_with_place(*each), each[0]) for each in zones.complete(text))
        case "topics":
            return _topics(text, topics)
        case "times":
            return _plain(_hours(text)) or _times(text)
        case "span":
            return _plain(tuple(each for each in _SPANS if each.startswith(text)))
        case _:
            return ()


async def _digests(text: str, asker: Asker, subscriptions: Subscriptions) -> Choices:
    if asker.direct or not asker.channel:
        return ()
    now = await subscriptions.now()
    found = []
    for each in await subscriptions.listed(asker.platform, asker.place, asker.channel):
        shown = f"{each.id}: {in_words(each.schedule)} ({state_of(each, now)})"
        if text.casefold() in shown.casefold():
            found.append((shown, each.id))
    return tuple(found)


def _days(text: str) -> Choices:
    """Days that begin no common ones, as they were typed, where they can be read."""
    for words in (text, f"{text} 12:00"):
        with suppress(BadInput):
            parse_schedule(words, "UTC")
            return ((text, text),)
    return ()


def _times(text: str) -> Choices:
    """Times as the clock shows them, where they can be read."""
    with suppress(BadInput):
        found = ", ".join(f"{each:%H:%M}" for each in parse_schedule(f"every day {text}", "UTC").times)
        return ((found, found),)
    return ()


def _with_place(zone: str, meant: str) -> str:
    return f"{zone} ({meant})" if meant else zone


def _hours(text: str) -> tuple[str, ...]:
    """Common times that begin so; of an hour alone the full and the half one, for "8" in the evening too."""
    if text.isdecimal() and int(text) <= 23 and len(text) <= 2:
        hour = int(text)
        later = (f"{hour + 12}:00",) if 1 <= hour <= 11 and len(text) == 1 else ()
        return (f"{hour:02}:00", f"{hour:02}:30", *later)
    return tuple(each for each in _TIMES if each.startswith(text))


def _topics(text: str, topics: Topics) -> Choices:
    """Whatever was typed before the last comma stays; what comes after it is completed."""
    before, comma, last = text.rpartition(",")
    held = f"{before.strip()}, " if comma else ""
    taken = {each.strip().casefold() for each in before.split(",")}
    named = [
        (f"{held}{shown}", f"{held}{value}")
        for shown, value in topics.complete(last.strip(), "topic")
        if value.casefold() not in taken
    ]
    every = [("all: the whole library", "all")] if not comma and "all".startswith(last.casefold()) else []
    return (*every, *named)


def _plain(words: tuple[str, ...]) -> Choices:
    return tuple((each, each) for each in words)
