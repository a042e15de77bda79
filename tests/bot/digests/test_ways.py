"""Examples in sentences can be given as they stand where they are shown: typed, chosen, in a shell."""

import re
from collections.abc import Awaitable
from dataclasses import replace
from typing import get_args

import pytest
import typer

from bot.cli.program import app
from bot.commands import DEFINITIONS, each_one
from bot.digest_commands import DigestAdd, DigestEdit
from bot.digest_grammar import read
from bot.digests.asker import Asker
from bot.handlers import Context, Handlers
from bot.ways import Way, beginning, command, editing
from briefings.errors import BadInput
from tests.fakes.clock import SetClock
from tests.fakes.office import ADD, MIRA, Office, told
from tests.fakes.source_texts import SourceTextsInMemory

WAYS: tuple[Way, ...] = get_args(Way)
ID = "s-7K3QF2"


def test_what_is_shown_for_typing_can_be_typed() -> None:
    """It is read as the command it is an example of."""
    for example, kind in ((beginning("typed"), DigestAdd), (editing("typed", ID), DigestEdit)):
        assert isinstance(read(example.removeprefix("/digest ")), kind)


def test_what_is_shown_for_choosing_names_options_there_are() -> None:
    """Each of the form name:value, the name that of an option."""
    for example in (beginning("options"), editing("options", ID), command("options", "resume", ID)):
        _, verb, *given = example.split()
        definition = next(each for each in each_one(DEFINITIONS) if each.name == verb and each.options)
        names = {option.name for option in definition.options}
        assert {each.partition(":")[0] for each in given} <= names
        assert all(each.partition(":")[2] for each in given)


def test_what_is_shown_for_a_shell_is_a_command_line_there_is() -> None:
    """Its words are commands of the program, and options of theirs."""
    group = typer.main.get_command(app)
    digest = group.commands["digest"]  # type: ignore[attr-defined] # a group of commands
    for example in (beginning("shell"), editing("shell", ID), command("shell", "list")):
        program, name, verb, *given = example.split()
        assert (program, name) == ("communique", "digest")
        options = {each for one in digest.commands[verb].params for each in one.opts} | {"--help"}
        assert {each for each in given if each.startswith("--")} <= options


async def _refusal(work: Awaitable[object]) -> str:
    with pytest.raises(BadInput) as caught:
        await work
    return str(caught.value)


@pytest.mark.parametrize("way", WAYS)
async def test_sentences_show_what_is_done_there(office: Office, way: Way) -> None:
    """Whatever shows a command shows it as it is given there; nothing shows it otherwise."""
    mira = replace(MIRA, way=way)
    said = [told(await office.says("/digest list", mira))]
    said += [await _refusal(office.says(f"/digest {verb}", mira)) for verb in ("add", "pause")]
    name = await office.made(ADD)
    said.append(await _refusal(office.says(f"/digest edit {name}", mira)))
    said.append(await _refusal(office.says("/digest explain s-000000", mira)))
    await office.says("/digest pause")
    said.append(await _refusal(office.says("/digest send-now", mira)))
    shown = {
        found for each in said for found in re.findall(r"(?:/|communique )digest .*?(?=$|;| shows|\.)", each)
    }
    known = {beginning(way), editing(way, name), command(way, "list"), command(way, "resume", name)}
    assert shown == known


@pytest.mark.parametrize(
    ("surface", "way"), [("options", "options"), ("text", "typed"), ("console", "typed")]
)
async def test_the_surface_decides(office: Office, surface: str, way: Way) -> None:
    """Handlers tell managing how commands are given where somebody asks."""
    handlers = Handlers(office.service, SourceTextsInMemory(SetClock()), digests=lambda: office.digests)
    context = Context(surface=surface, asker=MIRA)  # type: ignore[arg-type] # one of its words
    reply = await handlers.handle(read("list"), context)
    assert beginning(way) in told(reply)
    assert Context().asking is None


def test_an_asker_is_taken_to_type() -> None:
    """Unless it is said otherwise."""
    assert Asker("slack", "T1", "C1", "U1").way == "typed"


@pytest.mark.parametrize(
    ("way", "shown"),
    [("typed", "/follow India"), ("options", "/follow topic:India"), ("shell", "communique follow India")],
)
async def test_follows_are_shown_as_they_are_given_there(office: Office, way: Way, shown: str) -> None:
    """Beginning one, ending one, and ending one where there are as many as may be."""
    mira = replace(MIRA, way=way)
    assert shown in told(await office.says("/follow", mira))
    names = [office.service.topics.name(each) for each in office.service.library.topics]
    codes = (
        "Peru",
        "Chile",
        "Kenya",
        "Ghana",
        "Mali",
        "Niger",
        "Chad",
        "Togo",
        "Benin",
        "Angola",
        "Fiji",
        "Cuba",
    )
    refused = ""
    for topic in (*names, *codes):
        try:
            await office.says(f"/follow {topic}", mira)
        except BadInput as error:
            refused = str(error)
            break
    first = f"{names[0][:1].upper()}{names[0][1:]}"
    for sentence in (refused, told(await office.says("/follow", mira))):
        assert shown.replace("follow", "unfollow", 1).replace("India", first) in sentence
