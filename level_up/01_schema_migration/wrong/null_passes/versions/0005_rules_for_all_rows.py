"""The rules are proven for the old rows as well, and the column becomes NOT NULL."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

RULE = "ck_orders_total_cents"


def upgrade() -> None:
    """Read the table under a weak lock first; the strong lock then has nothing left to read."""
    if op.get_context().dialect.name == "sqlite":
        with op.batch_alter_table("orders") as batch:
            batch.alter_column("total_cents", existing_type=sa.BigInteger(), nullable=False)
            batch.create_check_constraint(RULE, "total_cents >= 0")
        return
    op.execute(f"ALTER TABLE orders VALIDATE CONSTRAINT {RULE}")
    op.alter_column("orders", "total_cents", nullable=False)


def downgrade() -> None:
    """Back to rules that are not proven."""
    if op.get_context().dialect.name == "sqlite":
        with op.batch_alter_table("orders") as batch:
            batch.drop_constraint(RULE, type_="check")
            batch.alter_column("total_cents", existing_type=sa.BigInteger(), nullable=True)
        return
    op.alter_column("orders", "total_cents", nullable=True)
