"""Whether the process behind a holder's name has ended: known for certain, or not said."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.holders import Life, Linux, MacOS, System, has_ended, holder_name, this_system

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


class Told(System):
    """A system of which everything is told."""

    def __init__(self, house: str | None = "boot", lives: dict[int, Life | None] | None = None) -> None:
        self.named = house
        self.lives = lives if lives is not None else {os.getpid(): Life("1")}

    def house(self) -> str | None:
        """As told."""
        return self.named

    def life(self, pid: int) -> Life | None:
        """As told; None for one that cannot be looked at."""
        return self.lives.get(pid)

    def absent(self, pid: int) -> bool:
        """Not among those told."""
        return pid not in self.lives


def test_names_are_told_apart() -> None:
    """No two are the same, not even in one process, and each begins with the host and the process id."""
    names = {holder_name() for _ in range(20)}
    assert len(names) == 20
    assert all(name.startswith(f"{socket.gethostname()}:{os.getpid()}:") for name in names)


def test_who_lives_has_not_ended() -> None:
    """A name of this process, by the system it runs on, is never taken for that of a dead one."""
    assert not has_ended(holder_name())


def test_a_process_that_is_gone_has_ended() -> None:
    """Its id is nobody's, or that of a process that began later, or of one that only waits to be cleared."""
    system = Told()
    name = holder_name(system)
    assert not has_ended(name, system)
    for lives in ({}, {os.getpid(): Life("2")}, {os.getpid(): Life("1", over=True)}):
        assert has_ended(name, Told(lives=dict(lives)))


def test_a_process_that_cannot_be_looked_at_lives() -> None:
    """Where the id is taken and nothing is known of who has it, nothing is said."""
    name = holder_name(Told())
    assert not has_ended(name, Told(lives={os.getpid(): None}))


def test_of_another_house_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a new start, in another container, or on another host the same process id means nothing."""
    name = holder_name(Told())
    assert not has_ended(name, Told("boot, another container", {}))
    assert not has_ended(name, Told(None, {}))
    monkeypatch.setattr(socket, "gethostname", lambda: "elsewhere")
    assert not has_ended(name, Told(lives={}))


def test_where_the_system_is_not_sure_the_name_says_so() -> None:
    """A name made without knowing the house or the start is never judged."""
    for system in (Told(None), Told(lives={})):
        assert not has_ended(holder_name(system), Told(lives={}))


@given(st.text() | st.from_regex(r"\w+:-?\d+:\d+:[0-9a-f]{12}:\w+", fullmatch=True))
def test_foreign_names_are_never_judged(name: str) -> None:
    """Whatever else stands in the table is left alone."""
    assert not has_ended(name, Told(lives={}))
    assert not has_ended(name)


@linux_only
def test_a_killed_process_has_ended_at_once() -> None:
    """From the kill on, while its parent has not cleared it away and afterwards, it counts as ended."""
    program = "from bot.holders import holder_name; print(holder_name(), flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert name.split(":")[1] == str(process.pid)
        assert not has_ended(name)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert has_ended(name)
    assert has_ended(name)


def proc(folder: Path, pid: int, stat: str) -> Linux:
    """A `/proc` with one process in it."""
    (folder / "sys/kernel/random").mkdir(parents=True)
    (folder / "sys/kernel/random/boot_id").write_text("0b1e\n")
    (folder / "self/ns").mkdir(parents=True)
    (folder / "self/ns/pid").symlink_to("pid:[4026531836]")
    (folder / "self/stat").write_text(f"{os.getpid()} (python) R")
    (folder / str(pid)).mkdir()
    (folder / str(pid) / "stat").write_text(stat)
    return Linux(folder)


@linux_only
@pytest.mark.parametrize(
    ("state", "threads", "over"), [("S", 4, False), ("Z", 1, True), ("Z", 3, False), ("X", 0, True)]
)
def test_what_proc_says_of_a_process(tmp_path: Path, state: str, threads: int, over: bool) -> None:
    """The start is field 22 whatever the name holds; a first thread that ended before others is no end."""
    before = " ".join(["1"] * 16)
    system = proc(tmp_path, 77, f"77 (od) d (name) {state} {before} {threads} 0 8831 1 2\n")
    assert system.life(77) == Life("8831", over=over)


@linux_only
def test_a_foreign_proc_is_not_believed(tmp_path: Path) -> None:
    """Where `/proc` shows the processes of another namespace, or part of it is missing, nothing is said."""
    system = proc(tmp_path, 77, "77 (cut short")
    assert system.house() is not None
    assert system.life(77) is None
    assert system.life(78) is None
    (tmp_path / "self/stat").write_text(f"{os.getpid() + 1} (python) R")
    assert system.house() is None
    (tmp_path / "self/stat").unlink()
    assert system.house() is None


@pytest.mark.parametrize(
    ("printed", "life"),
    [
        ("Ss   Sun Nov 22 19:20:02 2026", Life("Sun-Nov-22-19.20.02-2026")),
        ("Z    Sun Nov 22 19:20:02 2026", Life("Sun-Nov-22-19.20.02-2026", over=True)),
        ("S", None),
        (None, None),
    ],
)
def test_what_ps_says_of_a_process(printed: str | None, life: Life | None) -> None:
    """Its state and start, in letters that fit into a name; nothing where ps says nothing."""
    told = MacOS(lambda *command: printed if command[-1] == "77" else "0B1E")
    assert told.life(77) == life
    assert told.house() == "0B1E"
    name = holder_name(MacOS(lambda *_: printed))
    assert name.count(":") == (2 if life is None else 4)


@pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="nothing is known of other systems")
def test_this_system_knows_this_process() -> None:
    """A process finds itself there, begun and at home."""
    life = this_system().life(os.getpid())
    assert life is not None
    assert not life.over
    assert this_system().house()
