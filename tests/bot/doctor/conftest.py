"""Discord as the examination meets it: one server, in which the bot may do exactly what it asks for."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest_asyncio

from bot.adapters.discord import doctor
from bot.adapters.discord.definitions import command_payloads
from bot.adapters.discord.manifest import permissions_value
from bot.clock import SystemClock
from bot.findings import Finding
from bot.secret import Secret
from bot.settings import Settings
from tests.standins.calls import Answer
from tests.standins.discord.rest.account import AccountRoutes
from tests.standins.discord.standin import DiscordStandIn
from tests.standins.discord.state import DEFAULT_TOKEN
from tests.standins.discord.world import Permission
from tests.standins.faults import Fail, Match

EXACTLY = Permission(permissions_value())


@pytest_asyncio.fixture
async def standin() -> AsyncIterator[DiscordStandIn]:
    """Discord, with the bot in one server where it may do exactly what the install link asks for."""
    async with DiscordStandIn() as started:
        started.guild.roles[started.guild.id].permissions = Permission.NONE
        for role in started.guild.members[started.world.bot.id].roles:
            started.guild.roles[role].permissions = EXACTLY
        yield started


def settings(standin: DiscordStandIn, **further: Any) -> Settings:
    return Settings(discord_token=Secret(DEFAULT_TOKEN), discord_api_url=standin.api_url, **further)


async def examined(standin: DiscordStandIn, **further: Any) -> Sequence[Finding]:
    return await doctor.examine(settings(standin, **further), SystemClock())


def bad(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level != "ok"]


def only(findings: Sequence[Finding]) -> Finding:
    (finding,) = bad(findings)
    assert finding.remedy
    return finding


async def registered(standin: DiscordStandIn) -> None:
    """The bot has run once and registered its commands."""
    standin.faults.add(
        Fail(Answer(200, command_payloads())), Match("GET", r"/applications/\d+/commands"), times=None
    )


def portal(standin: DiscordStandIn, **changed: Any) -> None:
    """The application as the portal shows it, with some of it changed."""
    true = AccountRoutes(standin.state, standin._announcements).application(None)  # type: ignore[arg-type]
    body = {**true.body, **changed}
    standin.faults.add(Fail(Answer(200, body)), Match("GET", "/applications/@me"), times=None)
