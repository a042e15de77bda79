"""What a button or a menu of a reply stands for, as one closed union of values.

Every action is self-contained, so that it means the same after a restart. Platforms encode them; none
of them says how it looks.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.rendering.asked import Asked, AskedVerb

Kind = Literal["wrong", "unsupported", "missing"]
KINDS: tuple[Kind, ...] = ("wrong", "unsupported", "missing")
"""What a reader can say of a reply: false, not borne out by its sources, or lacking something."""


@dataclass(frozen=True, slots=True)
class ShowEvidence:
    """What these claims rest on, privately."""

    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One further command."""

    asked: Asked


@dataclass(frozen=True, slots=True)
class Choose:
    """A menu; the chosen value is what would be typed after the verb. `place` tells menus apart."""

    verb: AskedVerb
    place: int = 0


@dataclass(frozen=True, slots=True)
class TurnPage:
    """Another page of the same reply, in place. `page` counts from 0."""

    asked: Asked
    page: int


@dataclass(frozen=True, slots=True)
class Share:
    """The same page of the same reply, for everybody in the channel."""

    asked: Asked
    page: int = 0


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader finds amiss with the reply."""

    kind: Kind
    asked: Asked


Action = ShowEvidence | Run | Choose | TurnPage | Share | Feedback


class Ids(Protocol):
    """How a platform writes actions on its buttons."""

    @property
    def asked(self) -> Asked:
        """The command that the reply answers."""

    def encode(self, action: Action) -> str | None:
        """The action as the platform's identifier; None where it does not fit into one."""
