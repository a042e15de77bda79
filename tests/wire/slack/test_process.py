"""The program itself, as an operator starts it."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from datetime import UTC, datetime
from pathlib import Path

from bot.adapters.slack.manifest import manifest
from tests.standins.clock import SteppedClock
from tests.standins.slack.standin import SlackStandIn

ROOT = Path(__file__).parents[3]


async def started(slack: SlackStandIn, folder: Path, *arguments: str) -> Process:
    """`communique run slack`, with settings from its environment."""
    ours = {
        "COMMUNIQUE_DATA_DIR": str(folder),
        "COMMUNIQUE_SLACK_BOT_TOKEN": slack.settings.bot_token,
        "COMMUNIQUE_SLACK_APP_TOKEN": slack.settings.app_token,
        "COMMUNIQUE_SLACK_SIGNING_SECRET": slack.settings.signing_secret,
        "COMMUNIQUE_SLACK_API_URL": slack.api_url,
        "COMMUNIQUE_SLACK_HTTP_PORT": "0",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", "slack", *arguments,
        cwd=ROOT, env={**kept, **ours}, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip


async def _line(process: Process, event: str) -> dict[str, object]:
    """The log line of that event."""
    assert process.stderr is not None
    while line := await process.stderr.readline():
        told: dict[str, object] = json.loads(line)
        if told["event"] == event:
            return told
    message = f"the program ended without {event!r}"
    raise AssertionError(message)


async def test_the_program_answers_and_ends_in_order(tmp_path: Path) -> None:
    """Started by its command line it answers a command and a mention, and SIGTERM ends it with code 0."""
    async with SlackStandIn(clock=SteppedClock(datetime.now(UTC))) as slack:
        slack.install(manifest())
        mira = slack.user("Mira")
        process = await started(slack, tmp_path, "--http")
        told = await _line(process, "listening for Slack")
        slack.http.receivers = [f"http://127.0.0.1:{told['port']}/slack/events"]
        assert "India" in (await mira.slash("brief", "India").message()).text
        asked = mira.say(slack.channel, "@bot India", times=2)
        assert await slack.answer_in(slack.channel, after=asked)
        process.send_signal(signal.SIGTERM)
        _, log = await process.communicate()
        assert process.returncode == 0
        assert b"Traceback" not in log
        assert len(await slack.answer_in(slack.channel, after=asked)) == 1
        assert slack.refusals == []
