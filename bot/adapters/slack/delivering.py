"""Answers on their way: worked out, with pictures uploaded, told where they belong, and noted when lost.

Owns where an answer goes, and that its reader gets it or one sentence. When to acknowledge is the
affair of `answering`; how often a request is made is that of `sending`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot import notices
from bot.adapters.slack.origin import Origin
from bot.adapters.slack.payload import Payload
from bot.adapters.slack.sending import PROMPT, REPLACING, Body, Refused, Sending
from bot.desk.desk import Desk
from bot.desk.failing import sentence
from bot.desk.replies import Replies
from bot.desk.steps import Answer, Keep
from bot.desk.where import Where
from bot.failures import Failure, Ours, Permanent, Revoked
from bot.logs import incident, logger
from bot.quota import Quota
from briefings.errors import BadInput

PICTURE_READY = 1.5
"""Seconds after which Slack has looked at a picture that was just uploaded, and lets it be shown."""

_log = logger(__name__)


class Revoking(Protocol):
    """Told that Slack refuses the token, and whether because the app was removed."""

    def __call__(self, *, removed: bool) -> object:
        """All ends."""


@dataclass(slots=True)
class Deliveries:
    """What every kind of answer needs on its way. `revoked` is told that Slack refuses the token."""

    desk: Desk[Payload]
    replies: Replies[Payload]
    sending: Sending
    quota: Quota
    revoked: Revoking
    busy: set["asyncio.Task[Any]"] = field(default_factory=set)

    def begin(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Work that goes on by itself; counted among the busy until it ends."""
        task = asyncio.create_task(work)
        self.busy.add(task)
        task.add_done_callback(self.busy.discard)
        return task

    async def drained(self, seconds: float) -> None:
        """Wait until everything begun is answered, at most so many seconds."""
        if self.busy:
            await asyncio.wait(set(self.busy), timeout=seconds)

    def admit(self, reader: str) -> None:
        """Count a request. Raises BadInput when that were too many."""
        if self.quota.take(reader) != "yes":
            raise BadInput(notices.TOO_MANY)

    async def worked_out(self, step: Answer | Keep, where: Where) -> Payload:
        """The answer; where all may see it with its pictures, if they can be made. Raises CommuniqueError."""
        payload = await self.desk.carry_out(step, where)
        return payload if payload.private or not payload.pictures else await self._illustrated(payload)

    def sorry(self, error: Exception, *, private: bool = True) -> Payload:
        """One sentence instead of an answer."""
        return self.replies.said(sentence(error), "private" if private else "public")

    async def guarded(self, work: Awaitable[Payload], *, private: bool = True) -> Payload:
        """The answer, or one sentence instead of it. Never raises."""
        try:
            return await work
        except Exception as error:  # noqa: BLE001 - whatever fails, the reader gets a sentence
            return self.sorry(error, private=private)

    async def tell(self, origin: Origin, payload: Payload, *, replace: bool = False) -> bool:
        """Whether an answer to something done on a message, or by a command, arrived."""
        if not origin.response_url or (origin.direct and not payload.private and not replace):
            return await self.post(origin.channel or origin.user, payload, origin.thread or None)
        more = {"thread_ts": origin.thread} if origin.thread and not replace else {}
        manner = REPLACING if replace else PROMPT

        async def respond(shown: Payload) -> Failure | None:
            body = shown.response(replace=replace) | more
            return await self.sending.respond(origin.response_url, body, manner)

        return self.noted(await self._in_some_form(payload, respond), kind="response")

    async def post(self, channel: str, payload: Payload, thread: str | None = None) -> bool:
        """Whether a message for everybody in a channel arrived."""

        async def post(shown: Payload) -> Failure | None:
            return await self.sending.post(shown.message(channel, thread))

        return self.noted(await self._in_some_form(payload, post), kind="message")

    async def _in_some_form(
        self, payload: Payload, send: Callable[[Payload], Awaitable[Failure | None]]
    ) -> Failure | None:
        """Sends; what Slack does not take with its picture is sent a little later, and then without."""
        failed = await send(payload)
        if not _pictured(payload):
            return failed
        if isinstance(failed, Ours):
            await self.sending.pause(PICTURE_READY)
            failed = await send(payload)
        return await send(payload.without_pictures()) if isinstance(failed, Ours | Permanent) else failed

    async def made(self, method: str, body: Body) -> bool:
        """Whether a further request, such as opening a form, succeeded."""
        return self.noted(await self.sending.call(method, body), kind=method)

    def noted(self, failed: Failure | None, **fields: object) -> bool:
        """Whether it succeeded; if not it is written down, and all ends where the token is refused."""
        if failed is None:
            return True
        _log.warning("an answer could not be delivered", failure=repr(failed), **fields)
        if isinstance(failed, Revoked):
            self.revoked(removed=failed.over)
        return False

    async def _illustrated(self, payload: Payload) -> Payload:
        try:
            files = [
                await self.sending.uploaded(f"{number}.png", each.alt, await self.replies.drawn(each.picture))
                for number, each in enumerate(payload.pictures, 1)
            ]
        except Refused as error:
            self.noted(error.failure, kind="picture")
            return payload.without_pictures()
        except Exception as error:  # noqa: BLE001 - the words are worth sending without the picture
            incident(_log, "a picture could not be made", error)
            return payload.without_pictures()
        return payload.with_pictures(files)


def _pictured(payload: Payload) -> bool:
    return any(block.get("type") == "image" for block in payload.blocks)
