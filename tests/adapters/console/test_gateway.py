"""The keyboard and the pipe: what is read, what is written, which code is earned."""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session, get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.input.base import PipeInput
from prompt_toolkit.output import DummyOutput

from bot.adapters.console.gateway import Place, play
from bot.adapters.console.render import Format, Screen
from bot.adapters.console.session import Session
from bot.handlers import Handlers
from briefings.service import BriefingService
from tests.fakes.clock import SetClock
from tests.fakes.source_texts import SourceTextsInMemory

HALT = 20
"""Seconds after which a console that does nothing is taken to hang."""


class Terminal(StringIO):
    """A stream that says somebody sits there."""

    def isatty(self) -> bool:
        """Always."""
        return True


class Console:
    """A console on the shipped library, fed from a text."""

    def __init__(self, service: BriefingService, folder: Path) -> None:
        self._service = service
        self.history = folder / "data" / "history"
        self.out = StringIO()

    async def run(self, typed: StringIO, form: Format = "plain", *, numbered: bool = False) -> int:
        """Plays what is typed and returns the exit code."""
        session = Session(Handlers(self._service, SourceTextsInMemory(SetClock())), lambda _: b"PNG")
        place = Place(typed, self.out, self.history)
        return await play(session, self._service.topics, place, form, Screen(numbered=numbered))


@pytest.fixture
def console(service: BriefingService, tmp_path: Path) -> Console:
    """A console with its own data folder."""
    return Console(service, tmp_path)


@pytest.fixture
def keyboard() -> Iterator[PipeInput]:
    """A keyboard that types what it is sent, before a screen that shows nothing."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


def line_typed() -> Buffer:
    """The line at the prompt."""
    return get_app().current_buffer


async def until(condition: Callable[[], bool]) -> None:
    """Lets the console work until something has happened; the limit is only there to fail in the end."""
    async with asyncio.timeout(HALT):
        while not condition():  # noqa: ASYNC110 - the prompt tells nobody when it is ready
            await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("/brief india\n", 0),
        ("/brief taiwan\n", 0),
        ("/brief india\n/breif\n/brief china\n", 2),
        ("/brief india\nquit\n/breif\n", 0),
        ("\n\n/brief india", 0),
        ("", 2),
        ("\n \n", 2),
    ],
)
async def test_a_pipe_earns_the_worst_code_of_its_lines(console: Console, lines: str, code: int) -> None:
    """Every line is answered in turn; the worst decides, and nothing at all is bad input."""
    assert await console.run(StringIO(lines)) == code
    assert console.out.getvalue().strip()


async def test_a_pipe_in_json_writes_one_object_per_line(console: Console) -> None:
    """Each line that was read gives one JSON object, also where it could not be used."""
    await console.run(StringIO("/brief india\n/breif\n"), "json")
    first, second = (json.loads(line) for line in console.out.getvalue().splitlines())
    assert (first["outcome"], second["outcome"]) == ("answer", "clear-error")
    assert second["text"] == "There is no /breif; did you mean /brief?"


async def test_a_line_that_cannot_be_used_is_one_sentence(console: Console) -> None:
    """In the text formats nothing is wrapped around it."""
    await console.run(StringIO("/breif\n"))
    assert console.out.getvalue() == "There is no /breif; did you mean /brief?\n"


async def test_a_pipe_keeps_no_history(console: Console) -> None:
    """Scripts leave nothing behind in the data folder."""
    await console.run(StringIO("/brief india\n"))
    assert not console.history.exists()


async def test_typing_is_answered_and_remembered(console: Console, keyboard: PipeInput) -> None:
    """Typed lines are answered until Ctrl-D, kept in the data folder, and always end with code 0."""
    console.out = Terminal()
    keyboard.send_text("/breif\r/map india\rquit\r")
    assert await console.run(Terminal(), numbered=True) == 0
    assert "did you mean /brief?" in console.out.getvalue()
    assert "Relationships: India" in console.out.getvalue()
    assert "/save FILE.png" in console.out.getvalue()
    assert "+/map india" in console.history.read_text(encoding="utf-8")


async def test_ctrl_d_leaves_and_ctrl_c_only_drops_the_line(console: Console, keyboard: PipeInput) -> None:
    """Ctrl-C in the middle of a line starts a new one; Ctrl-D on an empty one ends the conversation."""
    console.out = Terminal()
    running = asyncio.create_task(console.run(Terminal()))
    await asyncio.sleep(0)
    keyboard.send_text("/brief chi\x03")
    keyboard.send_text("\r/brief india\r")
    keyboard.send_text("\x04")
    assert await running == 0
    assert console.out.getvalue().startswith("India\n")


async def test_a_folder_that_cannot_be_written_costs_only_the_history(
    console: Console, keyboard: PipeInput, tmp_path: Path
) -> None:
    """One notice, and the conversation goes on."""
    (tmp_path / "data").write_text("a file where the folder should be", encoding="utf-8")
    console.out = Terminal()
    keyboard.send_text("/brief india\r\x04")
    assert await console.run(Terminal()) == 0
    assert console.out.getvalue().count("History is not kept") == 1
    assert "India" in console.out.getvalue()


async def test_tab_completes_in_another_language(console: Console, keyboard: PipeInput) -> None:
    """Completion is wired to the keyboard: half a name becomes the topic's name, in any language."""
    console.out = Terminal()
    running = asyncio.create_task(console.run(Terminal()))
    for typed, completed in (("/brief chi", "/brief China"), ("/brief 인", "/brief India")):
        keyboard.send_text(typed)
        await until(lambda: bool((state := line_typed().complete_state) and state.completions))
        keyboard.send_text("\t")
        await until(lambda wanted=completed: line_typed().text == wanted)  # type: ignore[misc]
        keyboard.send_text("\r")
        await until(lambda: line_typed().text == "")
    keyboard.send_text("\x04")
    assert await running == 0
    assert console.history.read_text(encoding="utf-8").count("+/brief China\n") == 1
    assert console.history.read_text(encoding="utf-8").count("+/brief India\n") == 1
    assert re.findall(r"^(China|India)\n=", console.out.getvalue(), re.MULTILINE) == ["China", "India"]
