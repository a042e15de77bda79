"""What is to be done about something a reader did, as one closed union of values.

Owns the values; `desk` decides on them, and each platform's gateway carries them to their end.
"""

from dataclasses import dataclass
from typing import Literal

from bot.commands import Command
from bot.ports import Feedback
from bot.rendering import actions

Manner = Literal["private", "public", "in place"]
"""Seen by the reader alone, by everybody there, or in place of the message that was pressed on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A command to answer, and which page of the answer to show."""

    command: Command
    manner: Manner
    page: int = 0
    numbers: tuple[tuple[str, int], ...] = ()
    """Passages and their citation numbers in the message that was pressed on."""
    said: str | None = None
    """A sentence to say instead of the command's answer."""


@dataclass(frozen=True, slots=True)
class Share:
    """An answer to post for everybody, once.

    `answer` None: what was asked cannot be read any more, so the page is posted as it stands. `key` is
    the same whenever the same page of the same message is shared, and empty where no message is known.
    """

    answer: Answer | None
    key: str


@dataclass(frozen=True, slots=True)
class Open:
    """A form for a comment to open; `action` goes along in it, so that it says the same after a restart."""

    action: actions.Feedback


@dataclass(frozen=True, slots=True)
class Keep:
    """Feedback to keep, and to give thanks for."""

    feedback: Feedback
    manner: Manner = "private"


Step = Answer | Share | Open | Keep
