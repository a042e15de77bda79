"""What operators do with the running program: run it, have it examined, get its manifests."""

# Options of typer are booleans with defaults, and what a command needs is imported when it runs.
# ruff: noqa: FBT002, PLC0415

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import codes
from bot.cli.options import leave
from bot.cli.running import done
from bot.printable import printable
from briefings.errors import BadInput

if TYPE_CHECKING:
    from bot.app import App

JsonFlag = Annotated[bool, typer.Option("--json", help="Show it as JSON.")]
PLATFORMS = ("discord",)


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command("run", short_help="Run the bots that are set up")(run)
    app.command("doctor", short_help="Examine the installation; say what to click or type")(doctor)
    app.command("manifest", short_help="What a platform has to be told to install the bot")(manifest)


def run(
    roles: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ROLE]...", help="discord; without any, every one that is set up."),
    ] = None,
) -> None:
    """Run the bots that are set up until told to stop (Ctrl-C or SIGTERM). The log is on standard error."""
    leave(done(lambda built: _run(built, roles or [])))


def doctor(
    offline: Annotated[bool, typer.Option("--offline", help="Leave out what needs the network.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Examine the installation. Code 0 when nothing is wrong, 1 when something is; warnings do not count."""
    from bot.doctor import report
    from bot.doctor.examination import everything

    findings = asyncio.run(everything(offline=offline))
    print(json.dumps(report.as_json(findings), ensure_ascii=False) if as_json else report.lines(findings))
    leave(codes.OK if report.healthy(findings) else codes.CHECK_FAILED)


def manifest(
    platform: Annotated[str, typer.Argument(metavar="PLATFORM", help="discord")],
    application: Annotated[
        str | None,
        typer.Option("--application", metavar="ID", help="The application's id; by default the token's."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Write the install link, each permission with its reason, and with --json the commands as well."""
    if platform not in PLATFORMS:
        raise BadInput(f"There is no platform {printable(platform)}; there is {', '.join(PLATFORMS)}.")
    from bot.adapters.discord.manifest import application_id, written
    from bot.settings import load_settings

    made = written(application_id(application, load_settings().discord_token))
    print(json.dumps(made.as_json(), ensure_ascii=False, indent=2) if as_json else made.text())


async def _run(built: "App", roles: list[str]) -> int:
    from bot.logs import configure
    from bot.process.running import run as run_process
    from bot.process.supervisor import Ending

    settings = built.settings
    configure(settings.log_level, secrets=settings.secrets, with_text=settings.log_text, stream=sys.stderr)
    endings = set((await run_process(built, roles)).values())
    if endings == {Ending.NEEDS_ATTENTION}:
        return codes.CONFIGURATION
    return codes.OUR_FAULT if Ending.LEFT_BEHIND in endings else codes.OK
