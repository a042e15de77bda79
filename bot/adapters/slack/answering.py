"""Commands, presses, forms and half-typed options to the desk, and its answers back, within three seconds.

Owns when Slack is told that something arrived: a command with its answer where that is ready, else
before it. What is said in the open is the affair of `conversing`.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any, assert_never

from bot import notices
from bot.adapters.slack.conversing import Conversing
from bot.adapters.slack.definitions import prefixed
from bot.adapters.slack.delivering import Deliveries
from bot.adapters.slack.digest_form import digest_form
from bot.adapters.slack.forms import FormKind, feedback_form, form
from bot.adapters.slack.managers import Managers
from bot.adapters.slack.options import listed, options
from bot.adapters.slack.origin import Origin
from bot.adapters.slack.parse import (
    Pressed,
    command_of,
    origin_of,
    pressed_of,
    shortcut_of,
    suggestion_of,
    typed_texts,
    where_of,
)
from bot.adapters.slack.payload import Payload
from bot.adapters.slack.receiving import Ack, Answers
from bot.adapters.slack.sending import PATIENCE
from bot.adapters.slack.submissions import CommandForm, Errors, FeedbackForm, submitted_of
from bot.commands import Command, Evidence
from bot.desk.forms import fills_a_form
from bot.desk.once import Once
from bot.desk.steps import Answer, Keep, Open, Share
from bot.desk.where import Where
from bot.digest_commands import MANAGERS_ONLY, DigestAdd, DigestEdit, DigestPreview
from bot.digests.permission import settles_action
from bot.digests.reading import BadField
from bot.logs import incident, logger
from bot.redaction import withheld
from bot.rendering.actions import Run
from bot.ways import beginning, editing
from briefings.errors import BadInput

MOST_ALONE = 5
"""Messages of a preview, its own line included (LIMITS: response_url)."""
ACKNOWLEDGE_AFTER = 1.5
"""Seconds; Slack waits three for an acknowledgement, half of them for the way."""

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds until something is acknowledged without its answer, and seconds for one request."""

    acknowledge: float = ACKNOWLEDGE_AFTER
    request: float = PATIENCE


