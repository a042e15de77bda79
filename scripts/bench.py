"""Timings, printed in one run so that they can be compared with each other.

Goals: cold `communique brief india` ≤ 5 × `import pydantic`; warm handler p50 ≤ 1 ms; place
resolution p50 ≤ 0.1 ms exact, ≤ 2 ms misspelt.
"""

import asyncio
import functools
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable

from bot.adapters.console.render import FORMATS, render
from bot.app import App, build
from bot.commands import Ask, Brief, Command, Compare, Map, Scenarios
from bot.settings import load_settings

ROUNDS_COLD = 11
ROUNDS_WARM = 300

COMMANDS: tuple[tuple[str, Command], ...] = (
    ("/brief", Brief()),
    ("/brief india", Brief("india")),
    ("/brief nuclear", Brief("nuclear")),
    ("/compare india china", Compare("india", "china")),
    ("/scenarios", Scenarios()),
    ("/map", Map()),
    ("/ask (curated)", Ask("What could happen to supply chains?")),
    ("/ask (searched)", Ask("might seoul change who it works with on defence?")),
    ("/ask (misspelt)", Ask("nuclaer technolgy transfre")),
)

EXACT = ("India", "south korea", "Кремль", "대한민국", "the Quad", "Brits")
MISSPELT = ("norht korea", "Venezula", "Austrlia", "pakstan")


def main() -> None:
    """Print the table."""
    _cold()
    asyncio.run(_warm())


def _cold() -> None:
    pydantic = [sys.executable, "-c", "import pydantic"]
    brief = [sys.executable, "-m", "bot", "brief", "india"]
    base: list[float] = []
    ours: list[float] = []
    for _ in range(ROUNDS_COLD):
        base.append(_run(pydantic))
        ours.append(_run(brief))
    low, high = statistics.median(base), statistics.median(ours)
    print(f"{'cold: import pydantic':<32}{low * 1000:>10.1f} ms")
    print(f"{'cold: communique brief india':<32}{high * 1000:>10.1f} ms   {high / low:.2f} × (goal ≤ 5)")


def _run(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command line
    return time.perf_counter() - start


async def _warm() -> None:
    app = build(load_settings())
    for name, command in COMMANDS:
        await _timed(name, functools.partial(app.handlers.handle, command), goal=1.0)
    await _rendering(app)
    gazetteer = app.gazetteer
    for form in EXACT:
        await _timed(f"place: {form}", _now(functools.partial(gazetteer.look_up, form)), goal=0.1)
    for form in MISSPELT:
        await _timed(f"place, misspelt: {form}", _now(functools.partial(gazetteer.look_up, form)), goal=2.0)
    await app.close()


async def _rendering(app: App) -> None:
    reply = await app.handlers.handle(Brief("india"))
    for form in FORMATS:
        await _timed(f"render: {form}", _now(functools.partial(render, reply, form)), goal=None)


def _now(call: Callable[[], object]) -> Callable[[], Awaitable[object]]:
    async def run() -> object:
        return call()

    return run


async def _timed(name: str, call: Callable[[], Awaitable[object]], goal: float | None) -> None:
    await call()
    spent: list[float] = []
    for _ in range(ROUNDS_WARM):
        start = time.perf_counter()
        await call()
        spent.append((time.perf_counter() - start) * 1000)
    spent.sort()
    p50, p99 = spent[len(spent) // 2], spent[int(len(spent) * 0.99)]
    wanted = f"   (goal p50 ≤ {goal:g})" if goal else ""
    print(f"{name:<32}{p50:>10.3f} ms p50{p99:>10.3f} ms p99{wanted}")


if __name__ == "__main__":
    main()
