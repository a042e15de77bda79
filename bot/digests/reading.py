"""What somebody typed about a digest, as values: zone, schedule, topics, style, times to wait.

Owns these words; days and times are `bot.schedules`' grammar, names of topics the core's. Whatever
cannot be read raises BadInput with an example of what can.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypeVar

from bot.delivery.topics import topic_text
from bot.digest_commands import DigestAdd, DigestEdit
from bot.digests.dates import named_date
from bot.printable import printable
from bot.schedules import Schedule, parse_schedule, text
from bot.schedules.abbreviations import refuse_abbreviation
from bot.schedules.days import CronDays
from bot.schedules.zone_data import zone as zone_data
from bot.schedules.zones import Zones
from bot.slots import slot_at
from bot.subscriptions import (
    EMPTY_POLICIES,
    LONGEST_CATCH_UP,
    ON_DOUBT,
    SHORTEST_CATCH_UP,
    STYLES,
    Subscription,
)
from briefings.errors import BadInput
from briefings.places.folding import fold
from briefings.references import TopicRef
from briefings.topics import Found, NotCovered, Overview, Reading, Topics, Unclear, Unknown

MOST_TOPICS: Final = 20
LONGEST_SNOOZE: Final = timedelta(days=366)
_NONE: Final = frozenset({"none", "no", "never", "-"})
_UNITS: Final = {"m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_SPAN = re.compile(
    r"(?:for\s+)?(\d{1,4})\s*(m|min|mins|minutes?|h|hours?|hrs?|d|days?|w|weeks?)", re.IGNORECASE
)
_UNTIL = re.compile(r"(?:until\s+)?(\d{4}-\d{2}-\d{2})(?:[ T]+(?:at\s+)?(\d{1,2}:\d{2}))?", re.IGNORECASE)
_Word = TypeVar("_Word", bound=str)
_Made = TypeVar("_Made")


class BadField(BadInput):
    """One field of a digest cannot be used. `field`: its name, as the commands call it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Read:
    """A subscription as wished for, and topics that were guessed or that nothing is known on yet."""

    subscription: Subscription
    guesses: tuple[tuple[str, str], ...] = ()
    """(As typed, as read)."""
    silent: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences on what follows from it that may surprise."""


def fields_of(command: DigestAdd | DigestEdit) -> dict[str, str]:
    """What was typed into each field but the digest's id; empty where nothing was."""
    names = (each.name for each in fields(command) if each.name != "digest")
    return {name: str(getattr(command, name)) for name in names}


