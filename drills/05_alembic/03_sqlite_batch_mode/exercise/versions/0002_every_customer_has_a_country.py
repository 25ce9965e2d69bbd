"""Every customer has a country, and an email address may be as long as the standard allows."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Change `customers`.

    - `email` becomes VARCHAR(320).
    - `country` becomes NOT NULL with the default 'NL'; customers without one get 'NL'.

    Everything else stays as 0001 made it: rows, rules, defaults, indexes, the trigger.
    """
    # TODO task 2
    raise NotImplementedError


def downgrade() -> None:
    """The way back: VARCHAR(100); `country` may be NULL and has no default.  Rows stay."""
    # TODO task 2
    raise NotImplementedError
