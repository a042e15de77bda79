"""The tables, as SQLAlchemy Core knows them. The migrations make them; a test holds the two equal.

Owns names and types that SQLite and PostgreSQL share. Refuses anything that only one of them has.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every constraint has a name, so that a later migration can drop it on any database."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no offset, so it goes in without one and comes back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC, without the offset where the database keeps none. Raises ValueError on a naive value."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its offset")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


attached_article = Table(
    "attached_article",
    metadata,
    Column("article", String, primary_key=True),
    Column("sha256", String(64), CheckConstraint("length(sha256) = 64", name="sha256"), nullable=False),
    Column("attached_at", UtcDateTime, nullable=False),
)
"""An article whose text the operator holds. `sha256` is that of the whole normalised text."""

attached_passage = Table(
    "attached_passage",
    metadata,
    Column("article", String, ForeignKey(attached_article.c.article, ondelete="CASCADE"), primary_key=True),
    Column("passage", String, primary_key=True),
    Column("wording", Text, nullable=False),
)
"""The wording of one numbered sentence of it."""

note = Table(
    "note",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the program remembers of itself, such as which commands a platform was told."""

identify = Table(
    "identify",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bot", String, nullable=False),
    Column("shard", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "bot", "at"),
)
"""Each time a bot identified itself to a platform that counts it; older ones are taken out."""

lease = Table(
    "lease",
    metadata,
    Column("role", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)
"""Who plays a role and until when. Rows stay, so that the fence only rises."""

_kinds = CheckConstraint("kind IN ('wrong', 'unsupported', 'missing')", name="kind")

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("platform", String, nullable=False),
    Column("place", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer_text", Text, nullable=False),
    Column("claims", Text, nullable=False),
    Column("kind", String, _kinds, nullable=False),
    Column("comment", Text, nullable=True),
    Index(None, "platform", "place"),
)
"""What readers thought of answers. `claims` are ids with a space between; nobody's name is kept."""

event_seen = Table(
    "event_seen",
    metadata,
    Column("key", String, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "at"),
)
"""What was taken in hand, by the platform's own id; older ones are taken out."""

thread_topic = Table(
    "thread_topic",
    metadata,
    Column("thread", String, primary_key=True),
    Column("topics", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "at"),
)
"""What a thread is about: `topics` are names of topics, one a line; nobody's words are kept."""
