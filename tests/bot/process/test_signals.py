"""One signal asks, two insist."""

import asyncio
import os
import signal

import pytest

from bot.process.signals import stopping


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_asks_for_an_orderly_end(number: signal.Signals) -> None:
    """SIGTERM and Ctrl-C set the event and nothing more."""
    stop = asyncio.Event()
    left: list[str] = []
    with stopping(stop, leave=lambda: left.append("left"), within=1_000):
        os.kill(os.getpid(), number)
        await stop.wait()
    assert left == []


async def test_the_second_signal_does_not_wait() -> None:
    """Whoever sends a second signal means it."""
    stop = asyncio.Event()
    left = asyncio.Event()
    with stopping(stop, leave=left.set, within=1_000):
        os.kill(os.getpid(), signal.SIGTERM)
        await stop.wait()
        os.kill(os.getpid(), signal.SIGINT)
        await left.wait()


async def test_a_process_that_hangs_is_ended() -> None:
    """Some time after the first signal the end comes by itself, even when the loop is past its block."""
    stop, left = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def leave() -> None:
        loop.call_soon_threadsafe(left.set)

    with stopping(stop, leave=leave, within=0.01):
        os.kill(os.getpid(), signal.SIGTERM)
        await stop.wait()
    await left.wait()


async def test_outside_the_block_signals_are_as_before() -> None:
    """The handlers are taken away again."""
    before = signal.getsignal(signal.SIGTERM)
    with stopping(asyncio.Event(), leave=lambda: None):
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) == before
