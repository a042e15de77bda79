"""Routes that answer an interaction: the callback, and what its token opens for fifteen minutes."""

from typing import Any

from tests.standins.calls import Answer, Call
from tests.standins.discord import payloads
from tests.standins.discord.checks.messages import Sending
from tests.standins.discord.checks.modals import check_choices, check_modal
from tests.standins.discord.interactions import Interaction, InteractionKind, ResponseKind
from tests.standins.discord.posting import Post
from tests.standins.discord.refusals import (
    Form,
    Refused,
    unknown_interaction,
    unknown_message,
    unknown_webhook,
)
from tests.standins.discord.rest.account import body_of
from tests.standins.discord.state import State
from tests.standins.discord.world import EPHEMERAL, LOADING, Message
from tests.standins.serving import Handler, Route

ALLOWED = {
    InteractionKind.COMMAND: {ResponseKind.MESSAGE, ResponseKind.DEFERRED_MESSAGE, ResponseKind.MODAL},
    InteractionKind.COMPONENT: set(ResponseKind) - {ResponseKind.CHOICES},
    InteractionKind.AUTOCOMPLETE: {ResponseKind.CHOICES},
    InteractionKind.MODAL: set(ResponseKind) - {ResponseKind.CHOICES, ResponseKind.MODAL},
}
COMMAND_MESSAGE, MENU_MESSAGE = 20, 23


