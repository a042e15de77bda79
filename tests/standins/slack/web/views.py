"""views.* and assistant.threads.*: modals, Home tabs, the assistant pane."""

from typing import Any

from tests.standins.slack import limits, payloads
from tests.standins.slack.arguments import Arguments
from tests.standins.slack.checks.blocks import Surface
from tests.standins.slack.interactions import Interaction
from tests.standins.slack.posting import Post
from tests.standins.slack.refusals import Refused
from tests.standins.slack.state import State
from tests.standins.slack.surfaces import Surfaces
from tests.standins.slack.web.methods import Method
from tests.standins.slack.world import Pane


class ViewMethods:
    """What readers are shown beside messages."""

    def __init__(self, state: State, post: Post, surfaces: Surfaces) -> None:
        self._state = state
        self._post = post
        self._surfaces = surfaces

    def methods(self) -> list[Method]:
        """The methods served here."""
        assistant = ("assistant:write",)
        return [
            Method("views.open", self.open),
            Method("views.push", self.push),
            Method("views.update", self.update),
            Method("views.publish", self.publish),
            Method("assistant.threads.setSuggestedPrompts", self.prompts, (*assistant, "chat:write")),
            Method("assistant.threads.setStatus", self.status, (*assistant, "chat:write")),
            Method("assistant.threads.setTitle", self.title, (*assistant, "chat:write")),
        ]

    def open(self, arguments: Arguments) -> dict[str, Any]:
        """A modal, in exchange for a trigger."""
        content = self._post.check_view(arguments.get("view"), Surface.MODAL)
        asked = self._trigger(arguments)
        view = self._surfaces.open(asked.user, content, asked.channel)
        asked.views.append(view)
        self._state.changes.ring()
        return {"view": payloads.view(view, self._state)}

    def push(self, arguments: Arguments) -> dict[str, Any]:
        """A further modal on top, in exchange for a trigger from a modal."""
        content = self._post.check_view(arguments.get("view"), Surface.MODAL)
        asked = self._trigger(arguments)
        view = self._surfaces.push(asked.user, content, asked.channel)
        asked.views.append(view)
        self._state.changes.ring()
        return {"view": payloads.view(view, self._state)}

    def update(self, arguments: Arguments) -> dict[str, Any]:
        """Other content in an open view."""
        view = self._surfaces.find(arguments.text("view_id"), arguments.text("external_id"))
        content = self._post.check_view(arguments.get("view"), Surface(view.kind))
        self._surfaces.change(view, content, arguments.text("hash") or None)
        return {"view": payloads.view(view, self._state)}

    def publish(self, arguments: Arguments) -> dict[str, Any]:
        """A reader's Home tab."""
        user = self._state.world.users.get(arguments.needed("user_id"))
        if user is None:
            raise Refused("user_not_found")
        if not self._state.app.home_tab:
            raise Refused("not_enabled")
        content = self._post.check_view(arguments.get("view"), Surface.HOME)
        view = self._surfaces.publish(user, content, arguments.text("hash") or None)
        return {"view": payloads.view(view, self._state)}

    def prompts(self, arguments: Arguments) -> dict[str, Any]:
        """Questions offered in a thread of the pane."""
        pane = self._pane(arguments)
        prompts = arguments.get("prompts")
        fits = isinstance(prompts, list) and 0 < len(prompts) <= limits.PROMPTS
        if not fits or not all(
            isinstance(each, dict) and each.get("title") and each.get("message") for each in prompts
        ):
            raise Refused("invalid_arguments", messages=("[ERROR] 1 to 4 prompts with title and message",))
        pane.prompts, pane.prompts_title = [dict(each) for each in prompts], arguments.text("title")
        return {}

    def status(self, arguments: Arguments) -> dict[str, Any]:
        """What the pane says the app is doing; empty clears it."""
        self._pane(arguments).status = arguments.text("status")
        return {}

    def title(self, arguments: Arguments) -> dict[str, Any]:
        """What the thread is called in the pane's list."""
        self._pane(arguments).title = arguments.needed("title")
        return {}

    def _pane(self, arguments: Arguments) -> Pane:
        pane = self._state.world.panes.get(arguments.needed("thread_ts"))
        if pane is None or pane.channel.id != arguments.needed("channel_id"):
            raise Refused("channel_not_found")
        self._state.changes.ring()
        return pane

    def _trigger(self, arguments: Arguments) -> Interaction:
        ticket = self._state.triggers.get(arguments.text("trigger_id"))
        if ticket is None:
            raise Refused("invalid_trigger_id" if arguments.text("trigger_id") else "invalid_arguments")
        try:
            if ticket.used:
                raise Refused("exchanged_trigger_id")
            if self._state.clock.now() - ticket.interaction.created > limits.TRIGGER_LIFE:
                raise Refused("expired_trigger_id")
        except Refused as refused:
            ticket.interaction.refusals.append(refused)
            raise
        ticket.used += 1
        return ticket.interaction