class Reader:
    """Reads fields with the names that the library, the gazetteer and the zone data know."""

    def __init__(self, topics: Topics, zones: Zones) -> None:
        self._topics = topics
        self.zones = zones

    def changed(self, subscription: Subscription, given: Mapping[str, str]) -> Read:
        """The subscription with the given fields in place of its own. Raises BadField."""
        wished = replace(subscription, schedule=self._schedule(subscription.schedule, given))
        zoned = _zone_guessed(given.get("zone", ""), wished.schedule.zone)
        if given.get("style"):
            wished = replace(wished, style=_one_of("style", given["style"], STYLES))
        if given.get("empty"):
            wished = replace(wished, empty=_one_of("empty", given["empty"], EMPTY_POLICIES))
        if given.get("catch_up"):
            wished = replace(wished, catch_up=_catch_up(given["catch_up"]))
        if given.get("on_doubt"):
            wished = replace(wished, on_doubt=_one_of("on_doubt", given["on_doubt"], ON_DOUBT))
        if not given.get("topics"):
            return Read(wished, zoned)
        found = self.topics(given["topics"])
        return Read(replace(wished, topics=found.keys), (*zoned, *found.guesses), found.silent)

    def schedule(self, given: Mapping[str, str]) -> Schedule:
        """A schedule made of fields alone. Raises BadField."""
        words, days, times = (given.get(each, "") for each in ("schedule", "days", "time"))
        if not (words or days or times):
            raise BadField("days", "Say on which days and when, for example: weekdays 08:30.")
        if words:  # what is wrong with days and times comes before what is wrong with the zone
            _field("days", lambda: parse_schedule(words, "UTC"))
        if not given.get("zone"):
            raise BadField("zone", "Say in which time zone, for example: Europe/London, Kolkata or Japan.")
        zone = self._zone(given["zone"])
        if days and times and not words:
            _refuse_two_times(days)
            _field("days", lambda: parse_schedule(f"{days} 12:00", zone))
        if days and not times and not words:
            _refuse_no_time(days, zone)
        joined = words or f"{days} {times}".strip()
        made = _field("time" if days and times else "days", lambda: parse_schedule(joined, zone))
        return _skipping(made, given.get("skip", ""))

    def topics(self, typed: str, example: str = "India, China") -> "Named":
        """Topics by name, apart by commas or “and”; none of them means all. Raises BadField."""
        readings = [(name, reading) for name, reading in self._each(typed)]
        if any(isinstance(reading, Overview) for _, reading in readings) or not readings:
            return Named(())
        found: dict[str, None] = {}
        guesses, silent = [], []
        for name, reading in readings:
            topic = self._known(name, reading, example)
            found[topic_text(topic)] = None
            if isinstance(reading, Found | NotCovered) and reading.guess:
                guesses.append((name, self._topics.name(topic)))
            if isinstance(reading, NotCovered):
                silent.append(self._topics.name(topic))
        if len(found) > MOST_TOPICS:
            raise BadField("topics", f"That is {len(found)} topics; name {MOST_TOPICS} at most, or “all”.")
        return Named(tuple(found), tuple(guesses), tuple(silent))

    def one_topic(self, typed: str) -> "Named":
        """One topic by its whole name. Raises BadField."""
        reading = self._topics.read(printable(typed))
        topic = self._known(typed, reading, "India")
        guessed = isinstance(reading, Found | NotCovered) and bool(reading.guess)
        name = self._topics.name(topic)
        silent = (name,) if isinstance(reading, NotCovered) else ()
        return Named((topic_text(topic),), ((typed, name),) if guessed else (), silent)

    def _each(self, typed: str) -> Iterator[tuple[str, Reading]]:
        for piece in re.split(r"\s*[,;]\s*", printable(typed)):
            whole = self._topics.read(piece)
            if not piece:
                continue
            if not isinstance(whole, Unknown) and not getattr(whole, "guess", None):
                yield piece, whole
                continue
            parts = re.split(r"\s+(?:and|&)\s+", piece)
            for part in parts:
                yield part, self._topics.read(part) if len(parts) > 1 else whole

    def _known(self, name: str, reading: Reading, example: str) -> TopicRef:
        match reading:
            case Found(topic) | NotCovered(topic):
                return topic
            case Unclear(_, codes):
                which = " or ".join(self._name(code) for code in codes[:4])
                raise BadField("topics", f"“{name[:40]}” may be {which}; write which one.")
            case Unknown() | Overview():
                raise BadField(
                    "topics", f"“{name[:40]}” is no country or theme we know; write for example: {example}."
                )

    def _name(self, code: str) -> str:
        try:
            return self._topics.name(TopicRef.of_party(code))
        except KeyError:
            return code

    def _zone(self, typed: str) -> str:
        _field("zone", lambda: refuse_abbreviation(printable(typed)))
        return _field("zone", lambda: self.zones.find(printable(typed)))

    def _schedule(self, old: Schedule, given: Mapping[str, str]) -> Schedule:
        kept = given.get("zone", "") in ("", old.zone)  # a form hands back what it began with
        zone = old.zone if kept else self._zone(given["zone"])
        made = replace(old, zone=zone)
        if given.get("schedule"):
            made = _field("days", lambda: parse_schedule(given["schedule"], zone, old.skip))
        days, times = given.get("days"), given.get("time")
        if days and times:
            _refuse_two_times(days)
        before = made.times
        if days:
            made = _with_days(made, days)
        if times:
            made = _with_both(made, times, before) if days else _with_times(made, times)
        return _skipping(made, given.get("skip", ""))


def _zone_guessed(typed: str, zone: str) -> tuple[tuple[str, str], ...]:
    """That a zone was found by another name than its own, if it was."""
    words = printable(typed)
    plain = not words or fold(words) in {fold(zone), fold(zone.rpartition("/")[2])}
    return () if plain else ((words, zone),)


def _with_days(old: Schedule, typed: str) -> Schedule:
    """The schedule with other days, and with other times too where they stand among the days."""
    try:
        return replace(parse_schedule(typed, old.zone), skip=old.skip)
    except BadInput:
        days = _field("days", lambda: parse_schedule(f"{typed} 12:00", old.zone)).days
    return _field("days", lambda: replace(old, days=days))


def _with_both(made: Schedule, typed: str, before: tuple[time, ...]) -> Schedule:
    """Days and times that were both given, where the days may hold times of their own.

    Times that are as they were stand there since a form began with them: those among the days are newer.
    """
    timed = _with_times(made, typed)
    if timed.times == before:
        return made
    if made.times in {before, timed.times}:
        return timed
    raise BadField(
        "time", "Two different times are given, one of them among the days; leave one of them out."
    )


def _with_times(old: Schedule, typed: str) -> Schedule:
    """The schedule with other times. Raises BadField where its cron line could not hold them."""
    read = _field("time", lambda: parse_schedule(f"every day {typed}", old.zone))
    made = _field("time", lambda: replace(old, times=read.times))
    if isinstance(made.days, CronDays) and not _in_one_line(made):
        raise BadField("time", "Its days are a cron line, which holds its times; change the line instead.")
    return made