class InteractionRoutes:
    """First responses, follow-ups and edits."""

    def __init__(self, state: State, post: Post) -> None:
        self._state = state
        self._post = post

    def routes(self) -> list[Route]:
        """The routes served here."""
        stem = "/webhooks/{application_id}/{token}"
        handlers: list[tuple[str, str, Handler]] = [
            ("POST", "", self.follow_up),
            ("GET", "/messages/{which}", self.one),
            ("PATCH", "/messages/{which}", self.edit),
            ("DELETE", "/messages/{which}", self.delete),
        ]
        callback = Route("POST", "/interactions/{interaction_id}/{token}/callback", self.callback)
        return [callback, *(Route(method, stem + ending, handler) for method, ending, handler in handlers)]

    def callback(self, call: Call) -> Answer:
        """The first response."""
        interaction = self._state.interactions.get(call.params["token"])
        if interaction is None or interaction.id != call.id("interaction_id"):
            raise unknown_interaction()
        return self._respond(interaction, call)

    def follow_up(self, call: Call) -> Answer:
        """A further message; the first one after a deferral takes the deferral's place."""
        interaction = self._open(call)
        body = body_of(call)
        if interaction.original is not None and interaction.original.loading:
            return self._shown(self._fill(interaction, interaction.original, body, call))
        self._post.check(call, body, Sending.BY_INTERACTION)
        message = self._create(interaction, body, call, reference=interaction.original)
        interaction.followups.append(message)
        self._state.changes.ring()
        return self._shown(message)

    def one(self, call: Call) -> Answer:
        """The original response, or a follow-up."""
        return self._shown(self._which(self._open(call), call))

    def edit(self, call: Call) -> Answer:
        """Change the original response, or a follow-up."""
        interaction = self._open(call)
        message = self._which(interaction, call)
        return self._shown(self._fill(interaction, message, body_of(call), call))

    def delete(self, call: Call) -> Answer:
        """Take the original response, or a follow-up, away."""
        self._post.delete(self._which(self._open(call), call))
        return Answer(204)

    def _respond(self, interaction: Interaction, call: Call) -> Answer:
        now = self._state.clock.now()
        if interaction.response is not None:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        if interaction.too_late(now):
            raise unknown_interaction()
        body = body_of(call)
        kind = _kind(interaction, body.get("type"))
        data = body.get("data") or {}
        self._take(interaction, kind, data, call)
        interaction.answered(kind, now)
        self._state.changes.ring()
        if call.query.get("with_response") not in {"1", "true", "True"}:
            return Answer(204)
        return Answer(body=self._outcome(interaction, kind))

    def _take(self, interaction: Interaction, kind: ResponseKind, data: dict[str, Any], call: Call) -> None:
        if kind is ResponseKind.MESSAGE:
            self._post.check(call, data, Sending.BY_INTERACTION)
            interaction.original = self._create(interaction, data, call, reference=interaction.source)
        elif kind is ResponseKind.DEFERRED_MESSAGE:
            _check_deferral(data)
            interaction.original = self._create(
                interaction, data, call, reference=interaction.source, flags=LOADING
            )
        elif kind is ResponseKind.DEFERRED_UPDATE:
            interaction.original = interaction.source
        elif kind is ResponseKind.UPDATE:
            assert interaction.source is not None
            interaction.original = self._post.edit(interaction.source, data, call)
        elif kind is ResponseKind.CHOICES:
            check_choices(data, int(interaction.data["focused_type"]))
            interaction.choices = list(data.get("choices") or [])
        else:
            check_modal(data)
            interaction.modal = data

    def _create(
        self,
        interaction: Interaction,
        body: dict[str, Any],
        call: Call,
        *,
        reference: Message | None,
        flags: int = 0,
    ) -> Message:
        ephemeral = bool((body.get("flags") or 0) & EPHEMERAL)
        menu = "target_id" in interaction.data
        return self._post.create(
            interaction.channel,
            self._state.bot,
            body,
            call.uploads,
            reference=reference,
            viewer=interaction.user if ephemeral else None,
            interaction=self._metadata(interaction),
            kind=MENU_MESSAGE if menu else COMMAND_MESSAGE,
            flags=flags,
        )

    def _fill(self, interaction: Interaction, message: Message, body: dict[str, Any], call: Call) -> Message:
        kept = {name: value for name, value in body.items() if name != "flags"}
        asked = int(body.get("flags") or 0) & ~EPHEMERAL
        filled = self._post.edit(
            message, {**kept, "flags": asked | message.flags & ~LOADING & ~EPHEMERAL}, call
        )
        interaction.updated = interaction.updated or message is interaction.source
        self._state.changes.ring()
        return filled

    def _open(self, call: Call) -> Interaction:
        interaction = self._state.interactions.get(call.params["token"])
        if interaction is None or interaction.response is None:
            raise unknown_webhook()
        if interaction.expired(self._state.clock.now()):
            raise Refused(401, 50027, "Invalid Webhook Token")
        return interaction

    def _which(self, interaction: Interaction, call: Call) -> Message:
        name = call.params["which"]
        mine = [interaction.original, *interaction.followups]
        found = interaction.original
        if name != "@original":
            found = next((each for each in mine if each is not None and str(each.id) == name), None)
        if found is None or found.deleted is not None:
            raise unknown_message()
        return found

    def _shown(self, message: Message) -> Answer:
        return Answer(body=payloads.message(message, self._state.base))

    def _metadata(self, interaction: Interaction) -> dict[str, Any]:
        user = payloads.user(interaction.user)
        owner = str(interaction.channel.guild.id) if interaction.channel.guild else "0"
        named = {"id": str(interaction.id), "type": int(interaction.kind), "user": user}
        about: dict[str, Any] = {**named, "authorizing_integration_owners": {"0": owner}}
        if interaction.source is not None:
            about["interacted_message_id"] = str(interaction.source.id)
        made: dict[str, Any] = {
            "application_id": str(self._state.application_id),
            "webhook_id": str(self._state.application_id),
            "interaction_metadata": about,
        }
        if interaction.kind is InteractionKind.COMMAND:
            made["interaction"] = {**named, "name": interaction.data["name"]}
        return made

    def _outcome(self, interaction: Interaction, kind: ResponseKind) -> dict[str, Any]:
        about: dict[str, Any] = {"id": str(interaction.id), "type": int(interaction.kind)}
        message = interaction.original
        if message is None:
            return {"interaction": about}
        about["response_message_id"] = str(message.id)
        about["response_message_loading"] = message.loading
        about["response_message_ephemeral"] = message.ephemeral
        if kind not in {ResponseKind.MESSAGE, ResponseKind.UPDATE}:
            return {"interaction": about}
        shown = payloads.message(message, self._state.base)
        return {"interaction": about, "resource": {"type": int(kind), "message": shown}}


def _kind(interaction: Interaction, asked: Any) -> ResponseKind:
    allowed = set(ALLOWED[interaction.kind])
    if interaction.source is None:
        allowed -= {ResponseKind.UPDATE, ResponseKind.DEFERRED_UPDATE}
    if asked not in allowed:
        form = Form()
        text = f"Value must be one of {tuple(sorted(int(each) for each in allowed))}."
        form.add(("type",), "BASE_TYPE_CHOICES", text)
        form.refuse_if_wrong()
    return ResponseKind(asked)


def _check_deferral(data: dict[str, Any]) -> None:
    flags = data.get("flags") or 0
    if flags & ~EPHEMERAL:
        form = Form()
        form.add(("data", "flags"), "MESSAGE_FLAGS_INVALID", "A deferral may only have the flag EPHEMERAL.")
        form.refuse_if_wrong()
