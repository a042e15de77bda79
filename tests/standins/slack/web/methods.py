"""What a Web API method is, and serving it: token, scope, arguments, answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tests.standins.calls import Answer, Call
from tests.standins.slack.arguments import Arguments
from tests.standins.slack.refusals import JSON_UTF8, Refused, missing_scope
from tests.standins.slack.state import State
from tests.standins.slack.world import Channel, Kind

ALL_SCOPES: Final = frozenset(
    {
        "app_mentions:read", "assistant:write", "channels:history", "channels:join", "channels:read",
        "chat:write",
        "chat:write.public", "commands", "files:read", "files:write", "groups:history", "groups:read",
        "im:history",
        "im:read", "im:write", "team:read", "users:read",
    }
)  # fmt: skip
"""What a token has that was given every scope."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method. `scopes` are alternatives, of which one is needed; none: the handler decides."""

    name: str
    handler: Callable[[Arguments], dict[str, Any]]
    scopes: tuple[str, ...] = ()
    app_token: bool = False


class Api:
    """Serves methods by name."""

    def __init__(self, state: State, methods: list[Method]) -> None:
        self._state = state
        self._methods = {each.name: each for each in methods}

    def serve(self, call: Call) -> Answer:
        """Answer a call, or raise `Refused`."""
        method = self._methods.get(call.params["method"])
        if method is None:
            raise Refused("unknown_method", extra={"req_method": call.params["method"]})
        if call.body is not None and not isinstance(call.body, dict):
            raise Refused("json_not_object")
        arguments = Arguments(call)
        provided = self._authorise(method, call, arguments)
        headers = {
            "X-OAuth-Scopes": ",".join(sorted(provided)),
            "X-Accepted-OAuth-Scopes": ",".join(method.scopes),
        }
        try:
            if method.scopes and not provided.intersection(method.scopes):
                raise missing_scope(method.scopes[0], provided)
            return Answer(
                body={"ok": True, **method.handler(arguments)}, headers=headers, content_type=JSON_UTF8
            )
        except Refused as refused:
            refused.headers = headers
            raise

    def _authorise(self, method: Method, call: Call, arguments: Arguments) -> frozenset[str]:
        settings = self._state.settings
        given = call.headers.get("Authorization", "").removeprefix("Bearer ").strip() or arguments.text(
            "token"
        )
        if not given:
            raise Refused("not_authed")
        if given not in {settings.bot_token, settings.app_token}:
            raise Refused("invalid_auth")
        if method.app_token:
            if given != settings.app_token:
                raise Refused("not_allowed_token_type")
            return settings.app_scopes
        if given == settings.app_token and method.name != "auth.test":
            raise Refused("not_allowed_token_type")
        if settings.token_problem is not None:
            raise Refused(settings.token_problem)
        return ALL_SCOPES if self._state.scopes is None else self._state.scopes


class Access:
    """Finds channels for a call, or refuses."""

    def __init__(self, state: State) -> None:
        self._state = state

    def channel(self, arguments: Arguments, name: str = "channel") -> Channel:
        """The conversation named; a user's id stands for the direct one."""
        return self.conversation(arguments.needed(name))

    def conversation(self, wanted: str) -> Channel:
        """The conversation with this id, or the direct one with this user."""
        user = self._state.world.users.get(wanted)
        if user is not None:
            return self._direct(wanted)
        found = self._state.world.channels.get(wanted)
        if found is None or found.deleted or (found.kind is not Kind.PUBLIC and not self.inside(found)):
            raise Refused("channel_not_found")
        return found

    def inside(self, channel: Channel) -> bool:
        """Whether the bot is a member."""
        return self._state.bot.id in channel.members

    def writable(self, arguments: Arguments, name: str = "channel") -> Channel:
        """The conversation, if the bot may write in it now."""
        return self.open_to_bot(arguments.needed(name))

    def open_to_bot(self, wanted: str) -> Channel:
        """The conversation with this id, if the bot may write in it now."""
        channel = self.conversation(wanted)
        if channel.archived:
            raise Refused("is_archived")
        if not self.inside(channel) and not (
            channel.kind is Kind.PUBLIC and self._state.may("chat:write.public")
        ):
            raise Refused("not_in_channel")
        if channel.restricted:
            raise Refused("restricted_action")
        if channel.recipient is not None and not channel.recipient.active:
            raise Refused("account_inactive" if channel.recipient.bot else "user_disabled")
        return channel

    def need(self, channel: Channel, what: str) -> None:
        """Raise `Refused` (missing_scope) unless the token may `what` here ("read", "history")."""
        scope = f"{channel.kind.scope}:{what}"
        if not self._state.may(scope):
            raise missing_scope(scope, self._state.scopes or ALL_SCOPES)

    def _direct(self, user_id: str) -> Channel:
        user = self._state.world.users[user_id]
        if user.bot:
            raise Refused("cannot_dm_bot")
        return self._state.world.direct(user)
