"""One rule that says both."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Its name is the model's; it is a little stricter until 0005."""
    if op.get_bind().dialect.name == "postgresql":
        op.create_check_constraint(
            "ck_orders_total_cents",
            "orders",
            "total_cents IS NOT NULL AND total_cents >= 0",
            postgresql_not_valid=True,
        )


def downgrade() -> None:
    """Gone again."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_orders_total_cents", "orders")
