"""`communique simulate`: a month of digests in a minute, and its calendar."""

# Options of typer are booleans with defaults, and what a command needs is imported when it runs.
# ruff: noqa: PLC0415

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli import codes
from bot.cli.options import leave
from briefings.errors import BadInput, ConfigurationError

if TYPE_CHECKING:
    from rich.console import Console

    from bot.app import App
    from bot.simulation.calendar import Row
    from bot.simulation.month import Held, Platform

_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - as Linux has it; the folder in it has a name of its own
MOST_DAYS: Final = 366
_FEWEST_COLUMNS: Final = 84
"""Cells that the calendar needs; a narrower terminal gets the list."""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("simulate", short_help="A month of digests in a minute")(simulate)


def simulate(
    days: Annotated[
        int, typer.Option("--days", metavar="NUMBER", help=f"How many days, up to {MOST_DAYS}.")
    ] = 30,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Write every digest there as Markdown.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="NUMBER", help="Another one, other outages.")] = 1,
) -> None:
    """Post digests for sample subscriptions on a wound clock, with outages and a change of clocks inside.

    Nothing leaves this machine. Commands, planner, worker and renderers are those that run; the senders
    record what they get and enforce the platforms' limits. An article is corrected on the way, and who
    follows it is told. Code 1 when a limit was broken.
    """
    from bot.cli.running import done

    if not 1 <= days <= MOST_DAYS:
        raise BadInput(f"--days is a number from 1 to {MOST_DAYS}.")
    leave(done(lambda built: _simulated(built, days, out, seed)))


async def _simulated(built: "App", days: int, out: Path | None, seed: int) -> int:
    from bot.simulation.month import simulate as run

    service = built.handlers.service
    with tempfile.TemporaryDirectory(dir=_in_memory()) as folder, _bar(days) as progress:
        held = await run(service, _platforms(), Path(folder), days, seed, progress)
    _show(held)
    if out is not None:
        print(f"{_written(held, out)} digests written as Markdown.")
    broken = any(sender.refused for sender in held.senders.values())
    return codes.CHECK_FAILED if broken else codes.OK


def _in_memory() -> Path | None:
    """Where the system keeps files in memory, if it does: some megabytes, written a thousand times over."""
    return _MEMORY if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) else None


def _platforms() -> "dict[str, Platform]":
    from bot.adapters.discord import limits as discord
    from bot.adapters.discord import outlet_parts as of_discord
    from bot.adapters.slack import outlet_parts as of_slack
    from bot.simulation.month import Platform

    return {
        "discord": Platform(of_discord.parts, discord.SAME_WITHIN),
        "slack": Platform(of_slack.parts, timedelta()),
    }


@contextmanager
def _bar(days: int) -> Iterator[Callable[[datetime], None]]:
    """A progress bar on a terminal's standard error; nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from bot.simulation.samples import START

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=days)

        def on(moment: datetime) -> None:
            bar.update(
                task,
                completed=(moment - START) / timedelta(days=1),
                description=f"{moment:%a} {moment.day:2} {moment:%b}",
            )

        yield on


def _show(held: "Held") -> None:
    from rich.console import Console

    from bot.simulation import calendar

    console = Console(highlight=False, markup=False)
    if console.is_terminal and console.width >= _FEWEST_COLUMNS:
        _calendar(console, held)
    else:
        _list(held)
    for title, lines in (
        ("Subscriptions", calendar.legend(held)),
        ("What happened", calendar.happened(held)),
        ("Direct messages", calendar.told(held)),
        ("Altogether", calendar.totals(held)),
    ):
        print(f"\n{title}\n" + "\n".join(f"  {line}" for line in lines))


def _calendar(console: "Console", held: "Held") -> None:
    """A line for each day, a column for each subscription, then what was not posted as planned."""
    from rich.table import Table
    from rich.text import Text

    from bot.simulation import calendar

    table = Table("", *map(str, range(1, len(held.subscriptions) + 1)), box=None, padding=(0, 1, 0, 0))
    for day, *cells in calendar.grid(held):
        table.add_row(day, *(Text(cell, style=_style(cell)) for cell in cells))
    console.print(table)
    print(calendar.KEY)
    unusual = [row for row in calendar.rows(held) if not calendar.as_planned(row)]
    print("\nOtherwise than planned\n" + "\n".join(f"  {line}" for line in map(_line, unusual)))


def _style(cell: str) -> str:
    return {"●": "green", "✗": "red", "?": "yellow", "·": "dim", "–": "dim"}.get(cell[:1], "")


def _list(held: "Held") -> None:
    """The same for a pipe or a narrow terminal: a line for each slot."""
    from bot.simulation import calendar

    print("\n".join(map(_line, calendar.rows(held))))


def _line(row: "Row") -> str:
    edition = f"  {row.edition}" if row.edition else ""
    return f"{row.on} {row.time}  {row.channel:13} {row.state:8} {row.said}{edition}"


def _written(held: "Held", folder: Path) -> int:
    """Writes what was posted, a folder for each channel. Raises ConfigurationError where it cannot."""
    from bot.adapters.console.markdown import markdown
    from briefings.editions.edition import Edition
    from briefings.present.editions import present_edition

    count = 0
    try:
        for subscription in held.subscriptions:
            into = folder / subscription.channel_name
            into.mkdir(parents=True, exist_ok=True)
            for slot in held.past[subscription.id]:
                frozen = held.editions.get(slot.edition or "")
                if frozen is None or slot.state not in ("sent", "unknown"):
                    continue
                replies = present_edition(Edition.from_json(frozen.content))
                name = f"{slot.key.replace(':', '')} {frozen.id}.md"
                (into / name).write_text("\n---\n\n".join(map(markdown, replies)), encoding="utf-8")
                count += 1
    except OSError as error:
        raise ConfigurationError(f"{folder.name} cannot be written to: {error.strerror}.") from error
    return count
