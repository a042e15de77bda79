"""Registering the commands with Discord, and only when they are not what is registered there.

Owns the comparison; Discord allows 200 new commands a day, so starting often must not register often.
Reading what is registered is not counted.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from bot.adapters.discord.definitions import command_payloads, definitions_hash
from bot.ports import Notes

Commands = Sequence[Mapping[str, Any]]
"""Commands as Discord answers with them: each with its id, and a version that rises with each change."""
Held = Callable[[], Awaitable[Commands]]
"""Asks which global commands the application has."""
Register = Callable[[list[dict[str, Any]]], Awaitable[Commands]]
"""Replaces all global commands of the application; returns them as they are held from then on."""


def note_key(application: str) -> str:
    """Under which name it is kept what was registered."""
    return f"discord.commands.{application}"


async def sync_commands(held: Held, register: Register, notes: Notes, application: str) -> bool:
    """Register the commands unless they are; whether that was needed. Raises what the two requests raise.

    They are when our definitions are those of the last time, and Discord holds what it held then: another
    program with the same token may have replaced them. What was registered is noted only afterwards, so
    that a failure is made good at the next start.
    """
    payloads = command_payloads()
    wanted = definitions_hash(payloads)
    noted = await notes.get(note_key(application)) or ""
    if noted.startswith(f"{wanted}:") and noted == f"{wanted}:{_fingerprint(await held())}":
        return False
    made = await register(payloads)
    await notes.put(note_key(application), f"{wanted}:{_fingerprint(made)}")
    return True


def _fingerprint(commands: Commands) -> str:
    """Differs when a command was added, removed, replaced or changed."""
    named = sorted(f"{each.get('id')} {each.get('version')}" for each in commands)
    return hashlib.sha256("\n".join(named).encode()).hexdigest()
