"""Rules for what is written from now on: NOT VALID, so no old row is read."""

from alembic import op

revision = "0004"
down_revision = "0003"

RULES = {
    "ck_orders_total_cents": "total_cents >= 0",
    # NULL >= 0 is not false, so the rule above lets NULL pass.  This one goes in 0005.
    "ck_orders_total_cents_not_null": "total_cents IS NOT NULL",
}


def upgrade() -> None:
    """On SQLite 0005 does it all, in one copy of the table."""
    if op.get_context().dialect.name == "sqlite":
        return
    for name, condition in RULES.items():
        op.create_check_constraint(name, "orders", condition, postgresql_not_valid=True)


def downgrade() -> None:
    """A rule does no harm."""
