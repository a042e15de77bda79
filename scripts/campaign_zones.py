"""The campaign of clock changes: every zone's slots against an independent reading of its file.

    python -m scripts.campaign_zones [--zones NAME,NAME] [--write]

Every IANA zone four times a day for ten years; and around every change of offset in these years each
quarter of an hour, daily, weekly, on weekdays and monthly. Exits 1 on any difference. Figures go to
docs/schedules.md with `--write`.
"""

import argparse
import multiprocessing
import platform
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.schedules import Schedule, parse_schedule
from bot.schedules.zone_data import table, zone_names
from bot.slots import Slot, slots
from tests.bot.schedules.oracle import DAY, Due, expected, month_day, stretches, weekday

PROCESSES = 2
PAGE = Path(__file__).parents[1] / "docs" / "schedules.md"
FIRST = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
END = int(datetime(2036, 1, 1, tzinfo=UTC).timestamp())
FOUR_TIMES = (15, 150, 720, 1425)
"""Minutes of the day: 00:15, 02:30, 12:00, 23:45; most clocks change near the first two."""
QUARTERS = tuple(range(0, 24 * 60, 15))
AROUND = 4 * DAY
"""Before and after a change that are looked at; no clock ever jumped further than a day."""
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FIGURES = re.compile(r"(<!-- campaign -->\n).*?(<!-- /campaign -->)", re.DOTALL)


@dataclass(slots=True)
class Figures:
    """What came of it."""

    zones: int = 0
    changes: int = 0
    runs: int = 0
    slots: int = 0
    gaps: int = 0
    overlaps: int = 0
    seconds: float = 0.0
    differences: list[str] = field(default_factory=list)

    def add(self, other: "Figures") -> None:
        """Takes in another's."""
        for name in ("zones", "changes", "runs", "slots", "gaps", "overlaps"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.differences += other.differences


@cache
def _read(text: str) -> Schedule:
    return parse_schedule(text, "UTC")


def compare(text: str, zone: str, wanted: Sequence[Due], span: tuple[int, int], figures: Figures) -> None:
    """Holds the product's slots of one schedule in `span` to what is wanted."""
    read = _read(text)
    schedule = Schedule(read.days, read.times, zone)
    first, end = (datetime.fromtimestamp(moment, UTC) for moment in span)
    given = [_plain(slot) for slot in slots(schedule, first, end)]
    figures.runs += 1
    figures.slots += len(wanted)
    figures.gaps += sum(due[4] == "gap" for due in wanted)
    figures.overlaps += sum(due[4] == "overlap" for due in wanted)
    if given != list(wanted):
        odd = next((pair for pair in zip(given, wanted, strict=False) if pair[0] != pair[1]), "their number")
        figures.differences.append(f"{zone}, {text}: {odd}")


def _plain(slot: Slot) -> Due:
    offset = slot.local.utcoffset()
    seconds = int(offset.total_seconds()) if offset is not None and slot.local == slot.utc else -1
    instant = int(slot.utc.timestamp())
    return instant, slot.date.isoformat(), f"{slot.time:%H:%M}", seconds, slot.note


def check(zone: str) -> Figures:
    """One zone: its ten years, and each of its changes."""
    figures = Figures(zones=1)
    times = ",".join(_clock(minute) for minute in FOUR_TIMES)
    wanted = expected(zone, lambda _: True, FOUR_TIMES, FIRST, END)
    compare(f"every day {times}", zone, wanted, (FIRST, END), figures)
    for change in stretches(zone).changes(FIRST, END):
        figures.changes += 1
        for text, due, span in around(zone, change):
            compare(text, zone, due, span, figures)
    return figures


def around(zone: str, change: int) -> Iterator[tuple[str, list[Due], tuple[int, int]]]:
    """Each quarter of an hour by four rules, in the days around a change."""
    day = (change + stretches(zone).due(change // DAY, 0)[3]) // DAY
    same_weekday, same_day = weekday(day), month_day(day)
    span = (change - AROUND, change + AROUND)
    rules: tuple[tuple[str, Callable[[int], bool]], ...] = (
        ("every day", lambda _: True),
        (_NAMES[same_weekday], lambda each: weekday(each) == same_weekday),
        ("weekdays", lambda each: weekday(each) < 5),
        (f"day {same_day}", lambda each: month_day(each) == same_day),
    )
    for minute in QUARTERS:
        daily = expected(zone, lambda _: True, (minute,), *span)
        for days, kept in rules:
            yield f"{days} {_clock(minute)}", [due for due in daily if kept(_day(due))], span


def _day(due: Due) -> int:
    return int(datetime.fromisoformat(f"{due[1]}T00:00+00:00").timestamp()) // DAY


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def run(names: Sequence[str]) -> Figures:
    """All of them, on two processes."""
    figures, began = Figures(), time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with multiprocessing.Pool(PROCESSES) as pool, Progress(*columns) as progress:
        task = progress.add_task("zones", total=len(names))
        for done in pool.imap_unordered(check, names):
            figures.add(done)
            progress.update(task, advance=1, description=f"zones, {len(figures.differences)} differences")
    figures.seconds = time.monotonic() - began
    return figures


def report(figures: Figures) -> str:
    """The figures as they stand in the docs."""
    rows = {
        "IANA zones": f"{figures.zones:,}",
        "changes of offset, 2026-2035": f"{figures.changes:,}",
        "schedules compared": f"{figures.runs:,}",
        "slots compared": f"{figures.slots:,}",
        "of them in a gap": f"{figures.gaps:,}",
        "of them in an overlap": f"{figures.overlaps:,}",
        "differences": f"{len(figures.differences):,}",
        "seconds on two processes": f"{figures.seconds:,.0f}",
        "zone data": table("zoneinfo/tzdata.zi").splitlines()[0].removeprefix("# version "),
        "Python": platform.python_version(),
    }
    return "| what | figure |\n|---|---|\n" + "".join(
        f"| {name} | {value} |\n" for name, value in rows.items()
    )


def main() -> int:
    """Runs the campaign; 0 when nothing differed."""
    options = argparse.ArgumentParser(description="Every zone's slots against an independent reading")
    options.add_argument("--zones", help="only these, with commas")
    options.add_argument("--write", action="store_true", help="write the figures to docs/schedules.md")
    given = options.parse_args()
    figures = run(given.zones.split(",") if given.zones else zone_names())
    print(report(figures))
    for each in figures.differences[:20]:
        print(each)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        written = _FIGURES.sub(lambda found: f"{found[1]}{report(figures)}{found[2]}", page)
        PAGE.write_text(written, encoding="utf-8")
    return int(bool(figures.differences))


if __name__ == "__main__":
    raise SystemExit(main())
