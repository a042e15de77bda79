"""The bots that `bench_slack` compares, each alone in a process of its own.

`ours` is the whole role by Socket Mode, `receiver` the same over HTTP, `both` with Discord's beside it.
`static` answers with one fixed message, made by the same SDK without anything around it; `prompt` is the
same with the SDK's quicker way to acknowledge; `idle` only imports and connects both SDKs. Each runs until
its standard input ends, then prints what it measured of itself as one line of JSON.
"""

# Each bot must pay for its own imports alone.
# ruff: noqa: PLC0415

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.settings import Settings


@dataclass(frozen=True)
class Given:
    """What the benchmark hands over."""

    folder: Path
    slack_api: str
    bot_token: str
    app_token: str
    signing_secret: str
    discord_api: str
    discord_gateway: str
    discord_token: str

    @property
    def answer(self) -> dict[str, Any]:
        """The fixed answer."""
        found: dict[str, Any] = json.loads((self.folder / "answer.json").read_text(encoding="utf-8"))
        return found


def _settings(given: Given, *, http: bool, discord: bool) -> "Settings":
    from bot.secret import Secret
    from bot.settings import Settings

    return Settings(
        data_folder=given.folder / "data",
        slack_bot_token=Secret(given.bot_token),
        slack_app_token=Secret(given.app_token),
        slack_signing_secret=Secret(given.signing_secret),
        slack_api_url=given.slack_api.rstrip("/"),
        slack_http=http,
        slack_http_port=0,
        discord_token=Secret(given.discord_token) if discord else None,
        discord_api_url=given.discord_api,
        discord_gateway_url=given.discord_gateway,
    )


async def _ours(given: Given, stop: asyncio.Event, *, http: bool = False, discord: bool = False) -> None:
    from bot.adapters.slack.gateway import Pace
    from bot.adapters.slack.gateway import run as run_slack
    from bot.app import build

    settings = _settings(given, http=http, discord=discord)
    app = build(settings)
    pace = Pace(listening=lambda port: print(port, flush=True))
    roles: list[Coroutine[Any, Any, None]] = [run_slack(app, settings, stop, app.lease, pace=pace)]
    if discord:
        from bot.adapters.discord.gateway import run as run_discord

        roles.append(run_discord(app, settings, stop, app.lease))
    try:
        await asyncio.gather(*roles)
    finally:
        await app.close()


async def _bare(given: Given, stop: asyncio.Event, *, prompt: bool = False, silent: bool = False) -> None:
    import aiohttp
    from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=given.bot_token, base_url=given.slack_api, session=session)
        app = AsyncApp(client=client, process_before_response=prompt)
        if not silent:
            answer = given.answer

            @app.command("/brief")
            async def brief(ack: AsyncAck) -> None:
                await ack(text=answer["text"], blocks=answer["blocks"], response_type="ephemeral")

        handler = AsyncSocketModeHandler(app, given.app_token)
        await handler.connect_async()  # type: ignore[no-untyped-call]  # the SDK leaves it bare
        await stop.wait()
        await handler.close_async()  # type: ignore[no-untyped-call]  # ditto


async def _idle(given: Given, stop: asyncio.Event) -> None:
    import discord
    import yarl

    discord.http.Route.BASE = given.discord_api
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(given.discord_gateway)
    client = discord.Client(intents=discord.Intents(guilds=True))
    async with client:
        connection = asyncio.create_task(client.start(given.discord_token))
        await _bare(given, stop, silent=True)
        await client.close()
        await asyncio.gather(connection, return_exceptions=True)


Bot = Callable[[Given, asyncio.Event], Awaitable[None]]
BOTS: dict[str, Bot] = {
    "ours": _ours,
    "receiver": lambda given, stop: _ours(given, stop, http=True),
    "both": lambda given, stop: _ours(given, stop, discord=True),
    "static": _bare,
    "prompt": lambda given, stop: _bare(given, stop, prompt=True),
    "idle": _idle,
}


def _resident() -> float:
    """Megabytes of memory held now; nothing where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    line = next(each for each in status.read_text(encoding="utf-8").splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1]) / 1_024


async def _main(name: str, folder: str, *given: str) -> None:
    stop = asyncio.Event()
    bot = asyncio.ensure_future(BOTS[name](Given(Path(folder), *given), stop))
    ended = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
    await asyncio.wait({ended, bot}, return_when=asyncio.FIRST_COMPLETED)
    resident = _resident()
    stop.set()
    await bot
    print(json.dumps({"resident": resident}), flush=True)


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
