"""An interaction: what a reader did, and everything the app answered.

Owns the record. Tests await it; deliveries and routes fill it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.standins.changes import Changes
from tests.standins.slack.refusals import Refused
from tests.standins.slack.world import Channel, Message, User, View


@dataclass(slots=True, eq=False, repr=False)
class Interaction:
    """What a reader did, and what came of it.

    `kind` is the payload's type ("slash_commands", "block_actions", …). `ack` is the body of the
    acknowledgement, None while there is none or it was empty. `failure` is what the reader is told when
    nobody acknowledged in time. `ts` orders it among messages. `source` is the message or view it was
    done in; `made` the messages it was answered with.
    """

    kind: str
    user: User
    channel: Channel | None
    payload: dict[str, Any]
    created: datetime
    changes: Changes
    ts: str
    source: Message | View | None = None
    trigger_id: str | None = None
    response_url: str | None = None
    is_acknowledged: bool = False
    ack: dict[str, Any] | None = None
    failure: str | None = None
    made: list[Message] = field(default_factory=list)
    updated: list[Message] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    view_errors: dict[str, str] = field(default_factory=dict)
    options: list[dict[str, Any]] | None = None
    refusals: list[Refused] = field(default_factory=list)

    def __repr__(self) -> str:
        what = self.payload.get("command") or self.payload.get("callback_id") or self.payload.get("actions")
        return (
            f"<{self.kind} {what!r} of {self.user.name}, acknowledged={self.is_acknowledged}, {self.failure}>"
        )

    async def acknowledged(self) -> "Interaction":
        """Return once it was acknowledged in time; raises `AssertionError` when that failed."""
        await self.changes.until(
            lambda: self.is_acknowledged or self.failure, what=f"the acknowledgement of {self}"
        )
        if not self.is_acknowledged:
            message = f"{self} was not acknowledged: {self.failure}"
            raise AssertionError(message)
        return self

    async def failed(self) -> str:
        """What the reader was told when the app did not acknowledge, once that is so."""
        await self.changes.until(lambda: self.failure, what=f"the failure of {self}")
        return str(self.failure)

    async def message(self) -> Message:
        """The first message it was answered with, or the one it changed."""
        return (await self.messages(1))[0]

    async def messages(self, count: int) -> list[Message]:
        """The messages that acknowledgement and response_url made and changed, once there are `count`."""
        await self.changes.until(
            lambda: len(self._answers()) >= count,
            what=f"{count} messages for {self}, refused: {self.refusals}",
        )
        return self._answers()

    async def opened_view(self) -> View:
        """The modal it opened, pushed or updated."""
        await self.changes.until(lambda: self.views, what=f"a view for {self}, refused: {self.refusals}")
        return self.views[-1]

    async def offered(self) -> list[tuple[str, str]]:
        """The options offered, as (text, value)."""
        await self.acknowledged()
        if self.options is None:
            message = f"{self} was answered with {self.ack}, not with options; refused: {self.refusals}"
            raise AssertionError(message)
        return [(str(each["text"]["text"]), str(each["value"])) for each in self.options]

    async def refused(self) -> Refused:
        """The first thing the app was told in vain, once there is one."""
        await self.changes.until(lambda: self.refusals, what=f"a refusal for {self}")
        return self.refusals[0]

    def _answers(self) -> list[Message]:
        return list(dict.fromkeys([*self.made, *self.updated]))
