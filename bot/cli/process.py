"""What operators do with the running program: run it, have it examined, get its manifests."""

# Options of typer are booleans with defaults, and what a command needs is imported when it runs.
# ruff: noqa: FBT002, PLC0415

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import codes
from bot.cli.options import leave
from bot.cli.playing import play
from bot.printable import printable
from briefings.errors import BadInput, ConfigurationError

if TYPE_CHECKING:
    from bot.settings import Settings

JsonFlag = Annotated[bool, typer.Option("--json", help="Show it as JSON.")]
PLATFORMS = ("discord", "slack")


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command("run", short_help="Run the bots that are set up")(run)
    app.command("doctor", short_help="Examine the installation; say what to click or type")(doctor)
    app.command("health", short_help="Ask a running process whether it is well")(health)
    app.command("manifest", short_help="What a platform has to be told to install the bot")(manifest)


def run(
    roles: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ROLE]...", help="discord, slack, digests; without any, every one set up."),
    ] = None,
    http: Annotated[
        bool, typer.Option("--http", help="Slack: receive over HTTP instead of Socket Mode.")
    ] = False,
) -> None:
    """Run the bots that are set up until told to stop (Ctrl-C or SIGTERM). The log is on standard error."""
    adjust = _over_http if http else None
    leave(play(roles or [], adjust))


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


def health(
    alive: Annotated[
        bool, typer.Option("--alive", help="Ask only whether it is alive, not whether it can work.")
    ] = False,
) -> None:
    """Ask the process that runs with these settings whether it is well. Code 0 when it is, 1 when not."""
    from bot.health.asking import ask
    from bot.settings import load_settings

    settings = load_settings()
    if not settings.health_port:
        raise ConfigurationError("Set COMMUNIQUE_HEALTH_PORT to the port that the running process has.")
    told = ask(settings.health_host, settings.health_port, alive=alive)
    for line in told.lines:
        print(printable(line))
    leave(codes.OK if told.well else codes.CHECK_FAILED)


def manifest(
    platform: Annotated[str, typer.Argument(metavar="PLATFORM", help="discord or slack")],
    application: Annotated[
        str | None,
        typer.Option("--application", metavar="ID", help="Discord: the application's id; else the token's."),
    ] = None,
    http: Annotated[
        str | None,
        typer.Option("--http", metavar="URL", help="Slack: the https address it is to call; else a socket."),
    ] = None,
    prefix: Annotated[
        str | None,
        typer.Option("--prefix", help="Slack: stands before every command, such as c-; else as set."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Write how to install the bot: a link to open, and each permission or scope with its reason.

    With --json the commands as well, and for Slack the app manifest.
    """
    if platform not in PLATFORMS:
        raise BadInput(f"There is no platform {printable(platform)}; there is {', '.join(PLATFORMS)}.")
    from bot.settings import load_settings

    settings = load_settings()
    if platform == "slack":
        from bot.adapters.slack import manifest as slack

        given = settings.slack_prefix if prefix is None else prefix
        _show(slack.as_json(given, http) if as_json else slack.explained(given, http))
        return
    from bot.adapters.discord.manifest import application_id, written

    made = written(application_id(application, settings.discord_token))
    _show(made.as_json() if as_json else made.text())


def _show(made: dict[str, Any] | str) -> None:
    print(made if isinstance(made, str) else json.dumps(made, ensure_ascii=False, indent=2))


def _over_http(settings: "Settings") -> "Settings":
    return replace(settings, slack_http=True)
