"""The first minutes with the program, as its users live them: the real process from outside."""

import json
import os
import pty
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import run
from tests.stories.communique import ROOT, Program

HALT = 20
"""Seconds without a sign of life after which a program is taken to hang."""


def converse(communique: Program, typed: bytes, **settings: str) -> tuple[int, str]:
    """Opens the console in a terminal of its own, types, and gives the exit code and what was shown."""
    ours, theirs = pty.openpty()
    environment = (
        communique.environment() | {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"} | settings
    )
    running = subprocess.Popen(
        [sys.executable, "-m", "bot", "play"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=communique.folder,
        env=environment,
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, typed)
    shown = b"".join(iter(lambda: read(ours), b""))
    os.close(ours)
    try:
        code = running.wait(timeout=HALT)
    except subprocess.TimeoutExpired:
        running.kill()
        code = running.wait()
    return code, shown.decode(errors="replace")


def read(terminal: int) -> bytes:
    """What the terminal shows next; nothing at its end, which some systems tell as an error, or at a halt."""
    if not select.select([terminal], [], [], HALT)[0]:
        return b""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


def test_a_reader_types_in_a_terminal(communique: Program) -> None:
    """A topic, a step by its number, and goodbye: answers in colour, a history, code 0."""
    code, shown = converse(communique, b"korea\r1\rquit\r")
    assert code == 0
    assert "Which one?" in shown
    assert "\x1b[1;36mNorth Korea" in shown
    history = (communique.folder / "data" / "history").read_text(encoding="utf-8")
    assert "+korea\n" in history
    assert "Traceback" not in shown


def test_a_plain_terminal_and_a_folder_that_cannot_be_written(communique: Program) -> None:
    """NO_COLOR is respected; without a place for its history the console says so once and answers."""
    blocked = communique.folder / "blocked"
    blocked.write_text("", encoding="utf-8")
    settings = {"NO_COLOR": "1", "COMMUNIQUE_DATA_DIR": str(blocked / "data")}
    code, shown = converse(communique, b"/brief iran\rquit\r", **settings)
    assert code == 0
    assert shown.count("History is not kept") == 1
    assert "Sources" in shown
    assert "\x1b[1;36m" not in shown


@pytest.mark.parametrize("command", ["communique brief", "yes brief | head -n 300 | communique play"])
def test_a_reader_who_stops_reading_is_no_failure(communique: Program, command: str) -> None:
    """`| head` gets its line, and nothing is said about the rest."""
    shown = communique.shell(f"{{ {command}; echo exit $? >&2; }} | head -n 1")
    assert sorted(shown.out.splitlines()) == ["Bottom line", "exit 0"]


def test_bytes_that_are_no_text_do_no_harm(communique: Program) -> None:
    """Broken encodings and terminal commands are answered, and nothing of them is sent back."""
    lines = (b"\xff\xfe india", b"\x00\x1b[2Jindia\x07", "🇮🇳".encode(), "\u202eindia".encode())
    given = communique.run("play", "--format", "json", typed=b"\n".join(lines))
    assert given.code in (0, 2)
    assert given.err == ""
    assert not {"\x1b", "\x00", "\x07", "\u202e"}.intersection(given.out)
    told = [json.loads(line) for line in given.out.splitlines()]
    assert [each["title"] for each in told[1:]] == ["India", "India", "India"]
    assert len(told) == len(lines)


def test_a_terminal_of_another_age(communique: Program) -> None:
    """Where the output can hold ASCII alone, what it cannot hold is replaced."""
    given = communique.run("brief", "iran", PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert given.code == 0
    assert given.out.isascii()
    assert "Iran" in given.out


def test_another_program_asks_by_line(communique: Program) -> None:
    """A line in, a line out at once: the next is sent only when the answer is there."""
    running = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=communique.folder,
        env=communique.environment(),
    )
    assert running.stdin
    assert running.stdout
    with running:
        for number in (1, 2):
            running.stdin.write(json.dumps({"id": number, "question": "Why would Japan rearm?"}) + "\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == number
        running.stdin.close()
    assert running.returncode == 0


def test_an_operator_attaches_the_article(
    communique: Program, shared: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attached once, the source's own sentence stands in the evidence of every later run."""
    monkeypatch.setenv("COMMUNIQUE_DATA_DIR", str(communique.folder / "data"))
    assert run(["evidence", "C07"]) == 0
    assert "Wording" not in capsys.readouterr().out
    attached = communique.run("library", "attach", str(shared / "seed" / "article.txt"))
    assert (attached.code, attached.err) == (0, "")
    assert "Wording: “" in communique.run("evidence", "C07").out
    assert run(["library", "check"]) == 0
    assert "skipped" not in capsys.readouterr().out


def test_a_broken_installation_is_told(communique: Program) -> None:
    """A shipped briefing that was tampered with is one sentence and code 3, whatever is asked."""
    for part in ("bot", "briefings"):
        shutil.copytree(ROOT / part, communique.folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    (file,) = (communique.folder / "briefings" / "library" / "data").glob("*/briefing.json")
    briefing = json.loads(file.read_text(encoding="utf-8"))
    briefing["claims"][0]["statement"] += " Perhaps."
    file.write_text(json.dumps(briefing), encoding="utf-8")
    given = communique.run("brief", "india", PYTHONPATH=str(communique.folder))
    assert (given.code, given.out) == (3, "")
    assert given.err.startswith("The shipped briefing ")
    assert given.err.count("\n") == 1