class Answering(Answers):
    """Answers what readers type, press and send."""

    def __init__(
        self,
        deliveries: Deliveries,
        conversing: Conversing,
        once: Once,
        managers: Managers,
        prefix: str = "",
        patience: Patience | None = None,
    ) -> None:
        self._deliveries = deliveries
        self._desk = deliveries.desk
        self._topics = deliveries.replies.topics
        self._conversing = conversing
        self._once = once
        self._managers = managers
        self._prefix = prefix
        self._patience = patience or Patience()

    async def command(self, payload: Mapping[str, Any]) -> Ack:
        """A slash command, acknowledged with its answer where that is ready in time."""
        with withheld(*typed_texts(payload)):
            return await self._in_time(self._commanded(payload), origin_of(payload))

    async def press(self, payload: Mapping[str, Any]) -> Ack:
        """A press, acknowledged at once: the answer goes another way."""
        with withheld(*typed_texts(payload)):
            pressed = pressed_of(payload)
            if not pressed.ignore:
                self._deliveries.begin(self._pressed(pressed))
        return None

    async def suggest(self, payload: Mapping[str, Any]) -> Ack:
        """What fits a half-typed topic; nothing where that fails."""
        with withheld(*typed_texts(payload)):
            try:
                typing = suggestion_of(payload)
                if typing.kind == "zone":
                    digests = self._deliveries.replies.handlers.digests
                    return listed(await digests.offered("zone", typing.typed, typing.where.asker("slack")))
                return options(typing, self._topics)
            except Exception as error:  # noqa: BLE001 - an empty list is all that can be shown
                if not isinstance(error, BadInput):
                    incident(_log, "options could not be offered", error)
                return {"options": []}

    async def submit(self, payload: Mapping[str, Any]) -> Ack:
        """A form: a comment is kept and thanked for in its place, a command answered where it came from."""
        with withheld(*typed_texts(payload)):
            try:
                sent = submitted_of(payload)
            except Exception as error:  # noqa: BLE001 - whatever fails, the reader gets a sentence
                return _in_its_place(self._deliveries.sorry(error))
            match sent:
                case Errors(by_block):
                    return {"response_action": "errors", "errors": self._named(by_block)}
                case CommandForm():
                    wrong = self._wrong(sent)
                    if wrong is not None:
                        return wrong
                    self._deliveries.begin(self._told(self._used(sent), sent.origin))
                    return None
                case FeedbackForm():
                    return await self._feedback(sent, payload)
                case _:
                    assert_never(sent)

    async def shortcut(self, payload: Mapping[str, Any]) -> Ack:
        """The entry “Brief me on this”, acknowledged at once."""
        with withheld(*typed_texts(payload)):
            self._deliveries.begin(self._told(self._on_this(payload), origin_of(payload)))
        return None

    async def event(self, payload: Mapping[str, Any]) -> Ack:
        """Something that happened, acknowledged at once."""
        with withheld(*typed_texts(payload)):
            self._deliveries.begin(self._conversing.happened(payload))
        return None

    async def _in_time(self, work: Coroutine[Any, Any, Payload | None], origin: Origin) -> Ack:
        """The answer as the acknowledgement; or later, to the address that came along."""
        task = self._deliveries.begin(work)
        await asyncio.wait({task}, timeout=self._patience.acknowledge)
        if task.done():
            payload: Payload | None = task.result()
            return None if payload is None else payload.response()
        self._deliveries.begin(self._later(task, origin))
        return None

    async def _later(self, task: "asyncio.Task[Payload | None]", origin: Origin) -> None:
        payload = await task
        if payload is not None:
            await self._deliveries.tell(origin, payload)

    async def _commanded(self, payload: Mapping[str, Any]) -> Payload | None:
        """The answer to a slash command; None where a form was opened instead. Never raises."""
        try:
            where = where_of(payload)
            self._deliveries.admit(where.reader)
            command = command_of(payload, self._topics, self._prefix)
            if isinstance(command, str):
                return await self._asked_back(command, payload)
            where = await self._known(where, command)
            if fills_a_form(command):
                self._desk.used(command, where)
                view = await self._digest_form(command, where, origin_of(payload))
                if not await self._opened(str(payload.get("trigger_id") or ""), view):
                    raise BadInput(f"Please type it after the command: {_typed(command)}")
                return None
            step = self._desk.used(command, where)
            if isinstance(command, DigestPreview):
                self._deliveries.begin(self._previewed(step, where, origin_of(payload)))
                return None
            return await self._deliveries.worked_out(step, where)
        except Exception as error:  # noqa: BLE001 - whatever fails, the reader gets a sentence
            return self._deliveries.sorry(error)

    async def _previewed(self, step: Answer, where: Where, origin: Origin) -> None:
        """A preview, message after message. Never raises.

        None goes with the acknowledgement: Slack would show it when it likes, and they have an order.
        """
        try:
            made = await self._desk.messages(step, where, MOST_ALONE)
        except Exception as error:  # noqa: BLE001 - whatever fails, the reader gets a sentence
            made = (self._deliveries.sorry(error),)
        for each in made:
            if not await self._deliveries.tell(origin, each):
                return

    async def _asked_back(self, kind: FormKind, payload: Mapping[str, Any]) -> Payload | None:
        view = form(kind, origin_of(payload))
        if await self._opened(str(payload.get("trigger_id") or ""), view):
            return None
        raise BadInput(f"Please type it after the command: /{_EXAMPLES[kind]}")

    async def _pressed(self, pressed: Pressed) -> None:
        try:
            if not settles_action(pressed.action):
                self._deliveries.admit(pressed.where.reader)
            if pressed.form is not None:
                await self._open(pressed.trigger, form(pressed.form, pressed.origin))
                return
            await self._carried_out(pressed)
        except Exception as error:  # noqa: BLE001 - whatever fails, the reader gets a sentence
            await self._deliveries.tell(pressed.origin, self._deliveries.sorry(error))

    async def _carried_out(self, pressed: Pressed) -> None:
        where = await self._pressing(pressed)
        shown = await self._conversing.seen(pressed)
        step = self._desk.pressed(pressed.action, where, shown, pressed.chosen)
        if isinstance(step, Answer) and isinstance(step.command, Evidence) and not step.numbers:
            step = replace(step, numbers=pressed.numbers)
        match step:
            case Answer(command) if fills_a_form(command):
                await self._open(pressed.trigger, await self._digest_form(command, where, pressed.origin))
            case Answer(DigestPreview()):
                await self._previewed(step, where, pressed.origin)
            case Answer() | Keep():
                payload = await self._deliveries.worked_out(step, where)
                in_place = step.manner == "in place"
                await self._deliveries.tell(pressed.origin, payload, replace=in_place)
            case Share():
                await self._shared(step, pressed)
            case Open(action):
                origin = replace(pressed.origin, claims=" ".join(pressed.shown.claims))
                await self._open(pressed.trigger, feedback_form(action.kind, origin))
            case _:
                assert_never(step)

    async def _shared(self, share: Share, pressed: Pressed) -> None:
        """Once for everybody: first the button goes, then the page is posted. Raises BadInput."""
        if share.answer is None:
            raise BadInput(notices.QUESTION_LOST)
        await self._desk.claim(share)
        where, origin = pressed.where, pressed.origin
        page = await self._desk.carry_out(replace(share.answer, manner="private"), where)
        try:
            shown = await self._deliveries.worked_out(share.answer, where)
            taken = await self._deliveries.tell(origin, page.without_share(), replace=True)
            posted = taken and await self._deliveries.tell(origin, shown)
        except BaseException:
            await self._desk.release(share)
            raise
        if not posted:
            await self._desk.release(share)
            if taken:
                await self._deliveries.tell(origin, page, replace=True)
            raise BadInput(NOT_SHARED)

    async def _open(self, trigger: str, view: Mapping[str, Any]) -> None:
        """Opens a form. Raises BadInput where that came too late."""
        if not await self._opened(trigger, view):
            raise BadInput(NO_FORM)

    async def _opened(self, trigger: str, view: Mapping[str, Any]) -> bool:
        return await self._deliveries.made("views.open", {"trigger_id": trigger, "view": dict(view)})

    async def _feedback(self, sent: FeedbackForm, payload: Mapping[str, Any]) -> Ack:
        """Thanks in place of the form; later, where keeping takes longer than Slack waits."""
        task = self._deliveries.begin(self._kept(sent, payload.get("view") or {}))
        await asyncio.wait({task}, timeout=self._patience.acknowledge)
        if task.done():
            kept = task.result()
            return None if kept is None else _in_its_place(kept)
        self._deliveries.begin(self._later(task, sent.origin))
        return None

    async def _kept(self, sent: FeedbackForm, view: Mapping[str, Any]) -> Payload | None:
        """Thanks for a comment; None for a form that was sent before. Never raises."""
        key = f"form:slack:{view.get('id')}:{view.get('hash')}" if view.get("id") else ""
        try:
            if key and not await self._once.first(key):
                return None
            self._deliveries.admit(sent.where.reader)
            shown = await self._conversing.recollected(sent)
            step = self._desk.submitted(sent.action, sent.comment, sent.where, shown)
            return await self._desk.carry_out(step, sent.where)
        except Exception as error:  # noqa: BLE001 - whatever fails, the reader gets a sentence
            return self._deliveries.sorry(error)

    async def _used(self, sent: CommandForm) -> Payload:
        self._deliveries.admit(sent.where.reader)
        where = await self._known(sent.where, sent.command)
        return await self._deliveries.worked_out(self._desk.used(sent.command, where), where)

    def _wrong(self, sent: CommandForm) -> Ack:
        """What is wrong with a field of a digest's form, which stays open and says so."""
        if isinstance(sent.command, DigestAdd | DigestEdit):
            try:
                self._deliveries.replies.handlers.digests.checked(sent.command)
            except BadField as error:
                return {"response_action": "errors", "errors": self._named({error.field: str(error)})}
        return None

    def _named(self, errors: Mapping[str, str]) -> dict[str, str]:
        """Sentences beside the fields of a form, with commands named as they are registered."""
        return {field: prefixed(each, self._prefix) for field, each in errors.items()}

    async def _known(self, where: Where, command: Command) -> Where:
        """With whether they manage the channel, where that matters."""
        if not isinstance(command, MANAGERS_ONLY):
            return where
        return replace(where, manages=await self._managers.manages(where))

    async def _pressing(self, pressed: Pressed) -> Where:
        action = pressed.action
        if not (isinstance(action, Run) and action.asked.verb == "digest"):
            return pressed.where
        return replace(pressed.where, manages=await self._managers.manages(pressed.where))

    async def _digest_form(self, command: Command, where: Where, origin: Origin) -> Mapping[str, Any]:
        """The form to begin a digest, or to edit one with its fields filled in. Raises CommuniqueError."""
        return digest_form(origin, await self._desk.digest_form(command, where))

    async def _on_this(self, payload: Mapping[str, Any]) -> Payload:
        where = where_of(payload)
        self._deliveries.admit(where.reader)
        return await self._deliveries.worked_out(self._desk.used(shortcut_of(payload), where), where)

    async def _told(self, work: Coroutine[Any, Any, Payload], origin: Origin) -> None:
        await self._deliveries.tell(origin, await self._deliveries.guarded(work))


NO_FORM = "The form could not be opened. Please press again."


def _typed(command: Command) -> str:
    """How a digest is begun or changed without a form."""
    if isinstance(command, DigestEdit):
        return " ".join(editing("typed", command.digest).split())
    return beginning("typed")


NOT_SHARED = "That could not be posted here. You can still read it yourself, and try again."
_EXAMPLES: dict[FormKind, str] = {"ask": "ask Why would Japan rearm?", "compare": "compare India China"}


def _in_its_place(payload: Payload) -> Ack:
    return {"response_action": "update", "view": payload.in_modal("Feedback")}
