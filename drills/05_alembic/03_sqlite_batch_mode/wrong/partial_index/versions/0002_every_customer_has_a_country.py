"""Every customer has a country, and an email address may be as long as the standard allows."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# On SQLite the batch makes a new table from what it reads of the old one, and it cannot read
# these two. Said here, they come along, and with the names that PostgreSQL has given them.
UNREADABLE = (
    sa.UniqueConstraint("email", name="customers_email_key"),
    sa.CheckConstraint("credit_cents >= 0", name="customers_credit_cents_check"),
)


def upgrade() -> None:
    """Fill the gaps first: a copy into a NOT NULL column stops at the first NULL."""
    op.execute("UPDATE customers SET country = 'NL' WHERE country IS NULL")
    with op.batch_alter_table("customers", table_args=UNREADABLE) as batch:
        batch.alter_column("email", existing_type=sa.String(100), type_=sa.String(320))
        batch.alter_column(
            "country", existing_type=sa.String(2), nullable=False, server_default="NL"
        )
    restore_what_belonged_to_the_old_table()


def downgrade() -> None:
    """The other way round.  The two rules have names by now, and are read by them."""
    with op.batch_alter_table("customers") as batch:
        batch.alter_column(
            "country", existing_type=sa.String(2), nullable=True, server_default=None
        )
        batch.alter_column("email", existing_type=sa.String(320), type_=sa.String(100))
    restore_what_belonged_to_the_old_table()


def restore_what_belonged_to_the_old_table() -> None:
    """SQLite dropped the trigger with the table; an index on an expression is not read at all."""
    if op.get_context().dialect.name != "sqlite":
        return  # altered in place
    op.execute(
        "CREATE INDEX ix_customers_lower_email ON customers (lower(email)) WHERE credit_cents > 0"
    )
    op.execute(
        """
        CREATE TRIGGER log_credit AFTER UPDATE OF credit_cents ON customers
        BEGIN
            INSERT INTO credit_log VALUES (old.id, old.credit_cents, new.credit_cents);
        END
        """
    )
