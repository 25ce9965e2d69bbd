"""Contract: the old column and its trigger go.  There is no way back."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """All is done, so the column can go."""
    is_postgres = op.get_context().dialect.name == "postgresql"
    if is_postgres:
        op.execute("DROP TRIGGER keep_totals_in_step ON orders")
        op.execute("DROP FUNCTION keep_order_totals_in_step()")
    with op.batch_alter_table("orders") as batch:
        batch.drop_column("total")


def downgrade() -> None:
    """Complete: what is dropped is dropped."""
    raise RuntimeError("0006 has no way back: restore a backup, or write a new revision")
