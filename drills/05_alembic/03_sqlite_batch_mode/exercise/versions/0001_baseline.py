"""The shop as somebody made it by hand, years ago: most of its rules have no name.

Complete: nothing to do here.
"""

from alembic import op

revision = "0001"
down_revision = None

CUSTOMERS = """
    CREATE TABLE customers (
        id INTEGER PRIMARY KEY,
        email VARCHAR(100) NOT NULL UNIQUE,
        country VARCHAR(2),
        credit_cents INTEGER NOT NULL DEFAULT 0 CHECK (credit_cents >= 0),
        since TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
    )
"""
ORDERS = """
    CREATE TABLE orders (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        total_cents INTEGER NOT NULL
    )
"""
CREDIT_LOG = """
    CREATE TABLE credit_log (
        customer_id INTEGER NOT NULL,
        old_cents INTEGER NOT NULL,
        new_cents INTEGER NOT NULL
    )
"""
SQLITE_TRIGGER = """
    CREATE TRIGGER log_credit AFTER UPDATE OF credit_cents ON customers
    BEGIN
        INSERT INTO credit_log VALUES (old.id, old.credit_cents, new.credit_cents);
    END
"""
POSTGRES_FUNCTION = """
    CREATE FUNCTION log_credit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO credit_log VALUES (old.id, old.credit_cents, new.credit_cents);
        RETURN NULL;
    END
    $$
"""
POSTGRES_TRIGGER = """
    CREATE TRIGGER log_credit AFTER UPDATE OF credit_cents ON customers
    FOR EACH ROW EXECUTE FUNCTION log_credit()
"""


def upgrade() -> None:
    """Create three tables, two indexes and a trigger."""
    for statement in (CUSTOMERS, ORDERS, CREDIT_LOG):
        op.execute(statement)
    op.execute("CREATE INDEX ix_customers_country ON customers (country)")
    op.execute("CREATE INDEX ix_customers_lower_email ON customers (lower(email))")
    if op.get_context().dialect.name == "sqlite":
        op.execute(SQLITE_TRIGGER)
    else:
        op.execute(POSTGRES_FUNCTION)
        op.execute(POSTGRES_TRIGGER)


def downgrade() -> None:
    """Drop everything."""
    for table in ("orders", "customers", "credit_log"):
        op.drop_table(table)
    if op.get_context().dialect.name != "sqlite":
        op.execute("DROP FUNCTION log_credit()")
