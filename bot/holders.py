"""Names of those who hold a lease, and whether the process behind such a name has ended.

Owns the one judgement that lets a lease be taken before it runs out. It is made only about a process of
this very system, in the same space of process ids (containers have one each), and only where the
system says so beyond doubt; of every other name it says nothing.
"""

import hashlib
import os
import secrets
import socket
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HOUSE_LETTERS = 12
_FIELDS = 5
"""Host, process id, start, house, chance."""


@dataclass(frozen=True, slots=True)
class Life:
    """What tells one process apart from every other with its id: when it began, as the system counts."""

    start: str
    over: bool = False
    """Whether it has ended and only its entry is left."""


class System(ABC):
    """What the operating system knows of processes. Each method says None where it is not sure."""

    @abstractmethod
    def house(self) -> str | None:
        """Names this start of this system and this space of process ids, and no other."""

    @abstractmethod
    def life(self, pid: int) -> Life | None:
        """The process by that id, where it can be looked at."""

    def absent(self, pid: int) -> bool:
        """Whether there is no process by that id. One that may not be signalled is there."""
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        except (OSError, OverflowError):
            return False
        return False


class Linux(System):
    """By `/proc`, see proc(5): the boot's id, the namespace of process ids, and ticks since the boot."""

    def __init__(self, proc: Path = Path("/proc")) -> None:
        self._proc = proc

    def house(self) -> str | None:
        """The boot's id and the namespace; None where `/proc` shows another namespace than ours."""
        try:
            boot = (self._proc / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
            ours = (self._proc / "self/ns/pid").readlink()
            seen = (self._proc / "self/stat").read_text(encoding="utf-8", errors="replace")
        except (OSError, UnicodeDecodeError):
            return None
        return f"{boot} {ours}" if boot and seen.startswith(f"{os.getpid()} ") else None

    def life(self, pid: int) -> Life | None:
        """Fields 3, 20 and 22 of its `stat`: state, threads, start."""
        try:
            told = (self._proc / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
            fields = told.rpartition(")")[2].split()  # the name before it may hold anything
            state, threads, start = fields[0], int(fields[17]), str(int(fields[19]))
        except (OSError, ValueError, IndexError):
            return None
        # The first thread may end before the others: as long as they run, so does the process.
        return Life(start, over=state in {"Z", "X"} and threads <= 1)


class MacOS(System):
    """By sysctl and ps; there is one space of process ids. `said`: runs a program, see `_said`."""

    def __init__(self, said: Callable[..., str | None] | None = None) -> None:
        self._said = said or _said

    def house(self) -> str | None:
        """The id that each start of the system gets."""
        return self._said("/usr/sbin/sysctl", "-n", "kern.bootsessionuuid")

    def life(self, pid: int) -> Life | None:
        """Its state, and its start to the second."""
        told = self._said("/bin/ps", "-o", "state=,lstart=", "-p", str(pid))
        state, _, start = (told or "").partition(" ")
        return Life("-".join(start.split()).replace(":", "."), over=state.startswith("Z")) if start else None


class Elsewhere(System):
    """A system of which we know nothing: every lease is waited out."""

    def house(self) -> str | None:
        """Unknown."""
        return None

    def life(self, pid: int) -> Life | None:
        """Unknown."""
        return None


@cache
def this_system() -> System:
    """The system that this process runs on."""
    systems: dict[str, type[System]] = {"linux": Linux, "darwin": MacOS}
    return systems.get(sys.platform, Elsewhere)()


def holder_name(system: System | None = None) -> str:
    """A name that no other process or task uses, and that tells an operator where to look."""
    asked = system or this_system()
    chance = secrets.token_hex(3)
    own, house = asked.life(os.getpid()), _house(asked)
    if own is None or house is None:
        return f"{socket.gethostname()}:{os.getpid()}:{chance}"
    return f"{socket.gethostname()}:{os.getpid()}:{own.start}:{house}:{chance}"


def has_ended(holder: str, system: System | None = None) -> bool:
    """Whether the process of that name is known to have ended; False whenever there is a doubt."""
    asked = system or this_system()
    fields = holder.rsplit(":", _FIELDS - 1)
    if len(fields) != _FIELDS or not fields[1].isdecimal() or fields[3] != _house(asked):
        return False
    pid, start = int(fields[1]), fields[2]
    if pid <= 0:
        return False
    if asked.absent(pid):
        return True
    now = asked.life(pid)
    return now is not None and (now.over or now.start != start)


def _house(system: System) -> str | None:
    """Short for where process ids can be compared.

    The host's name is in it: copies of a machine that was saved while running share everything else.
    """
    house = system.house()
    if house is None:
        return None
    return hashlib.sha256(f"{socket.gethostname()} {house}".encode()).hexdigest()[:_HOUSE_LETTERS]


def _said(*command: str) -> str | None:
    """What a program of the system prints in a language that does not change; None when it fails."""
    try:
        ran = subprocess.run(  # noqa: S603 - fixed programs by their full paths
            command, capture_output=True, text=True, timeout=2, check=True, env={"LC_ALL": "C", "TZ": "UTC"}
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return ran.stdout.strip() or None
