"""What a reader is offered: commands as registered, components as shown.

Refuses what nobody could do by hand.
"""

from collections.abc import Mapping
from typing import Any

from tests.standins.discord import limits, payloads
from tests.standins.discord.checks.commands import GROUP, SUBCOMMAND
from tests.standins.discord.checks.components import BUTTON, LINK_STYLE, SELECTS, walk
from tests.standins.discord.state import State
from tests.standins.discord.world import Channel, Message, Role, User

KINDS: dict[int, type | tuple[type, ...]] = {
    3: str, 4: int, 5: bool, 6: User, 7: Channel, 8: Role, 9: (User, Role), 10: (int, float),
}  # fmt: skip


class NotOffered(AssertionError):
    """A reader could not do this: the command, option, button or field is not there, or not for them."""


def command(state: State, channel: Channel, name: str, kind: int) -> dict[str, Any]:
    """The registered command of this kind, the guild's own before the global one."""
    local = state.guild_commands.get(channel.guild.id, {}) if channel.guild else {}
    for each in [*local.values(), *state.global_commands.values()]:
        if (each["name"], each["type"]) == (name, kind):
            contexts = each["contexts"]
            here = 0 if channel.guild else 1
            if contexts is not None and here not in contexts:
                message = f"/{name} is not offered here"
                raise NotOffered(message)
            return each
    known = sorted(each["name"] for each in [*local.values(), *state.global_commands.values()])
    message = f"no command {name!r} of type {kind} is registered; there are {known}"
    raise NotOffered(message)


def filled(
    definition: dict[str, Any], path: list[str], values: Mapping[str, Any], focused: str | None
) -> list[Any]:
    """The options as the client sends them: sub-commands nested, every value of its type.

    `focused` names the option being typed in, for autocomplete; then required options may be missing.
    """
    if path:
        inner = next((each for each in definition["options"] if each["name"] == path[0]), None)
        if inner is None or inner["type"] not in {SUBCOMMAND, GROUP}:
            message = f"no sub-command {path[0]!r}"
            raise NotOffered(message)
        nested = filled({**inner, "options": inner.get("options") or []}, path[1:], values, focused)
        return [{"name": inner["name"], "type": inner["type"], "options": nested}]
    options = {each["name"]: each for each in definition["options"]}
    if any(each["type"] in {SUBCOMMAND, GROUP} for each in options.values()):
        message = f"a sub-command has to be named: {sorted(options)}"
        raise NotOffered(message)
    unknown = values.keys() - options.keys()
    missing = [
        each["name"] for each in options.values() if each.get("required") and each["name"] not in values
    ]
    if unknown or (missing and focused is None):
        message = f"options {sorted(unknown)} do not exist, {missing} are missing"
        raise NotOffered(message)
    return [_option(options[name], value, is_focused=name == focused) for name, value in values.items()]


def _option(option: dict[str, Any], value: Any, *, is_focused: bool) -> dict[str, Any]:
    made = {"name": option["name"], "type": option["type"], "value": value}
    if is_focused:
        if not option.get("autocomplete"):
            message = f"{option['name']} completes nothing"
            raise NotOffered(message)
        return {**made, "focused": True}
    right = KINDS[option["type"]]
    if not isinstance(value, right) or (isinstance(value, bool) and right is not bool):
        message = f"{option['name']} takes {right}, not {value!r}"
        raise NotOffered(message)
    choices = [each["value"] for each in option.get("choices") or []]
    if choices and value not in choices:
        message = f"{option['name']} is one of {choices}, not {value!r}"
        raise NotOffered(message)
    if isinstance(value, str) and not _fits(option, value):
        message = f"{option['name']} cannot be this long"
        raise NotOffered(message)
    return {**made, "value": str(value.id) if isinstance(value, User | Channel | Role) else value}


def _fits(option: dict[str, Any], value: str) -> bool:
    most = option.get("max_length") or limits.OPTION_TEXT
    return (option.get("min_length") or 0) <= len(value) <= most


def resolved(values: list[Any], channel: Channel, viewer: User) -> dict[str, Any]:
    """The users, members, channels and roles among the values as the client resolves them; {} without any."""
    made: dict[str, dict[str, Any]] = {}
    for each in values:
        if isinstance(each, User):
            made.setdefault("users", {})[str(each.id)] = payloads.user(each)
            member = channel.guild.members.get(each.id) if channel.guild else None
            if member is not None:
                made.setdefault("members", {})[str(each.id)] = payloads.member(member, with_user=False)
        elif isinstance(each, Channel):
            made.setdefault("channels", {})[str(each.id)] = payloads.partial_channel(each, viewer)
        elif isinstance(each, Role):
            made.setdefault("roles", {})[str(each.id)] = payloads.role(each, 1)
    return {"resolved": made} if made else {}


def button(message: Message, named: str) -> dict[str, Any]:
    """The enabled button with this custom id or label."""
    buttons = [each for _, each in walk(message.components) if each.get("type") == BUTTON]
    for each in buttons:
        if named in {each.get("custom_id"), each.get("label")}:
            if each.get("style") == LINK_STYLE or each.get("disabled"):
                problem = f"{named!r} is a link or disabled"
                raise NotOffered(problem)
            return each
    problem = f"no button {named!r}; there are {[each.get('label') for each in buttons]}"
    raise NotOffered(problem)


def select(message: Message, named: str | None) -> dict[str, Any]:
    """The enabled select with this custom id or placeholder; without a name, the only one."""
    selects = [each for _, each in walk(message.components) if each.get("type") in SELECTS]
    fitting = [each for each in selects if named in {None, each.get("custom_id"), each.get("placeholder")}]
    if len(fitting) != 1 or fitting[0].get("disabled"):
        problem = f"{len(fitting)} selects for {named!r}, or it is disabled"
        raise NotOffered(problem)
    return fitting[0]


def chosen(menu: dict[str, Any], wanted: tuple[Any, ...]) -> list[str]:
    """The values for what is chosen by value or label (or the ids of users, roles, channels)."""
    if not (menu.get("min_values", 1) <= len(wanted) <= (menu.get("max_values") or 1)):
        problem = f"{len(wanted)} choices do not fit {menu.get('min_values', 1)} to {menu.get('max_values')}"
        raise NotOffered(problem)
    values = []
    for each in wanted:
        if isinstance(each, User | Role | Channel):
            values.append(str(each.id))
            continue
        options = menu.get("options") or []
        found = next((one["value"] for one in options if each in {one["value"], one["label"]}), None)
        if found is None:
            problem = f"{each!r} is not among {[one['label'] for one in options]}"
            raise NotOffered(problem)
        values.append(found)
    return values
