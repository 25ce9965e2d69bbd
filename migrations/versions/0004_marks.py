"""Marks: what each answer that was handed in got."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "marks",
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("drill", sa.String(length=200), nullable=False),
        sa.Column("answer_digest", sa.String(length=16), nullable=False),
        sa.Column("drill_digest", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("max_points", sa.Double(), nullable=False),
        sa.Column("verdict", sa.JSON(), nullable=False),
        sa.Column("marked_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_marks_points_not_negative")),
        sa.PrimaryKeyConstraint(
            "learner", "drill", "answer_digest", "drill_digest", name=op.f("pk_marks")
        ),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table("marks")
