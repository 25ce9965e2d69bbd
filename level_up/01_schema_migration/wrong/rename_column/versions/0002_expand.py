"""Expand: a second column, and a trigger that keeps the two in step."""

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
# BEFORE: it changes the row that is about to be written, so NOT NULL of `total` holds by then.
TRIGGER = """
    CREATE TRIGGER keep_totals_in_step BEFORE INSERT OR UPDATE ON orders
    FOR EACH ROW EXECUTE FUNCTION keep_order_totals_in_step()
"""


def upgrade() -> None:
    """One ALTER for all."""
    op.alter_column("orders", "total", new_column_name="total_cents")
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE orders ALTER total_cents TYPE BIGINT USING total_cents * 100")
    if op.get_context().dialect.name == "postgresql":
        op.execute(FUNCTION)
        op.execute(TRIGGER)


def downgrade() -> None:
    """`total` has been kept up to date all the time."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TRIGGER keep_totals_in_step ON orders")
        op.execute("DROP FUNCTION keep_order_totals_in_step()")
    op.drop_column("orders", "total_cents")
