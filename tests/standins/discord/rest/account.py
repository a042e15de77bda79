"""Routes about the account, its guilds and its direct messages."""

from typing import Any

from tests.standins.calls import Answer, Call
from tests.standins.discord import limits, payloads
from tests.standins.discord.refusals import Form, Refused, missing_access, unknown_guild
from tests.standins.discord.state import Announcer, State
from tests.standins.discord.world import Guild, User
from tests.standins.serving import Route

CONTENT_LIMITED, MEMBERS_LIMITED = 1 << 19, 1 << 15


class AccountRoutes:
    """Who the bot is, where it is, and how to reach the gateway."""

    def __init__(self, state: State, announcer: Announcer) -> None:
        self._state = state
        self._announcer = announcer

    def routes(self) -> list[Route]:
        """The routes served here."""
        return [
            Route("GET", "/users/@me", self.me),
            Route("GET", "/oauth2/applications/@me", self.application),
            Route("GET", "/applications/@me", self.application),
            Route("GET", "/gateway", self.gateway),
            Route("GET", "/gateway/bot", self.gateway_bot),
            Route("GET", "/users/@me/guilds", self.my_guilds),
            Route("DELETE", "/users/@me/guilds/{guild_id}", self.leave),
            Route("POST", "/users/@me/channels", self.open_dm),
            Route("GET", "/users/{user_id}", self.user),
            Route("GET", "/guilds/{guild_id}", self.guild),
            Route("GET", "/guilds/{guild_id}/channels", self.guild_channels),
            Route("GET", "/guilds/{guild_id}/roles", self.guild_roles),
            Route("GET", "/guilds/{guild_id}/members/{user_id}", self.guild_member),
        ]

    def me(self, _: Call) -> Answer:
        """The bot's own user."""
        return Answer(body=payloads.own_user(self._state.bot))

    def application(self, _: Call) -> Answer:
        """The application, with its owner."""
        bot = self._state.bot
        owner = payloads.user(User(1, "operator"))
        return Answer(
            body={
                "id": str(self._state.application_id),
                "name": bot.name,
                "icon": None,
                "description": "",
                "summary": "",
                "bot_public": True,
                "bot_require_code_grant": False,
                "verify_key": "0" * 64,
                "flags": self._flags(),
                "flags_new": str(self._flags()),
                "owner": owner,
                "team": None,
                "bot": payloads.user(bot),
                "hook": True,
                "redirect_uris": [],
                "role_connections_verification_url": None,
                "approximate_guild_count": len(self._state.world.guilds),
                "approximate_user_install_count": 0,
                "approximate_user_authorization_count": 0,
                "explicit_content_filter": 0,
                "eligible_oauth2_scopes": ["bot", "applications.commands"],
                "type": None,
                "integration_types_config": {"0": {}},
                "interactions_endpoint_url": None,
            }
        )

    def _flags(self) -> int:
        portal = self._state.settings.portal_intents
        return (CONTENT_LIMITED if portal & (1 << 15) else 0) | (MEMBERS_LIMITED if portal & (1 << 1) else 0)

    def gateway(self, _: Call) -> Answer:
        """Where the gateway is."""
        return Answer(body={"url": self._state.gateway})

    def gateway_bot(self, _: Call) -> Answer:
        """Where the gateway is, how many shards, and how many IDENTIFYs are left today."""
        settings = self._state.settings
        start = {
            "total": limits.IDENTIFIES_A_DAY,
            "remaining": max(0, settings.identifies_left),
            "reset_after": 14_400_000,
            "max_concurrency": 1,
        }
        return Answer(
            body={
                "url": self._state.gateway,
                "shards": settings.recommended_shards,
                "session_start_limit": start,
            }
        )

    def my_guilds(self, _: Call) -> Answer:
        """The guilds the bot is in."""
        inside = [each for each in self._state.world.guilds.values() if each.has_bot]
        return Answer(
            body=[{**payloads.bare_guild(each), "owner": False, "permissions": "0"} for each in inside]
        )

    def leave(self, call: Call) -> Answer:
        """Leave a guild."""
        guild = self._guild(call)
        guild.has_bot = False
        del guild.members[self._state.bot.id]
        self._announcer.guild("GUILD_DELETE", guild)
        return Answer(204)

    def open_dm(self, call: Call) -> Answer:
        """The direct-message channel with a user; opening succeeds even where sending will not."""
        recipient = (call.body or {}).get("recipient_id")
        user = self._state.world.users.get(int(recipient or 0))
        if user is None or user.bot:
            form = Form()
            form.add(("recipient_id",), "INVALID_RECIPIENT", "Invalid Recipient(s)")
            form.refuse_if_wrong()
            raise Refused(400, 50033, "Invalid Recipient(s)")
        return Answer(body=payloads.channel(self._state.world.dm_channel(user)))

    def user(self, call: Call) -> Answer:
        """A user."""
        user = self._state.world.users.get(call.id("user_id"))
        if user is None:
            raise Refused(404, 10013, "Unknown User")
        return Answer(body=payloads.user(user))

    def guild(self, call: Call) -> Answer:
        """A guild."""
        return Answer(body=payloads.bare_guild(self._guild(call)))

    def guild_channels(self, call: Call) -> Answer:
        """A guild's channels, without threads."""
        alive = [each for each in self._guild(call).channels if not each.deleted and not each.kind.is_thread]
        return Answer(body=[payloads.channel(each) for each in alive])

    def guild_roles(self, call: Call) -> Answer:
        """A guild's roles."""
        made = [payloads.role(each, place) for place, each in enumerate(self._guild(call).roles.values())]
        return Answer(body=made)

    def guild_member(self, call: Call) -> Answer:
        """A member of a guild."""
        member = self._guild(call).members.get(call.id("user_id"))
        if member is None:
            raise Refused(404, 10007, "Unknown Member")
        return Answer(body=payloads.member(member))

    def _guild(self, call: Call) -> Guild:
        guild = self._state.world.guilds.get(call.id("guild_id"))
        if guild is None:
            raise unknown_guild()
        if not guild.has_bot:
            raise missing_access()
        return guild


def body_of(call: Call) -> dict[str, Any]:
    """The body, which has to be an object.

    Raises `Refused` otherwise.
    """
    if not isinstance(call.body, dict):
        raise Refused(400, 50109, "The request body contains invalid JSON.")
    return call.body
