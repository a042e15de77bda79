"""What is typed after `/digest`, as a command: the word for what to do, an id, fields by their names.

Owns which words name fields; what a field may hold is read in `bot.digests`. Pure.
"""

import re
from collections.abc import Callable
from itertools import zip_longest
from typing import Final

from bot.digest_commands import (
    DigestAdd,
    DigestCancel,
    DigestCommand,
    DigestConfirm,
    DigestEdit,
    DigestExplain,
    DigestHistory,
    DigestList,
    DigestPause,
    DigestPreview,
    DigestRemove,
    DigestResume,
    DigestSendNow,
    DigestSnooze,
)
from bot.printable import printable
from briefings.errors import BadInput

WORDS: Final[tuple[str, ...]] = (
    "add",
    "list",
    "preview",
    "pause",
    "resume",
    "snooze",
    "edit",
    "remove",
    "explain",
    "history",
    "send-now",
)
"""What can be done, as people type it."""

_ID = re.compile(r"(?<!\S)s-[0-9a-z]{6}(?!\S)", re.IGNORECASE)
_NAMES: Final = {
    "zone": "zone",
    "timezone": "zone",
    "topic": "topics",
    "topics": "topics",
    "about": "topics",
    "style": "style",
    "empty": "empty",
    "skip": "skip",
    "catch-up": "catch_up",
    "catch_up": "catch_up",
    "on-doubt": "on_doubt",
    "on_doubt": "on_doubt",
    "doubt": "on_doubt",
    "days": "days",
    "time": "time",
    "times": "time",
}
_FIELD = re.compile(
    rf"(?:^|[\s,;])(?P<name>{'|'.join(sorted(_NAMES, key=len, reverse=True))})(?:\s*[:=]\s*|(?=\s)|$)",
    re.IGNORECASE,
)
_ZONE_LAST = re.compile(
    r"\s+(?:in\s+(?P<place>[^\d;]+)|(?P<name>[A-Za-z][\w+-]*(?:/[A-Za-z][\w+-]*)+|UTC|GMT))\s*[,;]?\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"catch[-_]up\s*[:=]?\s*\d+\s+$", re.IGNORECASE)
"""Before the “days” of “catch-up 3 days”, which names no field."""
_PLACE_LAST = re.compile(
    r"(?P<when>.*(?:\d|[ap]\.?m\.?|o.clock|noon|midday|midnight))[\s,;]+(?P<place>[^\W\d_][^\d;]*)",
    re.IGNORECASE,
)
_ONE: Final[dict[str, Callable[[str], DigestCommand]]] = {
    "pause": DigestPause,
    "resume": DigestResume,
    "remove": DigestRemove,
    "explain": DigestExplain,
    "history": DigestHistory,
    "send-now": DigestSendNow,
}


def read(text: str) -> DigestCommand:
    """The command that stands after `/digest`. Raises BadInput with an example."""
    word, _, rest = printable(text).partition(" ")
    word, rest = word.casefold(), rest.strip()
    if word == "send" and rest.casefold().partition(" ")[0] == "now":
        word, rest = "send-now", rest[3:].strip()
    name, left = _taken(rest)
    match word:
        case "" | "list":
            return DigestList()
        case "add":
            return DigestAdd(**_fields(rest))
        case "edit":
            return DigestEdit(name, **_fields(left))
        case "preview":
            return DigestPreview(name, left)
        case "snooze":
            if not left:
                raise BadInput("Say for how long, for example: /digest snooze 3 days.")
            return DigestSnooze(left, name)
        case "confirm" | "cancel":
            return DigestConfirm(rest) if word == "confirm" else DigestCancel(rest)
        case _ if word in _ONE:
            return _ONE[word](name or left)
        case _:
            raise BadInput(
                f"There is no /digest {word[:20]}; there is {', '.join(WORDS[:-1])} and {WORDS[-1]}."
            )


def means_digests(text: str) -> bool:
    """Whether words after “digest” are what is typed after the command, and no sentence."""
    word = text.strip().partition(" ")[0].casefold()
    return not word or word in WORDS


def _taken(rest: str) -> tuple[str, str]:
    """The id in the text, and the text without it."""
    found = _ID.search(rest)
    if found is None:
        return "", rest
    return found[0], " ".join((rest[: found.start()] + rest[found.end() :]).split())


def _fields(text: str) -> dict[str, str]:
    """Fields by name; before the first stands the schedule, perhaps with a zone. Raises BadInput."""
    named = [each for each in _FIELD.finditer(text) if not _COUNTED.search(text[: each.start("name")])]
    head = text[: named[0].start()] if named else text
    found: dict[str, str] = {}
    for each, following in zip_longest(named, named[1:]):
        end = following.start() if following else len(text)
        name, value = _NAMES[each["name"].casefold()], text[each.end() : end].strip(" ,;")
        if not value:
            raise BadInput(f"Say more after “{each['name']}”, for example: {_EXAMPLES[name]}.")
        if name in found:
            raise BadInput(f"“{each['name']}” is there twice; name it once.")
        found[name] = value
    zone = _ZONE_LAST.search(head)
    if zone and "zone" not in found:
        found["zone"] = (zone["place"] or zone["name"]).strip()
        head = head[: zone.start()]
    elif "zone" not in found:
        head, place = _parted(head.strip(" ,;"))
        found |= {"zone": place} if place else {}
    if head.strip(" ,;"):
        found["schedule"] = head.strip(" ,;")
    return found


def _parted(head: str) -> tuple[str, str]:
    """A schedule and the place behind its last time, as in “weekdays 08:30 New York”; its days may lack."""
    found = _PLACE_LAST.fullmatch(head)
    if found is None:
        return (head, "") if _is_schedule(f"{head} 12:00") else _days_parted(head)
    if _is_schedule(head):
        return head, ""
    when = found["when"]
    if _is_schedule(when) or _is_schedule(f"every day {when}"):
        return when, head[len(when) :].strip(" ,;")
    return head, ""


def _days_parted(head: str) -> tuple[str, str]:
    """Days and the place behind them, as in “weekdays London”, where the time was left out."""
    words = head.split()
    for count in range(len(words) - 1, 0, -1):
        days, place = " ".join(words[:count]), " ".join(words[count:]).strip(" ,;")
        if place[:1].isalpha() and _is_schedule(f"{days} 12:00"):
            return days, place
    return head, ""


def _is_schedule(words: str) -> bool:
    from bot.schedules import parse_schedule  # noqa: PLC0415 - most commands have no schedule

    try:
        parse_schedule(words, "UTC")
    except BadInput:
        return False
    return True


_EXAMPLES: Final = {
    "zone": "zone Europe/London",
    "topics": "topics India, China",
    "style": "style headlines",
    "empty": "empty line",
    "skip": "skip 2026-12-25",
    "catch_up": "catch-up 6 hours",
    "on_doubt": "on-doubt never-lose",
    "days": "days weekdays",
    "time": "time 08:30, 17:00",
}
