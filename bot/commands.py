"""What a person can ask, as one closed union, and each command's definition, written once.

Every adapter is generated from `DEFINITIONS`; nothing here knows how a platform shows a command.
"""

from dataclasses import dataclass
from typing import Literal

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


Command = Brief | Ask | Compare | Scenarios | Watch | Gaps | Map | Evidence | BriefText | About

OptionType = Literal["topic", "theme", "text", "page", "claims"]
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


_TOPIC = Option("topic", "topic", "A country, a group of countries or a theme, in any language")

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
