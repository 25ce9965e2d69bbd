"""Expand: a second column, and a trigger that keeps the two in step."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

FUNCTION = """
    CREATE FUNCTION keep_order_totals_in_step() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            IF NEW.total_cents IS NULL THEN
                NEW.total_cents := NEW.total * 100;
            ELSE
                NEW.total := NEW.total_cents / 100.0;
            END IF;
        ELSIF NEW.total IS DISTINCT FROM OLD.total THEN
            NEW.total_cents := NEW.total * 100;
        ELSIF NEW.total_cents IS DISTINCT FROM OLD.total_cents THEN
            NEW.total := NEW.total_cents / 100.0;
        END IF;
        RETURN NEW;
    END
    $$
"""
TRIGGER = """
    CREATE TRIGGER keep_totals_in_step AFTER INSERT OR UPDATE ON orders
    FOR EACH ROW EXECUTE FUNCTION keep_order_totals_in_step()
"""


def upgrade() -> None:
    """A nullable column without a default: PostgreSQL notes it down and touches no row."""
    op.add_column("orders", sa.Column("total_cents", sa.BigInteger))
    if op.get_context().dialect.name == "postgresql":
        op.execute(FUNCTION)
        op.execute(TRIGGER)


def downgrade() -> None:
    """`total` has been kept up to date all the time."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TRIGGER keep_totals_in_step ON orders")
        op.execute("DROP FUNCTION keep_order_totals_in_step()")
    op.drop_column("orders", "total_cents")
