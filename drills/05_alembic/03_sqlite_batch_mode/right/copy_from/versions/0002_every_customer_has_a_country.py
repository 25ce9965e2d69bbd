"""The batch gets a Table, and loses nothing that stands in it."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TRIGGER = """
    CREATE TRIGGER log_credit AFTER UPDATE OF credit_cents ON customers
    BEGIN
        INSERT INTO credit_log VALUES (old.id, old.credit_cents, new.credit_cents);
    END
"""


def customers(email: int, **country: Any) -> sa.Table:
    """The table, before or after."""
    return sa.Table(
        "customers",
        sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("email", sa.String(email), nullable=False),
        sa.Column("country", sa.String(2), **country),
        sa.Column("credit_cents", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column(
            "since", sa.TIMESTAMP, nullable=False, server_default=sa.func.current_timestamp()
        ),
        sa.UniqueConstraint("email", name="email_once"),
        sa.CheckConstraint("credit_cents >= 0", name="credit_not_negative"),
        sa.Index("ix_customers_country", "country"),
    )


def upgrade() -> None:
    """Fill, copy, restore."""
    op.get_bind().execute(
        sa.text("UPDATE customers SET country = :code WHERE country IS NULL"), {"code": "NL"}
    )
    with op.batch_alter_table("customers", copy_from=customers(100)) as batch:
        batch.alter_column("email", existing_type=sa.String(100), type_=sa.String(320))
        batch.alter_column("country", nullable=False, server_default="NL")
    restore()


def downgrade() -> None:
    """Copy back, restore."""
    now = customers(320, nullable=False, server_default="NL")
    with op.batch_alter_table("customers", copy_from=now) as batch:
        batch.alter_column("email", existing_type=sa.String(320), type_=sa.String(100))
        batch.alter_column("country", nullable=True, server_default=None)
    restore()


def restore() -> None:
    """An index on an expression and the trigger."""
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_customers_lower_email", "customers", [sa.text("lower(email)")])
        op.execute(TRIGGER)
