"""An index on the new column, built while orders come in."""

from alembic import op

revision = "0003"
down_revision = "0002"

INDEX = "ix_orders_total_cents"


def upgrade() -> None:
    """Nothing else in this revision: it has no transaction that could be rolled back."""
    if op.get_context().dialect.name == "sqlite":
        op.create_index(INDEX, "orders", ["total_cents"])
        return
    with op.get_context().autocommit_block():
        # An earlier try that failed has left an invalid index of this name.
        op.drop_index(INDEX, postgresql_concurrently=True, if_exists=True)
        op.create_index(INDEX, "orders", ["total_cents"], postgresql_concurrently=True)


def downgrade() -> None:
    """Nothing is built, so nothing takes long."""
    op.drop_index(INDEX)
