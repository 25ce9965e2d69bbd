"""Move and copy, written out."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Copy with coalesce on SQLite; UPDATE and ALTER on PostgreSQL."""
    if op.get_context().dialect.name == "sqlite":
        rebuild("VARCHAR(320)", "VARCHAR(2) NOT NULL DEFAULT 'NL'", "coalesce(country, 'NL')")
        return
    op.execute("UPDATE customers SET country = 'NL' WHERE country IS NULL")
    op.alter_column("customers", "email", type_=sa.String(320))
    op.alter_column("customers", "country", nullable=False, server_default="NL")


def downgrade() -> None:
    """The same with the old columns."""
    if op.get_context().dialect.name == "sqlite":
        rebuild("VARCHAR(100)", "VARCHAR(2)", "country")
        return
    op.alter_column("customers", "email", type_=sa.String(100))
    op.alter_column("customers", "country", nullable=True, server_default=None)


def rebuild(email: str, country: str, copied: str) -> None:
    """Create, copy, drop, rename, and what belonged to the old table."""
    for statement in (
        f"""
        CREATE TABLE new_customers (
            id INTEGER PRIMARY KEY,
            email {email} NOT NULL UNIQUE,
            country {country},
            credit_cents INTEGER NOT NULL DEFAULT 0 CHECK (credit_cents >= 0),
            since TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
        )
        """,
        f"""
        INSERT INTO new_customers (id, email, country, credit_cents, since)
        SELECT id, email, {copied}, credit_cents, since FROM customers
        """,
        "DROP TABLE customers",
        "ALTER TABLE new_customers RENAME TO customers",
        "CREATE INDEX ix_customers_country ON customers (country)",
        "CREATE INDEX ix_customers_lower_email ON customers (lower(email))",
        """
        CREATE TRIGGER log_credit AFTER UPDATE OF credit_cents ON customers
        BEGIN
            INSERT INTO credit_log VALUES (old.id, old.credit_cents, new.credit_cents);
        END
        """,
    ):
        op.execute(statement)
