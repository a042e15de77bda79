"""Routes about application commands: the definitions, global and per guild, and how often they were made."""

from datetime import datetime, timedelta
from typing import Any

from tests.standins.calls import Answer, Call
from tests.standins.discord import limits
from tests.standins.discord.checks.commands import CHAT, check_command, check_list
from tests.standins.discord.refusals import Form, Refused, missing_access, unknown_guild
from tests.standins.discord.rest.account import body_of
from tests.standins.discord.state import State
from tests.standins.serving import Handler, Route
from tests.standins.windows import RollingWindow

DAY = timedelta(days=1)
GLOBAL = 0

Commands = dict[int, dict[str, Any]]


class CommandRoutes:
    """Keeps the registered commands; `creates` counts new names per guild and day, 0 for global ones."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.creates: dict[int, RollingWindow] = {}
        self.syncs: list[datetime] = []

    def routes(self) -> list[Route]:
        """The routes served here."""
        handlers: list[tuple[str, str, Handler]] = [
            ("GET", "", self.everything),
            ("PUT", "", self.replace),
            ("POST", "", self.create),
            ("GET", "/{command_id}", self.one),
            ("PATCH", "/{command_id}", self.change),
            ("DELETE", "/{command_id}", self.remove),
        ]
        stems = (
            "/applications/{application_id}/commands",
            "/applications/{application_id}/guilds/{guild_id}/commands",
        )
        return [
            Route(method, stem + ending, handler) for stem in stems for method, ending, handler in handlers
        ]

    def everything(self, call: Call) -> Answer:
        """All commands there."""
        return Answer(body=list(self._commands(call).values()))

    def one(self, call: Call) -> Answer:
        """One command."""
        return Answer(body=self._found(call))

    def replace(self, call: Call) -> Answer:
        """Replace all commands there; only names that were not there count as creates."""
        if not isinstance(call.body, list):
            raise Refused(400, 50035, "Invalid Form Body", {"_errors": [{"code": "LIST_TYPE_CONVERT"}]})
        for index, each in enumerate(call.body):
            check_command(each, (index,))
        check_list(call.body)
        held = self._commands(call)
        by_name = {(each["type"], each["name"]): each for each in held.values()}
        known = [by_name.get((each.get("type") or CHAT, each["name"])) for each in call.body]
        self._count_creates(call, known.count(None))
        made = [self._made(call, each, old) for each, old in zip(call.body, known, strict=True)]
        held.clear()
        held.update({int(each["id"]): each for each in made})
        self.syncs.append(self._state.clock.now())
        return Answer(body=made)

    def create(self, call: Call) -> Answer:
        """Add a command; one of the same name is overwritten."""
        body = body_of(call)
        check_command(body)
        held = self._commands(call)
        kind = body.get("type") or CHAT
        old = next(
            (each for each in held.values() if (each["type"], each["name"]) == (kind, body["name"])), None
        )
        if old is None:
            check_list([*held.values(), body])
            self._count_creates(call, 1)
        made = self._made(call, body, old)
        held[int(made["id"])] = made
        return Answer(200 if old else 201, made)

    def change(self, call: Call) -> Answer:
        """Change a command."""
        old = self._found(call)
        whole = {**old, **body_of(call)}
        check_command(whole)
        held = self._commands(call)
        others = [each for each in held.values() if each is not old]
        check_list([*others, whole])
        held[int(old["id"])] = self._made(call, whole, old)
        return Answer(body=held[int(old["id"])])

    def remove(self, call: Call) -> Answer:
        """Remove a command."""
        del self._commands(call)[int(self._found(call)["id"])]
        return Answer(204)

    def _commands(self, call: Call) -> Commands:
        if call.id("application_id") != self._state.application_id:
            raise Refused(404, 10002, "Unknown Application")
        if "guild_id" not in call.params:
            return self._state.global_commands
        guild = self._state.world.guilds.get(call.id("guild_id"))
        if guild is None:
            raise unknown_guild()
        if not guild.has_bot:
            raise missing_access()
        return self._state.guild_commands.setdefault(guild.id, {})

    def _found(self, call: Call) -> dict[str, Any]:
        command = self._commands(call).get(call.id("command_id"))
        if command is None:
            raise Refused(404, 10063, "Unknown application command")
        return command

    def _count_creates(self, call: Call, count: int) -> None:
        window = self.creates.setdefault(
            call.id("guild_id") or GLOBAL, RollingWindow(limits.COMMAND_CREATES_A_DAY, DAY)
        )
        now = self._state.clock.now()
        if count > window.left(now):
            text = f"Max number of daily application command creates has been reached ({window.limit})"
            raise Refused(429, 30034, text)
        for _ in range(count):
            window.add(now)

    def _made(self, call: Call, body: dict[str, Any], old: dict[str, Any] | None) -> dict[str, Any]:
        made = {
            "id": old["id"] if old else str(self._state.world.snowflake()),
            "application_id": str(self._state.application_id),
            "version": str(self._state.world.snowflake()),
            "type": body.get("type") or CHAT,
            "name": body["name"],
            "name_localizations": body.get("name_localizations"),
            "description": body.get("description") or "",
            "description_localizations": body.get("description_localizations"),
            "options": body.get("options") or [],
            "default_member_permissions": _bits(body.get("default_member_permissions")),
            "dm_permission": body.get("dm_permission", True),
            "contexts": body.get("contexts"),
            "integration_types": body.get("integration_types") or [0],
            "nsfw": bool(body.get("nsfw")),
        }
        return made | ({"guild_id": call.params["guild_id"]} if "guild_id" in call.params else {})


def _bits(value: Any) -> str | None:
    if value is None:
        return None
    try:
        return str(int(value))
    except (TypeError, ValueError):
        form = Form()
        form.add(("default_member_permissions",), "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        form.refuse_if_wrong()
        raise
