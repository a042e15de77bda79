"""An interaction: what a reader did, and everything the bot answered.

Owns the record and its timers. Tests await it; the routes fill it.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from tests.standins.changes import PATIENCE, Changes, NeverCame
from tests.standins.discord import limits
from tests.standins.discord.refusals import Refused
from tests.standins.discord.world import Channel, Message, User


class InteractionKind(IntEnum):
    """Interaction types, by Discord's numbers."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class ResponseKind(IntEnum):
    """Callback types, by Discord's numbers."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass(slots=True, eq=False, repr=False)
class Interaction:
    """What a reader did, and what came of it.

    `response` is the kind of the first response, None until it came; `original` the message it made or
    changed; `updated` says that a deferred update changed it;
    `refusals` what the bot was told in vain ("unknown interaction" when it was too late).
    """

    id: int
    token: str
    kind: InteractionKind
    user: User
    channel: Channel
    data: dict[str, Any]
    created: datetime
    changes: Changes
    source: Message | None = None
    response: ResponseKind | None = None
    responded: datetime | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    choices: list[dict[str, Any]] | None = None
    modal: dict[str, Any] | None = None
    refusals: list[Refused] = field(default_factory=list)
    updated: bool = False
    _first: "asyncio.Future[None] | None" = None

    def __repr__(self) -> str:
        what = self.data.get("name") or self.data.get("custom_id")
        return f"<{self.kind.name.lower()} {what!r} of {self.user.name}, answered with {self.response}>"

    def too_late(self, now: datetime) -> bool:
        """Whether the first response would come after the three seconds."""
        return now - self.created > limits.FIRST_RESPONSE

    def expired(self, now: datetime) -> bool:
        """Whether the token's fifteen minutes are over."""
        return now - self.created > limits.TOKEN_LIFE

    def answered(self, kind: ResponseKind, now: datetime) -> None:
        """Record the first response."""
        self.response, self.responded = kind, now
        if self._first is not None and not self._first.done():
            self._first.set_result(None)

    async def first_response(self) -> "Interaction":
        """Return once the first response of any kind was accepted (a deferral counts)."""
        if self.response is None:
            self._first = self._first or asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(PATIENCE):
                    await asyncio.shield(self._first)
            except TimeoutError:
                message = f"nobody answered {self.data} of {self.user.name}; refused: {self.refusals}"
                raise NeverCame(message) from None
        return self

    async def message(self) -> Message:
        """The message it was answered with, once it holds the answer and not only "is thinking"."""
        await self.changes.until(lambda: self._answer() is not None, what=f"the answer to {self.data}")
        found = self._answer()
        assert found is not None
        return found

    async def messages(self, count: int) -> list[Message]:
        """Original and follow-ups, once there are `count` of them."""
        await self.changes.until(lambda: len(self._all()) >= count, what=f"{count} messages for {self.data}")
        return self._all()

    async def refused(self) -> Refused:
        """The first refusal the bot ran into, once there is one."""
        await self.changes.until(lambda: self.refusals, what=f"a refusal for {self.data}")
        return self.refusals[0]

    async def opened_modal(self) -> dict[str, Any]:
        """The form it opened."""
        await self.first_response()
        if self.modal is None:
            message = f"answered with {self.response}, not with a form"
            raise AssertionError(message)
        return self.modal

    async def offered(self) -> list[tuple[str, Any]]:
        """The choices offered, as (name, value)."""
        await self.first_response()
        if self.choices is None:
            message = f"answered with {self.response}, not with choices"
            raise AssertionError(message)
        return [(each["name"], each["value"]) for each in self.choices]

    def _answer(self) -> Message | None:
        done = self.original is not None and not self.original.loading and self.original.deleted is None
        if done and (self.updated or self.response is not ResponseKind.DEFERRED_UPDATE):
            return self.original
        return self.followups[0] if self.followups else None

    def _all(self) -> list[Message]:
        original = self.original
        shown = [original] if original and not original.loading and original is not self.source else []
        return [*shown, *self.followups]
