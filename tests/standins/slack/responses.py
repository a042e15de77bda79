"""What an app answers an interaction with: acknowledgement bodies and response_urls.

Owns the rules of both: five uses in thirty minutes, replacing and deleting the original, options, errors
in a form.
"""

from collections.abc import Mapping
from typing import Any

from tests.standins.calls import Answer, Call
from tests.standins.serving import Route
from tests.standins.slack import limits
from tests.standins.slack.checks.blocks import Surface
from tests.standins.slack.checks.texts import option_groups, options
from tests.standins.slack.dispatching import Acknowledged, Outcome
from tests.standins.slack.interactions import Interaction
from tests.standins.slack.posting import Post
from tests.standins.slack.refusals import Problems, Refused
from tests.standins.slack.state import State
from tests.standins.slack.surfaces import Surfaces
from tests.standins.slack.world import Message, View

FAILURES = {"timeout": "operation_timeout", "http_timeout": "operation_timeout"}
"""What a reader is told: anything else is "dispatch_failed"."""


class Responses:
    """Answers to interactions."""

    def __init__(self, state: State, post: Post, surfaces: Surfaces) -> None:
        self._state = state
        self._post = post
        self._surfaces = surfaces

    def routes(self) -> list[Route]:
        """The route served here."""
        return [Route("POST", "/response/{token}", self.responded)]

    def done(self, made: Interaction, outcome: Outcome) -> None:
        """Record how an interaction was acknowledged, and do what the acknowledgement says."""
        if not isinstance(outcome, Acknowledged):
            made.failure = FAILURES.get(outcome.reason, "dispatch_failed")
            return
        made.is_acknowledged, made.ack = True, outcome.body
        try:
            self._follow(made, outcome.body)
        except Refused as refused:
            made.failure = refused.error
            self._state.note(refused, made)

    def responded(self, call: Call) -> Answer:
        """A message sent to a response_url."""
        ticket = self._state.responses.get(call.params["token"])
        if ticket is None or self._state.clock.now() - ticket.interaction.created > limits.RESPONSE_LIFE:
            raise self._noted(Refused("expired_url", status=404), ticket.interaction if ticket else None)
        if ticket.used >= limits.RESPONSES:
            raise self._noted(Refused("used_url", status=404), ticket.interaction)
        if not isinstance(call.body, Mapping):
            raise self._noted(Refused("invalid_json", status=400), ticket.interaction)
        try:
            self._take(ticket.interaction, call.body, "response_url")
        except Refused as refused:
            refused.status = 400
            raise self._noted(refused, ticket.interaction) from None
        ticket.used += 1
        return Answer(raw=b"ok", content_type="text/plain")

    def _noted(self, refused: Refused, interaction: Interaction | None) -> Refused:
        if interaction is not None:
            interaction.refusals.append(refused)
        return refused

    def _follow(self, made: Interaction, body: dict[str, Any] | None) -> None:
        match made.kind:
            case "slash_commands" if body:
                self._take(made, body, "ack")
            case "block_suggestion":
                made.options = self._options(body or {})
            case "view_submission":
                self._submitted(made, body or {})
            case "block_actions" | "message_action" | "shortcut" | "view_closed" if body:
                problem = f"[ERROR] a {made.kind} is acknowledged with nothing, not {sorted(body)}"
                raise Refused("invalid_response", messages=(problem,))
            case _:
                pass

    def _take(self, made: Interaction, body: Mapping[str, Any], via: str) -> None:
        original = self._original(made)
        if body.get("delete_original"):
            if original is not None:
                self._post.delete(original)
            return
        self._post.check(body, private=self._for_one(made, body, original))
        if body.get("response_type") not in {None, "ephemeral", "in_channel"}:
            raise Refused("invalid_arguments", messages=("[ERROR] unknown response_type",))
        if body.get("replace_original") and original is not None:
            kept = {"blocks": body.get("blocks") or [], "text": body.get("text") or ""}
            self._post.edit(original, {**body, **kept})
            made.updated.append(original)
            self._state.changes.ring()
            return
        if made.channel is None:
            raise Refused("channel_not_found")
        public = body.get("response_type") == "in_channel"
        viewer = None if public else made.user
        said = self._post.create(made.channel, self._state.bot, body, via=via, viewer=viewer)
        made.made.append(said)
        self._state.changes.ring()

    def _for_one(self, made: Interaction, body: Mapping[str, Any], original: Message | None) -> bool:
        if body.get("replace_original") and original is not None:
            return original.ephemeral
        return made.channel is None or body.get("response_type") != "in_channel"

    def _original(self, made: Interaction) -> Message | None:
        found = made.source if isinstance(made.source, Message) else (made.made[0] if made.made else None)
        return found if found is not None and found.deleted is None else None

    def _options(self, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        problems = Problems()
        if ("options" in body) == ("option_groups" in body):
            problems.add((), "must answer with either `options` or `option_groups`")
        elif "options" in body:
            options(problems, ("options",), body["options"], limits.OPTIONS, least=0)
        else:
            option_groups(problems, ("option_groups",), body["option_groups"])
        problems.refuse_if_wrong("invalid_options")
        groups = body.get("option_groups") or [{"options": body.get("options") or []}]
        found = [each for group in groups for each in group["options"]]
        if len(found) > limits.OPTIONS:
            problems.add(("option_groups",), f"no more than {limits.OPTIONS} options allowed")
            problems.refuse_if_wrong("invalid_options")
        return found

    def _submitted(self, made: Interaction, body: Mapping[str, Any]) -> None:
        view = made.source
        assert isinstance(view, View)
        match body.get("response_action"):
            case None if not body:
                self._surfaces.close(view)
            case "errors":
                made.view_errors = self._errors(view, body.get("errors"))
                view.errors = made.view_errors
            case "clear":
                self._surfaces.clear(view.user)
            case "update":
                self._surfaces.change(view, self._post.check_view(body.get("view"), Surface.MODAL))
                made.views.append(view)
            case "push":
                content = self._post.check_view(body.get("view"), Surface.MODAL)
                made.views.append(self._surfaces.push(view.user, content, view.origin))
            case _:
                raise Refused("invalid_response", messages=(f"[ERROR] response_action {body!r:.200}",))

    def _errors(self, view: View, errors: Any) -> dict[str, str]:
        inputs = {each.get("block_id") for each in view.blocks if each.get("type") == "input"}
        if not isinstance(errors, Mapping) or not errors:
            raise Refused("invalid_response", messages=("[ERROR] errors must be an object with entries",))
        unknown = set(errors) - inputs
        if unknown:
            raise Refused("invalid_response", messages=(f"[ERROR] no input blocks {sorted(unknown)}",))
        return {str(name): str(text) for name, text in errors.items()}
