"""auth.*, users.*, bots.info, team.info, apps.*: who is who, and connecting."""

import secrets
from typing import Any

from tests.standins.slack import payloads
from tests.standins.slack.arguments import Arguments
from tests.standins.slack.refusals import Refused
from tests.standins.slack.state import State
from tests.standins.slack.web.methods import Method
from tests.standins.slack.world import User

REVOKED = "token_revoked"


class PeopleMethods:
    """The workspace, its people, and the app itself."""

    def __init__(self, state: State) -> None:
        self._state = state

    def methods(self) -> list[Method]:
        """The methods served here."""
        return [
            Method("api.test", self.api_test),
            Method("auth.test", self.auth_test),
            Method("auth.revoke", self.revoke),
            Method("apps.uninstall", self.revoke),
            Method("apps.connections.open", self.connect, ("connections:write",), app_token=True),
            Method("bots.info", self.bot, ("users:read",)),
            Method("team.info", self.team, ("team:read",)),
            Method("users.info", self.user, ("users:read",)),
            Method("users.list", self.users, ("users:read",)),
        ]

    def api_test(self, arguments: Arguments) -> dict[str, Any]:
        """What was sent, or the error asked for."""
        if arguments.text("error"):
            raise Refused(arguments.text("error"))
        return {"args": {}}

    def auth_test(self, _: Arguments) -> dict[str, Any]:
        """Whose token it is."""
        world = self._state.world
        return {
            "url": "https://stand-in.slack.com/",
            "team": "Newsroom",
            "user": world.bot.name.lower(),
            "team_id": world.team_id,
            "user_id": world.bot.id,
            "bot_id": world.bot_id,
            "is_enterprise_install": False,
        }

    def revoke(self, arguments: Arguments) -> dict[str, Any]:
        """The bot's token stops working."""
        if arguments.flag("test"):
            return {"revoked": False}
        self._state.settings.token_problem = REVOKED
        return {"revoked": True}

    def connect(self, _: Arguments) -> dict[str, Any]:
        """An address for one WebSocket connection, good for one use."""
        ticket = secrets.token_urlsafe(24)
        self._state.socket_tickets.add(ticket)
        base = self._state.base.replace("http://", "ws://")
        return {"url": f"{base}/link/?ticket={ticket}&app_id={self._state.world.app_id}"}

    def bot(self, arguments: Arguments) -> dict[str, Any]:
        """The app's bot."""
        world = self._state.world
        if arguments.text("bot") not in {"", world.bot_id}:
            raise Refused("bot_not_found")
        told = {"id": world.bot_id, "deleted": False, "name": world.bot.name, "app_id": world.app_id}
        return {"bot": told | {"user_id": world.bot.id}}

    def team(self, _: Arguments) -> dict[str, Any]:
        """The workspace."""
        return {"team": {"id": self._state.world.team_id, "name": "Newsroom", "domain": "stand-in"}}

    def user(self, arguments: Arguments) -> dict[str, Any]:
        """One person."""
        found = self._state.world.users.get(arguments.needed("user"))
        if found is None:
            raise Refused("user_not_found")
        return {"user": self._told(found, arguments)}

    def users(self, arguments: Arguments) -> dict[str, Any]:
        """Everybody."""
        told = [self._told(each, arguments) for each in self._state.world.users.values()]
        return {"members": told, "response_metadata": {"next_cursor": ""}}

    def _told(self, user: User, arguments: Arguments) -> dict[str, Any]:
        return payloads.user(user, self._state, locale=arguments.flag("include_locale"))
