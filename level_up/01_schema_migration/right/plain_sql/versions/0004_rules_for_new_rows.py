"""Since PostgreSQL 18 NOT NULL can be NOT VALID as well."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Both rules in one statement."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            """
            ALTER TABLE orders
                ADD CONSTRAINT ck_orders_total_cents CHECK (total_cents >= 0) NOT VALID,
                ADD CONSTRAINT orders_total_cents_not_null NOT NULL total_cents NOT VALID
            """
        )


def downgrade() -> None:
    """Both go."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            """
            ALTER TABLE orders
                DROP CONSTRAINT ck_orders_total_cents,
                DROP CONSTRAINT orders_total_cents_not_null
            """
        )
