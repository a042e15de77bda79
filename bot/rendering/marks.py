"""Citation numbers on a button: of the passages behind some claims, in the order of first mention. Pure.

Owns how they are written, `#1-5,7,0`: as short as can be, 0 where a passage has none. Which passages they
are follows from the claims.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

MARK = "#"
_MOST = 120
"""Numbers that are read: behind one Evidence button there are twelve claims."""
_RUNS = re.compile(r"#\d{1,3}(?:-\d{1,3})?(?:,\d{1,3}(?:-\d{1,3})?)*", re.ASCII)


def written(numbers: Sequence[int]) -> str:
    """The numbers in one word; empty where no passage has one."""
    if not any(numbers):
        return ""
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda at: at[1] - at[0])]
    return MARK + ",".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def read(word: str) -> tuple[int, ...]:
    """The numbers in such a word; none in any other."""
    if not _RUNS.fullmatch(word):
        return ()
    found = [number for run in word[1:].split(",") for number in _run(run)]
    return tuple(found) if len(found) <= _MOST else ()


def _run(text: str) -> Iterator[int]:
    first, _, last = text.partition("-")
    yield from range(int(first), min(int(last or first), int(first) + _MOST) + 1)
