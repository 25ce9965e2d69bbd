"""It looks first.  The weak lock is given back before the strong one is asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """VALIDATE commits by itself; run again it finds nothing to do."""
    bad = op.get_bind().scalar(
        sa.text("SELECT count(*) FROM orders WHERE total_cents IS NULL OR total_cents < 0")
    )
    if bad:
        raise RuntimeError(f"{bad} orders break the rules")
    if op.get_bind().dialect.name == "postgresql":
        with op.get_context().autocommit_block():
            op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck_orders_total_cents")
        op.alter_column("orders", "total_cents", nullable=False)
        return
    with op.batch_alter_table("orders") as batch:
        batch.create_check_constraint("ck_orders_total_cents", sa.column("total_cents") >= 0)
        batch.alter_column("total_cents", existing_type=sa.BigInteger(), nullable=False)


def downgrade() -> None:
    """Only NOT NULL goes."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("orders", "total_cents", nullable=True)
        return
    with op.batch_alter_table("orders") as batch:
        batch.alter_column("total_cents", existing_type=sa.BigInteger(), nullable=True)
        batch.drop_constraint("ck_orders_total_cents", type_="check")
