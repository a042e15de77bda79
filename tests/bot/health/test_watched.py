"""A running process tells how it is, and its parts tell it."""

import asyncio
import json
import os
import random
import signal
import sys
from pathlib import Path

from bot.cli.codes import CHECK_FAILED, CONFIGURATION, OK
from bot.health.vitals import RoleState, Vitals
from bot.process.lag import EVERY, watch
from bot.process.supervisor import Conditions, run_roles
from bot.roles import NeedsAttention, Role
from tests.fakes.timing import WoundTime, settled
from tests.standins.clock import RunningClock
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.state import DEFAULT_TOKEN
from tests.stories.communique import ROOT, Program


async def test_the_supervisor_tells_how_each_role_stands() -> None:
    """Played, restarted after a failure, stopped for good, ended: as it happens."""
    time, stop, vitals = WoundTime(), asyncio.Event(), Vitals()
    tries = 0

    async def fails_once(told: asyncio.Event) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise ZeroDivisionError
        await told.wait()

    async def refused(_: asyncio.Event) -> None:
        raise NeedsAttention("Set another token.")

    roles = (Role("one", fails_once), Role("other", refused))
    given = Conditions(timing=time.timing, source=random.Random(7), told=vitals.role)  # noqa: S311 - a test's
    running = asyncio.create_task(run_roles(roles, stop, given))
    await settled()
    assert vitals.roles == {"one": RoleState.RESTARTING, "other": RoleState.NEEDS_ATTENTION}
    await time.pass_by(2.0)
    assert vitals.roles == {"one": RoleState.PLAYING, "other": RoleState.NEEDS_ATTENTION}
    assert vitals.failures == {"one": 1, "other": 0}
    stop.set()
    await running
    assert vitals.roles == {"one": RoleState.ENDED, "other": RoleState.NEEDS_ATTENTION}


async def test_the_watch_of_the_loop_tells_every_look() -> None:
    """By how much each look came too late, also where that is nothing."""
    time, stop, vitals = WoundTime(), asyncio.Event(), Vitals()
    task = asyncio.create_task(watch(stop, time.timing, vitals.lag.add))
    await settled()
    await time.pass_by(EVERY)
    time.now += EVERY + 2.0
    await time.pass_by(0.0)
    stop.set()
    await task
    assert (sum(vitals.lag.counts), vitals.lag.total) == (2, 2.0)


async def test_a_running_process_is_asked(tmp_path: Path) -> None:
    """`communique run` tells its health where the settings say so; `communique health` asks for it.

    How soon a reader's request was acknowledged is among the figures.
    """
    async with DiscordStandIn(clock=RunningClock()) as standin:
        settings = {
            "COMMUNIQUE_DISCORD_TOKEN": DEFAULT_TOKEN,
            "COMMUNIQUE_DISCORD_API_URL": standin.api_url,
            "COMMUNIQUE_DISCORD_GATEWAY_URL": standin.gateway_url,
            "COMMUNIQUE_DATA_DIR": str(tmp_path / "data"),
            "COMMUNIQUE_HEALTH_PORT": "0",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "discord",
            cwd=tmp_path,
            env={**kept, **settings, "PYTHONPATH": str(ROOT)},
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            port = await _port(process)
            await standin.gateway.until_ready()
            await standin.user("Mira").slash("ask", {"question": "Why?"}).message()
            asked = Program(tmp_path)
            ran = await asyncio.to_thread(lambda: asked.run("health", COMMUNIQUE_HEALTH_PORT=str(port)))
            assert (ran.code, ran.out) == (OK, "database: reachable\ndiscord: playing\n")
            figures = await asyncio.to_thread(_metrics, port)
            assert 'communique_acknowledgement_seconds_count{platform="discord"} 1.0' in figures
            assert 'communique_role_up{role="discord"} 1.0' in figures
            process.send_signal(signal.SIGTERM)
            await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    assert process.returncode == OK
    ran = await asyncio.to_thread(lambda: asked.run("health", "--alive", COMMUNIQUE_HEALTH_PORT=str(port)))
    assert (ran.code, ran.out) == (CHECK_FAILED, f"Nothing answers on 127.0.0.1, port {port}.\n")


async def _port(process: asyncio.subprocess.Process) -> int:
    """The port that the log tells."""
    assert process.stderr is not None
    async for line in process.stderr:
        said = json.loads(line)
        if said["event"] == "health is told":
            return int(said["port"])
    raise AssertionError("no port was told")


def _metrics(port: int) -> str:
    from http.client import HTTPConnection  # noqa: PLC0415 - this once

    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def test_without_a_port_there_is_nobody_to_ask(tmp_path: Path) -> None:
    """The sentence names the setting."""
    ran = Program(tmp_path).run("health")
    assert (ran.code, ran.out) == (CONFIGURATION, "")
    assert ran.err == "Set COMMUNIQUE_HEALTH_PORT to the port that the running process has.\n"
