"""What a person can ask, as one closed union, and each command's definition, written once.

Every adapter is generated from `DEFINITIONS`; nothing here knows how a platform shows a command.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

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
    Follow,
    Unfollow,
)

AboutPage = Literal["help", "sources", "status", "privacy"]
ABOUT_PAGES: tuple[AboutPage, ...] = ("help", "sources", "status", "privacy")


@dataclass(frozen=True, slots=True)
class Brief:
    """The overview, or a country's, bloc's or theme's briefing."""

    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A free question."""

    question: str


@dataclass(frozen=True, slots=True)
class Compare:
    """Two topics side by side, on one theme where given."""

    a: str
    b: str
    theme: str | None = None


@dataclass(frozen=True, slots=True)
class Scenarios:
    """If → then, and who stated it."""

    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """Indicators to look out for."""

    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing or awkward in the source."""

    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Map:
    """The relationship picture and its text equivalent."""

    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What claims rest on; without ids, the claims of the last reply in this conversation."""

    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BriefText:
    """Briefings for the countries and themes that a text mentions."""

    text: str


@dataclass(frozen=True, slots=True)
class About:
    """Help, sources, status or privacy."""

    page: AboutPage = "help"


ArticleCommand = Brief | Ask | Compare | Scenarios | Watch | Gaps | Map | BriefText
"""Those answered from the library alone."""
Command = ArticleCommand | Evidence | About | DigestCommand

OptionType = Literal[
    "topic",
    "theme",
    "text",
    "page",
    "claims",
    "digest",
    "draft",
    "days",
    "times",
    "zone",
    "topics",
    "style",
    "empty",
    "doubt",
    "dates",
    "span",
]
"""`digest`: the id of one; `draft`: the id of something echoed; `span`: a length of time, or its end."""
Audience = Literal["everyone", "managers", "editors"]


@dataclass(frozen=True, slots=True)
class Option:
    """One typed option of a command."""

    name: str
    type: OptionType
    help: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A command as every platform offers it."""

    name: str
    command: type[Command]
    help: str
    example: str
    options: tuple[Option, ...] = ()
    audience: Audience = "everyone"
    form: Literal["command", "button", "message"] = "command"
    """A slash command, an action on a reply, or an action on somebody's message."""
    subs: tuple["Definition", ...] = ()
    """Commands under this one's name; alone, the name is this command itself."""


_TOPIC = Option("topic", "topic", "A country, a group of countries or a theme, in any language")
_DIGEST = Option("digest", "digest", "Which digest, such as s-7K3QF2; not needed where there is one")
_WISHES = (
    Option("topics", "topics", "Countries and themes, with commas; or all"),
    Option("style", "style", "headlines, full, or thread: a headline here and the details in its thread"),
    Option("empty", "empty", "When there is nothing to say: skip, or post one line"),
    Option("skip", "dates", "Dates to leave out: 2026-12-25, 2027-01-01"),
    Option("catch_up", "span", "How late it may be posted, such as 6 hours"),
    Option("on_doubt", "doubt", "When no reply comes: never-double, or never-lose and perhaps twice"),
)
_DAYS = "weekdays; mon,thu; first monday; day 1,15; last day"
_TIMES = "Local times, such as 08:30 or 08:30, 17:00; may stand in days instead"
_ZONE = "A time zone by name, city or country: Europe/London, Kolkata, Japan"

