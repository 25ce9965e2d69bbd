"""VALIDATE is all."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """No strong lock at all."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("orders") as batch:
            batch.alter_column("total_cents", existing_type=sa.BigInteger(), nullable=False)
            batch.create_check_constraint("ck_orders_total_cents", "total_cents >= 0")
        return
    op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck_orders_total_cents")
    op.execute("ALTER TABLE orders VALIDATE CONSTRAINT orders_total_cents_not_null")


def downgrade() -> None:
    """A rule that is proven is a rule."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("orders") as batch:
            batch.drop_constraint("ck_orders_total_cents", type_="check")
            batch.alter_column("total_cents", existing_type=sa.BigInteger(), nullable=True)
