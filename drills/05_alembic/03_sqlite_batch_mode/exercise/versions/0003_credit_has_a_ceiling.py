"""No customer has a credit of more than 10,000.00."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the rule `credit_cents <= 1000000`, named `ck_customers_credit_ceiling`.

    While a customer has more, the migration fails and changes nothing.  Everything else stays as
    0002 left it.
    """
    # TODO task 3
    raise NotImplementedError


def downgrade() -> None:
    """The way back: drop that rule."""
    # TODO task 3
    raise NotImplementedError
