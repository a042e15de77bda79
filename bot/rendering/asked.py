"""What was asked, as a reply's buttons carry it: a verb, and what would be typed after it.

Owns the way from a command to those words; the way back is `bot.grammar.parse` of `Asked.line`. It
keeps nothing: an action that comes back after a restart says all that is needed.
"""

from dataclasses import dataclass
from typing import Literal

from bot.commands import (
    About,
    Ask,
    Brief,
    BriefText,
    Command,
    Compare,
    Evidence,
    Gaps,
    Map,
    Scenarios,
    Watch,
)
from bot.digest_commands import (
    DigestCommand,
    DigestExplain,
    DigestHistory,
    DigestList,
    DigestPreview,
    Follow,
    Unfollow,
)
from bot.printable import printable
from bot.rendering.marks import MARK
from briefings.reply import Verb
from briefings.topics import Topics

AskedVerb = Verb | Literal["evidence", "text"]
EDITION = "d-"
"""What an edition's id begins with: of "digest" and such an id nothing can be asked again."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A command in words.

    `argument` None: too long to carry, or not ours to carry; the message itself stands for it.
    """

    verb: AskedVerb
    argument: str | None = ""

    @property
    def line(self) -> str | None:
        """What would be typed; None where it must be read from the message."""
        if self.argument is None:
            return None
        words = " ".join(self.claims) if self.verb == "evidence" else self.argument
        return f"/{self.verb} {words}".rstrip()

    @property
    def manages(self) -> bool:
        """Whether it is about digests or follows themselves, and not about what one says."""
        edition = self.verb == "digest" and (self.argument or "").startswith(EDITION)
        return self.verb in {"digest", "follow", "unfollow"} and not edition

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims an evidence command names."""
        words = (self.argument or "").split() if self.verb == "evidence" else ()
        return tuple(each for each in words if not each.startswith(MARK))

    @property
    def marks(self) -> str:
        """The citation numbers that an evidence command is to keep, as one word; nobody types them."""
        words = (self.argument or "").split() if self.verb == "evidence" else ()
        return next((each for each in words if each.startswith(MARK)), "")

    def marked(self, marks: str) -> "Asked":
        """The same, to keep these citation numbers; with none it keeps none."""
        return Asked(self.verb, " ".join(filter(None, (*self.claims, marks))))


def asked(command: Command, topics: Topics | None = None) -> Asked:
    """A command in words, on one line.

    With `topics`, a text to be briefed on becomes the names of what it mentions: they fit on a button, and
    nothing else of the text, which may be another person's, goes along. Where the names would not give
    the same briefing, the argument is None.
    """
    if isinstance(command, BriefText) and topics is not None:
        names = _mentioned(command.text, topics)
        return Asked("text", None if names is None else printable(names))
    words = _in_words(command)
    return words if words.argument is None else _printable(words)


def _mentioned(text: str, topics: Topics) -> str | None:
    """The names of what a text mentions, in order; None where they would be read otherwise."""
    found, unclear = topics.mentioned(text), topics.ambiguous(text)
    names = ", ".join((*(topics.name(each) for each in found), *(each.name for each in unclear)))
    same = topics.mentioned(names) == found and topics.ambiguous(names) == unclear
    return names if names and same else None


def _printable(asked: Asked) -> Asked:
    return Asked(asked.verb, printable(asked.argument or ""))


def _in_words(command: Command) -> Asked:  # noqa: C901 - one case for each command
    match command:
        case Brief(topic):
            return Asked("brief", topic or "")
        case Ask(question):
            return Asked("ask", question)
        case Compare(a, b, theme):
            return Asked("compare", f"{a} vs {b}" + (f" on {theme}" if theme else ""))
        case Scenarios(topic):
            return Asked("scenarios", topic or "")
        case Watch(topic):
            return Asked("watch", topic or "")
        case Gaps(topic):
            return Asked("gaps", topic or "")
        case Map(topic):
            return Asked("map", topic or "")
        case Evidence(claims):
            return Asked("evidence", " ".join(claims))
        case BriefText(text):
            return Asked("text", text)
        case About(page):
            return Asked("about", page)
        case _:
            return _of_digests(command)


def _of_digests(command: DigestCommand) -> Asked:
    """What only shows something can be asked again; what changes something is not carried on any button."""
    match command:
        case DigestList():
            return Asked("digest", "list")
        case DigestPreview(digest, date):
            return Asked("digest", " ".join(filter(None, ("preview", digest, date))))
        case DigestExplain(digest):
            return Asked("digest", f"explain {digest}".rstrip())
        case DigestHistory(digest):
            return Asked("digest", f"history {digest}".rstrip())
        case Follow():
            return Asked("follow", None)
        case Unfollow():
            return Asked("unfollow", None)
        case _:
            return Asked("digest", None)
