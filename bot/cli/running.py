"""Running a piece of work with the application built, and closing it afterwards."""

# What a command needs is imported when it runs.
# ruff: noqa: PLC0415

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.app import App
    from bot.settings import Settings

Work = Callable[["App"], Awaitable[int]]
"""Something to do with the application; returns the exit code."""


Adjust = Callable[["Settings"], "Settings"]
"""What an option changes in the settings."""


class NobodyReads(Exception):
    """Whoever read the output has stopped; told apart from trouble with a pipe of ours."""


def done(work: Work, adjust: Adjust | None = None) -> int:
    """Does `work`, with the settings adjusted first, and returns its exit code. Raises NobodyReads."""
    try:
        return asyncio.run(_done(work, adjust))
    except BrokenPipeError as error:
        raise NobodyReads from error


async def _done(work: Work, adjust: Adjust | None) -> int:
    from bot.app import build
    from bot.settings import load_settings

    settings = load_settings()
    app = build(adjust(settings) if adjust else settings)
    try:
        return await work(app)
    finally:
        await app.close()
