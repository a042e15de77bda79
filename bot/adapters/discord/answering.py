"""Interactions and messages of the SDK to the desk, and its answers back through the SDK.

Owns when an answer is deferred, and that every reader gets an answer or one sentence. What to answer is
the desk's affair; how often a request is made is that of `sending`.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot import notices
from bot.adapters.discord.desk import Answer, Desk, Keep, Manner, Offer, Open, Post, said
from bot.adapters.discord.parse import DIRECT, Incoming, Kind, Where, addressed, typed_texts
from bot.adapters.discord.payload import Payload
from bot.adapters.discord.replies import Replies
from bot.adapters.discord.sending import (
    PATIENCE,
    Form,
    Picture,
    Send,
    arguments,
    changes,
    delivered,
)
from bot.failures import Failure, Ours, Permanent, Repairable, Revoked
from bot.logs import incident, logger
from bot.quota import Quota
from bot.redaction import withheld
from briefings.errors import BadInput, CommuniqueError

DEFER_AFTER = 1.5
"""Seconds; Discord waits three for the first response, half of them for the way."""
NO_EMBEDS = (
    "I have an answer, but may not show it in this channel. Ask with /ask or /brief to read it "
    "privately, or let somebody who manages this server allow me “Embed Links” here."
)
_KINDS: dict[discord.InteractionType, Kind] = {
    discord.InteractionType.application_command: "command",
    discord.InteractionType.component: "component",
    discord.InteractionType.autocomplete: "autocomplete",
    discord.InteractionType.modal_submit: "form",
}
_SPOKEN = {discord.MessageType.default, discord.MessageType.reply}

Interaction = discord.Interaction[discord.Client]

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
    deferred: bool = False


class Answering:
    """Answers what reaches the bot. `revoked` is called when Discord refuses the token."""

    def __init__(
        self,
        desk: Desk,
        replies: Replies,
        quota: Quota,
        revoked: Callable[[], object],
        patience: Patience | None = None,
    ) -> None:
        self._desk = desk
        self._replies = replies
        self._quota = quota
        self._revoked = revoked
        self._patience = patience or Patience()
        self._busy: set[asyncio.Task[Any]] = set()

    async def interaction(self, interaction: Interaction) -> None:
        """Answer one interaction. Never raises."""
        kind = _KINDS.get(interaction.type)
        if kind is None:
            return
        incoming = _incoming(kind, interaction)
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
                where = Where(str(message.author.id), _place(message.guild))
                payload, pictures = await self._finished(self._desk.spoken(text), where)
            except Exception as error:  # noqa: BLE001 - whatever fails, the reader gets a sentence
                payload, pictures = said(_sentence(error), "public"), ()
            await self._reply(message, payload, pictures)

    async def drained(self, seconds: float) -> None:
        """Wait until everything begun is answered, at most so many seconds."""
        if self._busy:
            await asyncio.wait(set(self._busy), timeout=seconds)

    async def _take_turn(self, turn: _Turn, incoming: Incoming) -> None:
        if incoming.kind != "autocomplete" and self._quota.take(turn.where.reader) != "yes":
            raise BadInput(notices.TOO_MANY)
        step = self._desk.plan(incoming)
        match step:
            case Offer(choices):
                await self._offer(turn, choices)
            case Open(form):
                response = turn.interaction.response
                await self._sent(turn, lambda: response.send_modal(Form(form)))
            case Post(payload, manner):
                turn.manner = manner
                await self._show(turn, payload, ())
            case Answer() | Keep():
                turn.manner = step.manner
                await self._work_out(turn, step)

    async def _work_out(self, turn: _Turn, step: Answer | Keep) -> None:
        """Answers at once where that is possible; else defers first."""
        work = asyncio.ensure_future(self._finished(step, turn.where))
        try:
            await asyncio.wait({work}, timeout=self._patience.defer)
            if not work.done() and not await self._defer(turn):
                return
            payload, pictures = await work
        finally:
            work.cancel()
        await self._show(turn, payload, pictures)

    async def _finished(self, step: Answer | Keep, where: Where) -> tuple[Payload, tuple[Picture, ...]]:
        """The payload with its pictures drawn; without them when they cannot be."""
        payload = await self._desk.carry_out(step, where)
        try:
            pictures = [
                Picture(each.name, each.alt, await self._replies.drawn(each)) for each in payload.attachments
            ]
        except Exception as error:  # noqa: BLE001 - the words are worth sending without the picture
            incident(_log, "a picture could not be drawn", error)
            return payload.without_pictures(), ()
        return payload, tuple(pictures)

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
        failure = await delivered(send, self._patience.request)
        if isinstance(failure, Ours) and not turn.interaction.response.is_done():
            raise _Refused(failure.code)
        self._note(failure, place=turn.where.place, kind=turn.interaction.type.name)
        return failure is None

    async def _apologise(self, turn: _Turn, incoming: Incoming, error: Exception) -> None:
        """One sentence instead of an answer, for the reader alone wherever that is possible."""
        sentence = _sentence(error)
        if incoming.kind == "autocomplete":
            await self._offer(turn, ())
            return
        if turn.deferred and turn.manner == "in place":
            note = said(sentence)
            follow_up = turn.interaction.followup
            await delivered(lambda: follow_up.send(**arguments(note), ephemeral=True), self._patience.request)
            return
        turn.manner = turn.manner if turn.deferred else "private"
        failure = await delivered(self._sentence_sender(turn, sentence), self._patience.request)
        self._note(failure, place=turn.where.place, kind=turn.interaction.type.name)

    def _sentence_sender(self, turn: _Turn, sentence: str) -> Send:
        note = said(sentence, turn.manner)
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
        self._note(failure, place=_place(message.guild), channel=message.channel.id, kind="message")

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


def _sentence(error: Exception) -> str:
    """What the reader is told of a failure; what is no mistake of theirs is written down."""
    if isinstance(error, BadInput):
        return str(error)
    if isinstance(error, CommuniqueError):
        _log.warning("a request could not be answered", reason=str(error))
        return str(error)
    return notices.failed(incident(_log, "a request failed", error))


def _incoming(kind: Kind, interaction: Interaction) -> Incoming:
    data: Mapping[str, Any] = interaction.data or {}
    where = Where(
        reader=str(interaction.user.id),
        place=DIRECT if interaction.guild_id is None else str(interaction.guild_id),
        permissions=interaction.permissions.value,
        thread=isinstance(interaction.channel, discord.Thread),
        locale=str(interaction.locale.value),
    )
    return Incoming(kind, data, where, _source(interaction.message))


def _source(message: discord.Message | None) -> Mapping[str, Any] | None:
    """A message of ours as plain data again."""
    if message is None:
        return None
    return {
        "content": message.content,
        "flags": message.flags.value,
        "embeds": [each.to_dict() for each in message.embeds],
        "components": [each.to_dict() for each in message.components],
    }


def _place(guild: discord.Guild | None) -> str:
    return DIRECT if guild is None else str(guild.id)
