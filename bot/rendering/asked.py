"""What was asked, as a reply's buttons carry it: a verb, and what would be typed after it.

Owns the way from a command to those words; the way back is `bot.grammar.parse` of `Asked.line`. It
keeps nothing: an action that comes back after a restart says all that is needed.
"""

from dataclasses import dataclass
from typing import Literal, assert_never

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
from bot.printable import printable
from briefings.reply import Verb
from briefings.topics import Topics

AskedVerb = Verb | Literal["evidence", "text"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A command in words. `argument` None: too long to carry, read it again from the message itself."""

    verb: AskedVerb
    argument: str | None = ""

    @property
    def line(self) -> str | None:
        """What would be typed; None where it must be read from the message."""
        return None if self.argument is None else f"/{self.verb} {self.argument}".rstrip()

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims an evidence command names."""
        return tuple((self.argument or "").split()) if self.verb == "evidence" else ()


def asked(command: Command, topics: Topics | None = None) -> Asked:
    """A command in words, on one line.

    With `topics`, a text to be briefed on becomes the names of what it mentions, where they give the same
    briefing: they fit on a button, and the text itself need not be kept.
    """
    if isinstance(command, BriefText) and topics is not None:
        return _printable(Asked("text", _mentioned(command.text, topics)))
    return _printable(_in_words(command))


def _mentioned(text: str, topics: Topics) -> str:
    """The names of what a text mentions, in order; the text itself where they would be read otherwise."""
    found, unclear = topics.mentioned(text), topics.ambiguous(text)
    names = ", ".join((*(topics.name(each) for each in found), *(each.name for each in unclear)))
    same = topics.mentioned(names) == found and topics.ambiguous(names) == unclear
    return names if names and same else text


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
            assert_never(command)
