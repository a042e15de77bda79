"""`communique run` as a process: what it does, says and leaves with."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.cli.codes import BAD_INPUT, CONFIGURATION, OK
from tests.standins.clock import RunningClock
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.state import DEFAULT_TOKEN
from tests.stories.communique import ROOT, Program

TAKEN = "role taken"
WAITING = "another process plays this role; waiting for it to end"
TYPED = "What does the canal authority say about tolls?"


class Running:
    """A process that runs, and what it has said."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.lines: list[dict[str, Any]] = []

    async def until(self, *events: str) -> dict[str, Any]:
        """The first line of the log, from where it was read to, that says one of these."""
        assert self._process.stderr is not None
        async for line in self._process.stderr:
            self.lines.append(json.loads(line))
            if self.lines[-1]["event"] in events:
                return self.lines[-1]
        raise AssertionError(f"{events} was never said, but {self.lines}")

    async def ended(self, number: signal.Signals | None = signal.SIGTERM) -> int:
        """The exit code, after that signal."""
        if number is not None:
            self._process.send_signal(number)
        assert self._process.stderr is not None
        async for line in self._process.stderr:
            self.lines.append(json.loads(line))
        return await self._process.wait()


@pytest_asyncio.fixture
async def standin() -> AsyncIterator[DiscordStandIn]:
    async with DiscordStandIn(clock=RunningClock()) as started:
        yield started


@asynccontextmanager
async def running(folder: Path, standin: DiscordStandIn) -> AsyncIterator[Running]:
    """`communique run discord`, pointed at the stand-in by a `.env` in its folder."""
    folder.joinpath(".env").write_text(
        f"COMMUNIQUE_DISCORD_TOKEN={DEFAULT_TOKEN}\n"
        f"COMMUNIQUE_DISCORD_API_URL={standin.api_url}\n"
        f"COMMUNIQUE_DISCORD_GATEWAY_URL={standin.gateway_url}\n",
        encoding="utf-8",
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", "discord",
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), "COMMUNIQUE_DATA_DIR": str(folder / "data")},
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield Running(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_two_processes_with_one_token_answer_once(tmp_path: Path, standin: DiscordStandIn) -> None:
    """The second waits; when the first is told to end, it takes over, and what it needs is in the database.

    Each question has one answer, both end in order, and no line of their logs holds the token or the
    question.
    """
    mira = standin.user("Mira")
    async with running(tmp_path, standin) as one, running(tmp_path, standin) as other:
        told = await asyncio.gather(*(each.until(TAKEN, WAITING) for each in (one, other)))
        assert {line["event"] for line in told} == {TAKEN, WAITING}
        first, second = (one, other) if told[0]["event"] == TAKEN else (other, one)
        await standin.gateway.until_ready()
        await mira.slash("ask", {"question": TYPED}).message()
        assert len(standin.gateway.ready) == 1
        assert await first.ended() == OK
        await second.until(TAKEN)
        await standin.gateway.until_ready()
        await mira.slash("ask", {"question": TYPED}).message()
        assert await second.ended(signal.SIGINT) == OK
    said = json.dumps([first.lines, second.lines])
    assert DEFAULT_TOKEN not in said
    assert TYPED not in said
    assert not standin.refusals
    assert sum(len(each.seen_by(mira.user)) for each in standin.world.channels.values()) == 2
    assert [line["used_today"] for line in second.lines if line["event"] == "identifying"] == [2]


async def test_a_refused_token_is_said_and_not_tried_again(tmp_path: Path, standin: DiscordStandIn) -> None:
    """One request with a bad token, one line that says what to do, and exit code 3."""
    standin.settings.token = "another.token.altogether"  # noqa: S105 - opens nothing
    async with running(tmp_path, standin) as process:
        line = await process.until("the role needs attention and stays stopped")
        assert await process.ended(None) == CONFIGURATION
    assert "COMMUNIQUE_DISCORD_TOKEN" in line["reason"]
    assert len(standin.serving.log) == 1
    assert DEFAULT_TOKEN not in json.dumps(process.lines)


@pytest.mark.parametrize(
    ("arguments", "settings", "code", "sentence"),
    [
        (
            (),
            {},
            CONFIGURATION,
            "There is nothing to run yet: set COMMUNIQUE_DISCORD_TOKEN to the token of your Discord bot",
        ),
        (("irc",), {}, BAD_INPUT, "There is no role of that name; there is discord"),
        (
            (),
            {"COMMUNIQUE_DISCORD_TOKEN": "a.b.c", "COMMUNIQUE_LIBRARY": "/nowhere"},
            CONFIGURATION,
            "COMMUNIQUE_LIBRARY is not a folder that can be read;",
        ),
        (
            (),
            {"COMMUNIQUE_DISCORD_TOKEN": "a.b.c", "COMMUNIQUE_DATA_DIR": "/dev/null/x"},
            CONFIGURATION,
            "The database's folder is a file, or lies below one;",
        ),
    ],
)
def test_what_keeps_it_from_starting_is_one_sentence(
    tmp_path: Path, arguments: tuple[str, ...], settings: dict[str, str], code: int, sentence: str
) -> None:
    """Nothing set up, a role there is not, a broken library or database: one line, before anything starts."""
    ran = Program(tmp_path).run("run", *arguments, **settings)
    assert ran.code == code
    assert ran.err.startswith(sentence)
    assert ran.err.count("\n") == 1
    assert ran.out == ""
