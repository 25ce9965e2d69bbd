"""Every customer has a country, and addresses may be as long as the standard allows."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# What the move to a new table on SQLite would lose: rules without a name are not reflected...
NAMELESS = (sa.CheckConstraint("credit_cents >= 0"), sa.UniqueConstraint("email"))


def upgrade() -> None:
    """Fill the gaps first: a copy into a NOT NULL column fails on the first NULL."""
    op.execute("UPDATE customers SET country = 'NL' WHERE country IS NULL")
    with op.batch_alter_table("customers", table_args=NAMELESS) as batch:
        batch.alter_column(
            "email",
            existing_type=sa.String(100),
            type_=sa.String(320),
            existing_nullable=False,
        )
        batch.alter_column(
            "country", existing_type=sa.String(2), nullable=False, server_default="NL"
        )
    recreate_what_went_with_the_old_table()


def downgrade() -> None:
    """The other way round; countries that were filled in stay."""
    with op.batch_alter_table("customers", table_args=NAMELESS) as batch:
        batch.alter_column(
            "country",
            existing_type=sa.String(2),
            nullable=True,
            server_default=None,
            existing_server_default="NL",
        )
        batch.alter_column(
            "email",
            existing_type=sa.String(320),
            type_=sa.String(100),
            existing_nullable=False,
        )
    recreate_what_went_with_the_old_table()


def recreate_what_went_with_the_old_table() -> None:
    """...nor are triggers, and indexes on an expression.  PostgreSQL kept its table and all."""
    if op.get_context().dialect.name != "sqlite":
        return
    op.create_index("ix_customers_lower_email", "customers", [sa.text("lower(email)")])
    op.execute(
        """
        CREATE TRIGGER log_credit AFTER UPDATE OF credit_cents ON customers
        BEGIN
            INSERT INTO credit_log VALUES (old.id, old.credit_cents, new.credit_cents);
        END
        """
    )
