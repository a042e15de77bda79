"""What a role is: one thing that a process does until it is told to stop, such as one platform's bot.

Owns the promise between a role and the process that runs it. Refuses to know any platform.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from briefings.errors import CommuniqueError

Work = Callable[[asyncio.Event], Awaitable[None]]
"""Works until the event is set, then finishes what it has begun and returns. May be cancelled as well."""


class NeedsAttention(CommuniqueError):
    """A role cannot go on until somebody changes something: trying again would not help.

    Raised by a role's work, for example when its token is refused. `str(error)` says what to do.
    """


@dataclass(frozen=True, slots=True)
class Role:
    """A role by its name, as in `communique run NAME`."""

    name: str
    work: Work
