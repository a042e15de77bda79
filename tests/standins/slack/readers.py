"""A reader's hands: what a person in the workspace can do, and what they see.

Owns turning an act into the payload the app gets. What could not be done by hand raises `NotOffered`.
"""

import re
import secrets
from html import escape
from typing import Any, Final

from tests.standins.slack import offered, payloads
from tests.standins.slack.dispatching import COMMANDS, INTERACTIVE
from tests.standins.slack.interactions import Interaction
from tests.standins.slack.offered import NotOffered, Surface
from tests.standins.slack.platform import Platform
from tests.standins.slack.state import Ticket
from tests.standins.slack.world import Channel, Kind, Message, Pane, User, View

URL: Final = re.compile(r"https?://\S+")
PARTS: Final = re.compile(r"<@(\w+)>|<(https?://[^>]+)>")
Since = Message | Interaction | None


class Reader:
    """One person. `channel` is where they are unless an act names another."""

    def __init__(self, platform: Platform, user: User, channel: Channel) -> None:
        self._platform = platform
        self._state = platform.state
        self._suggested: dict[str, list[Interaction]] = {}
        self.user = user
        self.channel = channel

    @property
    def dm_channel(self) -> Channel:
        """The direct conversation with the bot."""
        return self._state.world.direct(self.user)

    @property
    def modals(self) -> list[View]:
        """The open modals, the one on top last."""
        return self._platform.surfaces.stack(self.user)

    @property
    def modal(self) -> View:
        """The modal on top; raises `NotOffered` when none is open."""
        if not self.modals:
            message = f"no modal is open for {self.user.name}"
            raise NotOffered(message)
        return self.modals[-1]

    @property
    def home(self) -> View | None:
        """The app's Home tab as published for this reader."""
        return self._state.world.homes.get(self.user.id)

    def sees(self, channel: Channel | None = None) -> list[Message]:
        """The messages of a channel this reader sees, oldest first, theirs alone among them."""
        return (channel or self.channel).seen_by(self.user)

    def reload(self) -> None:
        """Open the client anew: messages for this reader alone are gone."""
        for channel in self._state.world.channels.values():
            channel.log = [each for each in channel.log if each.viewer is not self.user]

    async def received(
        self, *, after: Since = None, channel: Channel | None = None, count: int = 1
    ) -> list[Message]:
        """The bot's messages this reader sees since `after`, once there are `count`."""

        def found() -> list[Message]:
            since = after.ts if after else ""
            places = [channel] if channel else list(self._state.world.channels.values())
            seen = [
                one for place in places if self.user.id in place.members for one in place.seen_by(self.user)
            ]
            return sorted((one for one in seen if one.author.bot and one.ts > since), key=lambda one: one.ts)

        await self._state.changes.until(
            lambda: len(found()) >= count,
            what=f"{count} messages for {self.user.name}, refused: {self._state.refusals}",
        )
        return found()

    def slash(
        self, name: str, text: str = "", *, channel: Channel | None = None, thread: Any = None
    ) -> Interaction:
        """Use a command. Commands run neither in threads nor in the assistant pane."""
        channel = channel or self.channel
        self._must_be_in(channel)
        if thread is not None or (self._state.app.assistant and channel is self.dm_channel):
            message = "commands run neither in threads nor in the assistant pane"
            raise NotOffered(message)
        command = offered.command(self._state.app, name)
        payload: dict[str, Any] = {
            "token": self._state.settings.verification_token,
            "team_id": self._state.world.team_id,
            "team_domain": "stand-in",
            "channel_id": channel.id,
            "channel_name": channel.name if channel.kind is not Kind.PRIVATE else "privategroup",
            "user_id": self.user.id,
            "user_name": self.user.name.lower(),
            "command": command,
            "text": escape(text, quote=False),
            "api_app_id": self._state.world.app_id,
            "is_enterprise_install": "false",
        }
        return self._interact("slash_commands", payload, channel, trigger=True, response=True)

    def press(self, surface: Surface, named: str, *, nth: int = 0) -> Interaction:
        """Press a button, named by its action_id or label."""
        self._must_see(surface)
        block, element, pressed = offered.button(surface, named, nth)
        kept: dict[str, Any] = {
            name: pressed[name] for name in ("text", "value", "style", "url") if name in pressed
        }
        return self._act(surface, block, element, kept)

    def choose(self, surface: Surface, wanted: str, *, select: str | None = None) -> Interaction:
        """Choose by text or value; `select` names the element among several, by action_id or placeholder."""
        self._must_see(surface)
        block, element = offered.select(surface, select, offered.CHOICES | offered.MANY)
        chosen = offered.option(element, wanted, self._offered(element))
        if element["type"] in offered.MANY:
            return self._act(surface, block, element, {"selected_options": [chosen]})
        return self._act(surface, block, element, {"selected_option": chosen})

    def suggest(self, surface: Surface, typed: str, *, select: str | None = None) -> Interaction:
        """Type into a select whose options the app is asked for."""
        self._must_see(surface)
        block, element = offered.select(surface, select, offered.EXTERNAL)
        offered.query(element, typed)
        payload = payloads.interaction("block_suggestion", self.user, self._state) | self._where(surface)
        payload |= {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
        made = self._interact("block_suggestion", payload, _place(surface), source=surface)
        self._suggested.setdefault(str(element["action_id"]), []).append(made)
        return made

    def submit(self, values: dict[str, Any] | None = None, *, view: View | None = None) -> Interaction:
        """Fill in and send a modal, the one on top; inputs by label, block_id or action_id.

        What a list suggested stays chosen while something else is typed into it.
        """
        view = view or self.modal
        self._must_see(view)
        if not view.content.get("submit"):
            message = "this modal has nothing to send"
            raise NotOffered(message)
        suggested = {
            name: [option for each in asked for option in each.options or []]
            for name, asked in self._suggested.items()
        }
        state = offered.filled(view, values or {}, suggested)
        payload = payloads.interaction("view_submission", self.user, self._state)
        payload |= {"view": payloads.view(view, self._state, state), "response_urls": []}
        return self._interact("view_submission", payload, view.origin, source=view, trigger=True)

    def close_view(self, view: View | None = None) -> Interaction | None:
        """Close the modal on top; the app is told if it asked to be."""
        view = view or self.modal
        self._platform.surfaces.close(view)
        if not view.content.get("notify_on_close"):
            return None
        payload = payloads.interaction("view_closed", self.user, self._state)
        payload |= {"view": payloads.view(view, self._state), "is_cleared": False}
        return self._interact("view_closed", payload, view.origin, source=view)

    def shortcut(self, named: str, *, message: Message | None = None) -> Interaction:
        """Use an entry of a message's menu, or without a message of the shortcuts menu."""
        entry = offered.shortcut(self._state.app, named, "global" if message is None else "message")
        kind = "shortcut" if message is None else "message_action"
        payload = payloads.interaction(kind, self.user, self._state)
        payload |= {"callback_id": entry.callback_id, "action_ts": self._state.world.ts()}
        if message is None:
            return self._interact(kind, payload, None, trigger=True)
        self._must_see(message)
        if message.ephemeral:
            problem = "a message for one reader alone has no menu of shortcuts"
            raise NotOffered(problem)
        payload |= {
            "message_ts": message.ts,
            "message": payloads.message(message, self._state),
            "channel": {"id": message.channel.id, "name": message.channel.name},
        }
        return self._interact(kind, payload, message.channel, source=None, trigger=True, response=True)

    def say(
        self, channel: Channel, text: str, *, thread: Message | Pane | None = None, times: int = 1
    ) -> Message:
        """Write a message; "@bot" becomes a mention. Its events are delivered `times` over."""
        self._must_be_in(channel)
        if channel.restricted and not self.user.admin:
            message = f"{self.user.name} may not write in {channel.name}"
            raise NotOffered(message)
        written = escape(text, quote=False).replace("@bot", f"<@{self._state.bot.id}>")
        written = URL.sub(lambda found: f"<{found[0]}>", written)
        body: dict[str, Any] = {"text": written, "blocks": _rich(written)}
        if thread is not None:
            body["thread_ts"] = thread.thread_ts if isinstance(thread, Pane) else thread.root_ts
        return self._platform.write(channel, self.user, body, times)

    def dm(self, text: str, *, thread: Message | Pane | None = None, times: int = 1) -> Message:
        """Write to the bot directly."""
        if not self._state.app.messages_tab:
            message = "the app takes no direct messages"
            raise NotOffered(message)
        return self.say(self.dm_channel, text, thread=thread, times=times)

    def open_home(self, tab: str = "home") -> None:
        """Open the app's Home tab, or its messages tab."""
        view = payloads.view(self.home, self._state) if self.home is not None and tab == "home" else None
        self._platform.events.home_opened(self.user, self.dm_channel, tab, view)

    def open_assistant(self, *, seen: Channel | None = None) -> Pane:
        """Open a new thread of the assistant pane, looking at a channel."""
        if not self._state.app.assistant:
            message = "the app has no assistant pane"
            raise NotOffered(message)
        pane = Pane(self.dm_channel, self.user, self._state.world.ts())
        self._state.world.panes[pane.thread_ts] = pane
        self._platform.events.pane_opened(pane, seen)
        return pane

    def pick(self, pane: Pane, title: str) -> Message:
        """Send a suggested prompt by its title."""
        for each in pane.prompts:
            if each["title"] == title:
                return self.dm(each["message"], thread=pane)
        problem = f"no prompt {title!r}; there are {[each['title'] for each in pane.prompts]}"
        raise NotOffered(problem)

    def forge(self, surface: Surface, action_id: str, *, kind: str = "button", **more: Any) -> Interaction:
        """Use an element that is not there, with an outdated or hand-made action_id and value."""
        return self._act(surface, {"block_id": "forged"}, {"type": kind, "action_id": action_id}, more)

    def _act(
        self, surface: Surface, block: dict[str, Any], element: dict[str, Any], what: dict[str, Any]
    ) -> Interaction:
        action = {
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "type": element["type"],
            **what,
            "action_ts": self._state.world.ts(),
        }
        payload = payloads.interaction("block_actions", self.user, self._state) | self._where(surface)
        payload |= {"state": {"values": {}}, "actions": [action]}
        in_message = isinstance(surface, Message)
        return self._interact(
            "block_actions", payload, _place(surface), source=surface, trigger=True, response=in_message
        )

    def _where(self, surface: Surface) -> dict[str, Any]:
        if isinstance(surface, View):
            told = payloads.view(surface, self._state)
            return {"container": {"type": "view", "view_id": surface.id}, "view": told}
        container = {
            "type": "message",
            "message_ts": surface.ts,
            "channel_id": surface.channel.id,
            "is_ephemeral": surface.ephemeral,
        }
        if surface.thread_ts:
            container["thread_ts"] = surface.thread_ts
        where: dict[str, Any] = {"container": container}
        where["channel"] = {"id": surface.channel.id, "name": surface.channel.name}
        # The vendor leaves the message out where one reader alone sees it.
        return (
            where
            if surface.ephemeral
            else where | {"message": payloads.message(surface, self._state, metadata=True)}
        )

    def _interact(
        self,
        kind: str,
        payload: dict[str, Any],
        channel: Channel | None,
        *,
        source: Surface | None = None,
        trigger: bool = False,
        response: bool = False,
    ) -> Interaction:
        if not self._state.settings.installed:
            message = "the app is not installed any more"
            raise NotOffered(message)
        now, ts = self._state.clock.now(), self._state.world.ts()
        made = Interaction(kind, self.user, channel, payload, now, self._state.changes, ts, source)
        if trigger:
            made.trigger_id = payload["trigger_id"] = f"{ts}.{secrets.token_hex(16)}"
            self._state.triggers[made.trigger_id] = Ticket(made)
        if response:
            token = secrets.token_urlsafe(24)
            made.response_url = payload["response_url"] = f"{self._state.base}/response/{token}"
            self._state.responses[token] = Ticket(made)
        way = COMMANDS if kind == "slash_commands" else INTERACTIVE
        self._platform.dispatcher.ask(
            way, payload, lambda outcome: self._platform.responses.done(made, outcome)
        )
        return made

    def _offered(self, element: dict[str, Any]) -> list[dict[str, Any]] | None:
        made = self._suggested.get(str(element.get("action_id")))
        return made[-1].options if made else None

    def _must_see(self, surface: Surface) -> None:
        seen = (
            surface.open and surface.user is self.user
            if isinstance(surface, View)
            else surface in self.sees(surface.channel)
        )
        if not seen or (isinstance(surface, Message) and self.user.id not in surface.channel.members):
            problem = f"{self.user.name} does not see this"
            raise NotOffered(problem)

    def _must_be_in(self, channel: Channel) -> None:
        if self.user.id not in channel.members or channel.archived or channel.deleted:
            message = f"{self.user.name} cannot write in {channel.name}"
            raise NotOffered(message)


def _place(surface: Surface) -> Channel | None:
    return surface.channel if isinstance(surface, Message) else surface.origin


def _rich(text: str) -> list[dict[str, Any]]:
    """The blocks the client sends beside the text."""
    elements: list[dict[str, Any]] = []
    position = 0
    for found in PARTS.finditer(text):
        if found.start() > position:
            elements.append({"type": "text", "text": text[position : found.start()]})
        elements.append(
            {"type": "user", "user_id": found[1]} if found[1] else {"type": "link", "url": found[2]}
        )
        position = found.end()
    if position < len(text):
        elements.append({"type": "text", "text": text[position:]})
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "elements": [section]}] if elements else []
