"""Running a piece of work with the application built, and closing it afterwards."""

# What a command needs is imported when it runs.
# ruff: noqa: PLC0415

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.app import App

Work = Callable[["App"], Awaitable[int]]
"""Something to do with the application; returns the exit code."""


class NobodyReads(Exception):
    """Whoever read the output has stopped; told apart from trouble with a pipe of ours."""


def done(work: Work) -> int:
    """Does `work` and returns its exit code. Raises NobodyReads."""
    try:
        return asyncio.run(_done(work))
    except BrokenPipeError as error:
        raise NobodyReads from error


async def _done(work: Work) -> int:
    from bot.app import build
    from bot.settings import load_settings

    app = build(load_settings())
    try:
        return await work(app)
    finally:
        await app.close()
