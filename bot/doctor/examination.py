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
    if app.settings.discord_token is None:
        missing = doubtful(
            "Discord",
            "not set up",
            f"set {PREFIX}DISCORD_TOKEN; docs/discord.md says where to find the token",
        )
        return [*findings, missing]
    if offline:
        return [*findings, fine("Discord", "not examined: it needs the network")]
    from bot.adapters.discord import doctor

    return [*findings, *await doctor.examine(app.settings, app.clock)]
