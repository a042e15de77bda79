"""What is registered, against the definitions it is made from."""

import re

import pytest

from bot.adapters.discord.commands_sync import note_key, sync_commands
from bot.adapters.discord.definitions import by_name, command_payloads, definitions_hash
from bot.commands import ABOUT_PAGES, DEFINITIONS, Ask, Brief, Definition, Option
from briefings.answers.outcome import LONGEST_QUESTION
from tests.fakes.notes import NotesInMemory

ODD = Definition(
    "odd",
    Ask,
    "x" * 300,
    "/odd",
    (Option("late", "topic", "y" * 300), Option("question", "text", "z", required=True)),
)


def test_every_definition_but_buttons_is_registered() -> None:
    """A command that is added to the definitions is registered without another line of code."""
    names = [each["name"] for each in command_payloads() if each["type"] == 1]
    assert names == [each.name for each in DEFINITIONS if each.form == "command"]
    assert len(command_payloads()) == sum(each.form != "button" for each in DEFINITIONS)


def test_options_have_their_types() -> None:
    """Topics and themes complete themselves, pages are choices, texts are bounded."""
    options = {
        (each["name"], one["name"]): one for each in command_payloads() for one in each.get("options", [])
    }
    assert options["brief", "topic"]["autocomplete"]
    assert options["compare", "theme"]["autocomplete"]
    assert [each["value"] for each in options["about", "page"]["choices"]] == list(ABOUT_PAGES)
    assert options["ask", "question"]["required"]
    assert options["ask", "question"]["max_length"] == LONGEST_QUESTION


def test_nobody_is_shut_out_by_a_default() -> None:
    """No command carries default permissions: who may do what is checked by us."""
    assert all("default_member_permissions" not in each for each in command_payloads())
    assert all(each["contexts"] == [0, 1] for each in command_payloads())


def test_long_helps_are_cut_and_required_options_come_first() -> None:
    """What Discord would refuse is set right: lengths and order."""
    (payload,) = command_payloads((ODD,))
    assert len(payload["description"]) == 100
    assert [each["name"] for each in payload["options"]] == ["question", "late"]
    assert all(re.fullmatch(r"[a-z0-9-]{1,32}", each["name"]) for each in command_payloads()[:-1])


def test_what_is_registered_is_found_again() -> None:
    """Every registered name leads back to its definition."""
    found = by_name()
    assert {(each["type"], each["name"]) for each in command_payloads()} == set(found)
    assert found[1, "brief"].command is Brief


class Application:
    """Holds commands as Discord does: a new version with each change of them."""

    def __init__(self) -> None:
        self.commands: list[dict[str, object]] = []
        self.replaced = 0

    async def held(self) -> list[dict[str, object]]:
        """What it holds."""
        return list(reversed(self.commands))

    async def replace(self, payloads: list[dict[str, object]]) -> list[dict[str, object]]:
        """Takes these in place of what it holds."""
        self.replaced += 1
        self.commands = [
            {**each, "id": str(number), "version": f"{self.replaced}-{number}"}
            for number, each in enumerate(payloads)
        ]
        return self.commands


async def test_registering_happens_when_the_definitions_change() -> None:
    """The same definitions are registered once, other ones again, and for each application by itself."""
    notes, discord = NotesInMemory(), Application()
    assert await sync_commands(discord.held, discord.replace, notes, "7")
    assert not await sync_commands(discord.held, discord.replace, notes, "7")
    await notes.put(note_key("7"), definitions_hash(command_payloads((ODD,))))
    assert await sync_commands(discord.held, discord.replace, notes, "7")
    assert await sync_commands(discord.held, discord.replace, notes, "8")
    assert discord.replaced == 3


async def test_commands_that_somebody_else_replaced_are_put_right() -> None:
    """When Discord does not hold what we registered, it is registered again, and then found in order."""
    notes, discord = NotesInMemory(), Application()
    await sync_commands(discord.held, discord.replace, notes, "7")
    await discord.replace(command_payloads((ODD,)))
    assert await sync_commands(discord.held, discord.replace, notes, "7")
    assert not await sync_commands(discord.held, discord.replace, notes, "7")
    discord.commands = discord.commands[:-1]
    assert await sync_commands(discord.held, discord.replace, notes, "7")


async def test_what_failed_is_not_noted() -> None:
    """After a failure the next start tries again."""
    notes, discord = NotesInMemory(), Application()

    async def fail(_: list[dict[str, object]]) -> list[dict[str, object]]:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await sync_commands(discord.held, fail, notes, "7")
    assert notes.notes == {}
    assert await sync_commands(discord.held, discord.replace, notes, "7")