def _in_one_line(schedule: Schedule) -> bool:
    """Whether a cron line can hold the times: it gives every hour with every minute."""
    try:
        return parse_schedule(text(schedule), schedule.zone) == schedule
    except BadInput:
        return False


def _refuse_no_time(days: str, zone: str) -> None:
    """Days are in order, and a time is all that is missing."""
    try:
        parse_schedule(days, zone)
    except BadInput:
        _field("days", lambda: parse_schedule(f"{days} 12:00", zone))
        raise BadField("time", "Say at what time, for example: 08:30, or 08:30, 17:00.") from None


def _refuse_two_times(days: str) -> None:
    """A cron line has its times in it."""
    if days.strip().casefold().startswith("cron"):
        raise BadField("time", "A cron line holds its times: leave them out, or name the days in words.")


@dataclass(frozen=True, slots=True)
class Named:
    """Topics as subscriptions keep them, and what to say of how they were read."""

    keys: tuple[str, ...]
    guesses: tuple[tuple[str, str], ...] = ()
    silent: tuple[str, ...] = ()


def moment_of(typed: str, zone: str, now: datetime) -> datetime:
    """When a snooze ends: after some days or hours, or on a date in that zone. Raises BadField."""
    words = printable(typed).strip(" .")
    until = _until(words, zone, now)
    if until is None:
        raise BadField("until", f"{_cannot(words, 'a time')}; {_SNOOZES}.")
    if until <= now:
        raise BadField("until", f"“{words[:40]}” is over already; {_SNOOZES}.")
    if until - now > LONGEST_SNOOZE:
        raise BadField("until", f"A snooze lasts a year at most; {_SNOOZES}, or pause it.")
    return until


_SNOOZES: Final = (
    "write for example “3 days”, “12 hours”, “until friday”, “25 December” or “2026-12-01 12:00”"
)


def _until(words: str, zone: str, now: datetime) -> datetime | None:
    span = _SPAN.fullmatch(words)
    if span:
        return now + _seconds(span)
    bare = re.sub(r"(?i)^until\s+", "", words)
    meant = named_date(bare, now.astimezone(zone_data(zone)).date())
    if meant is not None:
        return slot_at(zone, meant, time(0)).utc
    named = _UNTIL.fullmatch(words)
    try:
        on = date.fromisoformat(named[1]) if named else None
        at = time.fromisoformat(named[2].zfill(5)) if named and named[2] else time(0)
    except ValueError:
        return None
    return None if on is None else slot_at(zone, on, at).utc.astimezone(UTC)


def date_of(typed: str, today: date | None = None) -> date:
    """A date, by weekday or month too where it is said which day it is. Raises BadField."""
    words = printable(typed).strip(" .")
    meant = None if today is None else named_date(words, today)
    try:
        return meant or date.fromisoformat(words)
    except ValueError:
        raise BadField("date", f"{_cannot(words, 'a date')}; write for example 2026-12-01.") from None


def _catch_up(typed: str) -> timedelta:
    words = printable(typed).strip(" .")
    span = _SPAN.fullmatch(words)
    if span is None:
        raise BadField("catch_up", f"{_cannot(words, 'a length of time')}; write for example “6 hours”.")
    found = _seconds(span)
    if not SHORTEST_CATCH_UP <= found <= LONGEST_CATCH_UP:
        raise BadField(
            "catch_up", "A digest may be from 5 minutes to 7 days late; write for example “6 hours”."
        )
    return found


def _seconds(span: re.Match[str]) -> timedelta:
    return timedelta(seconds=int(span[1]) * _UNITS[span[2][0].casefold()])


def _one_of(field: str, typed: str, words: tuple[_Word, ...]) -> _Word:
    wanted = printable(typed).strip(" .").casefold()
    for each in words:
        if each == wanted:
            return each
    shown = field.replace("_", "-")
    listed = " or ".join((", ".join(words[:-1]), words[-1]))
    raise BadField(field, f"{_cannot(typed, f'a choice for “{shown}”')}; write {listed}.")


def _skipping(schedule: Schedule, typed: str) -> Schedule:
    words = printable(typed)
    if not words:
        return schedule
    if words.casefold() in _NONE:
        return replace(schedule, skip=())
    bare = text(replace(schedule, skip=()))
    return _field("skip", lambda: parse_schedule(f"{bare} except {words}", schedule.zone))


def _cannot(words: str, kind: str) -> str:
    shown = printable(words)[:40]
    return f"“{shown}” cannot be read as {kind}" if shown else f"{kind[:1].upper()}{kind[1:]} is missing"


def _field(field: str, make: Callable[[], _Made]) -> _Made:
    """What is made of a field. Raises BadField with the sentence of a BadInput."""
    try:
        return make()
    except BadInput as error:
        raise BadField(field, str(error)) from error
