"""`communique doctor`: everything that is looked at, in order.

Owns the order. A setting that cannot be used is a finding like any other, and ends what depends on it.
"""

# What an examination needs is imported when it runs.
# ruff: noqa: PLC0415

import platform
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app import build, installed_version
from bot.doctor import parts, surroundings
from bot.findings import Finding, doubtful, fine, wrong
from bot.settings import load_settings
from bot.variables import PREFIX
from briefings.errors import ConfigurationError

if TYPE_CHECKING:
    from bot.app import App


async def everything(*, offline: bool) -> Sequence[Finding]:
    """All findings, from the settings of this process's surroundings."""
    version = fine("program", f"Communiqué {installed_version()}, Python {platform.python_version()}")
    findings = [version, surroundings.time_zones()]
    try:
        app = build(load_settings())
    except ConfigurationError as error:
        sentence, _, remedy = str(error).rstrip(".").partition("; ")
        return [*findings, wrong("settings", sentence, remedy or "see docs/settings.md")]
    try:
        return [*findings, *await examine(app, Path.cwd(), offline=offline)]
    finally:
        await app.close()


async def examine(app: "App", folder_run_in: Path, *, offline: bool) -> Sequence[Finding]:
    """What the settings lead to."""
    written = surroundings.env_file(folder_run_in)
    findings = [
        *([] if written is None else [written]),
        surroundings.folder(app.settings.data_dir, PREFIX + "DATA_DIR"),
        await parts.database(app),
        await parts.library(app),
        await parts.picture(app),
    ]
    return [
        *findings,
        *await _discord(app, offline=offline),
        *await _slack(app, offline=offline),
    ]


async def _discord(app: "App", *, offline: bool) -> Sequence[Finding]:
    if app.settings.discord_token is None:
        if app.settings.slack_bot_token is not None:
            return ()
        remedy = f"set {PREFIX}DISCORD_TOKEN; docs/discord.md says where to find the token"
        return (doubtful("Discord", "not set up", remedy),)
    if offline:
        return (fine("Discord", "not examined: it needs the network"),)
    from bot.adapters.discord import doctor

    return await doctor.examine(app.settings, app.clock)


async def _slack(app: "App", *, offline: bool) -> Sequence[Finding]:
    """Nothing where nothing of it is set; one platform is enough."""
    settings = app.settings
    if settings.slack_bot_token is None:
        if settings.slack_app_token is None and settings.slack_signing_secret is None:
            return ()
        remedy = f"set {PREFIX}SLACK_BOT_TOKEN; docs/slack.md says where to find the token"
        return (wrong("Slack", "has no bot token, without which nothing works", remedy),)
    if offline:
        return (fine("Slack", "not examined: it needs the network"),)
    from bot.adapters.slack import doctor

    return await doctor.examine(settings, app.clock)
