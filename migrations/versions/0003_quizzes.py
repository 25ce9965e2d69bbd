"""Quizzes: drills of a track taken under time, to test out of it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "quizzes",
        sa.Column("track", sa.String(length=200), nullable=False),
        sa.Column("drill", sa.String(length=200), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("ends_at > begun_at", name=op.f("ck_quizzes_takes_time")),
        sa.PrimaryKeyConstraint("track", "drill", "begun_at", name=op.f("pk_quizzes")),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table("quizzes")
