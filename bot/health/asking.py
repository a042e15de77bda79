"""Asking a process on this machine, or another, how it is: for `communique health`.

Owns the request and reading the reply. Uses the standard library alone: it is run every half minute.
"""

import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

PATIENCE = 5.0
"""Seconds for the reply; the process itself waits 4 for its database."""
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - told apart, not listened on


@dataclass(frozen=True, slots=True)
class Told:
    """What a process says of itself. `lines`: one for each thing, in words."""

    well: bool
    lines: tuple[str, ...]


def ask(host: str, port: int, *, alive: bool = False, patience: float = PATIENCE) -> Told:
    """Asks whether it is ready, or only whether it is alive. Raises nothing of its own."""
    connection = HTTPConnection(_ANYWHERE.get(host, host), port, timeout=patience)
    try:
        connection.request("GET", "/healthz" if alive else "/readyz")
        reply = connection.getresponse()
        return _read(reply.status, reply.read(100_000), alive=alive)
    except (OSError, HTTPException):
        return Told(well=False, lines=(f"Nothing answers on {host}, port {port}.",))
    finally:
        connection.close()


def _read(status: int, body: bytes, *, alive: bool) -> Told:
    if alive and status == 200:
        return Told(well=True, lines=("It is alive.",))
    try:
        told = json.loads(body)
        lines = [f"database: {told['database']}"]
        lines += [f"{name}: {state}" for name, state in dict(told["roles"]).items()]
    except (ValueError, TypeError, KeyError):
        return Told(well=False, lines=("What answers there is not Communiqué.",))
    return Told(well=status == 200, lines=tuple(lines))
