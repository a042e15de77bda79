"""What the server that forks the campaign's workers loads and reads once, so that no worker has to.

Owns nothing but that. It leaves no thread, no event loop and no connection behind: those are each
worker's own.
"""

# ruff: noqa: F401 - loaded here, used by the workers

import threading
from datetime import UTC, date, datetime

import sqlalchemy.dialects.postgresql.asyncpg
import sqlalchemy.dialects.sqlite.aiosqlite

import bot.storage.postgresql
import bot.storage.sqlite
import scripts.campaign_chaos_points
import scripts.campaign_chaos_replicas
import scripts.campaign_chaos_wound
import scripts.campaign_crowd
import scripts.campaign_stall
from bot.adapters.discord import outlet_parts as discord
from bot.adapters.slack import outlet_parts as slack
from bot.delivery.composing import Dated, EditionComposer
from bot.delivery.ports import Render
from bot.delivery.records import Shown
from bot.schedules import parse_schedule
from bot.subscriptions import Channel, Subscription
from scripts.campaign_chaos_worker import SOURCES

_RENDERS: tuple[Render, ...] = (discord.parts, slack.parts)


def _composed() -> None:
    """One edition for each platform; the core keeps what it derives from the library."""
    slot = Dated("2026-03-02T08:30", date(2026, 3, 2), "08:30")
    subscription = Subscription(
        id="s-0",
        channel=Channel("discord", "1", "2"),
        owner="3",
        schedule=parse_schedule("every day 08:30", "UTC"),
        created_at=datetime(2026, 3, 1, tzinfo=UTC),
        style="thread",
    )
    for render in _RENDERS:
        EditionComposer(lambda: SOURCES).edition(slot, subscription, Shown(), render)


_composed()
if threading.active_count() > 1:  # a lock that a thread holds would stay locked in every worker
    raise RuntimeError("a thread runs in the server that forks the workers")