_DIGEST_SUBS: tuple[Definition, ...] = (
    Definition(
        "add",
        DigestAdd,
        "Begin a digest in this channel",
        "/digest add weekdays 08:30 Europe/London topics India, China",
        (
            Option("days", "days", _DAYS, required=True),
            Option("zone", "zone", _ZONE, required=True),
            Option("time", "times", _TIMES),
            *_WISHES,
        ),
        "managers",
    ),
    Definition("list", DigestList, "The digests of this channel", "/digest list"),
    Definition(
        "preview",
        DigestPreview,
        "What would be posted next, or on a date",
        "/digest preview 2026-12-01",
        (_DIGEST, Option("date", "dates", "A date, such as 2026-12-01")),
    ),
    Definition("pause", DigestPause, "Post nothing until resumed", "/digest pause", (_DIGEST,), "managers"),
    Definition("resume", DigestResume, "Post again", "/digest resume", (_DIGEST,), "managers"),
    Definition(
        "snooze",
        DigestSnooze,
        "Post nothing for a while",
        "/digest snooze 3 days",
        (Option("until", "span", "3 days, 12 hours, or until 2026-12-01", required=True), _DIGEST),
        "managers",
    ),
    Definition(
        "edit",
        DigestEdit,
        "Change a digest",
        "/digest edit time 09:00",
        (
            _DIGEST,
            Option("days", "days", _DAYS),
            Option("time", "times", _TIMES),
            Option("zone", "zone", _ZONE),
            *_WISHES,
        ),
        "managers",
    ),
    Definition("remove", DigestRemove, "End a digest", "/digest remove", (_DIGEST,), "managers"),
    Definition("explain", DigestExplain, "The next ten times, in words", "/digest explain", (_DIGEST,)),
    Definition("history", DigestHistory, "What was posted, and what was not", "/digest history", (_DIGEST,)),
    Definition("send-now", DigestSendNow, "Post one now", "/digest send-now", (_DIGEST,), "managers"),
    Definition(
        "confirm",
        DigestConfirm,
        "Do what was echoed",
        "/digest confirm 7K3QF2",
        (Option("draft", "draft", "What was echoed", required=True),),
        "managers",
        form="button",
    ),
    Definition(
        "cancel",
        DigestCancel,
        "Do not do it",
        "/digest cancel 7K3QF2",
        (Option("draft", "draft", "What was echoed", required=True),),
        "managers",
        form="button",
    ),
)

DEFINITIONS: tuple[Definition, ...] = (
    Definition("brief", Brief, "A briefing: all of it, a country or a theme", "/brief India", (_TOPIC,)),
    Definition(
        "ask",
        Ask,
        "Ask a question; the answer cites its sentences, or says it is not covered",
        "/ask Why would Japan rearm?",
        (Option("question", "text", "Your question, in your own words", required=True),),
    ),
    Definition(
        "compare",
        Compare,
        "Two topics side by side",
        "/compare India China on trade",
        (
            Option("a", "topic", "The first country or theme", required=True),
            Option("b", "topic", "The second country or theme", required=True),
            Option("theme", "theme", "Only what bears on this theme"),
        ),
    ),
    Definition("scenarios", Scenarios, "If → then, and who stated it", "/scenarios China", (_TOPIC,)),
    Definition("watch", Watch, "Indicators to look out for", "/watch nuclear", (_TOPIC,)),
    Definition("gaps", Gaps, "What is missing or awkward in the source", "/gaps", (_TOPIC,)),
    Definition("map", Map, "The relationship picture, with its text", "/map India", (_TOPIC,)),
    Definition(
        "digest",
        DigestList,
        "Scheduled digests of a channel: add, list, preview, edit, explain, history",
        "/digest list",
        subs=_DIGEST_SUBS,
    ),
    Definition(
        "follow",
        Follow,
        "A direct message when something on a topic is published or corrected",
        "/follow India",
        (_TOPIC,),
    ),
    Definition("unfollow", Unfollow, "End that", "/unfollow India", (_TOPIC,)),
    Definition(
        "about",
        About,
        "Commands, sources, status, privacy",
        "/about sources",
        (Option("page", "page", "help, sources, status or privacy"),),
    ),
    Definition(
        "evidence",
        Evidence,
        "The sentences each claim rests on",
        "/evidence",
        (Option("claims", "claims", "Claim ids such as C07; without any, those of the last reply"),),
        form="button",
    ),
    Definition(
        "text",
        BriefText,
        "Brief me on this: briefings for what a text mentions",
        "/text Tokyo and Seoul met today",
        (Option("text", "text", "The text to read", required=True),),
        form="message",
    ),
)


def each_one(definitions: Sequence[Definition] = DEFINITIONS) -> Iterator[Definition]:
    """Every command there is, those under another's name included."""
    for definition in definitions:
        yield definition
        yield from definition.subs
