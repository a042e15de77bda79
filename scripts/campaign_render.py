"""The rendering campaign: hostile replies and strings through the renderer, each page checked.

    python -m scripts.campaign_render [--count 250000] [--minutes 15] [--write]

Every tenth is a whole generated reply, the others one hostile text in every place of a short reply. Half of
them become Discord's messages, as embeds or Components V2, and half Slack's, private or public. Each is made
from its number alone, so that a find can be repeated with `--only NUMBER`. Figures go to docs/rendering.md
with `--write`. Exits 1 on any violation, and when the time was too short.
"""

import argparse
import multiprocessing
import platform
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.adapters.discord.render import Style
from tests.adapters.corpus import generated
from tests.adapters.discord.render import checks as discord
from tests.adapters.slack import checks as slack

PROCESSES = 2
BATCH = 250
WHOLE = 10
"""Every how many is a whole reply."""
PAGE = Path(__file__).parents[1] / "docs" / "rendering.md"
_FIGURES = re.compile(r"(<!-- campaign -->\n).*?(<!-- /campaign -->)", re.DOTALL)


@dataclass(slots=True)
class Figures:
    """What came of it."""

    replies: int = 0
    strings: int = 0
    pages: Counter[str] = field(default_factory=Counter)
    """Messages by platform."""
    seconds: float = 0.0
    finds: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """How many were checked."""
        return self.replies + self.strings

    def add(self, other: "Figures") -> None:
        """Takes in the figures of one batch."""
        self.replies += other.replies
        self.strings += other.strings
        self.pages += other.pages
        self.finds += other.finds
        for find, number in other.first.items():
            self.first.setdefault(find, number)


def check(number: int) -> tuple[str, int, list[str]]:
    """The platform and the pages of number `number`, and what is wrong with them."""
    rng = Random(number)  # noqa: S311 - chance that can be repeated, not a secret
    reply = generated.reply(rng) if number % WHOLE == 0 else generated.one_text(rng)
    asked = generated.asked(rng)
    match rng.randrange(4):
        case 0 | 1 as form:
            style: Style = "embeds" if form == 0 else "components"
            pages = discord.bodies(reply, asked, style)
            return "Discord", len(pages), discord.wrong_with(pages, reply)
        case form:
            pages = slack.bodies(reply, asked, public=form == 2)
            return "Slack", len(pages), slack.wrong_with(pages, reply)


def batch(numbers: Iterable[int]) -> Figures:
    """The figures of a few numbers."""
    figures = Figures()
    for number in numbers:
        platform_name, pages, wrong = check(number)
        figures.pages[platform_name] += pages
        figures.replies += number % WHOLE == 0
        figures.strings += number % WHOLE != 0
        for each in wrong:
            kind = each[:60]
            figures.finds[kind] += 1
            figures.first.setdefault(kind, number)
    return figures


def run(count: int, minutes: float) -> Figures:
    """All of them, on two processes, until the time is over."""
    figures, began = Figures(), time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    batches = [range(start, min(start + BATCH, count)) for start in range(0, count, BATCH)]
    with multiprocessing.Pool(PROCESSES) as pool, Progress(*columns) as progress:
        task = progress.add_task("rendering", total=count)
        for done in pool.imap_unordered(batch, batches):
            figures.add(done)
            wrong = sum(figures.finds.values())
            progress.update(task, completed=figures.done, description=f"rendering, {wrong} violations")
            if time.monotonic() - began > minutes * 60:
                pool.terminate()
                break
    figures.seconds = time.monotonic() - began
    return figures


def table(figures: Figures) -> str:
    """The figures as they stand in the docs."""
    rows = {
        "whole replies": f"{figures.replies:,}",
        "hostile strings, each in every place of a reply": f"{figures.strings:,}",
        **{f"messages checked, {name}": f"{count:,}" for name, count in sorted(figures.pages.items())},
        "violations": f"{sum(figures.finds.values()):,}",
        "seconds on two processes": f"{figures.seconds:,.0f}",
        "Python": platform.python_version(),
    }
    return "| what | figure |\n|---|---|\n" + "".join(
        f"| {name} | {value} |\n" for name, value in rows.items()
    )


def main() -> int:
    """Runs the campaign; 0 when all were checked and nothing was wrong."""
    options = argparse.ArgumentParser(description="Hostile replies through the renderer")
    options.add_argument("--count", type=int, default=250_000)
    options.add_argument("--minutes", type=float, default=15)
    options.add_argument("--write", action="store_true", help="write the figures to docs/rendering.md")
    options.add_argument("--only", type=int, help="repeat one number")
    given = options.parse_args()
    if given.only is not None:
        print("\n".join(check(given.only)[2]) or "nothing is wrong")
        return 0
    figures = run(given.count, given.minutes)
    print(table(figures))
    for find, times in figures.finds.most_common(20):
        print(f"{times:>7} × {find} (first: --only {figures.first[find]})")
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(
            _FIGURES.sub(lambda found: f"{found[1]}{table(figures)}{found[2]}", page), encoding="utf-8"
        )
    if figures.done < given.count:
        print(f"The time was over after {figures.done:,} of {given.count:,}.", file=sys.stderr)
    return int(bool(figures.finds) or figures.done < given.count)


if __name__ == "__main__":
    raise SystemExit(main())
