"""What the log says, and what it never says."""

import json
import logging
import random
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest

from bot import logs
from bot.redaction import withheld

TOKEN = "stand-in.token.of-nobody"  # noqa: S105 - opens nothing
TYPED = "what about the canal at Guam?"


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It says so."""
        return True


@pytest.fixture(autouse=True)
def _undisturbed() -> Iterator[None]:
    """Gives logging back as it was."""
    root = logging.getLogger()
    names = ("", logs.OURS, "discord", "discord.gateway", "sqlalchemy", "aiosqlite")
    handlers, levels = list(root.handlers), {name: logging.getLogger(name).level for name in names}
    for name in names[1:]:  # another test may have left them quieter than a new process finds them
        logging.getLogger(name).setLevel(logging.NOTSET)
    yield
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=False)


Lines = Callable[[], list[dict[str, Any]]]


def configured(level: str = "info", *, with_text: bool = False) -> tuple[StringIO, Lines]:
    """The log set up onto a stream, and what it holds by now."""
    stream = StringIO()
    logs.configure(level, secrets=[TOKEN], with_text=with_text, stream=stream)
    return stream, lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_away_from_a_terminal_each_line_is_json() -> None:
    """A program reading the log finds when, how grave, what, from where, and the fields."""
    _, lines = configured()
    logs.logger("bot.example").warning("held back", seconds=3, shards=[0, 1])
    (line,) = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "level": "warning",
        "event": "held back",
        "logger": "bot.example",
        "seconds": 3,
        "shards": [0, 1],
    }


def test_in_a_terminal_a_line_is_for_people() -> None:
    """There it is `key=value`, with nothing in it that commands a terminal or forges a second line."""
    stream = Terminal()
    logs.configure(stream=stream)
    logs.logger("bot.example").info("joined", server="The \x1b[31mRed\nRoom", count=3, empty="")
    (line,) = stream.getvalue().splitlines()
    assert line.split(" ", 1)[1] == 'info    joined logger=bot.example server="The Red Room" count=3 empty=""'


def test_libraries_speak_the_same_way() -> None:
    """A line of a library passes the same redaction as ours."""
    _, lines = configured()
    logging.getLogger("discord.http").warning("429 for %s", f"/interactions/12/{'a' * 40}/callback")
    logging.getLogger("other").error("logged in with %s", TOKEN)
    assert [line["logger"] for line in lines()] == ["discord.http", "other"]
    assert "aaaa" not in str(lines())
    assert TOKEN not in str(lines())


def test_no_secret_in_any_part_of_a_line() -> None:
    """In a field, a nested field, a key, the event, an exception and its cause: it is gone."""
    stream, lines = configured("debug")
    log = logs.logger("bot.example").bind(bound=f"x{TOKEN}")
    try:
        try:
            raise KeyError(TOKEN)
        except KeyError as cause:
            raise ValueError(f"no {TOKEN}") from cause
    except ValueError as error:
        logs.incident(log, f"failed with {TOKEN}", error, where={TOKEN: [TOKEN]}, of=error)
    (line,) = lines()
    assert "ValueError" in line["exception"]
    assert "KeyError" in line["exception"]
    assert "token.of-nobody" not in stream.getvalue()


@pytest.mark.parametrize("with_text", [False, True])
def test_what_readers_typed_is_there_only_when_asked_for(*, with_text: bool) -> None:
    """Neither a field, nor a failure's trace, nor a library repeats it, unless the operator wants that."""
    stream, lines = configured("debug", with_text=with_text)
    log = logs.logger("bot.example")
    with withheld(TYPED):
        log.info("asked", question=TYPED)
        logging.getLogger("discord.gateway").debug("received %s", TYPED)
        logging.getLogger("discord.gateway").info("odd: %s", TYPED)
        try:
            raise ValueError(f"cannot read {TYPED!r}")
        except ValueError as error:
            logs.incident(log, "handler failed", error)
    assert (TYPED in stream.getvalue()) is with_text
    assert len(lines()) == (4 if with_text else 3)


def test_an_incident_is_found_by_its_id() -> None:
    """The id that a reader is told stands in the one line that holds the trace."""
    _, lines = configured()
    log = logs.logger("bot.example")
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as error:
        told = [logs.incident(log, "handler failed", error, command=name) for name in ("brief", "ask")]
    found = [line for line in lines() if line["incident"] == told[1]]
    assert [line["command"] for line in found] == ["ask"]
    assert "ZeroDivisionError" in found[0]["exception"]
    assert "test_logs.py" in found[0]["exception"]


def test_ids_can_be_read_aloud() -> None:
    """Five characters, none of which is taken for another, and seldom the same twice."""
    source = random.Random(1)  # noqa: S311 - a test's
    ids = [logs.incident_id(source) for _ in range(500)]
    assert len(set(ids)) == 500
    assert {len(each) for each in ids} == {5}
    assert not set("".join(ids)) & set("01OILU")
    assert logs.incident_id() != logs.incident_id()


@pytest.mark.parametrize(("level", "ours"), [("debug", 4), ("info", 3), ("warning", 2), ("error", 1)])
def test_the_level_is_kept(level: str, ours: int) -> None:
    """What is below the level is not written; libraries' finest lines never are, nor are statements."""
    _, lines = configured(level)
    log = logs.logger("bot.example")
    for write in (log.debug, log.info, log.warning, log.error):
        write("said")
    logging.getLogger("discord").debug("payload")
    logging.getLogger("sqlalchemy.engine").info("INSERT")
    logging.getLogger("aiosqlite").debug("executing")
    assert [line["event"] for line in lines()] == ["said"] * ours


def test_setting_up_twice_writes_once() -> None:
    """A second set-up takes the place of the first."""
    first, _ = configured()
    _, lines = configured()
    logs.logger("bot.example").info("said")
    assert len(lines()) == 1
    assert first.getvalue() == ""


def test_every_level_of_the_settings_is_one_of_the_log() -> None:
    """What the settings accept, the log knows."""
    for level in logs.LEVELS:
        configured(level)
        assert logging.getLogger(logs.OURS).level == getattr(logging, level.upper())
