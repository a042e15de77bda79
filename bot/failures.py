"""What may come of a request to a platform when it does not succeed, as one closed union.

Owns the kinds; each adapter owns the one table that maps its platform's codes onto them. Refuses to
know any platform, and to word anything for readers.
"""

from dataclasses import dataclass
from typing import Literal

from briefings.errors import CommuniqueError

Reason = Literal[
    "channel-gone",
    "message-gone",
    "no-access",
    "no-permission",
    "direct-messages-closed",
    "wrong-channel",
    "thread-closed",
    "too-late",
]


@dataclass(frozen=True, slots=True)
class Permanent:
    """Trying again changes nothing until somebody changes something in that place."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class AlreadyDone:
    """An earlier attempt, or somebody else, has done it. As good as success."""


@dataclass(frozen=True, slots=True)
class Repairable:
    """It works after one further request of ours."""

    repair: Literal["reopen-thread", "do-not-reply"]


@dataclass(frozen=True, slots=True)
class Ours:
    """What was sent breaks a rule of the platform: our mistake, the same each time."""

    code: str


@dataclass(frozen=True, slots=True)
class Wait:
    """It may work later.

    `seconds`: no sooner than that, where the platform says so. `maybe_done`: it may have worked already.
    """

    seconds: float | None = None
    maybe_done: bool = False


@dataclass(frozen=True, slots=True)
class Revoked:
    """The credentials are refused; nothing works until somebody changes them."""

    over: bool = False
    """Whether the platform says that the bot was removed, and not merely that it is not known."""


@dataclass(frozen=True, slots=True)
class Lost:
    """No answer came, so it may have worked or not."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A code that is in no table: tried again, a bounded number of times."""

    status: int
    code: str


Failure = Permanent | AlreadyDone | Repairable | Ours | Wait | Revoked | Lost | Unknown


class PlatformError(CommuniqueError):
    """A request to a platform failed for good. `str(error)` is for the log."""

    def __init__(self, sentence: str, failure: Failure) -> None:
        super().__init__(sentence)
        self.failure = failure
