"""The shop as it is: customers with orders, and rules that nobody gave a name.

Complete: nothing to do here.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables, an index on an expression, and a trigger that keeps a log."""
    op.create_table(
        "customers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("email", sa.String(100), nullable=False),
        sa.Column("country", sa.String(2)),
        sa.Column("credit_cents", sa.Integer, nullable=False, server_default="0"),
        sa.Column("since", sa.DateTime, nullable=False, server_default=sa.func.current_timestamp()),
        sa.UniqueConstraint("email"),
        sa.CheckConstraint("credit_cents >= 0"),
    )
    op.create_index("ix_customers_country", "customers", ["country"])
    op.create_index("ix_customers_lower_email", "customers", [sa.text("lower(email)")])
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "customer_id",
            sa.Integer,
            sa.ForeignKey("customers.id", ondelete="CASCADE", name="fk_orders_customer"),
            nullable=False,
        ),
        sa.Column("total_cents", sa.Integer, nullable=False),
    )
    op.create_table(
        "credit_log",
        sa.Column("customer_id", sa.Integer, nullable=False),
        sa.Column("old_cents", sa.Integer, nullable=False),
        sa.Column("new_cents", sa.Integer, nullable=False),
    )
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            """
            CREATE TRIGGER log_credit AFTER UPDATE OF credit_cents ON customers
            BEGIN
                INSERT INTO credit_log VALUES (old.id, old.credit_cents, new.credit_cents);
            END
            """
        )
    else:
        op.execute(
            """
            CREATE FUNCTION log_credit() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO credit_log VALUES (old.id, old.credit_cents, new.credit_cents);
                RETURN NULL;
            END
            $$
            """
        )
        op.execute(
            "CREATE TRIGGER log_credit AFTER UPDATE OF credit_cents ON customers"
            " FOR EACH ROW EXECUTE FUNCTION log_credit()"
        )


def downgrade() -> None:
    """Drop everything."""
    op.drop_table("orders")
    op.drop_table("customers")
    op.drop_table("credit_log")
    if op.get_context().dialect.name != "sqlite":
        op.execute("DROP FUNCTION log_credit()")
