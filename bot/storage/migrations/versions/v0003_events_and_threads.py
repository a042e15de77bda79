"""What a platform that delivers more than once needs: events seen; and what threads are about."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "event_seen",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_event_seen")),
    )
    op.create_index(op.f("ix_event_seen_at"), "event_seen", ["at"])
    op.create_table(
        "thread_topic",
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("thread", name=op.f("pk_thread_topic")),
    )
    op.create_index(op.f("ix_thread_topic_at"), "thread_topic", ["at"])


def downgrade() -> None:
    """Drop both."""
    op.drop_table("thread_topic")
    op.drop_table("event_seen")
