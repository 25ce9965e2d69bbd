"""The rules are proven for the old rows as well, and the column becomes NOT NULL."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

RULE = "ck_orders_total_cents"
NOT_NULL = "ck_orders_total_cents_not_null"


def upgrade() -> None:
    """Read the table under a weak lock first; the strong lock then has nothing left to read."""
    if op.get_context().dialect.name == "sqlite":
        with op.batch_alter_table("orders") as batch:
            batch.alter_column("total_cents", existing_type=sa.BigInteger(), nullable=False)
        return
    op.execute(f"ALTER TABLE orders VALIDATE CONSTRAINT {RULE}")
    op.execute(f"ALTER TABLE orders VALIDATE CONSTRAINT {NOT_NULL}")
    op.alter_column("orders", "total_cents", nullable=False)  # the CHECK proves it: no scan
    op.drop_constraint(NOT_NULL, "orders", type_="check")


def downgrade() -> None:
    """Back to rules that are not proven."""
    if op.get_context().dialect.name == "sqlite":
        with op.batch_alter_table("orders") as batch:
            batch.drop_constraint(RULE, type_="check")
            batch.alter_column("total_cents", existing_type=sa.BigInteger(), nullable=True)
        return
    op.create_check_constraint(
        NOT_NULL, "orders", "total_cents IS NOT NULL", postgresql_not_valid=True
    )
    op.alter_column("orders", "total_cents", nullable=True)
