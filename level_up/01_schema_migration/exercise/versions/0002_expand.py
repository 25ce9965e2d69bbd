"""Expand: a second column, and a trigger that keeps the two in step."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add `orders.total_cents`, a BIGINT that may be NULL.  No row is written.

    On PostgreSQL also a trigger: whatever one version of the app writes into its column, the
    other finds in its own.
    """
    # TODO task 1
    raise NotImplementedError


def downgrade() -> None:
    """Take away all that `upgrade` made."""
    # TODO task 1
    raise NotImplementedError
