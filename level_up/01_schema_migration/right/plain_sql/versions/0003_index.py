"""Drops an index only if it is invalid."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Look first."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE INDEX ix_orders_total_cents ON orders (total_cents)")
        return
    valid = op.get_bind().scalar(
        sa.text(
            "SELECT indisvalid FROM pg_index"
            " WHERE indexrelid = to_regclass('ix_orders_total_cents')"
        )
    )
    with op.get_context().autocommit_block():
        if valid is False:
            op.execute("DROP INDEX CONCURRENTLY ix_orders_total_cents")
        if not valid:
            op.execute("CREATE INDEX CONCURRENTLY ix_orders_total_cents ON orders (total_cents)")


def downgrade() -> None:
    """Drop."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP INDEX ix_orders_total_cents")
        return
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY ix_orders_total_cents")
