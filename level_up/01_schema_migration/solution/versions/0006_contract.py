"""Contract: the old column and its trigger go.  There is no way back."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Only when nobody is left who needs `total`, and nobody can come any more."""
    is_postgres = op.get_context().dialect.name == "postgresql"
    if is_postgres:
        # Waits for an instance that is registering now, and holds off others until the commit.
        op.execute("LOCK TABLE app_instances IN SHARE MODE")
    old = op.get_bind().scalars(sa.text("SELECT name FROM app_instances WHERE version < 2")).all()
    if old:
        raise RuntimeError(f"instances that need orders.total are running: {', '.join(old)}")
    if is_postgres:
        op.execute("DROP TRIGGER keep_totals_in_step ON orders")
        op.execute("DROP FUNCTION keep_order_totals_in_step()")
    with op.batch_alter_table("orders") as batch:
        batch.drop_column("total")


def downgrade() -> None:
    """Complete: what is dropped is dropped."""
    raise RuntimeError("0006 has no way back: restore a backup, or write a new revision")
