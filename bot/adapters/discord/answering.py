"""Interactions and messages of the SDK to the desk, and its answers back through the SDK.

Owns when an answer is deferred, and that every reader gets an answer or one sentence. What to answer is
the desk's affair; how often a request is made is that of `sending`.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any

import discord
from discord import app_commands

from bot import notices
from bot.adapters.discord.completion import fitting
from bot.adapters.discord.desk import Lookup, Offer, counted, form, planned, said
from bot.adapters.discord.digest_form import digest_form
from bot.adapters.discord.incoming import Interaction, incoming_of, spoken_where
from bot.adapters.discord.own_messages import for_everybody
from bot.adapters.discord.parse import Incoming, addressed, typed_texts
from bot.adapters.discord.payload import Payload
from bot.adapters.discord.sending import (
    PATIENCE,
    Form,
    Picture,
    Send,
    arguments,
    changes,
    delivered,
)
from bot.commands import Command
from bot.desk.desk import Desk
from bot.desk.failing import sentence
from bot.desk.forms import fills_a_form
from bot.desk.replies import Replies
from bot.desk.steps import Answer, Keep, Manner, Open, Share
from bot.desk.where import Where
from bot.failures import Failure, Lost, Ours, Permanent, Repairable, Revoked, Unknown, Wait
from bot.logs import incident, logger
from bot.quota import Quota
from bot.redaction import withheld
from briefings.errors import BadInput

DEFER_AFTER = 1.5
"""Seconds; Discord waits three for the first response, half of them for the way."""
MOST_ALONE = 10
"""Messages of a preview, its own line included: Discord names no bound, and a reader scrolls no further."""
NO_FORM = "The form could not be opened in time. Please try again, or use the options of the command."
_ENDING = 1.0
"""Seconds for answers to end that were told to."""
NO_EMBEDS = (
    "I have an answer, but may not show it in this channel. Ask with /ask or /brief to read it "
    "privately, or let somebody who manages this server allow me “Embed Links” here."
)
_SPOKEN = {discord.MessageType.default, discord.MessageType.reply}

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds until an answer is deferred, and seconds for one request."""

    defer: float = DEFER_AFTER
    request: float = PATIENCE


@dataclass(slots=True)
class _Turn:
    """One interaction that is being answered."""

    interaction: Interaction
    where: Where
    manner: Manner = "private"
    begun: float = field(default_factory=monotonic)
    deferred: bool = False
    acknowledged: bool = False
    failed: bool = False
    """Whether something is known not to have reached the reader."""


