"""Attempts with their checks, and the hints that were shown."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drill", sa.String(length=200), nullable=False),
        sa.Column("answer_digest", sa.String(length=16), nullable=False),
        sa.Column("checks_digest", sa.String(length=16), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("duration_ms", sa.Double(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("first_failed", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "passed = (status = 'passed')", name=op.f("ck_attempts_passed_agrees_with_status")
        ),
        sa.CheckConstraint("duration_ms >= 0", name=op.f("ck_attempts_duration_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index(op.f("ix_attempts_drill"), "attempts", ["drill"])
    op.create_table(
        "attempt_checks",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("duration_ms", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "duration_ms >= 0", name=op.f("ck_attempt_checks_duration_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["attempts.id"],
            name=op.f("fk_attempt_checks_attempt_id_attempts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attempt_id", "position", name=op.f("pk_attempt_checks")),
    )
    op.create_table(
        "hints_shown",
        sa.Column("drill", sa.String(length=200), nullable=False),
        sa.Column("check_name", sa.String(length=200), nullable=False),
        sa.Column("depth", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shown_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("depth >= 1", name=op.f("ck_hints_shown_depth_from_one")),
        sa.PrimaryKeyConstraint("drill", "check_name", "depth", name=op.f("pk_hints_shown")),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table("hints_shown")
    op.drop_table("attempt_checks")
    op.drop_index(op.f("ix_attempts_drill"), table_name="attempts")
    op.drop_table("attempts")
