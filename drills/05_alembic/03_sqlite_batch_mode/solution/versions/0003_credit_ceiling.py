"""No customer owes more than 10,000.00."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NAMELESS = (sa.CheckConstraint("credit_cents >= 0"), sa.UniqueConstraint("email"))


def upgrade() -> None:
    """Fails, and changes nothing, while some customer has more credit."""
    with op.batch_alter_table("customers", table_args=NAMELESS) as batch:
        batch.create_check_constraint("ck_customers_credit_ceiling", "credit_cents <= 1000000")
    recreate_what_went_with_the_old_table()


def downgrade() -> None:
    """The new rule has a name, so it can be dropped by it."""
    with op.batch_alter_table("customers", table_args=NAMELESS) as batch:
        batch.drop_constraint("ck_customers_credit_ceiling", type_="check")
    recreate_what_went_with_the_old_table()


def recreate_what_went_with_the_old_table() -> None:
    """A revision stands on its own: this is said again, not imported from the last one."""
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
