"""Texts that an operator attaches: one row per article, one per passage."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "attached_article",
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_attached_article_sha256")),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_attached_article")),
    )
    op.create_table(
        "attached_passage",
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("passage", sa.String(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"],
            ["attached_article.article"],
            name=op.f("fk_attached_passage_article_attached_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article", "passage", name=op.f("pk_attached_passage")),
    )


def downgrade() -> None:
    """Drop both; the texts go with them."""
    op.drop_table("attached_passage")
    op.drop_table("attached_article")
