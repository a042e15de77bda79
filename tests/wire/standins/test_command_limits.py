"""Every limit of application commands: refused one past it, taken at it."""

from typing import Any

import pytest

from tests.standins.discord.standin import DiscordStandIn
from tests.wire.standins.cases import (
    BAD,
    HUNDRED,
    LENGTH,
    LONG,
    Case,
    refused_at,
)
from tests.wire.standins.conftest import Api


def option(**more: Any) -> dict[str, Any]:
    """An option of a command."""
    return {"type": 3, "name": "topic", "description": "d", **more}


def command(*options: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A command."""
    return {"name": "brief", "description": "d", "options": list(options), **more}


def group(*options: dict[str, Any]) -> dict[str, Any]:
    """A sub-command group with one sub-command."""
    inner = {"type": 1, "name": "add", "description": "d", "options": list(options)}
    return {"type": 2, "name": "group", "description": "d", "options": [inner]}


def named(count: int, kind: int) -> list[dict[str, Any]]:
    """Several commands."""
    described = {"description": "d"} if kind == 1 else {}
    return [{"name": f"c{number}", "type": kind, **described} for number in range(count)]


CHOICES = [{"name": str(number), "value": str(number)} for number in range(26)]
LONG_CHOICES = [{"name": f"{number:0100}", "value": f"{number:0100}"} for number in range(25)]
BIG = [option(name=f"o{number}", description="x" * 100, choices=LONG_CHOICES) for number in range(2)]
COMMANDS = [
    Case("name", command(name="x" * 32), command(name="x" * 33), "name", LENGTH),
    Case("name in lower case", command(), command(name="Brief"), "name", "APPLICATION_COMMAND_INVALID_NAME"),
    Case(
        "name without spaces",
        command(),
        command(name="two words"),
        "name",
        "APPLICATION_COMMAND_INVALID_NAME",
    ),
    Case("description", command(description=HUNDRED), command(description=LONG), "description", LENGTH),
    Case("no description", command(), command(description=""), "description", BAD),
    Case(
        "options",
        command(*(option(name=f"o{number}") for number in range(25))),
        command(*(option(name=f"o{number}") for number in range(26))),
        "options",
        BAD,
    ),
    Case(
        "required after optional",
        command(option(name="a", required=True), option(name="b")),
        command(option(name="a"), option(name="b", required=True)),
        "options.1",
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    Case(
        "option names are unique",
        command(option(name="a"), option(name="b")),
        command(option(name="a"), option(name="a")),
        "options",
        "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
    ),
    Case(
        "choices",
        command(option(choices=CHOICES[:25])),
        command(option(choices=CHOICES)),
        "options.0.choices",
        BAD,
    ),
    Case(
        "choice's name",
        command(option(choices=[{"name": HUNDRED, "value": "v"}])),
        command(option(choices=[{"name": LONG, "value": "v"}])),
        "options.0.choices.0.name",
        LENGTH,
    ),
    Case(
        "choices beside autocomplete",
        command(option(autocomplete=True)),
        command(option(autocomplete=True, choices=CHOICES[:1])),
        "options.0.autocomplete",
        "APPLICATION_COMMAND_AUTOCOMPLETE_NO_CHOICES",
    ),
    Case(
        "sub-commands beside options",
        command({"type": 1, "name": "add", "description": "d", "options": [option()]}),
        command({"type": 1, "name": "add", "description": "d"}, option()),
        "options",
        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    Case(
        "sub-commands in sub-commands",
        command(group(option())),
        command(group({"type": 1, "name": "deep", "description": "d"})),
        "options.0.options.0.options.0.type",
        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    Case(
        "choices of a kind that has none",
        command(option(type=4, choices=[{"name": "n", "value": 1}])),
        command(option(type=5, choices=[{"name": "n", "value": 1}])),
        "options.0.type",
        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    Case(
        "numbers are numbers",
        command(option(type=10, choices=[{"name": "n", "value": 1.5}])),
        command(option(type=10, choices=[{"name": "n", "value": "1.5"}])),
        "options.0.choices.0.value",
        "NUMBER_TYPE_COERCE",
    ),
    Case("kind of command", command(), command(type=9), "type", "BASE_TYPE_CHOICES"),
    Case(
        "permissions are a number",
        command(default_member_permissions="32"),
        command(name="other", default_member_permissions="manage"),
        "default_member_permissions",
        "NUMBER_TYPE_COERCE",
    ),
    Case("characters", command(BIG[0]), command(*BIG), "", "APPLICATION_COMMAND_TOO_LARGE"),
    Case(
        "locale",
        command(name_localizations={"de": "lage"}),
        command(name_localizations={"de-AT": "lage"}),
        "name_localizations.de-AT",
        "BASE_TYPE_CHOICES",
    ),
    Case(
        "a menu command has no description",
        {"name": "Brief me on this", "type": 3},
        {"name": "Brief me on this", "type": 3, "description": "d"},
        "description",
        "APPLICATION_COMMAND_CONTEXT_MENU_FIELDS",
    ),
]


@pytest.mark.parametrize("case", COMMANDS, ids=lambda case: case.name)
async def test_a_command_at_its_limit(plain: DiscordStandIn, ask: Api, case: Case) -> None:
    """At the limit it is registered; one past it 50035."""
    path = f"/applications/{plain.state.application_id}/commands"
    assert (await ask("POST", path, case.taken))[0] == 201
    status, said = await ask("POST", path, case.refused)
    assert (status, said["code"]) == (400, 50035)
    assert case.rule in refused_at(said, case.where)


@pytest.mark.parametrize(("kind", "most"), [(1, 100), (2, 15), (3, 15)])
async def test_how_many_commands(plain: DiscordStandIn, ask: Api, kind: int, most: int) -> None:
    """100 chat, 15 user and 15 message commands."""
    path = f"/applications/{plain.state.application_id}/commands"
    assert (await ask("PUT", path, named(most, kind)))[0] == 200
    status, said = await ask("PUT", path, named(most + 1, kind))
    assert (status, refused_at(said, "")) == (400, ["MAX_APPLICATION_COMMANDS"])


async def test_command_names_are_unique(plain: DiscordStandIn, ask: Api) -> None:
    """A list with one name twice is refused whole."""
    path = f"/applications/{plain.state.application_id}/commands"
    status, said = await ask("PUT", path, [*named(1, 1), *named(1, 1)])
    assert (status, refused_at(said, "1.name")) == (400, ["APPLICATION_COMMANDS_DUPLICATE_NAME"])
