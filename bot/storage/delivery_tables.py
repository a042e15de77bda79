"""The tables of subscriptions and deliveries, beside those of `tables`.

Owns names and types that SQLite and PostgreSQL share. What a column may hold is checked in one place,
the values of `bot.subscriptions` and `bot.delivery`; the database holds what must never be twice.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.tables import UtcDateTime, metadata

subscription = Table(
    "subscription",
    metadata,
    Column("id", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("place", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("channel_name", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("schedule", Text, nullable=False),
    Column("zone", String, nullable=False),
    Column("skip_dates", Text, nullable=False),
    Column("topics", Text, nullable=False),
    Column("style", String, nullable=False),
    Column("empty_policy", String, nullable=False),
    Column("catch_up_seconds", Integer, nullable=False),
    Column("on_doubt", String, nullable=False),
    Column("state", String, nullable=False),
    Column("pause_reason", String, nullable=True),
    Column("paused_at", UtcDateTime, nullable=True),
    Column("paused_by", String, nullable=True),
    Column("snoozed_until", UtcDateTime, nullable=True),
    Column("zone_since", Date, nullable=True),
    Column("former_zone", String, nullable=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("planned_through", UtcDateTime, nullable=False),
    Column("next_slot_at", UtcDateTime, nullable=True),
    Index(None, "platform", "place", "channel"),
    Index(None, "next_slot_at"),
)
"""What a channel is to be sent, and when. `next_slot_at`: the first slot that is not written down yet."""

lane = Table(
    "lane",
    metadata,
    Column("platform", String, primary_key=True),
    Column("place", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("next_try_at", UtcDateTime, nullable=True),
    Column("holder", String, nullable=True),
    Column("fence", BigInteger, nullable=False),
    Column("lease_until", UtcDateTime, nullable=True),
    Index(None, "next_try_at"),
)
"""A channel as a queue that one worker at a time works off. The fence rises with each claim."""

slot = Table(
    "slot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("key", String, nullable=False),
    Column("platform", String, nullable=False),
    Column("place", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("date", Date, nullable=True),
    Column("time", String, nullable=True),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("note", String, nullable=True),
    Column("state", String, nullable=False),
    Column("reason", String, nullable=True),
    Column("on_doubt", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("ended_at", UtcDateTime, nullable=True),
    UniqueConstraint("kind", "subject", "key"),
    Index(None, "platform", "place", "channel", "state"),
    Index(None, "subject", "due_at"),
)
"""One local date and time of a subscription, or one thing to tell a person: each once, for ever."""

edition = Table(
    "edition",
    metadata,
    Column("slot", Integer, ForeignKey(slot.c.id, ondelete="CASCADE"), primary_key=True),
    Column("id", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("history", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("frozen_at", UtcDateTime, nullable=False),
    Index(None, "id"),
)
"""What a slot posts, word for word. `history`: what readers have been shown once it is out."""

part = Table(
    "part",
    metadata,
    Column("slot", Integer, ForeignKey(edition.c.slot, ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("key", String, nullable=False),
    Column("payload", Text, nullable=False),
    Column("in_thread", Boolean, nullable=False),
    Column("state", String, nullable=False),
    Column("first_tried_at", UtcDateTime, nullable=True),
    Column("tried_at", UtcDateTime, nullable=True),
    Column("attempts", Integer, nullable=False),
    Column("message", String, nullable=True),
    Column("sent_at", UtcDateTime, nullable=True),
    UniqueConstraint("key"),
)
"""One message of an edition, in the platform's own form."""

draft = Table(
    "draft",
    metadata,
    Column("id", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("place", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("author", String, nullable=False),
    Column("content", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "expires_at"),
)
"""A subscription that was echoed and not confirmed yet."""

follow = Table(
    "follow",
    metadata,
    Column("id", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("place", String, nullable=False),
    Column("person", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("platform", "place", "person", "topic"),
    Index(None, "topic"),
)
"""A person who is told when a topic's briefing is published or corrected."""

noticed_version = Table(
    "noticed_version",
    metadata,
    Column("article", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("content", Text, nullable=False),
    Column("noticed_at", UtcDateTime, nullable=False),
)
"""Versions of briefings that this installation has seen. `content`: the claims as they stood, as JSON,
so that a later version can be compared with them."""

departure = Table(
    "departure",
    metadata,
    Column("platform", String, primary_key=True),
    Column("place", String, primary_key=True),
    Column("left_at", UtcDateTime, nullable=False),
)
"""A place that the bot was removed from; what is kept of it is erased some days later."""
