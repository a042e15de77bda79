"""The bots that `bench_discord` compares, each alone in a process of its own.

`ours` is what `communique run discord` runs, with its log. `static` answers with one fixed message of the
same words and components as ours, made by the same SDK without anything around it; `pong` says pong;
`idle` only connects. Each runs until its standard input ends, then prints what it measured of itself as
one line of JSON.
"""

import asyncio
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any, TextIO

import discord
import yarl
from discord import app_commands, ui

LOOK_EVERY = 0.005
"""Seconds between two looks at the event loop's lag."""


class Static(discord.Client):
    """A bare bot: one command, one fixed answer."""

    def __init__(self, answer: dict[str, Any] | None, *, silent: bool = False) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True), allowed_mentions=discord.AllowedMentions.none()
        )
        self.tree = app_commands.CommandTree(self)
        if not silent:
            self._add(_arguments(answer) if answer else {"content": "pong"})

    def _add(self, arguments: dict[str, Any]) -> None:
        @self.tree.command(name="brief", description="A briefing")
        async def brief(interaction: discord.Interaction, topic: str | None = None) -> None:
            await interaction.response.send_message(**arguments, ephemeral=True)

    async def setup_hook(self) -> None:
        """Register."""
        if self.tree.get_commands():
            await self.tree.sync()


def _arguments(answer: dict[str, Any]) -> dict[str, Any]:
    view = ui.View(timeout=None)
    for row, line in enumerate(answer["components"]):
        for each in line["components"]:
            view.add_item(_item(each, row))
    view.stop()  # so that the SDK does not keep it for every message; that would be slower
    return {"embed": discord.Embed.from_dict(answer["embeds"][0]), "view": view}


def _item(each: dict[str, Any], row: int) -> ui.Item[ui.View]:
    if each["type"] == discord.ComponentType.button.value:
        style = discord.ButtonStyle(each["style"])
        return ui.Button(label=each["label"], style=style, custom_id=each["custom_id"], row=row)
    options = [discord.SelectOption(label=one["label"], value=one["value"]) for one in each["options"]]
    return ui.Select(
        custom_id=each["custom_id"], placeholder=each.get("placeholder"), options=options, row=row
    )


async def _ours(folder: Path, api: str, gateway: str, token: str, stop: asyncio.Event) -> None:
    from bot.app import build  # noqa: PLC0415 - the others must not pay for it
    from bot.cli import playing  # noqa: F401, PLC0415 - ditto
    from bot.logs import configure  # noqa: PLC0415 - ditto
    from bot.process.running import run  # noqa: PLC0415 - ditto
    from bot.secret import Secret  # noqa: PLC0415 - ditto
    from bot.settings import Settings  # noqa: PLC0415 - ditto

    settings = Settings(
        data_folder=folder, discord_token=Secret(token), discord_api_url=api, discord_gateway_url=gateway
    )
    app = build(settings)
    try:
        configure(secrets=settings.secrets, stream=_nowhere())
        running = asyncio.create_task(run(app, ["discord"]))
        await asyncio.wait({running, asyncio.create_task(stop.wait())}, return_when="FIRST_COMPLETED")
        os.kill(os.getpid(), signal.SIGTERM)
        await running
    finally:
        await app.close()


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


async def _bare(client: Static, api: str, gateway: str, token: str, stop: asyncio.Event) -> None:
    discord.http.Route.BASE = api
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    async with client:
        connection = asyncio.create_task(client.start(token))
        await asyncio.wait({connection, asyncio.create_task(stop.wait())}, return_when="FIRST_COMPLETED")
        await client.close()
        await asyncio.gather(connection, return_exceptions=True)


def _client(name: str, folder: Path) -> Static:
    if name != "static":
        return Static(None, silent=name == "idle")
    return Static(json.loads((folder / "answer.json").read_text(encoding="utf-8")))


async def _lags(stop: asyncio.Event, seen: list[float]) -> None:
    """How late the loop was at each look, in milliseconds."""
    while not stop.is_set():
        due = time.perf_counter() + LOOK_EVERY
        await asyncio.sleep(LOOK_EVERY)
        seen.append(max(0.0, (time.perf_counter() - due) * 1_000))


def _resident() -> float:
    """Megabytes of memory held now."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    line = next(each for each in status.read_text(encoding="utf-8").splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1]) / 1_024


async def _main(name: str, folder: str, api: str, gateway: str, token: str) -> None:
    stop = asyncio.Event()
    lags: list[float] = []
    looking = asyncio.create_task(_lags(stop, lags))
    place = Path(folder)
    if name == "ours":
        bot = asyncio.create_task(_ours(place / "data", api, gateway, token, stop))
    else:
        bot = asyncio.create_task(_bare(_client(name, place), api, gateway, token, stop))
    ended = asyncio.create_task(asyncio.to_thread(_read_lines, asyncio.get_running_loop(), lags))
    await asyncio.wait({ended, bot}, return_when=asyncio.FIRST_COMPLETED)
    resident = _resident()
    stop.set()
    await bot
    await looking
    print(json.dumps({"resident": resident, "lags": sorted(lags)}), flush=True)


def _read_lines(loop: asyncio.AbstractEventLoop, lags: list[float]) -> None:
    """Each line starts the measuring of lag afresh; the end of the input ends the bot."""
    for _ in sys.stdin:
        loop.call_soon_threadsafe(lags.clear)


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:6]))
