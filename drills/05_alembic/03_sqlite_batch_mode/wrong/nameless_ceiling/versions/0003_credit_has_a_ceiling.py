"""No customer has a credit of more than 10,000.00."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Fails, and changes nothing, while a customer has more."""
    ceiling = sa.CheckConstraint("credit_cents <= 1000000")
    with op.batch_alter_table("customers", table_args=(ceiling,), recreate="always"):
        pass
    restore_what_belonged_to_the_old_table()


def downgrade() -> None:
    """The rule has a name, so it can be dropped by it."""
    with op.batch_alter_table("customers") as batch:
        batch.drop_constraint("ck_customers_credit_ceiling", type_="check")
    restore_what_belonged_to_the_old_table()


def restore_what_belonged_to_the_old_table() -> None:
    """As in 0002.  Said again: a revision that imports another changes when that one does."""
    if op.get_context().dialect.name != "sqlite":
        return
    op.execute("CREATE INDEX ix_customers_lower_email ON customers (lower(email))")
    op.execute(
        """
        CREATE TRIGGER log_credit AFTER UPDATE OF credit_cents ON customers
        BEGIN
            INSERT INTO credit_log VALUES (old.id, old.credit_cents, new.credit_cents);
        END
        """
    )
