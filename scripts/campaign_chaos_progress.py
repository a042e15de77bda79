"""How far the campaign's jobs are, shown by the process that started them.

Owns the one bar for each job. Jobs run in processes of their own, forked after `shown` was entered.
"""

import multiprocessing
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

T = TypeVar("T")

_FORK = multiprocessing.get_context("fork")
_told: "multiprocessing.SimpleQueue[tuple[str, int, int] | None]" = _FORK.SimpleQueue()


def tell(job: str, done: int, total: int) -> None:
    """So much of a job is done."""
    _told.put((job, done, total))


def tracked(things: Sequence[T], job: str) -> Iterator[T]:
    """The same things, telling of each that is done."""
    for done, thing in enumerate(things):
        tell(job, done, len(things))
        yield thing
    tell(job, len(things), len(things))


@contextmanager
def shown() -> Iterator[None]:
    """Shows what is told, on standard error."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        showing = threading.Thread(target=_show, args=(bars,), daemon=True)
        showing.start()
        yield
        _told.put(None)
        showing.join()


def _show(bars: Progress) -> None:
    known: dict[str, TaskID] = {}
    while (told := _told.get()) is not None:
        job, done, total = told
        if job not in known:
            known[job] = bars.add_task(job, total=total)
        bars.update(known[job], completed=done, visible=done < total)
