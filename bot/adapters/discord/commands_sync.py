"""Registering the commands with Discord, and only when a definition changed.

Owns the comparison; Discord allows 200 new commands a day, so starting often must not register often.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.adapters.discord.definitions import command_payloads, definitions_hash
from bot.ports import Notes

Register = Callable[[list[dict[str, Any]]], Awaitable[object]]
"""Replaces all global commands of the application."""


def note_key(application: str) -> str:
    """Under which name the hash of what is registered is kept."""
    return f"discord.commands.{application}"


async def sync_commands(register: Register, notes: Notes, application: str) -> bool:
    """Register the commands unless they are; whether that was needed. Raises what `register` raises.

    The hash is kept only after the commands are registered, so that a failure is made good at the next
    start.
    """
    payloads = command_payloads()
    wanted = definitions_hash(payloads)
    if await notes.get(note_key(application)) == wanted:
        return False
    await register(payloads)
    await notes.put(note_key(application), wanted)
    return True
