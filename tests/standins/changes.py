"""Waiting for something to have happened, without sleeping.

Owns the list of who waits for what. Every change of a stand-in's state rings it; a waiter whose condition
holds goes on.
"""

import asyncio
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 20.0
"""Real seconds after which a wait is given up, so that a broken test ends; nothing is measured with it."""


class NeverCame(AssertionError):
    """What was waited for did not happen."""


class Changes:
    """Rung at every change; lets tests wait for a state instead of a time."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Callable[[], object], asyncio.Future[None]]] = []

    def ring(self) -> None:
        """Let every waiter look again."""
        if not self._waiting:
            return
        still = []
        for condition, future in self._waiting:
            if future.done():
                continue
            if condition():
                future.set_result(None)
            else:
                still.append((condition, future))
        self._waiting = still

    async def until(self, condition: Callable[[], object], *, what: str = "the condition") -> None:
        """Return as soon as `condition()` is true.

        Raises `NeverCame` when it is still false after `PATIENCE` real seconds.
        """
        if condition():
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((condition, future))
        try:
            async with asyncio.timeout(PATIENCE):
                await future
        except TimeoutError:
            message = f"{what} did not come about"
            raise NeverCame(message) from None
