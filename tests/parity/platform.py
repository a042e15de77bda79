"""What the suite asks of a platform, and what a reader sees of its pages. Each folder has its reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.commands import Command, Definition, OptionType
from bot.digests.asker import Asker
from bot.rendering.actions import Action
from bot.rendering.asked import Asked
from briefings.reply import Reply
from briefings.topics import Topics


@dataclass(slots=True)
class Page:
    """One page as it is read back from what is sent."""

    text: str
    links: list[str] = field(default_factory=list)
    pings: list[str] = field(default_factory=list)
    specials: list[str] = field(default_factory=list)
    labels: list[tuple[str, str]] = field(default_factory=list)
    steps: list[tuple[str, Action]] = field(default_factory=list)
    """What can be pressed, chosen from or typed next, with its label."""
    pictures: int = 0
    sent: Any = None
    """What is sent itself."""


class Platform(Protocol):
    """A platform as the suite sees it."""

    name: str
    """Of its folder."""
    title: str
    lacks: Mapping[str, str]
    """What it lacks, and why."""
    forms: tuple[str, ...]
    """The forms in which it shows replies."""

    def pages(self, reply: Reply, asked: Asked, form: str, *, public: bool) -> list[Page]:
        """The reply as it is sent, read back."""

    def said(self, sentence: str) -> Page:
        """One sentence of ours as it is sent, read back."""

    def used(self, path: str, definition: Definition, given: Mapping[str, str], topics: Topics) -> Command:
        """What comes of the command when it is used as it is registered there, with these options filled in.

        `path`: its name with that of the command it stands under. Raises KeyError for what is not
        registered, and BadInput for what cannot be read.
        """

    def asker(self) -> Asker | None:
        """Whose digests and follows it sees to; None where there are no channels and no readers."""

    def completes(self, topics: Topics) -> frozenset[OptionType]:
        """The kinds of options that are completed or offered as a list while they are filled in."""

    def dialogs(self) -> frozenset[str]:
        """The forms that open."""

    def surfaces(self) -> frozenset[str]:
        """Where it can be talked to, of `tests.parity.features.SURFACES`."""
