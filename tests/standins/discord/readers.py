"""A reader's hands: commands, buttons, selects, forms, and plain talk.

Owns turning what a person does into what the gateway sends. Refuses what no person could do (`NotOffered`).
"""

import secrets
from collections.abc import Mapping
from typing import Any

from tests.standins.discord import limits, offered, payloads
from tests.standins.discord.checks.commands import CHAT, ON_MESSAGE
from tests.standins.discord.forms import submitted
from tests.standins.discord.interactions import Interaction, InteractionKind
from tests.standins.discord.offered import NotOffered
from tests.standins.discord.permissions import in_channel
from tests.standins.discord.posting import Post
from tests.standins.discord.state import Announcer, State
from tests.standins.discord.world import Channel, Kind, Message, Permission, User


class Reader:
    """One person, who usually is in `channel`."""

    def __init__(self, state: State, announcer: Announcer, post: Post, user: User, channel: Channel) -> None:
        self._state = state
        self._announcer = announcer
        self._post = post
        self.user = user
        self.channel = channel

    @property
    def dm_channel(self) -> Channel:
        """Their direct-message channel with the bot."""
        return self._state.world.dm_channel(self.user)

    def sees(self, channel: Channel | None = None) -> list[Message]:
        """What they see in a channel: the public messages and those for them alone."""
        return (channel or self.channel).seen_by(self.user)

    def slash(
        self,
        name: str,
        options: Mapping[str, Any] | None = None,
        *,
        channel: Channel | None = None,
        locale: str | None = None,
    ) -> Interaction:
        """Use a slash command; "digest add" names a sub-command."""
        channel = channel or self.channel
        first, *path = name.split()
        definition = offered.command(self._state, channel, first, CHAT)
        values = options or {}
        data = self._command_data(definition, channel)
        data["options"] = offered.filled(definition, path, values, None)
        data |= offered.resolved(list(values.values()), channel, self.user)
        return self._interact(InteractionKind.COMMAND, channel, data, locale=locale)

    def autocomplete(
        self,
        name: str,
        options: Mapping[str, Any],
        *,
        focused: str | None = None,
        channel: Channel | None = None,
        locale: str | None = None,
    ) -> Interaction:
        """Type into an option; the last one given unless `focused` names another."""
        channel = channel or self.channel
        first, *path = name.split()
        definition = offered.command(self._state, channel, first, CHAT)
        focused = focused or list(options)[-1]
        data = self._command_data(definition, channel)
        data["options"] = offered.filled(definition, path, options, focused)
        data["focused_type"] = _focused(data["options"])["type"]
        return self._interact(InteractionKind.AUTOCOMPLETE, channel, data, locale=locale)

    def message_command(self, name: str, message: Message, *, locale: str | None = None) -> Interaction:
        """Use a command of a message's menu."""
        self._must_see(message)
        definition = offered.command(self._state, message.channel, name, ON_MESSAGE)
        data = self._command_data(definition, message.channel)
        data["target_id"] = str(message.id)
        data["resolved"] = {"messages": {str(message.id): payloads.message(message, self._state.base)}}
        return self._interact(InteractionKind.COMMAND, message.channel, data, locale=locale)

    def press(self, message: Message, named: str, *, locale: str | None = None) -> Interaction:
        """Press a button, named by its custom id or its label."""
        self._must_see(message)
        pressed = offered.button(message, named)
        data = {"custom_id": pressed["custom_id"], "component_type": pressed["type"], "id": pressed["id"]}
        return self._interact(InteractionKind.COMPONENT, message.channel, data, source=message, locale=locale)

    def choose(self, message: Message, *wanted: Any, select: str | None = None) -> Interaction:
        """Choose in a select, by value or label; `select` is its custom id or placeholder among several."""
        self._must_see(message)
        menu = offered.select(message, select)
        data = {
            "custom_id": menu["custom_id"],
            "component_type": menu["type"],
            "id": menu["id"],
            "values": offered.chosen(menu, wanted),
            **offered.resolved(list(wanted), message.channel, self.user),
        }
        return self._interact(InteractionKind.COMPONENT, message.channel, data, source=message)

    def submit_modal(self, opened: Interaction, values: Mapping[str, Any]) -> Interaction:
        """Fill in and send the form that `opened` was answered with; fields by custom id or label."""
        if opened.modal is None or opened.user is not self.user:
            message = "no form is open for this reader"
            raise NotOffered(message)
        data = {"custom_id": opened.modal["custom_id"], "components": submitted(opened.modal, values)}
        return self._interact(InteractionKind.MODAL, opened.channel, data, source=opened.source)

    def forge(self, message: Message, custom_id: str, *, component_type: int = 2, **data: Any) -> Interaction:
        """Press a button that is not there, with an outdated or hand-made custom id."""
        made = {"custom_id": custom_id, "component_type": component_type, "id": 1, **data}
        return self._interact(InteractionKind.COMPONENT, message.channel, made, source=message)

    def say(self, channel: Channel, text: str, *, reply_to: Message | None = None) -> Message:
        """Write a message; "@bot" becomes a mention of the bot."""
        needed = Permission.SEND_MESSAGES_IN_THREADS if channel.kind.is_thread else Permission.SEND_MESSAGES
        if needed not in in_channel(channel, self.user):
            message = f"{self.user.name} may not write in {channel.name}"
            raise NotOffered(message)
        body = {"content": text.replace("@bot", f"<@{self._state.bot.id}>")}
        return self._post.create(channel, self.user, body, reference=reply_to)

    def dm(self, text: str) -> Message:
        """Write to the bot directly."""
        return self.say(self.dm_channel, text)

    def _must_see(self, message: Message) -> None:
        if message not in self.sees(message.channel):
            problem = f"{self.user.name} does not see this message"
            raise NotOffered(problem)

    def _command_data(self, definition: dict[str, Any], channel: Channel) -> dict[str, Any]:
        if channel.archived:
            message = "commands cannot be used in an archived thread"
            raise NotOffered(message)
        own = {"guild_id": definition["guild_id"]} if "guild_id" in definition else {}
        return {"id": definition["id"], "name": definition["name"], "type": definition["type"], **own}

    def _interact(
        self,
        kind: InteractionKind,
        channel: Channel,
        data: dict[str, Any],
        *,
        source: Message | None = None,
        locale: str | None = None,
    ) -> Interaction:
        state = self._state
        token = secrets.token_urlsafe(96)
        made = Interaction(
            state.world.snowflake(),
            token,
            kind,
            self.user,
            channel,
            data,
            state.clock.now(),
            state.changes,
            source,
        )
        state.interactions[token] = made
        payload = self._payload(made, locale or self.user.locale)
        self._announcer.interaction(payload, channel.guild)
        return made

    def _payload(self, made: Interaction, locale: str) -> dict[str, Any]:
        guild, channel = made.channel.guild, made.channel
        payload: dict[str, Any] = {
            "id": str(made.id),
            "application_id": str(self._state.application_id),
            "type": int(made.kind),
            "token": made.token,
            "version": 1,
            "data": {name: value for name, value in made.data.items() if name != "focused_type"},
            "channel_id": str(channel.id),
            "channel": payloads.partial_channel(channel, self.user),
            "locale": locale,
            "app_permissions": str(int(in_channel(channel, self._state.bot))),
            "entitlements": [],
            "attachment_size_limit": limits.FILE_BYTES,
            "authorizing_integration_owners": {"0": str(guild.id) if guild else "0"},
            "context": 1 if channel.kind is Kind.DM else 0,
        }
        if made.source is not None:
            payload["message"] = payloads.message(made.source, self._state.base)
        if guild is None:
            return payload | {"user": payloads.user(self.user)}
        member = payloads.member(guild.members[self.user.id])
        member["permissions"] = str(int(in_channel(channel, self.user)))
        place = {"id": str(guild.id), "locale": guild.locale, "features": []}
        return payload | {
            "guild_id": str(guild.id),
            "guild": place,
            "guild_locale": guild.locale,
            "member": member,
        }


def _focused(options: list[dict[str, Any]]) -> dict[str, Any]:
    for each in options:
        if each.get("focused"):
            return each
        if "options" in each:
            return _focused(each["options"])
    message = "no option is being typed in"
    raise NotOffered(message)
