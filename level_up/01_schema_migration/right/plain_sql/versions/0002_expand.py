"""Two triggers, one for each event."""

from alembic import op

revision = "0002"
down_revision = "0001"

INSERTED = """
    CREATE FUNCTION order_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.total_cents := coalesce(NEW.total_cents, round(NEW.total * 100));
        NEW.total := coalesce(NEW.total, NEW.total_cents / 100.0);
        RETURN NEW;
    END $$
"""
UPDATED = """
    CREATE FUNCTION order_updated() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.total <> OLD.total THEN
            NEW.total_cents := round(NEW.total * 100);
        ELSE
            NEW.total := coalesce(NEW.total_cents * 0.01, NEW.total);
        END IF;
        RETURN NEW;
    END $$
"""


def upgrade() -> None:
    """Column, functions, triggers."""
    op.execute("ALTER TABLE orders ADD COLUMN total_cents bigint")
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute(INSERTED)
    op.execute(UPDATED)
    for event, name in (("INSERT", "order_inserted"), ("UPDATE", "order_updated")):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON orders FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def downgrade() -> None:
    """A function takes its triggers along."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION order_inserted(), order_updated() CASCADE")
    op.execute("ALTER TABLE orders DROP COLUMN total_cents")
