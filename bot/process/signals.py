"""Signals: the first one asks for an orderly end, a second one, or too long a wait, ends at once."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.logs import logger

END_WITHIN = 10.0
"""Seconds from the first signal to the end of the process, whatever hangs."""
SIGNALS = (signal.SIGTERM, signal.SIGINT)

_log = logger(__name__)


def _leave() -> None:
    """The end of the process, now: for what neither a stop nor a cancellation has ended."""
    _log.error("ended without waiting any longer; what was begun may be unfinished")
    os._exit(1)


@contextmanager
def stopping(
    stop: asyncio.Event, *, leave: Callable[[], None] = _leave, within: float = END_WITHIN
) -> Iterator[None]:
    """Within it, SIGTERM and SIGINT set `stop`; the second one, or `within` more seconds, calls `leave`.

    The wait goes on after the block: threads that hang may keep a process alive when its loop is done.
    """
    loop = asyncio.get_running_loop()

    def asked(received: signal.Signals) -> None:
        if stop.is_set():
            leave()
            return
        _log.info("stopping", signal=received.name)
        stop.set()
        last = threading.Timer(within, leave)
        last.daemon = True
        last.start()

    for each in SIGNALS:
        loop.add_signal_handler(each, asked, each)
    try:
        yield
    finally:
        for each in SIGNALS:
            loop.remove_signal_handler(each)