class Answering:
    """Answers what reaches the bot.

    `revoked` is called when Discord refuses the token, `acknowledged` with the seconds until the first
    response to each interaction was there.
    """

    def __init__(
        self,
        desk: Desk[Payload],
        replies: Replies[Payload],
        quota: Quota,
        revoked: Callable[[], object],
        patience: Patience | None = None,
        manager_roles: frozenset[str] = frozenset(),
        acknowledged: Callable[[float], object] = lambda seconds: None,
    ) -> None:
        self._manager_roles = manager_roles
        self._acknowledged = acknowledged
        self._desk = desk
        self._replies = replies
        self._quota = quota
        self._revoked = revoked
        self._patience = patience or Patience()
        self._busy: set[asyncio.Task[Any]] = set()

    async def interaction(self, interaction: Interaction) -> None:
        """Answer one interaction. Never raises."""
        incoming = incoming_of(interaction, self._manager_roles)
        if incoming is None:
            return
        self._begin()
        with withheld(*typed_texts(incoming.data)):
            turn = _Turn(interaction, incoming.where)
            try:
                await self._take_turn(turn, incoming)
            except Exception as error:  # noqa: BLE001 - whatever fails, the reader gets a sentence
                await self._apologise(turn, incoming, error)

    async def message(self, message: discord.Message, me: discord.abc.User) -> None:
        """Answer a direct message or a message that names the bot; any other is let be. Never raises."""
        spoken = message.type in _SPOKEN and not message.author.bot and message.webhook_id is None
        if not spoken or not (message.guild is None or any(each.id == me.id for each in message.mentions)):
            return
        verdict = self._quota.take(str(message.author.id))
        if verdict == "no":
            return
        text = addressed(message.content, me.id)
        self._begin()
        with withheld(text, message.content):
            try:
                if verdict == "first refusal":
                    raise BadInput(notices.TOO_MANY)
                where = spoken_where(message)
                payload, pictures = await self._finished(self._desk.spoken(text, where), where)
            except Exception as error:  # noqa: BLE001 - whatever fails, the reader gets a sentence
                payload, pictures = said(sentence(error), "public"), ()
            await self._reply(message, payload, pictures)

    async def drained(self, seconds: float) -> None:
        """Wait until everything begun is answered, at most so many seconds."""
        if self._busy:
            await asyncio.wait(set(self._busy), timeout=seconds)

    async def given_up(self) -> None:
        """Leave what is still not answered: without a connection nobody can be told anything any more."""
        left = set(self._busy)
        if not left:
            return
        _log.warning("answers were given up", count=len(left))
        for each in left:
            each.cancel()
        await asyncio.wait(left, timeout=_ENDING)

    async def _take_turn(self, turn: _Turn, incoming: Incoming) -> None:
        if counted(incoming) and self._quota.take(turn.where.reader) != "yes":
            raise BadInput(notices.TOO_MANY)
        step = planned(self._desk, self._replies, incoming)
        match step:
            case Offer(choices):
                await self._offer(turn, choices)
            case Lookup(typed):
                asker = turn.where.asker("discord")
                found = await self._replies.handlers.digests.offered(typed.kind, typed.text, asker)
                await self._offer(turn, fitting(found))
            case Open(action):
                response = turn.interaction.response
                await self._sent(turn, lambda: response.send_modal(Form(form(action))))
            case Share():
                await self._share(turn, step, incoming)
            case Answer(command) if fills_a_form(command):
                await self._open_form(turn, command)
            case Answer() | Keep():
                turn.manner = step.manner
                await self._answer(turn, step)

    async def _open_form(self, turn: _Turn, command: Command) -> None:
        """The form to begin or edit a digest. Nothing can be deferred before a form: it comes soon, or not.

        Raises BadInput.
        """
        try:
            async with asyncio.timeout(self._patience.defer):
                made = digest_form(await self._desk.digest_form(command, turn.where))
        except TimeoutError:
            raise BadInput(NO_FORM) from None
        await self._sent(turn, lambda: turn.interaction.response.send_modal(Form(made)))

    async def _answer(self, turn: _Turn, step: Answer | Keep) -> None:
        """The answer in one message, or in several that follow the first."""
        following: list[Payload] = []

        async def first() -> Payload:
            found, *rest = await self._desk.messages(step, turn.where, MOST_ALONE)
            following.extend(rest)
            return found

        await self._work_out(turn, first())
        for each in following:
            if turn.failed or not await self._sent(turn, partial(self._follow_up, turn, each)):
                return

    async def _follow_up(self, turn: _Turn, payload: Payload) -> None:
        await turn.interaction.followup.send(**arguments(payload), ephemeral=payload.private)

    async def _share(self, turn: _Turn, step: Share, incoming: Incoming) -> None:
        """Posts a page for everybody; what was posted, or may have been, is not posted again.

        The press itself is answered with the page, since Discord lets no press be answered twice.
        """
        await self._desk.claim(step)
        turn.manner = "public"
        try:
            await self._work_out(turn, self._shared(turn, step, incoming))
        except Exception:
            await self._desk.release(step)
            raise
        if turn.failed:
            await self._desk.release(step)

    async def _shared(self, turn: _Turn, step: Share, incoming: Incoming) -> Payload:
        if step.answer is None:
            return for_everybody(incoming.source or {})
        return await self._desk.carry_out(step.answer, turn.where)

    async def _work_out(self, turn: _Turn, working: Coroutine[Any, Any, Payload]) -> None:
        """Answers at once where that is possible; else, and before a picture is drawn, defers first."""
        work = asyncio.ensure_future(working)
        try:
            await asyncio.wait({work}, timeout=self._patience.defer)
            if not work.done() and not await self._defer(turn):
                return
            payload = await work
            if payload.attachments and not turn.deferred and not await self._defer(turn):
                return
            pictures = await self._drawn(payload)
        finally:
            work.cancel()
        if pictures is None:
            payload, pictures = payload.without_pictures(), ()
        await self._show(turn, payload, pictures)

    async def _finished(self, step: Answer | Keep, where: Where) -> tuple[Payload, tuple[Picture, ...]]:
        """The payload with its pictures drawn; without them when they cannot be."""
        payload = await self._desk.carry_out(step, where)
        pictures = await self._drawn(payload)
        return (payload.without_pictures(), ()) if pictures is None else (payload, pictures)

    async def _drawn(self, payload: Payload) -> tuple[Picture, ...] | None:
        """The pictures of a payload; None when one cannot be drawn, and the words must do."""
        try:
            drawn = [
                Picture(each.name, each.alt, await self._replies.drawn(each.picture))
                for each in payload.attachments
            ]
        except Exception as error:  # noqa: BLE001 - the words are worth sending without the picture
            incident(_log, "a picture could not be drawn", error)
            return None
        return tuple(drawn)

    async def _defer(self, turn: _Turn) -> bool:
        in_place, private = turn.manner == "in place", turn.manner == "private"
        response = turn.interaction.response
        turn.deferred = await self._sent(
            turn, lambda: response.defer(ephemeral=private, thinking=not in_place)
        )
        return turn.deferred

    async def _show(self, turn: _Turn, payload: Payload, pictures: tuple[Picture, ...]) -> None:
        interaction, private = turn.interaction, turn.manner == "private"
        response = interaction.response
        if turn.deferred:
            await self._sent(turn, lambda: interaction.edit_original_response(**changes(payload, pictures)))
        elif turn.manner == "in place":
            await self._sent(turn, lambda: response.edit_message(**changes(payload, pictures)))
        else:
            await self._sent(
                turn, lambda: response.send_message(**arguments(payload, pictures), ephemeral=private)
            )

    async def _offer(self, turn: _Turn, choices: tuple[tuple[str, str], ...]) -> None:
        offered = [app_commands.Choice(name=name, value=value) for name, value in choices]
        await self._sent(turn, lambda: turn.interaction.response.autocomplete(offered))

    async def _sent(self, turn: _Turn, send: Send) -> bool:
        """Whether it arrived. Raises _Refused when Discord refuses what we wrote."""
        failure = await self._delivered(turn, send)
        if isinstance(failure, Ours) and not turn.interaction.response.is_done():
            raise _Refused(failure.code)
        turn.failed = failure is not None and not _maybe_done(failure)
        self._note(failure, place=turn.where.place, kind=turn.interaction.type.name)
        return failure is None

    async def _delivered(self, turn: _Turn, send: Send) -> Failure | None:
        """What became of a response; the first one to arrive is measured."""
        failure = await delivered(send, self._patience.request)
        if failure is None and not turn.acknowledged:
            turn.acknowledged = True
            self._acknowledged(monotonic() - turn.begun)
        return failure

    async def _apologise(self, turn: _Turn, incoming: Incoming, error: Exception) -> None:
        """One sentence instead of an answer, for the reader alone wherever that is possible."""
        told = sentence(error)
        if incoming.kind == "autocomplete":
            await self._offer(turn, ())
            return
        if turn.deferred and turn.manner == "in place":
            note = said(told)
            follow_up = turn.interaction.followup
            await delivered(lambda: follow_up.send(**arguments(note), ephemeral=True), self._patience.request)
            return
        turn.manner = turn.manner if turn.deferred else "private"
        failure = await self._delivered(turn, self._sentence_sender(turn, told))
        self._note(failure, place=turn.where.place, kind=turn.interaction.type.name)

    def _sentence_sender(self, turn: _Turn, told: str) -> Send:
        note = said(told, "private" if turn.manner == "private" else "public")
        interaction = turn.interaction
        if turn.deferred:
            return lambda: interaction.edit_original_response(**changes(note))
        return lambda: interaction.response.send_message(**arguments(note), ephemeral=True)

    async def _reply(self, message: discord.Message, payload: Payload, pictures: tuple[Picture, ...]) -> None:
        """Answer in the open, as a reply. The nonce lets Discord drop a second one."""
        nonce = f"a{message.id}"
        reference = message.to_reference(fail_if_not_exists=False)
        more: dict[str, Any] = {"nonce": nonce, "reference": reference, "mention_author": False}
        failure = await self._written(message, payload, pictures, more)
        if isinstance(failure, Repairable):  # history cannot be read, so nothing can be replied to
            del more["reference"], more["mention_author"]
            failure = await self._written(message, payload, pictures, more)
        if failure == Permanent("no-permission") and pictures:
            failure = await self._written(message, payload.without_pictures(), (), more)
        if failure == Permanent("no-permission") and payload.embeds:
            failure = await self._written(message, said(NO_EMBEDS, "public"), (), more)
        self._note(failure, place=spoken_where(message).place, channel=message.channel.id, kind="message")

    async def _written(
        self,
        message: discord.Message,
        payload: Payload,
        pictures: tuple[Picture, ...],
        more: Mapping[str, Any],
    ) -> Failure | None:
        send = message.channel.send
        return await delivered(lambda: send(**arguments(payload, pictures), **more), self._patience.request)

    def _note(self, failure: Failure | None, **fields: object) -> None:
        """Write down what did not arrive, and stop where the token is refused."""
        if failure is None:
            return
        _log.warning("an answer could not be delivered", failure=repr(failure), **fields)
        if isinstance(failure, Revoked):
            self._revoked()

    def _begin(self) -> None:
        """Count the running task among the busy ones until it ends."""
        task = asyncio.current_task()
        if task is not None:
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)


class _Refused(Exception):
    """Discord refuses what we wrote: a mistake of ours."""


def _maybe_done(failure: Failure) -> bool:
    """Whether a request that failed may have taken effect all the same."""
    match failure:
        case Lost() | Unknown():
            return True
        case Wait():
            return failure.maybe_done
        case _:
            return False
