"""Running the real program, as a shell or another program would."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run gave."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Program:
    """The program with a data folder of its own, run from a folder of its own."""

    folder: Path

    def run(self, *arguments: str, typed: str | bytes = "", **settings: str) -> Ran:
        """Runs `communique` with these arguments; `settings` are added to its environment."""
        given = typed if isinstance(typed, bytes) else typed.encode()
        return self._ran([sys.executable, "-m", "bot", *arguments], given, settings)

    def shell(self, line: str) -> Ran:
        """Runs a line of shell in which `communique` is the program; errors are among the output."""
        return self._ran(["/bin/sh", "-c", f"exec 2>&1; {line}"], b"", {})

    def _ran(self, command: list[str], given: bytes, settings: dict[str, str]) -> Ran:
        environment = {**self.environment(), **settings}
        done = subprocess.run(
            command,
            input=given,
            capture_output=True,
            check=False,
            cwd=self.folder,
            env=environment,
            timeout=60,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def environment(self) -> dict[str, str]:
        """The machine's own, without settings of ours, and with `communique` on the path."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
        return {
            **kept,
            "PATH": f"{self._bin()}{os.pathsep}{os.environ.get('PATH', '')}",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "COMMUNIQUE_DATA_DIR": str(self.folder / "data"),
        }

    def _bin(self) -> Path:
        folder = self.folder / "bin"
        folder.mkdir(exist_ok=True)
        script = folder / "communique"
        if not script.exists():
            script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n', encoding="utf-8")
            script.chmod(0o755)
        return folder
